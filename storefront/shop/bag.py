"""The bag: a drawer by HTMX and a page without. A change answers lines, badges, totals and the sentence for the live region."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for

from storefront.core.errors import ShopError
from storefront.core.forms import parse
from storefront.core.wording import plural
from storefront.domain.cart import Bag, Line, services
from storefront.domain.cart.forms import AddForm, UpdateForm
from storefront.domain.cart.queries import bag as read
from storefront.domain.content.services import trade
from storefront.domain.media import Picture
from storefront.domain.orders.from_bag import price
from storefront.domain.orders.totals import Row, summed
from storefront.domain.wishlist import services as wishlist
from storefront.web import delivery_pin, htmx
from storefront.web.bag import known_owner, owner, tell_wishes
from storefront.web.origin import on_shared_pages

bp = Blueprint("bag", __name__)
OPENS_DRAWER = '{"drawer": {"id": "bag"}}'


@dataclass(frozen=True)
class LineShown:
    """A line as the component `line` takes it; amounts in paise."""

    id: str
    product_id: str
    name: str
    slug: str
    picture: Picture | None
    options: dict[str, Any]
    quantity: int
    price: int
    total: int
    compare_total: int | None
    max: int
    note: str
    former_price: int | None
    """Of one piece, where it has changed since it was put in."""


@dataclass(frozen=True)
class Gone:
    """A line that was just taken out, and the place in the bag where it was."""

    name: str
    product_id: str
    quantity: int
    options: dict[str, Any]
    place: int


@bp.get("/bag")
def show() -> Response:
    """The bag as it is; HTMX gets the drawer's part."""
    if htmx.wanted():
        return _page(_bag(), "_drawer.html")
    return _page(_bag(), "show.html", gone=_gone_before())


@bp.post("/bag/lines")
@on_shared_pages
def add() -> Response:
    """Another piece, from a product's page."""
    options = {key.removeprefix("option."): value for key, value in request.form.items() if key.startswith("option.")}
    try:
        form = parse(AddForm, {**request.form.to_dict(), "options": options})
        services.add(owner(), form, need_options=True)
    except ShopError as trouble:
        return refused(trouble)
    return changed(lambda bag: _put_in(bag, form.product_id), opens=True)


@bp.post("/bag/lines/<id>")
def change(id: str) -> Response:
    """Another quantity."""
    try:
        services.change(owner(), parse(UpdateForm, {**request.form.to_dict(), "lineId": id}))
    except ShopError as trouble:
        return refused(trouble, line_id=id)
    return changed(lambda bag: f"Your bag holds {plural(bag.count, 'piece')}.")


@bp.post("/bag/lines/<id>/removal")
def remove(id: str) -> Response:
    """Out of the bag, with a way back."""
    before = _bag().lines
    try:
        services.remove(owner(), id)
    except ShopError as trouble:
        return refused(trouble)
    gone = next((_gone(line, place) for place, line in enumerate(before) if line.id == id), None)
    return changed(lambda _bag: f"{gone.name if gone else 'The piece'} is out of your bag.", gone=gone)


@bp.post("/bag/lines/<id>/wish")
def save_for_later(id: str) -> Response:
    """Out of the bag and into the wishlist, with its options."""
    mine = owner()
    try:
        name = wishlist.save_for_later(mine, id)
    except ShopError as trouble:
        return refused(trouble)
    response = changed(lambda _bag: f"{name} waits in your wishlist.")
    tell_wishes(response, mine)
    return response


def shown(line: Line) -> LineShown:
    """As templates want it."""
    product, compare = line.product, line.product.compare_price
    return LineShown(
        id=line.id,
        product_id=product.id,
        name=product.name,
        slug=product.slug,
        picture=Picture.from_json(product.picture) if product.picture else None,
        options=line.options,
        quantity=line.quantity,
        price=line.price,
        total=line.total,
        compare_total=compare * line.quantity if compare and compare > line.price else None,
        max=max(1, line.max),
        note=line.trouble,
        former_price=line.news,
    )


def summary(bag: Bag, address: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Rows and total as the component `totals` takes them, and why the bag's coupon does not hold ('' where it does). Without an
    address (`zipCode`, `state`) for the PIN code that was asked about last."""
    sums = price(bag, trade(), address or _asked())
    pieces = Row("goods", plural(bag.count, "piece"), "bag", sums.subtotal)
    rows = [pieces, *summed(row for row in sums.rows if not row.included)]
    return {"rows": rows, "total": sums.total, "tax": sums.tax, "refusal": bag.refusal.sentence if bag.refusal else ""}


def _asked() -> dict[str, str] | None:
    form = delivery_pin.remembered()
    return {"zipCode": form.pin, "state": trade().state} if form else None


def _bag() -> Bag:
    mine = known_owner()
    return read(mine) if mine else Bag(None)


def _gone(line: Line, place: int) -> Gone:
    return Gone(line.product.name, line.product.id, line.quantity, line.options, place)


def _gone_before() -> Gone | None:
    """Without script a removal leads to the bag, which offers once to put the piece back."""
    kept = session.pop("gone", None)
    return Gone(**kept) if kept else None


def _page(bag: Bag, part: str, status: int = 200, **more: Any) -> Response:
    named = {"bag": bag, "lines": [shown(line) for line in bag.lines], **summary(bag), **more}
    response = make_response(render_template(f"shop/bag/{part}", **named), status)
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _put_in(bag: Bag, product_id: str) -> str:
    name = next((line.product.name for line in bag.lines if line.product.id == product_id), "The piece")
    return f"{name} is in your bag."


def changed(sentence: Callable[[Bag], str], *, opens: bool = False, gone: Gone | None = None) -> Response:
    """What answers a change: the bag's part with this sentence for the live region; without HTMX the way back to the bag."""
    if not htmx.wanted():
        if gone:
            session["gone"] = asdict(gone)
        return make_response(redirect(url_for("shop.bag.show"), 303))
    bag = _bag()
    response = _page(bag, _part(), sentence=sentence(bag), gone=gone, swapped=True)
    return htmx.trigger(response, OPENS_DRAWER) if opens else response


def refused(why: ShopError, line_id: str = "", **more: Any) -> Response:
    """The bag as it stands, with the sentence at its line, at the field that `more` speaks of, or on top."""
    part = _part() if htmx.wanted() else "show.html"
    bag = _bag()
    line = next((line.id for line in bag.lines if line.id == line_id), None)
    told = more or {"trouble": why.sentence, "trouble_line": line}
    response = _page(bag, part, status=422, swapped=htmx.wanted(), **told)
    return htmx.trigger(response, OPENS_DRAWER) if part == "_drawer.html" else response


def _part() -> str:
    """Which of the two parts the page exchanges: the drawer, or the bag's own page."""
    return "_contents.html" if htmx.target() == "bag-contents" else "_drawer.html"
