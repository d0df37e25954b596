"""The tools that come from npm: there as they are pinned, or one sentence says what to do."""

import shutil
from pathlib import Path

import pytest

from tests import npm
from tests.npm import NotInstalled, install, installed


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(npm.PINNED, tmp_path / "npm")
    monkeypatch.setattr(npm, "PINNED", tmp_path / "npm")
    monkeypatch.setattr(npm, "INSTALLED", tmp_path / "installed")


def a_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A Node that does this instead."""
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\n{script}\n")
    node.chmod(0o755)
    monkeypatch.setattr(npm, "NODE", node)


def test_one_that_is_not_installed_is_told() -> None:
    with pytest.raises(NotInstalled, match=r"python -m tests\.npm nu"):
        installed("nu")


def test_one_is_installed_once_for_each_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_node(tmp_path, monkeypatch, f"echo once >> {tmp_path}/times")

    for _ in range(2):
        install("nu")
    assert installed("nu") == tmp_path / "installed" / "nu" / "node_modules"
    (tmp_path / "npm" / "nu" / "package-lock.json").write_text("{}")
    with pytest.raises(NotInstalled):
        installed("nu")
    install("nu")

    assert (tmp_path / "times").read_text().split() == ["once", "once"]


def test_what_cannot_be_fetched_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_node(tmp_path, monkeypatch, "echo no such host >&2; exit 1")

    with pytest.raises(NotInstalled, match=r"nu could not be fetched by npm; is there a network\? \(no such host\)"):
        install("nu")
    with pytest.raises(NotInstalled):
        installed("nu")
