"""An example of whatever a schema describes: believable where a field's name tells what it is, else short."""

from typing import Any

from storefront.api.describing.schemas import Schemas

_ID = "6702f1c4a83b5d9e04c17a26"
_KNOWN: dict[str, Any] = {
    "id": _ID, "productId": _ID, "userId": _ID, "product": _ID, "slug": "aarohi-solitaire-ring", "tag": "bridal",
    "name": "Aarohi Solitaire Ring", "productName": "Aarohi Solitaire Ring", "category": "Rings", "q": "solitaire",
    "description": "A solitaire in eighteen-carat gold.", "price": 12500.5, "comparePrice": 14000, "tags": ["bridal"],
    "images": ["https://shop.example.in/media/aarohi.webp"], "image": "https://shop.example.in/media/aarohi.webp",
    "url": "https://shop.example.in/media/aarohi.webp", "avatar": "https://shop.example.in/media/asha.webp",
    "specifications": {"material": "Gold", "purity": "18K"}, "variants": {"sizes": ["8", "10"]}, "options": {"size": "8"},
    "rating": 5, "reviews": 12, "quantity": 1, "noOfProducts": 3, "title": "Just right", "comment": "It shines.",
    "email": "asha@example.in", "firstname": "Asha", "lastname": "Rao", "contact": "+91 98765 43210", "username": "asha.rao",
    "password": "violet kite over Pune", "role": "User", "dateOfBirth": "1990-11-30", "gender": "female",
    "createdAt": "2026-11-30T10:15:00Z", "updatedAt": "2026-11-30T10:15:00Z", "createdDate": "2026-11-30T10:15:00Z",
    "addedAt": "2026-11-30T10:15:00Z", "timestamp": "2026-11-30T10:15:00Z", "orderId": "KN-2026-7QX4MD",
    "amount": 1250050, "currency": "INR", "receipt": "kada-7", "notes": {"gift": "yes"}, "phone": "+91 98765 43210",
    "street": "14 Champa Lane", "city": "Pune", "state": "Maharashtra", "zipCode": "411004", "country": "India",
    "razorpay_order_id": "order_QhT5vK2mXa81Lp", "razorpay_payment_id": "pay_QhT6c0Rz7YbN4e", "color": "#9a7232",
    "razorpay_signature": "9f2b…", "message": "Success", "query": "solitaire ring", "keyId": "rzp_test_7Kd2",
    "code": "SHAGUN10", "coupon": "SHAGUN10", "value": 10, "pins": ["7", "8"], "upToGrams": 500, "fee": 150, "label": "SHAGUN10",
}  # fmt: skip


def example(schema: dict[str, Any], schemas: Schemas, name: str = "") -> Any:
    """Something that the schema allows."""
    if "examples" in schema:
        return schema["examples"][0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if "$ref" in schema:
        return example(schemas.resolved(schema), schemas, name)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _known(name, schema) or example(schema[choice][0], schemas, name)
    known = _known(name, schema)
    return _made(schema, schemas, name) if known is None else known


def _known(name: str, schema: dict[str, Any]) -> Any:
    value = _KNOWN.get(name)
    kinds = [one.get("type") for one in (schema, *schema.get("anyOf", ()))]
    return value if value is not None and any(_is(value, kind) for kind in kinds) else None


def _is(value: Any, kind: Any) -> bool:
    named = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return kind == named[type(value)] or (kind == "number" and type(value) is int)


def _made(schema: dict[str, Any], schemas: Schemas, name: str) -> Any:
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", ())
        return {
            key: example(one, schemas, key)
            for key, one in schema.get("properties", {}).items()
            if key in required or key in _KNOWN
        }
    if kind == "array":
        return [example(schema["items"], schemas, name)] if schema.get("items") else []
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return schema.get("default", True)
    return None if kind == "null" else "text"
