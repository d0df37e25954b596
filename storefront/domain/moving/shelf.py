"""Categories, tags, variants and products, in the words of the catalog's own forms."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from storefront.core.db import session
from storefront.core.forms import WEB_ADDRESS
from storefront.core.text import slug
from storefront.domain.catalog.forms import CategoryForm, ProductForm, TagForm, VariantForm
from storefront.domain.catalog.models import Category
from storefront.domain.catalog.services.adopting import Arrival
from storefront.domain.catalog.services.adopting_rooms import Room
from storefront.domain.moving.collection import Notes
from storefront.domain.moving.values import (
    Document,
    LeftOut,
    checked,
    each,
    flag,
    key,
    line,
    nested,
    number,
    rupees,
    texts,
    times,
    whole,
    words,
)

_ADDRESS = re.compile(WEB_ADDRESS)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class Shelf:
    """Reads what stands on the shelves; knows the categories by their former ids."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self._parents: dict[str, str] = {}

    def category(self, document: Document, own: str, notes: Notes) -> Room:
        name = line(document.get("name"), 80)
        said = {
            "name": name,
            "slug": _slug(document, name),
            "description": words(document.get("description"), 5000),
            "image": picture(document.get("image")),
            "sortOrder": whole(document.get("sortOrder")) or 0,
            "isActive": flag(document.get("isActive"), True),
            **_meta(document),
        }
        form = checked(CategoryForm, said)
        self._named[own] = name
        above = document.get("parentCategory")
        if above:
            self._parents[own] = key(above) or line(above, 80)
        return Room(own, form, *times(document, own))

    def parents_first(self, rooms: Mapping[str, Room]) -> dict[str, Room]:
        """Each with its parent's name; one that stands under itself, or under what is not there, stands under nothing."""
        ways = {own: self._way(own) for own in rooms}
        return {own: self._under(ways[own], rooms[own], rooms) for own in sorted(rooms, key=lambda own: len(ways[own]))}

    def tag(self, document: Document, own: str, notes: Notes) -> Room:
        color = line(document.get("color"), 7)
        said = {
            "name": line(document.get("name"), 60),
            "isActive": flag(document.get("isActive"), True),
            "sortOrder": whole(document.get("sortOrder")) or 0,
        }
        form = checked(TagForm, {**said, "color": color} if _COLOR.fullmatch(color) else said)
        return Room(own, form, *times(document, own), slug=_slug(document, form.name))

    def variant(self, document: Document, own: str, notes: Notes) -> Room:
        said = {
            "type": line(document.get("type"), 20).lower(),
            "value": line(document.get("value"), 80),
            "isActive": flag(document.get("isActive"), True),
            "sortOrder": whole(document.get("sortOrder")) or 0,
        }
        return Room(own, checked(VariantForm, said), *times(document, own))

    def product(self, document: Document, own: str, notes: Notes) -> Arrival:
        form = checked(ProductForm, {**self._required(document), **_optional(document, notes)})
        views, sales = (whole(document.get(name), 0, 1_000_000_000) or 0 for name in ("viewCount", "salesCount"))
        return Arrival(own, form, *times(document, own), views=views, sales=sales)

    def _required(self, document: Document) -> Document:
        name = line(document.get("name"), 160)
        price = rupees(document.get("price"))
        if price is None:
            raise LeftOut("price: This is needed, as a number of rupees.")
        category = document.get("category")
        known = key(category)
        if known and known not in self._named and known not in self._here:
            raise LeftOut("Its category is not in the shop.")
        said = (self._named.get(known) or self._here[known]) if known else line(nested(category).get("name", category), 80)
        return {"name": name, "slug": _slug(document, name), "category": said, "price": price}

    @cached_property
    def _here(self) -> Mapping[str, str]:
        """Categories that the shop had before, for an export without its own."""
        return {row.id: row.name for row in session().execute(select(Category.id, Category.name))}

    def _way(self, own: str) -> list[str]:
        """The categories above this one, from the nearest to the top; a circle ends where it closes."""
        way: list[str] = []
        while (above := self._parents.get(own)) is not None and above in self._named and above not in way:
            way.append(above)
            own = above
        return way

    def _under(self, way: list[str], room: Room, by_id: Mapping[str, Room]) -> Room:
        above = self._parents.get(room.id)
        if above is None or room.id in way or above == room.id:
            return room
        named = by_id[above].form.name if above in by_id else self._here.get(above, "" if key(above) else above)
        if not named or not (named in self._here.values() or above in by_id):
            return room
        form = room.form.model_copy(update={"parent_category": named})
        return Room(room.id, form, room.created_at, room.updated_at)


