"""Taking pictures in. The master is there at once, the sizes soon after, by the worker."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PureWindowsPath
from typing import Any

from sqlalchemy import CursorResult, update

from storefront.adapters import storage
from storefront.adapters.storage.base import StorageUnavailable
from storefront.core.clock import now
from storefront.core.db import assert_no_transaction, end_read, session, transaction, upsert
from storefront.core.ids import new_id
from storefront.core.outbox import enqueue, handles
from storefront.domain.accounts import Person
from storefront.domain.media import pictures, prepared, queries
from storefront.domain.media.errors import EnoughForToday, NotAPicture, TooLarge
from storefront.domain.media.models import Media
from storefront.domain.media.picture import Picture, Stored

SIZES = "media.sizes"
"""Topic of the job that makes a picture's sizes."""

A_DAY = 100
"""Pictures that one account may bring within 24 hours: without an end, the shop would be anybody's file host."""
AT_ONCE = 10
"""Pictures in one request."""

# A master or a size at any address: named by content, it is the same picture wherever it lies.
_ADDRESS = re.compile(r"(?:^|/)([0-9a-f]{2}/[0-9a-f]{30})(?:/(?:master|[0-9]+)\.(?:webp|avif))?$")

_when_ready: list[Callable[[Stored], object]] = []


@dataclass(frozen=True)
class Incoming:
    """A file as it came."""

    data: bytes
    filename: str
    field: str = "file"
    """Under which a refusal tells of it."""

    @property
    def name(self) -> str:
        """Its name without a path or what cannot be shown."""
        return _plain(self.filename)


def when_ready(callback: Callable[[Stored], object]) -> Callable[[Stored], object]:
    """`@when_ready`: called with each picture whose sizes are there now, inside the transaction that says so."""
    _when_ready.append(callback)
    return callback


def store(data: bytes, filename: str, person: Person | None) -> Stored:
    """The picture in the bytes, its master to be had at its URL when this returns. The same bytes are the same picture.

    Raises NotAPicture, TooLarge and StorageUnavailable. Takes its time: not inside a transaction.
    """
    return store_all([Incoming(data, filename)], person)[0]


def store_all(files: Sequence[Incoming], person: Person | None) -> list[Stored]:
    """The pictures in these files, in their order, all or none; the refusal names the file's field. Raises as `store` does."""
    assert_no_transaction()
    keys = [pictures.key_of(file.data) for file in files]
    kept = queries.by_keys(keys)
    end_read()
    new = {key: file for key, file in zip(keys, files, strict=True) if key not in kept}
    masters = {key: _master(file) for key, file in new.items()}
    for key, master in masters.items():
        storage().put(f"{key}/master.webp", master.data, "image/webp")
    if new:
        kept |= _enter_new(new, masters, person)
    return [kept[key] for key in keys]


def take_in(files: Sequence[Incoming], person: Person) -> list[Stored]:
    """The same for what people send: of all but admins, so many within a day. EnoughForToday beyond.

    What the shop has already counts for nobody.
    """
    if not person.is_admin:
        oldest, brought = queries.brought_since(person.id, now() - timedelta(days=1))
        if brought + len(files) > A_DAY:
            raise EnoughForToday(A_DAY, _seconds_until(oldest + timedelta(days=1)) if oldest else 1)
        end_read()
    return store_all(files, person)


def store_prepared(paths: Sequence[Path], folder: Path, person: Person | None = None) -> dict[str, Stored]:
    """Pictures by file name, with the sizes that set-up has made in this folder, ready at once.

    One that was not prepared is stored as any other; what is kept already is left alone. Raises as `store` does.
    """
    assert_no_transaction()
    keys = {path: pictures.key_of(path.read_bytes()) for path in paths}
    ready = {key for key, stored in queries.by_keys(keys.values()).items() if stored.renditions}
    end_read()
    new = {path: key for path, key in keys.items() if key not in ready}
    found = {path: facts for path, key in new.items() if (facts := prepared.find(key, folder))}
    _put_all(folder, [f"{new[path]}/{name}" for path, facts in found.items() for name in _names(facts.sizes)])
    with transaction():
        for path, facts in found.items():
            _enter(new[path], path.name, facts.size, facts.width, facts.height, facts.color, person)
            _mark_ready(new[path], facts.sizes)
    for path in new.keys() - found.keys():
        store(path.read_bytes(), path.name, person)
    kept = queries.by_keys(keys.values())
    return {path.name: kept[key] for path, key in keys.items()}


