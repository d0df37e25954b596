"""The assets step of set-up: htmx and Swagger UI from wheels, fonts cut to our letters, CSS and JS joined, under hashed names.

Nothing third-party is kept in git and nothing comes from a CDN. `python -m storefront.cli.assets` works without the app.
"""

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import resources
from pathlib import Path

import brotli
import click
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
# The same folder as storefront.web.assets.STATIC, which is not imported: this runs before there is a shop to import.
STATIC = ROOT / "build" / "static"
SOURCE = ROOT / "static"
CACHE = ROOT / "build" / "cache"
REQUIREMENTS = ROOT / "requirements-assets.txt"

WHEELS = {
    "django-htmx": ("django_htmx/static/django_htmx", {"htmx.js": "htmx-2.min.js", "sse.js": "ext/hx-sse-2.min.js"}),
    "drf-spectacular-sidecar": (
        "drf_spectacular_sidecar/static/drf_spectacular_sidecar/swagger-ui-dist",
        {"swagger-ui.js": "swagger-ui-bundle.js", "swagger-ui.css": "swagger-ui.css"},
    ),
}
"""Of others: the wheel, the folder in it, and what is taken from there."""
FONTS = {
    "manrope.woff2": ("font_manrope", "Manrope-VariableFont_wght.ttf"),
    "source-serif-light.woff2": ("font_source_serif_pro", "SourceSerifPro-Light.ttf"),
    "source-serif-semibold.woff2": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}
STYLES = {"shop.css": "layers.css", "office.css": "office.css", "docs.css": "docs.css"}
SCRIPTS = {
    "shop.js": (
        "busy.js",
        "check.js",
        "toast.js",
        "drawer.js",
        "stepper.js",
        "menu.js",
        "search.js",
        "glide.js",
        "gallery.js",
        "facets.js",
        "seen.js",
        "wish.js",
        "track.js",
    ),
    "pay.js": ("pay.js",),
    "docs.js": ("docs.js",),
    "office.js": ("busy.js", "toast.js", "drawer.js", "stepper.js", "list.js"),
}
PACKED = {".js", ".css", ".svg"}

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
SIGNS = [ord(sign) for sign in "–—‘’“”•…₹←↑→↓−×✓"]
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "lnum", "tnum"]


class AssetsUnreachable(click.ClickException):
    """What must be fetched could not be."""


