"""Taking pictures in, on both engines."""

import io
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from storefront import adapters
from storefront.adapters.storage.base import StorageUnavailable
from storefront.adapters.storage.folder import FolderStorage
from storefront.core import outbox
from storefront.core.clock import later
from storefront.core.db import db, session, transaction
from storefront.domain.accounts import Person, Role
from storefront.domain.media import Picture, Stored, prepared, queries, services
from storefront.domain.media.errors import NotAPicture
from storefront.domain.media.models import Media
from tests.domain.media.conftest import drawn, encoded

ASHA = Person("a" * 24, "asha@example.in", "asha", "Asha", "Rao", "", Role.USER, "s" * 24)


class Failing(FolderStorage):
    """A storage that gives up after so many files."""

    puts = 0

    def __init__(self, root: Path, after: int) -> None:
        super().__init__(root)
        self.after = after

    def put(self, key: str, data: bytes, content_type: str) -> None:
        if self.puts >= self.after:
            raise StorageUnavailable
        self.puts += 1
        super().put(key, data, content_type)


@pytest.fixture
def heard() -> Iterator[list[Stored]]:
    """The pictures that were told to be ready."""
    told: list[Stored] = []
    before = list(services._when_ready)
    services._when_ready[:] = [told.append]
    yield told
    services._when_ready[:] = before


def rows() -> int:
    return session().execute(select(func.count()).select_from(Media)).scalar_one()


def test_the_master_is_there_at_once_and_the_sizes_are_not(storage: FolderStorage) -> None:
    stored = services.store(encoded(drawn(1000, 750)), "ring.jpg", ASHA)

    made = Image.open(io.BytesIO(storage.get(f"{stored.key}/master.webp") or b""))
    assert (made.format, made.size) == ("WEBP", (1000, 750))
    assert (stored.width, stored.height, stored.content_type, stored.renditions) == (1000, 750, "image/webp", [])
    assert stored.size == len(storage.get(f"{stored.key}/master.webp") or b"")
    assert stored.url == f"/media/{stored.key}/master.webp"
    assert Picture.of(stored, "A ring").avif == ""
    assert session().get_one(Media, stored.id).user_id == ASHA.id


def test_the_worker_makes_the_sizes(storage: FolderStorage, heard: list[Stored]) -> None:
    stored = services.store(encoded(drawn(1000, 750)), "ring.jpg", None)

    assert outbox.work() == 1

    ready = queries.by_key(stored.key)
    assert ready is not None
    assert ready.renditions == [320, 640, 960, 1000]
    assert heard == [ready]
    for width in ready.renditions:
        for kind in ("webp", "avif"):
            made = Image.open(io.BytesIO(storage.get(f"{stored.key}/{width}.{kind}") or b""))
            assert (made.format, made.width) == (kind.upper(), width)


def test_the_same_bytes_are_one_picture_whoever_brings_them(storage: FolderStorage) -> None:
    data = encoded(drawn(64, 48))

    first = services.store(data, "ring.jpg", ASHA)
    second = services.store(data, "other.png", None)

    assert second == first
    assert rows() == 1
    assert outbox.work() == 1


