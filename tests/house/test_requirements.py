"""What is installed is what was tried: every part is pinned, and the lock files hold all that the parts pull in."""

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
FILES = [("requirements.txt", "requirements.lock"), ("requirements-dev.txt", "requirements-dev.lock")]


def pins(name: str) -> dict[str, str]:
    """Names with their versions, of the file and of those that it includes."""
    lines = [line.strip() for line in (ROOT / name).read_text().splitlines()]
    found: dict[str, str] = {}
    for line in filter(None, lines):
        if line.startswith("-r "):
            found |= pins(line.removeprefix("-r "))
        elif not line.startswith("#"):
            asked = Requirement(line.split(" --hash")[0])
            found[canonicalize_name(asked.name)] = str(asked.specifier)
    return found


@pytest.mark.parametrize("name", [name for pair in FILES for name in pair] + ["requirements-assets.txt"])
def test_everything_is_pinned_to_one_version(name: str) -> None:
    loose = {part: version for part, version in pins(name).items() if not re.fullmatch(r"==[\w.]+", version)}

    assert loose == {}


@pytest.mark.parametrize(("asked", "locked"), FILES)
def test_the_lock_files_hold_what_is_asked_for(asked: str, locked: str) -> None:
    lock = pins(locked)

    other = {part: version for part, version in pins(asked).items() if lock.get(part) != version}

    assert other == {}, "run `make lock`"


@pytest.mark.parametrize("locked", [locked for _, locked in FILES])
def test_the_lock_files_hold_all_that_their_parts_pull_in(locked: str) -> None:
    lock = pins(locked)

    # A virtual environment brings setuptools along, and pip leaves it out of what it lists.
    there = {*lock, "setuptools"}
    missing = {f"{needed} (for {part})" for part in lock for needed in _pulled_in(part) if needed not in there}

    assert missing == set(), "run `make lock`"


def _pulled_in(part: str) -> set[str]:
    needed = [Requirement(one) for one in requires(part) or []]
    return {canonicalize_name(one.name) for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})}