def build(out: Path = STATIC) -> dict[str, str]:
    """Make every asset in `out`, replacing what is there in one move. Returns the manifest, plain name → hashed name.

    The files of the build before stay, named in `earlier.json`: pages that were sent with them are still open somewhere.

    AssetsUnreachable when a wheel is neither kept in build/cache nor to be had.
    """
    files = _others() | _fonts() | _images() | _scripts()
    files |= _styles({name: _hashed(name, data) for name, data in files.items()})
    manifest = {name: _hashed(name, data) for name, data in sorted(files.items())}
    if _up_to_date(out, manifest):
        return manifest
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        fresh = Path(folder) / "static"
        fresh.mkdir()
        for name, data in files.items():
            _write(fresh / manifest[name], data)
        earlier = _carry_over(out, fresh, manifest)
        (fresh / "earlier.json").write_text(json.dumps(earlier, indent=1) + "\n")
        (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
        _swap(fresh, out, Path(folder) / "old")
    return manifest


def _hashed(name: str, data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"


def _up_to_date(out: Path, manifest: dict[str, str]) -> bool:
    kept = out / "manifest.json"
    return kept.exists() and json.loads(kept.read_text()) == manifest and all((out / n).exists() for n in manifest.values())


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    if path.suffix in PACKED:
        Path(f"{path}.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        Path(f"{path}.br").write_bytes(brotli.compress(data))


def _carry_over(out: Path, fresh: Path, manifest: dict[str, str]) -> list[str]:
    """The files of the last build that are no longer made, with their packed twins; returns their names."""
    kept = out / "manifest.json"
    before = set(json.loads(kept.read_text()).values()) if kept.exists() else set()
    gone = sorted(name for name in before - set(manifest.values()) if (out / name).exists())
    for name in gone:
        for path in (out / name, out / f"{name}.gz", out / f"{name}.br"):
            if path.exists():
                shutil.copyfile(path, fresh / path.name)
    return gone


def _swap(fresh: Path, out: Path, old: Path) -> None:
    if out.exists():
        out.rename(old)
    fresh.rename(out)


def _others() -> dict[str, bytes]:
    files = {}
    for wheel, (folder, names) in WHEELS.items():
        with zipfile.ZipFile(_wheel(wheel)) as opened:
            files.update({name: opened.read(f"{folder}/{path}") for name, path in names.items()})
    return files


def _wheel(name: str) -> Path:
    """The wheel as it is pinned; kept under a name that holds the hash asked for, so that a new pin fetches a new one."""
    pinned = next(line for line in REQUIREMENTS.read_text().splitlines() if line.startswith(f"{name}=="))
    wanted = pinned.split("sha256:")[1].strip()
    kept = CACHE / f"{name}-{wanted[:12]}.whl"
    if kept.exists() and hashlib.sha256(kept.read_bytes()).hexdigest() == wanted:
        return kept
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        _download(name, pinned, folder)
        shutil.move(next(Path(folder).glob("*.whl")), kept)
    return kept


def _download(name: str, pinned: str, folder: str) -> None:
    asked = Path(folder) / "pinned.txt"
    asked.write_text(pinned)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    only = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(asked), "-d", folder]
    done = subprocess.run([*pip, *only], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise AssetsUnreachable(f"{name} could not be fetched with pip; is there a network? ({last})")


def _fonts() -> dict[str, bytes]:
    return {name: _font(package, file) for name, (package, file) in FONTS.items()}


def _font(package: str, file: str) -> bytes:
    """A font with only our letters, as WOFF2. Cutting takes a second each, so the result is kept by what went into it."""
    original = (resources.files(package) / "files" / file).read_bytes()
    recipe = hashlib.sha256(original + repr((LETTERS, SIGNS, FEATURES)).encode()).hexdigest()[:12]
    kept = CACHE / f"{Path(file).stem}-{recipe}.woff2"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(_cut(original))
    return kept.read_bytes()


def _cut(original: bytes) -> bytes:
    font = TTFont(io.BytesIO(original), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS + SIGNS)
    cutter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _images() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((SOURCE / "images").iterdir()) if path.is_file()}


def _scripts() -> dict[str, bytes]:
    """Each bundle is a module; each file in it keeps its names to itself by a block."""
    return {
        name: "".join(f"{{{_small_js(SOURCE / 'js' / part)}}}\n" for part in parts).encode() for name, parts in SCRIPTS.items()
    }


def _small_js(path: Path) -> str:
    """Without whole-line comments, blank lines and indentation. Not cleverer: our scripts have no template over several lines."""
    lines = (line.strip() for line in path.read_text().splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _styles(hashed: dict[str, str]) -> dict[str, bytes]:
    return {name: _small_css(_addressed(_joined(SOURCE / "css" / entry), hashed)).encode() for name, entry in STYLES.items()}


def _joined(path: Path) -> str:
    """The file with each `@import "x" layer(y);` replaced by x in its layer."""

    def put(found: re.Match[str]) -> str:
        return f"@layer {found[2]} {{\n{_joined(path.parent / found[1])}}}\n"

    return re.sub(r'@import "([^"]+)" layer\((\w+)\);', put, path.read_text())


def _addressed(css: str, hashed: dict[str, str]) -> str:
    return re.sub(r'url\("([^"]+)"\)', lambda found: f'url("/assets/{hashed[found[1]]}")', css)


def _small_css(css: str) -> str:
    """Without comments and needless space; strings stay as they are."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', re.sub(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/', lambda m: m[1] or "", css, flags=re.S))
    return "".join(part if index % 2 else _tight(part) for index, part in enumerate(parts)).strip()


def _tight(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): ", ":", css)
    return css.replace(";}", "}")


@click.command("assets")
def command() -> None:
    """Make htmx, fonts, CSS, JS and images ready to serve."""
    manifest = build()
    click.echo(f"{len(manifest)} assets in {STATIC.relative_to(ROOT)}")


if __name__ == "__main__":
    command()
