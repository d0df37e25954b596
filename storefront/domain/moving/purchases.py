"""Orders as they were taken: what they cost then, where they stand, and how they were paid."""

import re
from datetime import datetime, timedelta
from typing import Any

from storefront.core.clock import in_india
from storefront.core.forms import no_controls
from storefront.domain.media import Picture
from storefront.domain.moving.collection import Notes
from storefront.domain.moving.shelf import picture
from storefront.domain.moving.values import (
    Document,
    LeftOut,
    amount,
    day,
    derived_key,
    key,
    line,
    moment,
    nested,
    objects,
    stamps,
    whole,
)
from storefront.domain.orders.adopting import Former
from storefront.domain.orders.forms import says_on_delivery
from storefront.domain.orders.states import COD, CancelReason, PaymentStatus, Status
from storefront.domain.payments.adopting import Taken, by_hand
from storefront.domain.payments.states import PaymentState

_STATUS = {
    **{str(one): one for one in Status},
    "created": Status.PENDING, "placed": Status.PENDING, "paid": Status.CONFIRMED, "processing": Status.CONFIRMED,
    "packed": Status.CONFIRMED, "accepted": Status.CONFIRMED, "dispatched": Status.SHIPPED, "out for delivery": Status.SHIPPED,
    "completed": Status.DELIVERED, "complete": Status.DELIVERED, "canceled": Status.CANCELLED, "failed": Status.CANCELLED,
    "refunded": Status.CANCELLED, "returned": Status.CANCELLED, "rejected": Status.CANCELLED,
}  # fmt: skip
_PAYMENT = {
    **{str(one): one for one in PaymentStatus},
    "created": PaymentStatus.PENDING, "unpaid": PaymentStatus.PENDING, "processing": PaymentStatus.PENDING,
    "captured": PaymentStatus.PAID, "completed": PaymentStatus.PAID, "success": PaymentStatus.PAID,
    "successful": PaymentStatus.PAID, "cancelled": PaymentStatus.FAILED, "refund": PaymentStatus.REFUNDED,
}  # fmt: skip
_OF_PAYMENT = {
    PaymentStatus.PENDING: PaymentState.CREATED,
    PaymentStatus.PAID: PaymentState.CAPTURED,
    PaymentStatus.FAILED: PaymentState.FAILED,
    PaymentStatus.REFUNDED: PaymentState.REFUNDED,
}
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9._\-]{2,23}")
_HOLD = timedelta(minutes=30)
_PAID = (PaymentStatus.PAID, PaymentStatus.REFUNDED)
NOBODY = "0" * 24
"""The product of a line that names none."""


def read(document: Document, own: str, notes: Notes) -> Former:
    """LeftOut without a total that can be known, or in a state that no order has."""
    times = stamps(document, own)
    lines = _lines(document, own, notes)
    sums, amounts = _sums(document, own, lines, notes)
    method = _method(document)
    paid = _state(document, "paymentStatus", _PAYMENT, PaymentStatus.PENDING)
    status = _status(document, paid, method)
    row = {
        "id": own,
        **_names(document, own, times["created_at"], notes),
        "kind": "goods" if lines else "deposit",
        "user_id": key(document.get("userId", document.get("user"))),
        **_who(document),
        **sums,
        "refunded": sums["total"] if paid is PaymentStatus.REFUNDED else 0,
        "status": status,
        "payment_status": paid,
        "payment_method": method,
        "cancel_reason": CancelReason.PERSON if status is Status.CANCELLED else None,
        **_moments(document, times, status, paid),
        "tracking_number": line(document.get("trackingNumber"), 80),
        "estimated_delivery": day(document.get("estimatedDelivery")),
        **times,
    }
    return Former(row, lines, amounts, _payment(document, row), _other_number(own, times["created_at"]))


def _names(document: Document, own: str, made: datetime, notes: Notes) -> dict[str, Any]:
    given = line(document.get("orderId"), 80)
    fits = _NUMBER.fullmatch(given.upper())
    if given and not fits:
        notes.append(f"Its number {given} is too long or has other signs; it stands as the receipt.")
    gateway_order = line(document.get("razorpayOrderId"), 60) or None
    return {
        # In capitals, as people may write it in any.
        "number": given.upper() if fits else _other_number(own, made),
        "receipt": given,
        "gateway": "razorpay" if gateway_order or document.get("razorpayPaymentId") else "",
        "gateway_order_id": gateway_order,
    }


def _other_number(own: str, made: datetime) -> str:
    return f"KN-{in_india(made):%y%m}-{own[8:].upper()}"[:24]


def _who(document: Document) -> dict[str, Any]:
    shipping, billing = (_place(document.get(f"{kind}Address")) for kind in ("shipping", "billing"))
    known = shipping or billing or {}
    return {
        "email": line(document.get("email", nested(document.get("shippingAddress")).get("email")), 254).lower(),
        "name": known.get("name", ""),
        "phone": known.get("phone", ""),
        "shipping_address": shipping,
        "billing_address": billing,
        "notes": {},
    }


