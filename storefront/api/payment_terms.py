"""How orders may be paid, for admins."""

from flask import Blueprint
from typing_extensions import TypedDict

from storefront.api.endpoint import ADMIN, endpoint
from storefront.core.money import rupees
from storefront.domain.content import Trade
from storefront.domain.content.forms import PaymentTermsForm
from storefront.domain.content.services import change_trade, trade
from storefront.web.sign_in import require_admin

bp = Blueprint("payment_terms", __name__)


class PaymentTermsJson(TypedDict):
    """Cash on delivery: whether it is taken, up to which total in rupees, and for how many orders of one buyer under way."""

    cod: bool
    codLimit: int | float
    codOrders: int


@bp.get("/admin/settings/payments")
@endpoint(rights=ADMIN, message="Payment settings retrieved", result=PaymentTermsJson)
def show() -> PaymentTermsJson:
    """The terms as they stand."""
    return _told(trade())


@bp.put("/admin/settings/payments")
@endpoint(rights=ADMIN, body=PaymentTermsForm, message="Payment settings updated", result=PaymentTermsJson)
def change(body: PaymentTermsForm) -> PaymentTermsJson:
    """All of them anew; orders that stand are not touched."""
    return _told(change_trade(body.terms, require_admin()))


def _told(terms: Trade) -> PaymentTermsJson:
    return {"cod": terms.cod, "codLimit": rupees(terms.cod_limit), "codOrders": terms.cod_orders}
