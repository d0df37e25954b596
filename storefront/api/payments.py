"""The gateway and the browser tell of payments."""

from flask import Blueprint, request

from storefront.api.endpoint import USER, endpoint
from storefront.api.shapes.order import VerifiedJson
from storefront.domain.orders import queries, webhooks
from storefront.domain.orders.forms import VerifyForm
from storefront.domain.orders.settlement import confirm_return
from storefront.web.limits import limiter
from storefront.web.origin import carries_signature
from storefront.web.sign_in import require_person

bp = Blueprint("payments", __name__)


@bp.post("/payment/verify")
@bp.post("/payments/payment/verify", endpoint="verify_alias")
@endpoint(rights=USER, body=VerifyForm, message="Payment verified successfully", errors=(404, 409, 503), result=VerifiedJson)
def verify(body: VerifyForm) -> VerifiedJson:
    """What the payment window gave the browser: checked, and the order confirmed by it."""
    queries.find(body.razorpay_order_id, require_person())
    confirm_return(body.razorpay_order_id, body.razorpay_payment_id, body.razorpay_signature)
    return {"status": "success"}


@bp.post("/payment/webhook")
@carries_signature
@limiter.exempt
@endpoint(message="Event received", errors=(422, 503), result=None)
def webhook() -> None:
    """The gateway's events: kept and queued, whatever their order and number."""
    signature = request.headers.get("X-Razorpay-Signature", "")
    webhooks.receive(request.get_data(cache=False), signature, request.headers.get("X-Razorpay-Event-Id", ""))