def pictures_at(addresses: Iterable[str], alt: str) -> list[Picture]:
    """The pictures at these addresses or keys: the shop's own with their sizes, any other as it is.

    For those who write them into rows of their own: called inside that transaction, so that no size which becomes ready
    meanwhile is missed.
    """
    given = list(addresses)
    keys = [match[1] if (match := _ADDRESS.search(address)) else "" for address in given]
    kept = queries.by_keys(filter(None, keys), hold=True) if any(keys) else {}
    return [
        Picture.of(kept[key], alt) if key in kept else Picture.external(address, alt)
        for key, address in zip(keys, given, strict=True)
    ]


@handles(SIZES, patient=True)
def make_sizes(payload: dict[str, Any]) -> None:
    """Makes what sizes are still missing of the picture `key` and marks it ready. Repeated, it goes on where it was stopped."""
    key = payload["key"]
    kept = queries.by_key(key)
    end_read()
    if kept is None or kept.renditions:
        return
    data = storage().get(f"{key}/master.webp")
    if data is None:
        raise StorageUnavailable(f"The master of {key} is not in the storage.")
    master, widths = pictures.opened(data), pictures.widths_of(kept.width)
    for width in widths:
        for kind in pictures.KINDS:
            if not storage().exists(f"{key}/{width}.{kind}"):
                storage().put(f"{key}/{width}.{kind}", pictures.rendition(master, width, kind), f"image/{kind}")
    with transaction():
        _mark_ready(key, widths)


def _master(file: Incoming) -> pictures.Master:
    try:
        return pictures.master_of(file.data)
    except (NotAPicture, TooLarge) as refused:
        raise type(refused)(file.field) from refused


def _enter_new(files: Mapping[str, Incoming], masters: Mapping[str, pictures.Master], person: Person | None) -> dict[str, Stored]:
    with transaction():
        for key, master in masters.items():
            _enter(key, files[key].filename, len(master.data), master.width, master.height, master.color, person)
            enqueue(SIZES, {"key": key}, dedupe=f"{SIZES}:{key}")
        return queries.by_keys(masters)


def _seconds_until(moment: datetime) -> int:
    return max(1, round((moment - now()).total_seconds()))


def _enter(key: str, filename: str, size: int, width: int, height: int, color: str, person: Person | None) -> None:
    row = {
        "id": new_id(),
        "key": key,
        "filename": _plain(filename),
        "content_type": "image/webp",
        "size": size,
        "width": width,
        "height": height,
        "color": color,
        "state": "new",
        "renditions": [],
        "user_id": person.id if person else None,
        "created_at": now(),
    }
    session().execute(upsert(Media).values(row).on_conflict_do_nothing(index_elements=["key"]))


def _mark_ready(key: str, widths: list[int]) -> None:
    new = update(Media).where(Media.key == key, Media.state == "new").execution_options(synchronize_session=False)
    done = session().execute(new.values(state="ready", renditions=widths))
    if isinstance(done, CursorResult) and done.rowcount:
        stored = queries.by_keys([key])[key]
        for callback in _when_ready:
            callback(stored)


def _names(widths: list[int]) -> list[str]:
    return ["master.webp", *(f"{width}.{kind}" for width in widths for kind in pictures.KINDS)]


def _put_all(folder: Path, keys: list[str]) -> None:
    # Each file waits for the disk or the network; side by side they wait once.
    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(lambda key: storage().put(key, (folder / key).read_bytes(), f"image/{key.rpartition('.')[2]}"), keys))


def _plain(filename: str) -> str:
    name = PureWindowsPath(filename).name
    return "".join(letter for letter in name if letter.isprintable())[:200] or "picture"
