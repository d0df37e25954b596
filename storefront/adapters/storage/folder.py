"""Files in a folder of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from storefront.adapters.storage.base import StorageUnavailable, checked, is_key
from storefront.core import files

log = structlog.get_logger("shop.storage")

# No key begins with a dot, so that this file is never mistaken for one that was kept.
_PROBE = ".probe"


class FolderStorage:
    """The embedded default: a file a key, its content type told by its ending."""

    def __init__(self, root: Path, url_prefix: str = "/media") -> None:
        self._root = root
        self._url = url_prefix.rstrip("/")

    def put(self, key: str, data: bytes, content_type: str) -> None:
        path = self._root / checked(key)
        with _told():
            files.write(path, data)

    def get(self, key: str) -> bytes | None:
        with _told():
            try:
                return (self._root / key).read_bytes() if is_key(key) else None
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                return None

    def exists(self, key: str) -> bool:
        with _told():
            return is_key(key) and (self._root / key).is_file()

    def delete(self, key: str) -> None:
        with _told():
            (self._root / checked(key)).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[str]:
        with _told():
            found = sorted(path for path in (self._root / prefix).rglob("*") if path.is_file())
        yield from filter(is_key, (path.relative_to(self._root).as_posix() for path in found))

    def url(self, key: str) -> str:
        return f"{self._url}/{key}"

    def healthy(self) -> bool:
        probe = self._root / _PROBE
        try:
            files.write(probe, b"well")
            return probe.read_bytes() == b"well"
        except OSError:
            return False


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.warning("folder refuses", reason=str(error))
        raise StorageUnavailable from error
