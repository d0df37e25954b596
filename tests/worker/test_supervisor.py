"""Whoever watches over the server and its worker: restarts what dies, ever more patiently, and leaves nothing behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from storefront import supervisor
from storefront.supervisor import Kept, Process, end

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


class Clock:
    """Stands in for the time module."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


class Starts:
    """Starts processes that have died already, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> Process:
        self.count += 1
        dead = subprocess.Popen([sys.executable, "-S", "-c", "raise SystemExit(3)"])
        dead.wait()
        return dead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(supervisor, "time", standing)
    return standing


@pytest.fixture
def stubborn() -> Iterator[Process]:
    """A process that does not listen to SIGTERM."""
    with subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_what_dies_is_started_again_a_little_later_each_time(clock: Clock) -> None:
    starts = Starts()
    kept = Kept("worker", starts)
    started_at = []

    for tenth in range(1500):
        clock.seconds = tenth / 10
        before = starts.count
        kept.look()
        if starts.count > before:
            started_at.append(clock.seconds)

    assert [round(later - earlier) for earlier, later in pairwise(started_at)] == [3, 7, 15, 30, 30, 30, 30]


def test_what_dies_after_a_long_healthy_life_is_started_again_at_once(clock: Clock) -> None:
    starts = Starts()
    kept = Kept("worker", starts)

    clock.seconds = 3600
    kept.look()
    kept.look()

    assert starts.count == 2


def test_what_does_not_end_when_asked_is_ended(stubborn: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.1)

    end(stubborn)

    assert stubborn.returncode == -signal.SIGKILL


def test_all_are_asked_before_any_is_waited_for() -> None:
    both = [subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"]) for _ in range(2)]
    began = time.monotonic()

    end(*both)

    assert [one.returncode for one in both] == [-signal.SIGTERM] * 2
    assert time.monotonic() - began < supervisor.GRACE
