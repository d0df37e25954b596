"""The signed link by which a guest opens their order: whoever has it may see the order and pay for it."""

import hashlib
import hmac

from storefront.core.site import site


def key_of(number: str) -> str:
    """The signature of an order's number, 32 hex digits."""
    secret = f"order link {site().secret_key}".encode()
    return hmac.new(secret, number.encode(), hashlib.sha256).hexdigest()[:32]


def key_holds(number: str, key: str) -> bool:
    return hmac.compare_digest(key_of(number).encode(), key.encode("utf-8", "replace"))


def path_of(number: str) -> str:
    """The address of the order for whoever has no account, without the site's name."""
    return f"/order/{number}?key={key_of(number)}"
