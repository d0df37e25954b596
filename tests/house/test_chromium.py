"""The browser of the browser tests: the one that is named, else the first that runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import chromium
from tests.chromium import NoChromium, find_or_install


@pytest.fixture(autouse=True)
def nothing_found_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("CHROMIUM", raising=False)
    find_or_install.cache_clear()
    yield
    find_or_install.cache_clear()


def program(path: Path, told: str, code: int = 0) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{told}'\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_the_one_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(tmp_path / "mine", "Chromium 140")
    monkeypatch.setenv("CHROMIUM", named)

    assert find_or_install() == named


def test_one_that_is_named_but_does_not_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", program(tmp_path / "mine", "libnss3.so is missing", code=127))

    with pytest.raises(NoChromium, match="does not run"):
        find_or_install()


def test_a_stub_on_the_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin" / "chromium", "Please install the snap", code=1)
    real = program(tmp_path / "bin" / "google-chrome", "Google Chrome 140")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert find_or_install() == real


def test_where_none_can_be_had_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "_candidates", lambda: iter(()))

    with pytest.raises(NoChromium, match="apt install chromium"):
        find_or_install()
