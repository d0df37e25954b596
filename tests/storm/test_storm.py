"""Short storms over real processes and the production server, on both engines; `make storm` has the long ones."""

from pathlib import Path

import pytest

from tests.database import new_postgres_database
from tests.storm.storms import outage, rush, storm


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; '' for SQLite in the shop's own folder."""
    return "" if request.param == "sqlite" else new_postgres_database(request.getfixturevalue("postgres_url"))


def test_of_many_buyers_at_once_each_piece_goes_to_one_and_the_others_are_told(database: str, tmp_path: Path) -> None:
    seen = rush(tmp_path, database, buyers=40, pieces=10)

    assert (seen.reckoning.paid, seen.reckoning.left) == (10, 0)


def test_whatever_dies_or_misbehaves_every_order_ends_and_every_paisa_is_accounted_for(database: str, tmp_path: Path) -> None:
    seen = storm(tmp_path, database, 30, server=1, worker=1, every=1.0, silence=0.5)

    assert seen.hits == 2
    assert seen.reckoning.paid == 30 - seen.outcomes["gave up"]


def test_databases_that_go_away_and_come_back_cost_a_moment_and_nothing_else(tmp_path: Path) -> None:
    seen = outage(tmp_path, 40, rounds=1, away=1.0, every=1.0)

    assert seen.hits == 4
    assert seen.reckoning.paid == 40
    assert {200, 503} <= {one.status for one in seen.heard}
