"""A picture as pages and clients know it."""

from dataclasses import replace
from pathlib import Path

import pytest

from storefront import adapters
from storefront.adapters.storage.folder import FolderStorage
from storefront.domain.media import Picture, Stored

STORED = Stored("id", "ab/cdef", "ring.jpg", "image/webp", 4711, 1200, 900, "#e8e2d7", [320, 640])


@pytest.fixture(autouse=True)
def _storage(storage: FolderStorage) -> None:
    """Addresses are made by the storage."""


def test_a_picture_names_its_sizes_as_srcset_takes_them() -> None:
    picture = Picture.of(STORED, "A ring")

    assert (picture.key, picture.alt, picture.width, picture.height, picture.color) == ("ab/cdef", "A ring", 1200, 900, "#e8e2d7")
    assert picture.src == STORED.url == "/media/ab/cdef/master.webp"
    assert picture.webp == "/media/ab/cdef/320.webp 320w, /media/ab/cdef/640.webp 640w"
    assert picture.avif == "/media/ab/cdef/320.avif 320w, /media/ab/cdef/640.avif 640w"


def test_before_its_sizes_are_made_a_picture_is_its_master_alone() -> None:
    picture = Picture.of(replace(STORED, renditions=[]), "A ring")

    assert picture.src == "/media/ab/cdef/master.webp"
    assert (picture.webp, picture.avif) == ("", "")


def test_a_picture_that_lies_elsewhere_stays_as_it_is() -> None:
    picture = Picture.external("https://pictures.example.in/ring.jpg?w=2", "A ring")

    assert (picture.src, picture.webp, picture.avif) == ("https://pictures.example.in/ring.jpg?w=2", "", "")
    assert (picture.key, picture.width, picture.height, picture.color) == ("", 0, 0, "")


@pytest.mark.parametrize("picture", [STORED, replace(STORED, renditions=[]), "https://pictures.example.in/ring.jpg"])
def test_a_picture_comes_back_from_a_column_as_it_was(picture: Stored | str) -> None:
    made = Picture.external(picture, "A ring") if isinstance(picture, str) else Picture.of(picture, "A ring")

    assert Picture.from_json(made.to_json()) == made


def test_a_column_holds_no_address_so_that_pictures_may_move_to_a_cdn(tmp_path: Path) -> None:
    kept = Picture.of(STORED, "A ring").to_json()
    assert "/media" not in str(kept)

    adapters.swap(storage=FolderStorage(tmp_path, "https://cdn.example.in/media"))

    assert Picture.from_json(kept).src == "https://cdn.example.in/media/ab/cdef/master.webp"
    assert Picture.from_json(kept).avif.startswith("https://cdn.example.in/media/ab/cdef/320.avif 320w, https://cdn")
