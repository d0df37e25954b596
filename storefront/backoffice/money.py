"""Money for staff: what they should see to, and the payment service's day against the shop's."""

from datetime import date, timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront.core.errors import Unavailable
from storefront.domain.orders import notices
from storefront.domain.orders.reconciliation import Reconciliation, reconcile, yesterday
from storefront.web.sign_in import require_admin

bp = Blueprint("money", __name__)


@bp.get("/money")
def index() -> str:
    """What waits to be seen to, and a day to look at."""
    return render_template("backoffice/money/index.html", notices=notices.unseen(), day=yesterday(), found=None, trouble=None)


@bp.get("/money/day")
def day() -> Response:
    """One day, payment by payment; without a readable date yesterday."""
    asked = _day(request.args.get("day", ""))
    found, trouble = _reconciled(asked)
    named = {"notices": notices.unseen(), "day": asked, "found": found, "trouble": trouble}
    return make_response(render_template("backoffice/money/index.html", **named), 503 if trouble else 200)


@bp.post("/money/notices/<id>/seen")
def see_to(id: str) -> Response:
    """Somebody has seen to it."""
    notices.see_to(id, require_admin())
    return make_response(redirect(url_for("backoffice.money.index"), 303))


def _reconciled(asked: date) -> tuple[Reconciliation | None, str | None]:
    try:
        return reconcile(asked), None
    except Unavailable as trouble:
        return None, trouble.sentence


def _day(text: str) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return yesterday()
    return asked if date(2000, 1, 1) <= asked <= yesterday() + timedelta(days=1) else yesterday()
