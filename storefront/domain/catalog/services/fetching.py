"""Pictures that lie elsewhere, brought into the shop: where staff choose it, by the worker, product by product."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update

from storefront import adapters
from storefront.adapters.fetch.base import Refused
from storefront.core import site
from storefront.core.db import end_read, session, transaction
from storefront.core.errors import Unavailable
from storefront.core.outbox import Hopeless, enqueue, handles, renew
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.forms import ChoiceForm
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.standing import standings
from storefront.domain.media import Stored
from storefront.domain.media.errors import NotAPicture, TooLarge
from storefront.domain.media.pictures import LARGEST_FILE
from storefront.domain.media.services import pictures_at, store

ALL, ONE = "catalog.fetch_pictures", "catalog.fetch_pictures_of"
"""Topics of the jobs that look through the shop, and that fetch the pictures of a product."""

_products: Any = Product.__table__
_p = _products.c
_BATCH = 500


def fetch_pictures(form: ChoiceForm, who: Person | None) -> None:
    """The pictures of these products, or of all, that lie elsewhere will be fetched and kept here. NoSuchProduct."""
    wanted = list(dict.fromkeys(form.product_ids))
    with transaction():
        there = set(session().scalars(select(_p.id).where(_p.id.in_(wanted), _p.deleted_at.is_(None))))
        for product_id in wanted:
            if product_id not in there:
                raise NoSuchProduct(productId=product_id)
            enqueue(ONE, {"product": product_id})
        if not wanted:
            enqueue(ALL, {"after": ""})


@handles(ALL, patient=True)
def look_through(payload: dict[str, Any]) -> None:
    """A job for each product after `after` that shows a picture from elsewhere, and one to go on where this one ends."""
    with transaction():
        some = select(_p.id, _p.pictures).where(_p.id > payload["after"], _p.deleted_at.is_(None)).order_by(_p.id).limit(_BATCH)
        rows = session().execute(some).all()
        for row in rows:
            if _elsewhere(row.pictures):
                enqueue(ONE, {"product": row.id})
        if len(rows) == _BATCH:
            enqueue(ALL, {"after": rows[-1].id})


@handles(ONE, patient=True)
def fetch_pictures_of(payload: dict[str, Any]) -> None:
    """Fetches what this product still shows from elsewhere; what cannot be had stays as it is.

    Unavailable if some may be had later, Hopeless with the reasons if the rest never will.
    """
    product_id = payload["product"]
    pictures = session().execute(select(_p.pictures).where(_p.id == product_id)).scalar() or []
    end_read()
    kept: dict[str, Stored] = {}
    refused, away = [], []
    for address in _elsewhere(pictures):
        renew()
        try:
            kept[address] = _fetched(address)
        except (Refused, NotAPicture, TooLarge) as error:
            refused.append(f"{address}: {error}")
        except Unavailable:
            away.append(address)
    if kept:
        _show(product_id, kept)
    if away:
        raise Unavailable(f"Not to be had just now: {', '.join(away)}")
    if refused:
        raise Hopeless("\n".join(refused))


def _elsewhere(pictures: list[dict[str, Any]]) -> list[str]:
    """The addresses among these that are not the shop's own."""
    addresses = [str(one["url"]) for one in pictures if str(one.get("url", "")).startswith(("http://", "https://"))]
    return [one for one in dict.fromkeys(addresses) if not one.startswith(f"{site.site().url}/")]


def _fetched(address: str) -> Stored:
    data = adapters.fetcher().get(address, LARGEST_FILE)
    return store(data, PurePosixPath(urlsplit(address).path).name, None)


def _show(product_id: str, kept: Mapping[str, Stored]) -> None:
    """The product shows the shop's own pictures where it showed those addresses; what staff changed meanwhile stays."""
    with transaction():
        own = dict(zip(kept, pictures_at([one.key for one in kept.values()], ""), strict=True))
        move_version()
        before = standings([product_id])
        row = session().execute(select(_p.pictures).where(_p.id == product_id)).first()
        if row is None:
            return
        shown = [replace(own[one["url"]], alt=one["alt"]).to_json() if one.get("url") in own else one for one in row.pictures]
        mine = update(_products).where(_p.id == product_id)
        session().execute(mine.values(pictures=shown, version=_p.version + 1, updated_at=_p.updated_at))
        settle([(before[product_id], standings([product_id])[product_id])])
