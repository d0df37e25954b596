"""Stock in JSON."""

from typing import Any

from storefront.core.clock import iso


def alert_json(row: Any) -> dict[str, Any]:
    """What runs low; `currentStock` is what can still be sold."""
    return {
        "productId": row.id,
        "productName": row.name,
        "currentStock": max(0, row.available),
        "threshold": row.alert,
        "category": row.category,
    }


def move_json(row: Any) -> dict[str, Any]:
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
