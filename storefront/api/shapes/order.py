"""Orders in JSON: amounts in rupees, but `amount` in paise, as the gateway's clients expect it."""

from collections.abc import Sequence
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from storefront.api.shapes.amounts import AmountJson, amounts_json
from storefront.core.clock import iso
from storefront.core.money import rupees
from storefront.core.site import site
from storefront.domain.media import Picture
from storefront.domain.orders.queries import OrderPage
from storefront.domain.orders.states import PaymentStatus

GatewayWord = Literal["created", "attempted", "paid"]


class GatewayJson(TypedDict):
    """What the payment window wants to know. `id` is the gateway's; `amount` is in paise."""

    id: str | None
    amount: int
    currency: str
    status: GatewayWord


class PlacedJson(GatewayJson):
    """An order that waits for its payment. `orderId` is the shop's number, `keyId` the gateway's public key.

    One that is paid on delivery has no `id` at the gateway, and no `keyId`.
    """

    orderId: str
    keyId: str


class PlaceJson(TypedDict):
    """An address."""

    name: NotRequired[str]
    phone: NotRequired[str]
    street: str
    city: str
    state: str
    zipCode: str
    country: str


class ItemJson(TypedDict):
    """A piece of an order, as it was when it was bought. `price` is in rupees, for one."""

    productId: str | None
    name: str
    price: int | float
    quantity: int
    image: str | None
    options: dict[str, str]


class MoneyAndStateJson(TypedDict):
    """An order without its ids and status. Amounts are in rupees."""

    orderId: str
    userId: str | None
    items: list[ItemJson]
    subtotal: int | float
    tax: int | float
    shipping: int | float
    discount: int | float
    total: int | float
    coupon: str | None
    refundedAmount: int | float
    cancelReason: str | None
    paymentStatus: Literal["pending", "paid", "failed", "refunded"]
    paymentMethod: str | None
    razorpayOrderId: str | None
    razorpayPaymentId: str | None
    shippingAddress: PlaceJson | None
    billingAddress: PlaceJson | None
    trackingNumber: str | None
    estimatedDelivery: str | None
    receipt: str | None
    notes: dict[str, Any]
    createdAt: str
    updatedAt: str


OrderStatus = Literal["pending", "confirmed", "shipped", "delivered", "cancelled"]


class OrderJson(MoneyAndStateJson):
    """An order. Amounts are in rupees."""

    id: str
    status: OrderStatus


class CustomerJson(TypedDict):
    """Whom staff may have to ask; a guest's order has no user."""

    name: str
    email: str
    phone: str


class StaffOrderJson(OrderJson):
    """An order as staff see it."""

    customer: CustomerJson


class OrderPageJson(MoneyAndStateJson):
    """One order: the gateway's `id`, `amount` (in paise), `currency` and `status`, and the shop's view beside them. `amounts`
    are all that makes up its total, the GST contained piece by piece and head by head among them."""

    id: str | None
    amount: int
    currency: str
    status: GatewayWord
    orderStatus: OrderStatus
    amounts: list[AmountJson]


class VerifiedJson(TypedDict):
    """The payment is the gateway's own."""

    status: Literal["success"]


def gateway_json(gateway_order_id: str | None, amount: int, status: GatewayWord) -> GatewayJson:
    """What the payment window wants to know."""
    return {"id": gateway_order_id, "amount": amount, "currency": "INR", "status": status}


def page_json(whole: OrderPage) -> OrderPageJson:
    """One order as `/orders/:id` answers it: the gateway's view, and the shop's beside it."""
    order = whole.order
    shown = order_json(order, whole.lines)
    gateway = gateway_json(order.gateway_order_id, order.total, _gateway_word(whole))
    return {**shown, **gateway, "orderStatus": order.status, "amounts": amounts_json(whole.rows, whole.lines)}


def order_json(order: Any, lines: Sequence[Any]) -> OrderJson:
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
        "coupon": order.coupon or None,
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


def staff_json(order: Any, lines: Sequence[Any]) -> StaffOrderJson:
    """The same with whom staff may have to ask: a guest's order has no user."""
    return {**order_json(order, lines), "customer": {"name": order.name, "email": order.email, "phone": order.phone}}


def _item(line: Any) -> ItemJson:
    picture = Picture.from_json(line.picture) if line.picture else None
    return {
        "productId": line.product_id,
        "name": line.name,
        "price": rupees(line.price),
        "quantity": line.quantity,
        "image": site().address(picture.src) if picture else None,
        "options": line.options,
    }


def _gateway_word(whole: OrderPage) -> GatewayWord:
    if whole.order.payment_status in (PaymentStatus.PAID, PaymentStatus.REFUNDED):
        return "paid"
    return "attempted" if whole.payments else "created"
