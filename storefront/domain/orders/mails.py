"""The mails that go with an order. Each is named by what it tells, so that it is sent once."""

from dataclasses import asdict
from typing import Any

from storefront.core.site import site
from storefront.core.wording import weekday
from storefront.domain.content.services import trade
from storefront.domain.media import Picture
from storefront.domain.notifications.choices import is_wanted
from storefront.domain.notifications.services import mail
from storefront.domain.orders import links
from storefront.domain.orders.queries import OrderPage, page
from storefront.domain.orders.states import COD


def confirmed(order_id: str) -> None:
    """The order is accepted; where it still has no address, the buyer is asked for it as well."""
    whole = page(order_id)
    _send("order_confirmed", whole)
    if whole.order.shipping_address is None:
        _send("address_wanted", whole)


def shipped(order_id: str, tracking_number: str = "") -> None:
    """Unless the buyer has said that they do not want it. `tracking_number`: one that came later, and makes another mail."""
    whole = page(order_id)
    if is_wanted(whole.order.user_id, "order_shipped"):
        _send("order_shipped", whole, tracking_number)


def cancelled(order_id: str, given_back: int) -> None:
    """`given_back`: paise on their way back to the buyer."""
    _send("order_cancelled", page(order_id), given_back=given_back)


def refunded(order_id: str, amount: int, reason: str, about: str) -> None:
    """`about`: the payment or refund, so that two refunds of an order are two mails."""
    _send("order_refunded", page(order_id), about, amount=amount, reason=reason)


def return_asked(order_id: str, reason: str) -> None:
    """To the shop itself."""
    order = page(order_id).order
    facts = {"number": order.number, "buyer": order.name or order.email, "buyer_email": order.email, "reason": reason}
    link = site().address(f"/back-office/orders/{order.number}")
    mail("return_asked", trade().email, {**facts, "link": link}, key=f"return_asked:{order_id}")


def _send(kind: str, whole: OrderPage, about: str = "", **more: Any) -> None:
    order = whole.order
    if not order.email:
        return
    terms = asdict(trade())
    shop = {name: terms[name] for name in ("name", "phone", "email", "hours")} | {"url": site().url}
    data = {
        "number": order.number,
        "name": order.name,
        "link": site().address(links.path_of(order.number)),
        "lines": [_line(line) for line in whole.lines],
        "rows": _rows(whole),
        "total": order.total,
        "due": order.total if order.payment_method == COD and order.paid_at is None else 0,
        "tax": order.tax,
        "taxes": [{"label": head.label, "amount": head.amount} for head in whole.taxes],
        "address": order.shipping_address,
        "tracking_number": order.tracking_number,
        "expected": weekday(order.estimated_delivery) if order.estimated_delivery else "",
        "shop": shop,
        **more,
    }
    mail(kind, order.email, data, key=":".join(filter(None, (kind, order.id, about))))


def _line(line: Any) -> dict[str, Any]:
    picture = Picture.from_json(line.picture) if line.picture else None
    return {
        "name": line.name,
        "options": line.options,
        "quantity": line.quantity,
        "price": line.price,
        "picture_url": site().address(picture.src) if picture else None,
    }


def _rows(whole: OrderPage) -> list[dict[str, Any]]:
    pieces = {"label": "Pieces", "amount": whole.order.subtotal}
    return [pieces, *({"label": row.label, "amount": row.amount} for row in whole.beside)]
