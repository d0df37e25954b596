"""Accounts that come from another shop, under their ids and with the hashes of their passwords."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from storefront.core.adopting import Adopted, adopt, known_ids
from storefront.core.db import session, transaction, upsert
from storefront.domain.accounts.models import Address, User

_users: Any = User.__table__
_addresses: Any = Address.__table__
_u = _users.c


@dataclass(frozen=True)
class Newcomer:
    """An account as it shall stand here: columns of its row, and of its addresses'."""

    row: dict[str, Any]
    addresses: list[dict[str, Any]] = field(default_factory=list)


def adopt_accounts(newcomers: Sequence[Newcomer]) -> Adopted:
    """Adds these accounts, or brings them up to date. An e-mail address belongs to the account that had it first.

    A user name that somebody has already gets a number: its owner still signs in with the address.
    """
    with transaction():
        rows, refused = _with_own_address([one.row for one in newcomers])
        rows, told = _with_own_name(rows)
        adopted = adopt(_users, rows)
        adopted.left_out.update(refused)
        adopted.told += [one for one in told if one[0] in adopted.taken]
        _keep([place for one in newcomers if one.row["id"] in adopted.taken for place in one.addresses])
        return adopted


def _with_own_address(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    owners = _owners(_u.email, (row["email"] for row in rows))
    kept, refused = [], {}
    for row in rows:
        owner = owners.setdefault(row["email"], row["id"])
        if owner == row["id"]:
            kept.append(row)
        else:
            refused[row["id"]] = f"The account {owner} has this e-mail address already."
    return kept, refused


def _with_own_name(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    folded = {row["username"].lower() for row in rows}
    owners = _owners(func.lower(_u.username), folded | {name for one in folded for name in _numbered(one)})
    kept, told = [], []
    for row in rows:
        names = (row["username"], *_numbered(row["username"]))
        name = next((one for one in names if owners.get(one.lower(), row["id"]) == row["id"]), row["id"])
        owners[name.lower()] = row["id"]
        if name != row["username"]:
            told.append((row["id"], f"The user name {row['username']} was taken; it is {name} here."))
        kept.append({**row, "username": name})
    return kept, told


def _owners(column: Any, values: Iterable[str]) -> dict[str, str]:
    """Who has these already."""
    there = sorted(known_ids(column, values))
    found: dict[str, str] = {}
    for start in range(0, len(there), 500):
        rows = session().execute(select(column, _u.id).where(column.in_(there[start : start + 500])))
        found.update({row[0]: row[1] for row in rows})
    return found


def _numbered(name: str) -> list[str]:
    return [f"{name[:56]}-{number}" for number in range(2, 6)]


def _keep(places: Sequence[Mapping[str, Any]]) -> None:
    """Addresses that are not here yet. One that is the default here stays it."""
    if not places:
        return
    there = known_ids(_addresses.c.id, (one["id"] for one in places))
    owners = sorted({one["user_id"] for one in places})
    having = select(_addresses.c.user_id, _addresses.c.type).where(_addresses.c.user_id.in_(owners), _addresses.c.is_default)
    settled = {(row.user_id, row.type) for row in session().execute(having)}
    rows = [
        {**one, "is_default": one["is_default"] and (one["user_id"], one["type"]) not in settled}
        for one in places
        if one["id"] not in there
    ]
    if rows:
        session().execute(upsert(_addresses).on_conflict_do_nothing(), rows)