def picture(given: Any) -> str | None:
    """The address of a picture; one without a site is one of this site. None for what is no address."""
    address = words(nested(given).get("url", given), 1000)
    if not address:
        return None
    if not re.match(r"https?://|/", address):
        address = f"/{address}"
    address = quote(address, safe="/:?&=#%+,;@!$()*~[]")
    return address if len(address) <= 1000 and _ADDRESS.fullmatch(address) else None


def pictures(given: Any, most: int, notes: Notes) -> list[str]:
    """The addresses of a list of pictures, each once."""
    sent = each(given)
    found = list(dict.fromkeys(one for one in map(picture, sent) if one))
    if any(picture(one) is None for one in sent):
        notes.append("A picture that has no web address was left out.")
    if len(found) > most:
        notes.append(f"Of its pictures the first {most} were taken.")
    return found[:most]


def _optional(document: Document, notes: Notes) -> Document:
    compare = rupees(document.get("comparePrice"))
    said = {
        "description": words(document.get("description"), 20_000),
        "comparePrice": compare or None,
        "images": pictures(document.get("images"), 20, notes),
        "preorderAvailable": flag(document.get("preorderAvailable"), False),
        "inStock": flag(document.get("inStock"), True),
        "specifications": _facts(document.get("specifications"), notes),
        "variants": _facts(document.get("variants"), notes, lists=True),
        "dimensions": _facts(document.get("dimensions"), notes),
        "featured": flag(document.get("featured"), False),
        "visibility": flag(document.get("visibility"), True),
        "sortOrder": whole(document.get("sortOrder")) or 0,
        "tags": texts((nested(one).get("name", one) for one in each(document.get("tags"))), 60, 30),
        "noOfProducts": whole(document.get("noOfProducts"), 0),
        "stockAlert": 5 if (alert := whole(document.get("stockAlert"), 0)) is None else alert,
        "seoKeywords": texts(each(document.get("seoKeywords")), 60, 30),
        "relatedProducts": [one for one in map(key, each(document.get("relatedProducts"))) if one][:12],
        **_meta(document),
    }
    sku = line(document.get("sku"), 60)
    return {**said, "sku": sku} if sku else said


def _meta(document: Document) -> Document:
    title, description = line(document.get("metaTitle"), 200), words(document.get("metaDescription"), 400)
    return {"metaTitle": title, "metaDescription": description}


def _facts(given: Any, notes: Notes, *, lists: bool = False) -> Document:
    """Names with words, numbers, yes and no; lists of words too, or what they read as."""
    kept = {}
    for name, value in list(nested(given).items())[:50]:
        found = _fact(value, lists)
        if found is None and value not in (None, "", [], {}):
            notes.append(f"{line(name, 40)} was left out: it is neither a word nor a number.")
        if found is not None and line(name, 60):
            kept[line(name, 60)] = found
    return kept


def _fact(value: Any, lists: bool) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        found = texts(value, 80, 60)
        return (found if lists else ", ".join(found)[:1000]) or None
    if isinstance(value, int | float | Decimal):
        found_number = number(value)
        return None if found_number is None else int(found_number) if found_number % 1 == 0 else float(found_number)
    return words(value, 1000) or None


def _slug(document: Document, name: str) -> str | None:
    wanted = line(document.get("slug"), 200)
    return slug(wanted or name) if wanted or name else None
