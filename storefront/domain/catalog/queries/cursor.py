"""Where a page ended, as opaque text: the order and the last entry's values in it."""

import base64
import binascii
from typing import Annotated, Any

import msgspec

from storefront.core.errors import Invalid
from storefront.core.ids import is_id
from storefront.domain.catalog.listings import Sort

_Number = Annotated[int, msgspec.Meta(ge=-(2**62), le=2**62)]
_Name = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]
_KINDS: dict[Sort, Any] = {
    Sort.NEWEST: tuple[str, str],
    Sort.PRICE_ASC: tuple[str, _Number, str],
    Sort.PRICE_DESC: tuple[str, _Number, str],
    Sort.RATING: tuple[str, _Number, str],
    Sort.NAME: tuple[str, _Name, str],
    Sort.POPULAR: tuple[str, _Number, str],
    Sort.FEATURED: tuple[str, bool, _Number, str],
}


def make(sort: Sort, keys: list[Any]) -> str:
    """The cursor of what follows a row with these values."""
    return base64.urlsafe_b64encode(msgspec.json.encode([sort.value, *keys])).decode().rstrip("=")


def read(cursor: str, sort: Sort) -> list[Any]:
    """The values again. Invalid if the cursor is not from a list in this order."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, *keys = msgspec.json.decode(raw, type=_KINDS[sort])
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise _unfit() from None
    if name != sort.value or not is_id(keys[-1]):
        raise _unfit()
    return list(keys)


def _unfit() -> Invalid:
    return Invalid({"after": "This cursor does not belong to this list; begin again at the first page."})
