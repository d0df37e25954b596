"""Storage and pictures for the tests of this room."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageDraw

from storefront import adapters
from storefront.adapters.storage.folder import FolderStorage


@pytest.fixture
def storage(app: Flask, tmp_path: Path) -> Iterator[FolderStorage]:
    """An empty folder in the place of the shop's storage."""
    kept = FolderStorage(tmp_path / "media")
    before = adapters.swap(storage=kept)
    yield kept
    adapters.use(before)


def drawn(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A picture of a ruby on white: red in the middle, something different in each corner."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width // 4, height // 4, 3 * width // 4, 3 * height // 4), fill=(170, 20, 40))
    pen.rectangle((0, 0, width // 8, height // 8), fill=(20, 90, 200))
    pen.rectangle((width - width // 8, height - height // 8, width, height), fill=(20, 140, 60))
    return picture.convert(mode)


def encoded(picture: Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    """Its bytes in that format."""
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()
