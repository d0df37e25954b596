"""Bringing over a shop: collection by collection, and in each batch by batch.

Each batch is one transaction, so that a run may be stopped anywhere and begun again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError

from storefront import adapters
from storefront.adapters.cache.process import ProcessCache
from storefront.core.adopting import Adopted
from storefront.core.copies import on_a_copy
from storefront.core.db import transaction
from storefront.core.errors import ShopError
from storefront.domain.analytics.adopting import adopt_events, close_again
from storefront.domain.catalog.services.adopting import adopt_products
from storefront.domain.catalog.services.adopting_rooms import adopt_categories, adopt_tags, adopt_variants
from storefront.domain.inventory.adopting import adopt_history
from storefront.domain.moving import people, purchases, voices
from storefront.domain.moving.collection import Collection, Notes
from storefront.domain.moving.extended_json import Read, documents
from storefront.domain.moving.report import Report
from storefront.domain.moving.shelf import Shelf
from storefront.domain.moving.values import LeftOut, key, own_key
from storefront.domain.orders.adopting import adopt_orders
from storefront.domain.reviews import rating
from storefront.domain.reviews.adopting import adopt_reviews

NAMES = ("categories", "tags", "variants", "products", "users", "reviews", "orders", "stockhistory", "analytics")
"""The collections, those that others speak of first."""

Progress = Callable[[str, int, int], None]
"""Is told the collection, bytes read since the last time, and documents read so far."""


def bring(files: Mapping[str, Sequence[Path]], report: Report, progress: Progress, *, dry_run: bool = False) -> None:
    """Brings over what these files hold, by collection. What cannot be kept is told to the report and stops nothing.

    A dry run does all of it on a copy of the database: the shop sells on.
    """
    with _tried_out() if dry_run else nullcontext():
        _bring(files, report, progress)


@contextmanager
def _tried_out() -> Iterator[None]:
    # What is kept under a version that exists in the copy alone must not be found by others.
    before = adapters.swap(cache=ProcessCache())
    try:
        with on_a_copy():
            yield
    finally:
        adapters.use(before)


def _bring(files: Mapping[str, Sequence[Path]], report: Report, progress: Progress) -> None:
    for collection in _collections():
        if collection.name in files:
            for path in files[collection.name]:
                _carry(collection, path, report, progress)
            if collection.finish:
                collection.finish()


def _collections() -> list[Collection]:
    shelf = Shelf()
    days: set[date] = set()
    return [
        Collection("categories", shelf.category, adopt_categories, 10_000, arrange=shelf.parents_first),
        Collection("tags", shelf.tag, adopt_tags, 1_000),
        Collection("variants", shelf.variant, adopt_variants, 1_000),
        Collection("products", shelf.product, adopt_products, 1_000),
        Collection("users", people.read, people.write, 1_000),
        Collection("reviews", voices.review, adopt_reviews, 1_000, finish=rating.recount),
        Collection("orders", purchases.read, adopt_orders, 500),
        Collection("stockhistory", voices.stock_move, adopt_history, 2_000),
        Collection("analytics", voices.event_reader(days.add), adopt_events, 5_000, finish=lambda: close_again(days)),
    ]


def _carry(collection: Collection, path: Path, report: Report, progress: Progress) -> None:
    tally = report.of(collection.name)
    stream = documents(path, lambda read: progress(collection.name, read, tally.read))
    while batch := list(islice(stream, collection.batch)):
        tally.read += len(batch)
        arrived = _arrived(collection, batch, path, report)
        _write(collection, arrived, report)


def _arrived(collection: Collection, batch: Sequence[Read], path: Path, report: Report) -> dict[str, tuple[Any, Notes]]:
    """What can be kept of these documents, by id."""
    arrived: dict[str, tuple[Any, Notes]] = {}
    for one in batch:
        if one.document is None:
            report.left_out(collection.name, f"{path.name}, document {one.number}", one.trouble)
            continue
        notes: Notes = []
        try:
            own = own_key(one.document)
            read = collection.read(one.document, own, notes)
        except LeftOut as why:
            report.left_out(collection.name, _place(one, path), why.sentence)
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
            # Whatever else a document may hold: it must not end the journey of the others.
            report.left_out(collection.name, _place(one, path), "A field of it holds something that cannot be read.")
        else:
            if own in arrived:
                report.left_out(collection.name, own, "A document before it has the same _id.")
            arrived.setdefault(own, (read, notes))
    return arrived


def _place(one: Read, path: Path) -> str:
    """Its id, or where it stands."""
    own = key(one.document.get("_id")) if one.document else None
    return own or f"{path.name}, document {one.number}"


def _write(collection: Collection, arrived: Mapping[str, tuple[Any, Notes]], report: Report) -> None:
    things = {own: thing for own, (thing, _) in arrived.items()}
    if collection.arrange:
        things = collection.arrange(things)
    for adopted in _adopted(collection, things):
        report.add(collection.name, adopted)
        for own in sorted(adopted.taken):
            for sentence in arrived[own][1]:
                report.altered(collection.name, own, sentence)


def _adopted(collection: Collection, things: Mapping[str, Any]) -> Iterator[Adopted]:
    """Of all at once; if one of them cannot be kept, of each by itself."""
    try:
        yield _safely(collection, list(things.values()))
        return
    except (ShopError, IntegrityError, DataError):
        pass
    for own, thing in things.items():
        try:
            adopted = _safely(collection, [thing])
        except ShopError as refused:
            adopted = Adopted(left_out={own: refused.sentence})
        except (IntegrityError, DataError):
            adopted = Adopted(left_out={own: "The database does not take it: it is at odds with what is there."})
        yield adopted


def _safely(collection: Collection, things: Sequence[Any]) -> Adopted:
    with transaction():
        return collection.write(things)
