"""The pages of the shop's own words: about the house, how it delivers and takes back, what the law wants to be said."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from storefront import adapters
from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.errors import NotFound
from storefront.core.forms import no_controls
from storefront.core.money import lakh
from storefront.core.text import slug as slug_of
from storefront.domain.accounts import Person
from storefront.domain.content.errors import PageTaken
from storefront.domain.content.forms import PageForm
from storefront.domain.content.markdown import html_of
from storefront.domain.content.models import ContentPage
from storefront.domain.content.services import change_trade, trade
from storefront.domain.content.trade import Trade

FIRST = Path(__file__).parent / "first_pages"
FIRST_SLUGS = tuple(path.stem.partition("-")[2] for path in sorted(FIRST.glob("*/*.md")))
"""The pages that every shop has: they are linked to by their addresses, so staff may change them, but not remove them."""
PLACES = {"help": "Help", "house": "The house", "law": "Small print"}
"""The lists of the footer, and what stands above them."""

_SECONDS = 600
_WORD = re.compile(r"\{(\w+)\}")
_MONEY = ("free_delivery_from", "delivery_fee")
_p: Any = ContentPage.__table__.c
_PAGE = select(_p.slug, _p.title, _p.summary, _p.body, _p.updated_at).where(_p.is_active)
_LINKS = select(_p.slug, _p.title, _p.place, _p.updated_at).where(_p.is_active).order_by(_p.sort_order, _p.title)


@dataclass(frozen=True)
class Page:
    """A page as it is shown."""

    slug: str
    title: str
    summary: str
    html: str
    """Safe to stand in a page as it is."""
    changed: datetime


@dataclass(frozen=True)
class PageLink:
    """A page as menus and sitemaps name it."""

    slug: str
    title: str
    place: str
    changed: datetime


def page(slug: str) -> Page:
    """The page of this address, with the terms of trade put into its words. NotFound."""
    row = session().execute(_PAGE.where(_p.slug == no_controls(slug))).first()
    if row is None:
        raise NotFound
    terms = trade()
    return Page(row.slug, row.title, _filled(row.summary, terms), html_of(_filled(row.body, terms)), row.updated_at)


def links() -> list[PageLink]:
    """All pages that are shown, in the order of staff. Read once for each change: every footer names them."""
    key = f"pages:{trade().pages}"
    rows: list[tuple[Any, ...]] | None = adapters.cache().get(key)
    if rows is None:
        rows = [tuple(row) for row in session().execute(_LINKS)]
        adapters.cache().set(key, rows, _SECONDS)
    return [PageLink(*row) for row in rows]


def add_page(form: PageForm, who: Person | None) -> str:
    """One more page; its slug, by its title. PageTaken."""
    address = slug_of(form.title)
    row = {"slug": address, **form.model_dump(), "user_id": who.id if who else None, "created_at": now(), "updated_at": now()}
    with transaction() as current:
        added = upsert(ContentPage).values(row).on_conflict_do_nothing().returning(ContentPage.slug)
        if current.execute(added).first() is None:
            raise PageTaken
        change_trade({"pages": _moment()}, who)
    return address


def change_page(slug: str, form: PageForm, who: Person | None) -> None:
    """The page is as the form says from now on, at once for every visitor. NotFound."""
    with transaction() as current:
        changed = update(ContentPage).where(ContentPage.slug == slug)
        said = {**form.model_dump(), "user_id": who.id if who else None, "updated_at": now()}
        if current.execute(changed.values(**said).returning(ContentPage.slug)).first() is None:
            raise NotFound
        change_trade({"pages": _moment()}, who)


def open_first_pages() -> int:
    """The pages that a new shop opens with, where there is none of their address yet; how many were written."""
    with transaction() as current:
        known = set(current.scalars(select(ContentPage.slug)))
        missing = [row for row in _first() if row["slug"] not in known]
        if missing:
            current.execute(insert(ContentPage.__table__), missing)
            change_trade({"pages": _moment()}, None)
        return len(missing)


def _moment() -> int:
    # A count would be taken twice by two who change pages at once, each of whom knows the terms of a few seconds ago.
    return int(now().timestamp() * 1_000)


def _first() -> list[dict[str, Any]]:
    return [_read(path, at) for at, path in enumerate(sorted(FIRST.glob("*/*.md")), 1)]


def _read(path: Path, at: int) -> dict[str, Any]:
    """A file's first line is the title, its second paragraph the summary; its folder is the place in the footer."""
    title, summary, body = path.read_text(encoding="utf-8").split("\n\n", 2)
    slug, moment = path.stem.partition("-")[2], now()
    said = {"title": title.removeprefix("# "), "summary": " ".join(summary.split()), "body": body, "place": path.parent.name}
    return {"slug": slug, **said, "sort_order": at * 10, "is_active": True, "created_at": moment, "updated_at": moment}


def _filled(words: str, terms: Trade) -> str:
    """{return_days} and the like, as the shop trades now; what no term is called stays as it stands."""

    named = asdict(terms)

    def said(match: re.Match[str]) -> str:
        value = named.get(match[1])
        if value is None:
            return match[0]
        return lakh(value) if match[1] in _MONEY else str(value)

    return _WORD.sub(said, words)
