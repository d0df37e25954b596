"""The demo's pictures in all their sizes, made once at set-up and kept by content. Needs neither database nor settings."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from storefront.core import files
from storefront.domain.media import pictures

_FACTS = "facts.json"


@dataclass(frozen=True)
class Prepared:
    """A picture whose master and sizes lie in a folder."""

    width: int
    height: int
    color: str
    size: int
    sizes: list[int]


def missing(source: Path, out: Path) -> list[Path]:
    """The pictures of a folder that are not prepared yet."""
    found = sorted(path for path in source.iterdir() if path.suffix in (".webp", ".jpg", ".jpeg", ".png"))
    return [path for path in found if not (out / pictures.key_of(path.read_bytes()) / _FACTS).exists()]


def prepare(paths: list[Path], out: Path) -> Iterator[Path]:
    """Makes master and sizes of each picture, a process a core, and yields each as it is done.

    Raises NotAPicture, TooLarge and OSError.
    """
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(_prepare, paths, [out] * len(paths))


def find(key: str, folder: Path) -> Prepared | None:
    """What was prepared for that key; its files lie in `folder/key`."""
    try:
        return Prepared(**json.loads((folder / key / _FACTS).read_bytes()))
    except FileNotFoundError:
        return None


def _prepare(path: Path, out: Path) -> Path:
    data = path.read_bytes()
    folder = out / pictures.key_of(data)
    master = pictures.master_of(data)
    widths = pictures.widths_of(master.width)
    files.write(folder / "master.webp", master.data)
    picture = pictures.opened(master.data)
    for width in widths:
        for kind in pictures.KINDS:
            files.write(folder / f"{width}.{kind}", pictures.rendition(picture, width, kind))
    # Last, since it tells that all the others are there.
    facts = {"width": master.width, "height": master.height, "color": master.color, "size": len(master.data), "sizes": widths}
    files.write(folder / _FACTS, json.dumps(facts).encode())
    return path
