"""The catalog's version, and what is kept under it."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import select

from storefront import adapters
from storefront.core.db import dialect, glance, session
from storefront.domain.catalog.models import CatalogState, Product
from storefront.domain.inventory.queries import items_for, stand_column

T = TypeVar("T")

_state = CatalogState.__table__.c
_STATE = select(_state.version, _state.products).where(_state.id == 1)
_SECONDS = 600


class State(NamedTuple):
    version: int
    """Moves with every change that a visitor can see."""
    products: int
    """Listed products in the whole shop."""


def state() -> State:
    """One row: the version and the number of listed products."""
    row = session().execute(_STATE).first()
    return State(*row) if row else State(0, 0)


def version() -> int:
    """The catalog's version at this moment. What is made from the catalog alone may be kept under it. Not in a transaction."""
    row = glance(_STATE)
    return int(row.version) if row else 0


def has_products() -> bool:
    """Whether the shop has any product, be it hidden or in the bin."""
    return session().execute(select(Product.id).limit(1)).first() is not None


def version_and_stand(items: Sequence[str]) -> tuple[int, str]:
    """The catalog's version and, as inventory's `stand` tells it, the stock of these pieces, which moves without it."""
    row: Any = glance(_with_stand(dialect()), {"items": items_for(dialect(), items)})
    return (row[0], row[1]) if row else (0, "")


@cache
def _with_stand(engine: str) -> Any:
    return select(_state.version, stand_column(engine)).where(_state.id == 1)


def kept(under: int, name: str, kind: Any, make: Callable[[], T]) -> T:
    """What `make` gives, kept under this version of the catalog. `kind` is its type, of dataclasses and plain values.

    Inside a transaction that changes the catalog this would keep what may never come true: do not read there.
    """
    key = f"catalog:{under}:{name}"
    packed = adapters.cache().get(key)
    if packed is not None:
        return _decoder(kind).decode(packed)  # type: ignore[no-any-return]
    made = make()
    adapters.cache().set(key, msgspec.msgpack.encode(made), _SECONDS)
    return made


@cache
def _decoder(kind: Any) -> Any:
    return msgspec.msgpack.Decoder(kind)
