"""The PIN code that somebody has asked about, kept in their browser for the next piece they look at."""

from flask import Response, current_app, request

from storefront.core.clock import in_india, now
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.catalog import StockLine
from storefront.domain.catalog.sale import for_sale
from storefront.domain.content import services as content
from storefront.domain.delivery import Estimate, PinForm, whole_grams
from storefront.domain.delivery import queries as delivery

COOKIE = "pin"
_SECONDS = 365 * 24 * 3600


def remembered() -> PinForm | None:
    """What was asked about last."""
    try:
        return parse(PinForm, {"pin": request.cookies[COOKIE]}) if COOKIE in request.cookies else None
    except Invalid:
        return None


def remember(response: Response, form: PinForm) -> None:
    """For a year, or until another is asked about."""
    secure = current_app.config["KUNDAN"].is_https
    response.set_cookie(COOKIE, form.pin, max_age=_SECONDS, path="/", httponly=True, samesite="Lax", secure=secure)


def estimate(product_id: str, line: StockLine, form: PinForm | None) -> Estimate | None:
    """The days and the fee for a piece that is ordered now; None without a PIN code, and for what is sold out: nobody can say
    when it comes."""
    if form is None or not line.can_buy:
        return None
    piece = for_sale([product_id], None)[product_id]
    goods = (piece.price, whole_grams(piece.weight_mg))
    return delivery.estimate(form, content.trade(), in_india(now()).date(), made_to_order=line.kind == "order", goods=goods)
