"""Stock in JSON."""

from typing import Any, Literal

from typing_extensions import TypedDict

from storefront.core.clock import iso


class AlertJson(TypedDict):
    """A product that runs low."""

    productId: str
    productName: str
    currentStock: int
    threshold: int
    category: str


class MoveJson(TypedDict):
    """A change of what is on hand; a quantity is null where the pieces were not counted."""

    id: str
    productId: str
    productName: str | None
    previousQuantity: int | None
    newQuantity: int | None
    operation: Literal["add", "subtract", "set"]
    reason: str
    timestamp: str
    userId: str | None
    username: str | None
    orderId: str | None


def alert_json(row: Any) -> AlertJson:
    """What runs low; `currentStock` is what can still be sold."""
    return {
        "productId": row.id,
        "productName": row.name,
        "currentStock": max(0, row.available),
        "threshold": row.alert,
        "category": row.category,
    }


def move_json(row: Any) -> MoveJson:
    """A change of what is on hand, the pieces held for open orders among it; null where it was not counted."""
    return {
        "id": row.id,
        "productId": row.item_id,
        "productName": row.product,
        "previousQuantity": row.previous_quantity,
        "newQuantity": row.new_quantity,
        "operation": row.operation,
        "reason": row.reason,
        "timestamp": iso(row.created_at),
        "userId": row.user_id,
        "username": row.username,
        "orderId": row.order_id,
    }
