"""Orders in JSON: amounts in rupees, but `amount` in paise, as the gateway's clients expect it."""

from collections.abc import Sequence
from typing import Any

from storefront.core.clock import iso
from storefront.core.money import rupees
from storefront.core.site import site
from storefront.domain.media import Picture
from storefront.domain.orders.queries import OrderPage
from storefront.domain.orders.states import PaymentStatus


def gateway_json(gateway_order_id: str | None, amount: int, status: str) -> dict[str, Any]:
    """What the payment window wants to know."""
    return {"id": gateway_order_id, "amount": amount, "currency": "INR", "status": status}


def page_json(whole: OrderPage) -> dict[str, Any]:
    """One order as `/orders/:id` answers it: the gateway's view, and the shop's beside it."""
    order = whole.order
    shown = order_json(order, whole.lines)
    return {**shown, **gateway_json(order.gateway_order_id, order.total, _gateway_word(whole)), "orderStatus": order.status}


def order_json(order: Any, lines: Sequence[Any]) -> dict[str, Any]:
    """An order of the requirements' collection."""
    return {
        "id": order.id,
        "orderId": order.number,
        "userId": order.user_id,
        "items": [_item(line) for line in lines],
        "subtotal": rupees(order.subtotal),
        "tax": rupees(order.tax),
        "shipping": rupees(order.shipping),
        "discount": rupees(order.discount),
        "total": rupees(order.total),
        "refundedAmount": rupees(order.refunded),
        "status": order.status,
        "cancelReason": order.cancel_reason,
        "paymentStatus": order.payment_status,
        "paymentMethod": order.payment_method,
        "razorpayOrderId": order.gateway_order_id,
        "razorpayPaymentId": order.gateway_payment_id,
        "shippingAddress": order.shipping_address,
        "billingAddress": order.billing_address,
        "trackingNumber": order.tracking_number or None,
        "estimatedDelivery": order.estimated_delivery.isoformat() if order.estimated_delivery else None,
        "receipt": order.receipt or None,
        "notes": order.notes,
        "createdAt": iso(order.created_at),
        "updatedAt": iso(order.updated_at),
    }


def staff_json(order: Any, lines: Sequence[Any]) -> dict[str, Any]:
    """The same with whom staff may have to ask: a guest's order has no user."""
    return {**order_json(order, lines), "customer": {"name": order.name, "email": order.email, "phone": order.phone}}


def _item(line: Any) -> dict[str, Any]:
    picture = Picture.from_json(line.picture) if line.picture else None
    return {
        "productId": line.product_id,
        "name": line.name,
        "price": rupees(line.price),
        "quantity": line.quantity,
        "image": site().address(picture.src) if picture else None,
        "options": line.options,
    }


def _gateway_word(whole: OrderPage) -> str:
    if whole.order.payment_status in (PaymentStatus.PAID, PaymentStatus.REFUNDED):
        return "paid"
    return "attempted" if whole.payments else "created"
