"""Static files under names that hold a hash of their content, so that a browser keeps them for ever."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

STATIC = Path(__file__).resolve().parents[2] / "build" / "static"
"""Where `make install` leaves them; the setting ASSETS_DIR of an app names another folder."""
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}

bp = Blueprint("assets", __name__)


class AssetsMissing(RuntimeError):
    """The assets step has not run, or has not made what a template asks for."""


def asset_url(name: str) -> str:
    """The address of a file by its plain name: shop.css → /assets/shop.1a2b3c4d5e6f.css, behind CDN_URL if there is one.
    AssetsMissing for one not made."""
    try:
        return f"{current_app.config['KUNDAN'].CDN_URL}/assets/{_manifest(_folder())[name]}"
    except KeyError:
        raise AssetsMissing(f"No asset is called {name}.") from None


@bp.get("/assets/<name>")
def file(name: str) -> Response:
    """One file of this build or the one before, in the best encoding that the browser takes; anything else is a 404."""
    folder = _folder()
    if name not in _names(folder):
        abort(404)
    encoding, suffix = _encoding(folder / name)
    try:
        content = _content(folder / f"{name}{suffix}")
    except FileNotFoundError:
        # The assets were made anew more than once under a shop that is still open with the old ones.
        abort(404)
    answer = Response(content, mimetype=TYPES[Path(name).suffix])
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Vary"] = "Accept-Encoding"
    # From a CDN's address a browser takes fonts and modules only with this; there is nothing personal in them.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return answer


def _encoding(path: Path) -> tuple[str, str]:
    """The encoding with the highest quality and its suffix; brotli where the browser does not mind; plain as the last resort."""
    accepted = request.accept_encodings
    packed = [(accepted.quality(name), name, suffix) for name, suffix in ENCODINGS if Path(f"{path}{suffix}").exists()]
    quality, name, suffix = max(packed, key=lambda one: one[0], default=(0, "", ""))
    return (name, suffix) if quality > 0 else ("", "")


def _folder() -> Path:
    return Path(current_app.config.get("ASSETS_DIR") or STATIC)


@cache
def _manifest(folder: Path) -> dict[str, str]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError:
        raise AssetsMissing("The assets are not made yet: run `make install`.") from None
    return manifest


@cache
def _names(folder: Path) -> frozenset[str]:
    earlier = folder / "earlier.json"
    return frozenset([*_manifest(folder).values(), *(json.loads(earlier.read_text()) if earlier.exists() else [])])


@cache
def _content(path: Path) -> bytes:
    """All of them together are a few hundred kilobytes: kept in memory rather than opened for each request."""
    return path.read_bytes()