def test_the_same_bytes_brought_at_once_are_one_picture(app: Flask, storage: FolderStorage) -> None:
    data = encoded(drawn(64, 48))
    found: list[Stored] = []

    def bring() -> None:
        with app.app_context():
            found.append(services.store(data, "ring.jpg", None))
            db.session.remove()

    threads = [Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len({stored.id for stored in found}) == 1
    assert rows() == 1


def test_what_is_refused_leaves_nothing(storage: FolderStorage) -> None:
    with pytest.raises(NotAPicture):
        services.store(encoded(drawn(), "GIF"), "ring.jpg", ASHA)

    assert rows() == 0
    assert list(storage.keys()) == []


def test_when_the_storage_is_away_nothing_is_entered(storage: FolderStorage, tmp_path: Path) -> None:
    adapters.swap(storage=Failing(tmp_path, after=0))

    with pytest.raises(StorageUnavailable):
        services.store(encoded(drawn(64, 48)), "ring.jpg", ASHA)

    assert rows() == 0


def test_pictures_are_not_taken_in_inside_a_transaction(storage: FolderStorage) -> None:
    with pytest.raises(AssertionError, match="leave the transaction"), transaction():
        services.store(encoded(drawn(64, 48)), "ring.jpg", ASHA)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ring.jpg", "ring.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Asha\\ring.jpg", "ring.jpg"),
        ("a\x00b\n.jpg", "ab.jpg"),
        ("", "picture"),
        ("x" * 300, "x" * 200),
        ("अंगूठी.jpg", "अंगूठी.jpg"),
        ("half\udc80.jpg", "half.jpg"),
    ],
)
def test_a_file_name_is_only_a_name(storage: FolderStorage, given: str, kept: str) -> None:
    assert services.store(encoded(drawn(16, 12)), given, None).filename == kept


def test_a_job_that_was_stopped_goes_on_where_it_was(storage: FolderStorage, tmp_path: Path, heard: list[Stored]) -> None:
    stored = services.store(encoded(drawn(700, 500)), "ring.jpg", None)
    failing = Failing(tmp_path / "media", after=3)
    adapters.swap(storage=failing)
    outbox.work()
    assert heard == []

    failing.after = 6
    with later(minutes=5):
        outbox.work()

    assert failing.puts == 6
    assert [ready.renditions for ready in heard] == [[320, 640, 700]]
    assert Picture.of(heard[0], "").webp.count(stored.key) == 3


def test_a_job_done_twice_tells_once(storage: FolderStorage, heard: list[Stored]) -> None:
    stored = services.store(encoded(drawn(64, 48)), "ring.jpg", None)

    services.make_sizes({"key": stored.key})
    services.make_sizes({"key": stored.key})

    assert len(heard) == 1


def test_a_job_for_a_picture_that_is_not_kept_does_nothing(storage: FolderStorage, heard: list[Stored]) -> None:
    services.make_sizes({"key": "ab/" + "0" * 30})

    assert heard == []


def test_a_picture_whose_master_is_gone_is_shown_among_the_troubles(storage: FolderStorage) -> None:
    stored = services.store(encoded(drawn(64, 48)), "ring.jpg", None)
    storage.delete(f"{stored.key}/master.webp")

    with pytest.raises(StorageUnavailable, match=stored.key):
        services.make_sizes({"key": stored.key})


def test_ready_and_what_follows_from_it_happen_together_or_not_at_all(storage: FolderStorage, heard: list[Stored]) -> None:
    def fail(_stored: Stored) -> None:
        raise RuntimeError("the catalog is in trouble")

    stored = services.store(encoded(drawn(64, 48)), "ring.jpg", None)
    services._when_ready.append(fail)

    with pytest.raises(RuntimeError):
        services.make_sizes({"key": stored.key})

    kept = queries.by_key(stored.key)
    assert kept is not None
    assert kept.renditions == []


def test_own_addresses_become_own_pictures_and_others_stay(storage: FolderStorage, statements: Any) -> None:
    ring = services.store(encoded(drawn(64, 48)), "ring.jpg", None)
    chain = services.store(encoded(drawn(48, 64)), "chain.jpg", None)
    outbox.work()
    unknown = f"/media/ab/{'0' * 30}/master.webp"
    given = [
        f"/media/{ring.key}/master.webp",
        f"https://old.example.in/media/{chain.key}/64.avif",
        ring.key,
        "https://pictures.example.in/ring.jpg",
        unknown,
    ]

    with statements(at_most=1):
        found = services.pictures_at(given, "A ring")

    assert [picture.key for picture in found] == [ring.key, chain.key, ring.key, "", ""]
    assert [picture.src for picture in found[3:]] == given[3:]
    assert {picture.alt for picture in found} == {"A ring"}
    assert found[0].sizes == (64,)


