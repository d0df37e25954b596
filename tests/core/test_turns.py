"""Writers of one SQLite file go one after the other."""

import time
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from storefront.core import turns
from storefront.core.db import dialect, transaction
from storefront.core.errors import Unavailable
from storefront.core.turns import Turns


def write_for_a_while() -> tuple[float, float]:
    with transaction():
        entered = time.time()
        # Long enough for the others to come in, if they can.
        time.sleep(0.05)
        return entered, time.time()


def test_processes_write_sqlite_in_turn_and_postgresql_side_by_side(app: Flask, at_once: Any) -> None:
    visits = sorted(at_once(write_for_a_while, [()] * 4))

    in_turn = all(left <= entered for (_, left), (entered, _) in pairwise(visits))
    assert in_turn == (dialect() == "sqlite")


def test_threads_that_write_at_once_go_one_after_the_other(tmp_path: Path) -> None:
    mine = Turns(tmp_path / "turns")
    visits: list[tuple[float, float]] = []

    def write() -> None:
        with mine.turn():
            entered = time.monotonic()
            time.sleep(0.01)
            visits.append((entered, time.monotonic()))

    threads = [Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(visits) == 6
    assert all(left <= entered for (_, left), (entered, _) in pairwise(sorted(visits)))


def test_whoever_fails_inside_lets_the_next_one_in(tmp_path: Path) -> None:
    mine = Turns(tmp_path / "turns")
    with pytest.raises(ZeroDivisionError), mine.turn():
        1 / 0  # noqa: B018  the error that is wanted

    with mine.turn():
        entered = True

    assert entered


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = Turns(tmp_path / "turns")
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    refused: list[bool] = []

    def write() -> None:
        try:
            with mine.turn():
                pass
        except Unavailable:
            refused.append(True)

    with mine.turn():
        late = Thread(target=write)
        late.start()
        late.join()

    assert refused == [True]
