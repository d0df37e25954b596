"""Files in a bucket of S3 or of anything that speaks as S3 does (MinIO, R2, Spaces)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from storefront.adapters.storage.base import StorageUnavailable, checked, is_key

log = structlog.get_logger("shop.storage")

_OPTIONS = ("endpoint", "region", "public")
_PROBE = ".probe"


class S3Storage:
    """`s3://bucket?endpoint=https://…&region=ap-south-1&public=https://…`; the credentials come from AWS_ACCESS_KEY_ID and
    its kin. With a CDN browsers are sent there, else to the public address, else the shop passes the files on.

    Raises ValueError, with one sentence, when the address is wrong.
    """

    def __init__(self, address: str, cdn_url: str = "") -> None:
        bucket, options = _read(address)
        self._store = _store(bucket, options, seconds=10, retries=2)
        # Whoever watches the shop must have an answer soon, and the true one: no second try.
        self._watched = _store(bucket, options, seconds=2, retries=0)
        self._url = f"{cdn_url}/media" if cdn_url else options.get("public", "/media").rstrip("/")

    def put(self, key: str, data: bytes, content_type: str) -> None:
        # A key never gets other bytes, so that browsers may keep what they have for ever.
        attributes = {"Content-Type": content_type, "Cache-Control": "public, max-age=31536000, immutable"}
        with _told():
            obstore.put(self._store, checked(key), data, attributes=attributes)

    def get(self, key: str) -> bytes | None:
        if not is_key(key):
            return None
        with _told():
            try:
                return bytes(obstore.get(self._store, key).bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def exists(self, key: str) -> bool:
        if not is_key(key):
            return False
        with _told():
            try:
                obstore.head(self._store, key)
            except FileNotFoundError:
                return False
            return True

    def delete(self, key: str) -> None:
        with _told():
            obstore.delete(self._store, checked(key))

    def keys(self, prefix: str = "") -> Iterator[str]:
        with _told():
            for page in obstore.list(self._store, prefix or None, chunk_size=1000):
                yield from filter(is_key, (entry["path"] for entry in page))

    def url(self, key: str) -> str:
        return f"{self._url}/{key}"

    def healthy(self) -> bool:
        try:
            obstore.put(self._watched, _PROBE, b"well")
            return bytes(obstore.get(self._watched, _PROBE).bytes()) == b"well"
        except (BaseError, OSError):
            return False


def _read(address: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme != "s3" or not parts.netloc or parts.path.strip("/"):
        raise ValueError(f"STORAGE_URL must be s3://bucket?endpoint=…&region=…, not {address!r}.")
    for name, value in options.items():
        if name not in _OPTIONS or not value:
            raise ValueError(f"STORAGE_URL has an option {name!r} that is unknown or empty; it knows {', '.join(_OPTIONS)}.")
    return parts.netloc, options


def _store(bucket: str, options: dict[str, str], seconds: int, retries: int) -> S3Store:
    # Not every store that speaks S3 has the call that deletes many at once.
    config: Any = {"disable_bulk_delete": True}
    config.update({name: options[name] for name in ("endpoint", "region") if name in options})
    return S3Store(
        bucket,
        config=config,
        client_options={
            "timeout": timedelta(seconds=seconds),
            "connect_timeout": timedelta(seconds=2),
            "allow_http": options.get("endpoint", "").startswith("http://"),
        },
        retry_config={"max_retries": retries, "retry_timeout": timedelta(seconds=seconds)},
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        log.warning("bucket refuses", reason=str(error).partition("\n")[0])
        raise StorageUnavailable from error
