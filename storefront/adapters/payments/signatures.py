"""Razorpay's signatures: HMAC-SHA256 in lower-case hex, over `order_id|payment_id` or over a webhook's raw bytes.

The SDK's own check takes text only and raises on a missing or odd signature, and what a browser brings may be either.
"""

import hashlib
import hmac
from typing import Any

from storefront.adapters.payments.ids import is_id


def sign_payment(secret: bytes, order_id: str, payment_id: str) -> str:
    """What the payment window hands to the browser for a payment of this order."""
    return sign_body(secret, f"{order_id}|{payment_id}".encode())


def sign_body(secret: bytes, body: bytes) -> str:
    """What stands in X-Razorpay-Signature beside this body."""
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def payment_signature_holds(secret: bytes, order_id: Any, payment_id: Any, signature: Any) -> bool:
    """Whether the signature is ours for this order and payment. Never raises, whatever it is given."""
    # A bar inside an id would let one signature stand for two pairs.
    return is_id(order_id) and is_id(payment_id) and _holds(secret, f"{order_id}|{payment_id}".encode(), signature)


def body_signature_holds(secret: bytes, body: Any, signature: Any) -> bool:
    """Whether the signature is ours over exactly these bytes. Never raises, whatever it is given."""
    return isinstance(body, bytes) and _holds(secret, body, signature)


def _holds(secret: bytes, message: bytes, signature: Any) -> bool:
    # Anybody can sign with an empty secret.
    if not secret or not isinstance(signature, str):
        return False
    # As bytes, since compare_digest raises on text that is not ASCII.
    return hmac.compare_digest(sign_body(secret, message).encode(), signature.encode(errors="replace"))
