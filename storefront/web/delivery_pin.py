"""The PIN code that somebody has asked about, kept in their browser for the next piece they look at."""

from flask import Response, current_app, request

from storefront.core.clock import in_india, now
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.catalog import StockLine
from storefront.domain.content import delivery
from storefront.domain.content import services as content
from storefront.domain.content.delivery import Estimate, PinForm

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


def estimate(line: StockLine, form: PinForm | None) -> Estimate | None:
    """The days for what is ordered now; None without a PIN code, and for what is sold out: nobody can say when it comes."""
    if form is None or not line.can_buy:
        return None
    return delivery.estimate(form, content.trade(), in_india(now()).date(), made_to_order=line.kind == "order")
