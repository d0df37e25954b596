"""Files that are there whole or not at all, after a power cut too."""

import os
import secrets
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """The file holds these bytes when this returns; whoever reads meanwhile finds the old one or the new. Raises OSError."""
    draft = _draft(path, data, 0o666)
    os.replace(draft, path)
    _settle(path.parent)


def write_once(path: Path, data: bytes, mode: int = 0o666, modified: float | None = None) -> bool:
    """The same, unless the file is there already: then that one stays and this is False. Raises OSError."""
    draft = _draft(path, data, mode)
    try:
        if modified is not None:
            os.utime(draft, (modified, modified))
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _settle(path.parent)
    return True


def _draft(path: Path, data: bytes, mode: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _settle(folder: Path) -> None:
    # A file's name is data of its folder: without this a power cut may leave the bytes without the name.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
