"""Setting up on a machine that lacks something stops with one sentence that says what."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What setting up needs first, in a folder with spaces in its path."""
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    (folder / "static").mkdir()
    (folder / "demo").mkdir()
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def make(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    env = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "PYTHON")}
    return subprocess.run(["make", *arguments], cwd=project, env=env, capture_output=True, text=True, check=False)


def test_a_machine_without_python_is_told_what_to_install(project: Path) -> None:
    told = make(project, "install", "PYTHON=")

    assert told.returncode != 0
    assert told.stderr.startswith("Kundan needs Python 3.11 or newer: install it, or name it by make PYTHON=/path/to/python3\n")


def test_a_python_that_cannot_make_environments_is_told_what_to_install(project: Path) -> None:
    python = project / "python3"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)

    told = make(project, "install", f"PYTHON={python}")

    assert told.returncode != 0
    assert "apt install python3-venv" in told.stderr.splitlines()[0]
    assert not (project / ".venv").exists()


def test_a_start_that_failed_half_way_leaves_nothing_that_looks_finished(project: Path) -> None:
    python = project / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\nmkdir -p .venv/bin; touch .venv/bin/python; exit 1\n')
    python.chmod(0o755)

    told = make(project, "install", f"PYTHON={python}")

    assert told.returncode != 0
    assert not (project / ".venv").exists()


def test_make_alone_lists_what_there_is(project: Path) -> None:
    told = make(project).stdout

    assert [line.split()[1] for line in told.splitlines()] == [
        "help",
        "install",
        "run",
        "test",
        "fuzz",
        "lint",
        "check",
        "bench",
        "storm",
        "lighthouse",
        "screenshots",
        "lock",
        "clean",
    ]
