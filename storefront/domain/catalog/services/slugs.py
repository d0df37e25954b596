"""Addresses that nobody has yet. Safe only inside a transaction that holds the catalog (`move_version`)."""

import secrets
from typing import Any

from sqlalchemy import delete, select

from storefront.core.clock import now
from storefront.core.db import session, upsert
from storefront.domain.catalog.models import FormerSlug

_former: Any = FormerSlug.__table__
LONGEST = 80
_NUMBERS = range(2, 100)
_BATCH = 500


def free_slug(column: Any, wanted: str) -> str:
    """`wanted`, or with -2, -3 … if it is taken."""
    return free_slugs(column, [wanted])[0]


def free_slugs(column: Any, wanted: list[str]) -> list[str]:
    """One for each, in the same order; also among themselves no two are alike."""
    taken = _present(column, sorted(set(wanted)))
    taken |= _present(column, [_numbered(one, number) for one in sorted(taken) for number in _NUMBERS])
    free = []
    for one in wanted:
        address = _first_free(one, taken)
        taken.add(address)
        free.append(address)
    return free


def lead_on(kind: str, old: str, new: str, target_id: str) -> None:
    """The old address leads there from now on; the new one is nobody's former."""
    session().execute(delete(_former).where(_former.c.kind == kind, _former.c.slug == new))
    kept = upsert(_former).values(kind=kind, slug=old, target_id=target_id, created_at=now())
    session().execute(kept.on_conflict_do_update(index_elements=["kind", "slug"], set_={"target_id": target_id}))


def _present(column: Any, addresses: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(addresses), _BATCH):
        found.update(session().scalars(select(column).where(column.in_(addresses[start : start + _BATCH]))))
    return found


def _first_free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    numbered = (_numbered(wanted, number) for number in _NUMBERS)
    # A hundred products of one name no longer need an address that can be read out.
    return next((address for address in numbered if address not in taken), _numbered(wanted, secrets.token_hex(6)))


def _numbered(wanted: str, number: int | str) -> str:
    return f"{wanted[: LONGEST - 13].rstrip('-')}-{number}"