def _place(given: Any) -> dict[str, Any] | None:
    """As orders keep addresses; none where nothing is known."""
    said = nested(given)
    longest = {"street": 300, "city": 100, "state": 100, "zipCode": 12}
    place = {name: line(said.get(name), most) for name, most in longest.items()}
    if not any(place.values()):
        return None
    called = {"name": line(said.get("name"), 160), "phone": line(said.get("phone"), 30)}
    return {**called, **place, "country": line(said.get("country"), 60) or "India"}


def _lines(document: Document, own: str, notes: Notes) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for at, one in enumerate(objects(document.get("items"))):
        quantity, price = whole(one.get("quantity", 1)), amount(one.get("price"))
        name = line(one.get("name"), 160)
        if not quantity or not 1 <= quantity <= 99 or price is None:
            notes.append(f"Piece {at + 1} was left out: a piece has a price, and 1 to 99 of it are sold at once.")
            continue
        address = picture(one.get("image"))
        lines.append(
            {
                "id": derived_key(own, "line", at),
                "order_id": own,
                "position": len(lines),
                "product_id": key(one.get("productId", one.get("product"))) or NOBODY,
                "name": name or "Piece",
                "sku": line(one.get("sku"), 60),
                "options": {no_controls(title): line(value, 80) for title, value in nested(one.get("options")).items()},
                "price": price,
                "quantity": quantity,
                "picture": Picture.external(address, name).to_json() if address else None,
            }
        )
    return lines


def _sums(document: Document, own: str, lines: list[dict[str, Any]], notes: Notes) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """What was paid is what counts: the total stands, and the rows say how it came about, as far as they add up to it."""
    pieces = sum(one["price"] * one["quantity"] for one in lines)
    tax, shipping, discount = (amount(document.get(name)) or 0 for name in ("tax", "shipping", "discount"))
    subtotal = amount(document.get("subtotal"))
    subtotal = pieces if subtotal is None else subtotal
    total = amount(document.get("total"))
    if total is None:
        raise LeftOut("total: This is needed, as a number of rupees.")
    added = subtotal + tax + shipping - discount == total and tax > 0
    if total + discount - shipping < 0:
        notes.append("Its delivery and discount do not fit its total and were left out.")
        shipping = discount = 0
    elif not added and subtotal + shipping - discount != total:
        notes.append("Its amounts do not add up; its total stands.")
    # Here prices contain their tax: where it was added, the subtotal contains it from now on.
    sums = {"subtotal": total + discount - shipping, "discount": discount, "shipping": shipping, "tax": min(tax, total)}
    rows = [("delivery", "Delivery", shipping), ("discount", "Discount", -discount), ("tax", "Tax", sums["tax"])]
    amounts = [
        {
            "id": derived_key(own, kind),
            "order_id": own,
            "line_id": None,
            "kind": kind,
            "label": label,
            "source": "former shop",
            "amount": paise,
            "included": kind == "tax",
        }
        for kind, label, paise in rows
        if paise
    ]
    return {**sums, "total": total}, amounts


def _method(document: Document) -> str:
    said = line(document.get("paymentMethod"), 30).lower()
    return COD if says_on_delivery(said) else said


def _state(document: Document, name: str, known: dict[str, Any], otherwise: Any) -> Any:
    said = re.sub(r"[\s_-]+", " ", line(document.get(name), 40).lower())
    if not said:
        return otherwise
    if said not in known:
        raise LeftOut(f"{name}: “{said}” is no state that orders have here.")
    return known[said]


def _status(document: Document, paid: PaymentStatus, method: str) -> Status:
    said: Status = _state(document, "status", _STATUS, Status.PENDING)
    # What was paid, or is paid at the door, waits to be packed; only what is to be paid first is pending here.
    return Status.CONFIRMED if said is Status.PENDING and (paid is PaymentStatus.PAID or method == COD) else said


def _moments(document: Document, times: dict[str, datetime], status: Status, paid: PaymentStatus) -> dict[str, datetime | None]:
    last = times["updated_at"]
    return {
        "paid_at": (moment(document.get("paidAt")) or times["created_at"]) if paid in _PAID else None,
        "shipped_at": moment(document.get("shippedAt")) or last if status in (Status.SHIPPED, Status.DELIVERED) else None,
        "delivered_at": moment(document.get("deliveredAt")) or last if status is Status.DELIVERED else None,
        "cancelled_at": moment(document.get("cancelledAt")) or last if status is Status.CANCELLED else None,
        # Long over: the sweep asks the gateway once more, and then cancels what was never paid.
        "hold_until": times["created_at"] + _HOLD if status is Status.PENDING else None,
    }


def _payment(document: Document, row: dict[str, Any]) -> Taken | None:
    """The one it names; where it was paid and names none, it was paid by hand."""
    payment = line(document.get("razorpayPaymentId"), 60)
    if row["total"] == 0 or not (payment or row["payment_status"] in _PAID):
        return None
    state, moved = _OF_PAYMENT[row["payment_status"]], row["paid_at"] or row["created_at"]
    said = (row["total"], row["refunded"], state, row["payment_method"], moved)
    return Taken(row["id"], "razorpay", payment, *said) if payment else by_hand(row["id"], *said)
