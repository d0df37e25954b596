"""Values as msgpack: never pickle, whose bytes could run code when they come back."""

from typing import Any

import msgspec
import structlog

log = structlog.get_logger("shop.cache")


def pack(key: str, value: Any) -> bytes | None:
    """The bytes, or None for what msgpack cannot carry (an object, half a surrogate, a number past 64 bits)."""
    try:
        return msgspec.msgpack.encode(value)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        log.warning("not to be cached", key=key, reason=str(error))
        return None


def unpack(packed: bytes) -> Any:
    """The value, or None if the bytes are not msgpack."""
    try:
        return msgspec.msgpack.decode(packed)
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
