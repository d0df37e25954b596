"""What is kept, and the files themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storefront.adapters import storage
from storefront.core.db import session
from storefront.domain.media.models import Media
from storefront.domain.media.picture import Stored

_COLUMNS = (
    Media.id,
    Media.key,
    Media.filename,
    Media.content_type,
    Media.size,
    Media.width,
    Media.height,
    Media.color,
    Media.renditions,
)
_TYPES = {"webp": "image/webp", "avif": "image/avif"}


@dataclass(frozen=True)
class File:
    """A file for a browser."""

    data: bytes
    content_type: str


def by_key(key: str) -> Stored | None:
    return by_keys([key]).get(key)


def by_keys(keys: Iterable[str], *, hold: bool = False) -> dict[str, Stored]:
    """Those that are kept, by key, in one statement. `hold`: they stay as they are until this transaction ends."""
    statement = select(*_COLUMNS).where(Media.key.in_(list(keys)))
    if hold:
        statement = statement.with_for_update(read=True)
    return {row.key: Stored(*row) for row in session().execute(statement)}


def brought_since(user_id: str, moment: datetime) -> tuple[datetime | None, int]:
    """How many pictures this account has brought since then, and when the first of these."""
    since = select(func.min(Media.created_at), func.count()).where(Media.user_id == user_id, Media.created_at > moment)
    first, brought = session().execute(since).one()
    return first, int(brought)


def file(key: str) -> File | None:
    """A master or a size, or None if there is none. Raises StorageUnavailable if that cannot be known."""
    # Only what this room wrote is passed on: nothing else may ever come from the shop's own address.
    content_type = _TYPES.get(key.rpartition(".")[2])
    data = storage().get(key) if content_type else None
    return File(data, content_type) if data is not None and content_type else None
