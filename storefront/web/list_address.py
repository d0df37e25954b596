"""From the address of a list to the question it asks. Addresses are typed, and cut off: what is wrong in one is left out."""

from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.paging import DEEPEST
from storefront.domain.catalog import ListingQuery
from storefront.domain.catalog.forms import ListingForm

SEVERAL = ("tags", "metal", "stone", "size")
"""Parameters that may be repeated."""
SINGLE = ("price_min", "price_max", "price", "rating", "in_stock", "featured", "sort", "page")
PARAMETERS = (*SEVERAL, *SINGLE)
"""What the address of a category's or tag's list may say."""
PAGE = 24


def asked(args: "MultiDict[str, str]", *others: str) -> ListingQuery:
    """The question of these parameters and `others` ('q', 'category'), on the page they name."""
    data: dict[str, Any] = {name: args.getlist(name)[:30] for name in SEVERAL if name in args}
    data |= {name: args[name] for name in (*SINGLE, *others) if args.get(name, "").strip()}
    query = _lenient(data).asked
    page = query.page if query.page * PAGE <= DEEPEST else 1
    return replace(query, size=PAGE, page=page)


def _lenient(data: dict[str, Any]) -> ListingForm:
    try:
        return parse(ListingForm, data)
    except Invalid as refused:
        wrong = {field.partition(".")[0] for field in refused.errors}
        return parse(ListingForm, {name: value for name, value in data.items() if name not in wrong})
