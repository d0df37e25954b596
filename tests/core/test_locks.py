"""What only one process may do at a time: bringing the database up to date, filling a new shop."""

import time
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from storefront.core.locks import alone


def be_alone_inside() -> tuple[float, float]:
    with alone("start"):
        entered = time.time()
        # Long enough for the others to come in, if they could.
        time.sleep(0.05)
        return entered, time.time()


def test_processes_at_once_go_one_after_the_other(app: Flask, at_once: Any) -> None:
    visits = sorted(at_once(be_alone_inside, [()] * 3))

    assert all(left <= entered for (_, left), (entered, _) in pairwise(visits))


def test_whoever_fails_inside_lets_the_next_one_in(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), alone("start"):
        1 / 0  # noqa: B018  the error that is wanted

    entered = []
    with alone("start"):
        entered.append("in")

    assert entered == ["in"]


def test_other_names_do_not_wait(app: Flask) -> None:
    entered = []

    with alone("start"), alone("something else"):
        entered.append("in")

    assert entered == ["in"]