def test_addresses_elsewhere_cost_no_statement(app: Flask, statements: Any) -> None:
    with statements(at_most=0):
        assert services.pictures_at(["https://pictures.example.in/ring.jpg"], "")[0].key == ""


def test_sizes_that_become_ready_wait_for_whoever_is_writing_the_picture_down(
    app: Flask, storage: FolderStorage, heard: list[Stored]
) -> None:
    stored = services.store(encoded(drawn(16, 12)), "ring.jpg", None)

    def work() -> None:
        with app.app_context():
            services.make_sizes({"key": stored.key})
            db.session.remove()

    worker = Thread(target=work)
    with transaction():
        [picture] = services.pictures_at([stored.key], "A ring")
        worker.start()
        worker.join(0.3)
        assert heard == []
        assert picture.sizes == ()
    worker.join()

    assert len(heard) == 1


@pytest.fixture
def demo(tmp_path: Path) -> tuple[list[Path], Path]:
    """Two pictures, and the folder where their sizes were prepared."""
    source, out = tmp_path / "images", tmp_path / "prepared"
    source.mkdir()
    (source / "ring.webp").write_bytes(encoded(drawn(700, 500), "WEBP"))
    (source / "chain.jpg").write_bytes(encoded(drawn(100, 200)))
    for path in prepared.missing(source, out):
        prepared._prepare(path, out)
    return sorted(source.iterdir()), out


def test_prepared_pictures_are_ready_at_once(storage: FolderStorage, demo: tuple[list[Path], Path], heard: list[Stored]) -> None:
    paths, out = demo

    kept = services.store_prepared(paths, out)

    assert kept["ring.webp"].renditions == [320, 640, 700]
    assert kept["chain.jpg"].renditions == [100]
    assert (kept["chain.jpg"].width, kept["chain.jpg"].height) == (100, 200)
    assert len(list(storage.keys(kept["ring.webp"].key))) == 7
    assert outbox.work() == 0
    assert len(heard) == 2


def test_prepared_pictures_may_be_stored_again(
    storage: FolderStorage, demo: tuple[list[Path], Path], heard: list[Stored]
) -> None:
    paths, out = demo
    first = services.store_prepared(paths, out)

    assert services.store_prepared(paths, out) == first
    assert rows() == 2
    assert len(heard) == 2


def test_a_prepared_picture_that_was_uploaded_before_becomes_ready(
    storage: FolderStorage, demo: tuple[list[Path], Path], heard: list[Stored]
) -> None:
    paths, out = demo
    uploaded = services.store(paths[0].read_bytes(), "mine.jpg", ASHA)

    kept = services.store_prepared(paths, out)

    assert kept[paths[0].name].id == uploaded.id
    assert kept[paths[0].name].renditions == [100]
    assert outbox.work() == 1
    assert len(heard) == 2


def test_a_picture_that_was_not_prepared_is_stored_as_any_other(storage: FolderStorage, demo: tuple[list[Path], Path]) -> None:
    paths, out = demo
    new = paths[0].with_name("new.png")
    new.write_bytes(encoded(drawn(120, 80), "PNG"))

    kept = services.store_prepared([*paths, new], out)

    assert kept["new.png"].renditions == []
    assert outbox.work() == 1
    ready = queries.by_key(kept["new.png"].key)
    assert ready is not None
    assert ready.renditions == [120]


def test_only_pictures_are_handed_out(storage: FolderStorage) -> None:
    storage.put("ab/page.html", b"<script>", "text/html")
    storage.put("ab/640.avif", b"x", "image/avif")

    assert queries.file("ab/page.html") is None
    assert queries.file("ab/none.webp") is None
    assert queries.file("../secrets.json") is None
    assert queries.file("ab/640.avif") == queries.File(b"x", "image/avif")
