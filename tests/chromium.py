"""A Chromium for the browser tests: the first that runs, or one installed now.

`python -m tests.chromium` is a part of `make test`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BROWSERS = Path(__file__).resolve().parents[1] / "build" / "browsers"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoChromium(SystemExit):
    """None was found and none could be installed; the sentence says what to do."""


@cache
def find_or_install() -> str:
    """The path of a Chromium that runs. NoChromium if there is none.

    In this order: $CHROMIUM, one on PATH, Playwright's own, one that Playwright installs, one that Debian installs (as root).
    """
    if given := os.environ.get("CHROMIUM"):
        if not _runs(given):
            raise NoChromium(f"CHROMIUM is {given!r}, which does not run.")
        return given
    for path in _candidates():
        if _runs(path):
            return path
    raise NoChromium("The browser tests need Chromium: install it (Debian: apt install chromium), or set CHROMIUM to its path.")


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    yield from _playwrights()
    print("No Chromium here yet; fetching one for the browser tests.", file=sys.stderr)  # noqa: T201  fetching takes a while
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], env=_env(), check=False)
    yield from _playwrights()
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([apt, "update", "-qq"], env=quiet, check=False)
        subprocess.run([apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=quiet, check=False)
        yield from filter(None, map(shutil.which, NAMES))


def _playwrights() -> Iterator[str]:
    """What Playwright has installed: for this project, or for this user."""
    folders = (
        Path(_env()["PLAYWRIGHT_BROWSERS_PATH"]),
        Path.home() / ".cache/ms-playwright",
        Path.home() / "Library/Caches/ms-playwright",
    )
    for folder in folders:
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
            yield from map(str, sorted(folder.glob(pattern), reverse=True))


def _env() -> dict[str, str]:
    # Beside the rest that is made here: a home may be missing, or not be for writing.
    return {"PLAYWRIGHT_BROWSERS_PATH": str(BROWSERS), **os.environ}


def _runs(path: str) -> bool:
    """A stub of a package that is not there, or a browser without its libraries, cannot tell its version."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and "Chrom" in told.stdout


if __name__ == "__main__":
    print(f"Chromium: {find_or_install()}")  # noqa: T201  for whoever reads the output of make
