"""The bench on tiny data: what it asks for is there, and its table says what was measured. No time is asserted."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path as File
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine

from bench.asked import Request
from bench.catalogue import ROOMS, products
from bench.measuring import Figures, Memory, Row
from bench.paths import Guests, Path, paths
from bench.preparing import proof_of
from bench.probe_database import TABLES, Database
from bench.probes import create
from bench.results import report
from bench.rush import Rush
from bench.statements import statements
from bench.stocked import fill_bags, stocked
from bench.throwaway import stock_up
from bench.windows import Window, WrongAnswer, typical
from storefront.core.forms import parse
from storefront.domain.catalog.forms import ProductForm


def test_the_same_number_of_products_is_the_same_catalogue() -> None:
    first, second = list(products(40)), list(products(40))

    assert first == second
    assert list(islice(products(1_000), 40)) == first
    assert len({row["slug"] for row in first}) == 40


def test_the_catalogue_fills_every_room() -> None:
    forms = [parse(ProductForm, row) for row in products(400)]

    assert {form.category for form in forms} == {room.name for room in ROOMS}
    assert all(form.price > 0 and form.images for form in forms)


@pytest.fixture
def filled(app: Flask) -> list[Path]:
    """A shop with a few hundred products, and what would be asked of it."""
    stock_up(300)
    found = stocked(20)
    looking = fill_bags(found.pieces, 1, "looking")[0]
    guests = Guests(looking, fill_bags(found.pieces, 4, "adding"), fill_bags(found.pieces, 4, "buying"), proof_of(app, looking))
    return paths(found, guests)


def test_every_path_answers_and_its_statements_are_counted(app: Flask, filled: list[Path]) -> None:
    counted = {(path.name, path.state): statements(app, path) for path in filled}

    assert counted["listing", "page kept"] < counted["listing", "cards kept"] < counted["listing", "all anew"]
    assert counted["checkout", "of two pieces"] > counted["add to bag", "a third piece"] > 0


def test_what_is_refused_stops_the_bench(app: Flask) -> None:
    path = Path("nothing", "", [Request("/p/no-such-piece")], [], "")

    with pytest.raises(WrongAnswer, match="404"):
        statements(app, path)


@pytest.fixture
def probes(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: File) -> Iterator[Flask]:
    url = app.config["KUNDAN"].DB_CONNECTION_STRING
    monkeypatch.setenv("DB_CONNECTION_STRING", url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    engine = create_engine(url)
    Database(engine).make_tables()
    bare = create()
    yield bare
    bare.extensions["engine"].dispose()
    TABLES.drop_all(engine)
    engine.dispose()


def test_every_probe_does_what_its_path_asks(filled: list[Path], probes: Flask) -> None:
    client = probes.test_client(use_cookies=False)

    answers = {path.probe: client.open(**path.bare[0].for_client()) for path in filled}

    assert {answer.status_code for answer in answers.values()} == {200, 303}
    assert answers["24 rows, count, cards"].get_data(as_text=True).count("<li") == 24
    assert len(answers["20 rows, msgspec"].get_json()["result"]) == 20


def test_a_request_is_the_same_over_the_wire_and_in_the_test_client() -> None:
    request = Request("/bag/lines", {"bag": "abc"}, {"productId": "1"})

    head, _, body = request.raw(8000).partition("\r\n\r\n")
    given = request.for_client()

    assert head.startswith("POST /bag/lines HTTP/1.1\r\n")
    assert body == given["data"] == "productId=1"
    assert all(f"{name}: {value}" in head.split("\r\n") for name, value in given["headers"].items())


def test_the_table_says_whether_a_target_is_met() -> None:
    told = report([_figures(ratio=0.9), _figures(ratio=1.1)], {"machine": "a small one"}, 300, date(2026, 11, 22))

    good, bad = [line for line in told.splitlines() if line.startswith("| listing ") and "≤" in line]
    assert "| 0.90 × | ≤ 1.0 × | yes |" in good
    assert "| 1.10 × | ≤ 1.0 × | **no** |" in bad
    assert "10 ordered" in told
    assert "| machine | a small one |" in told


def test_the_typical_stretch_is_the_median_of_each_figure() -> None:
    windows = [Window(1, 9, 3, 10), Window(2, 7, 1, 30), Window(3, 8, 2, 20)]

    assert typical(windows) == Window(2, 8, 2, 20)


def _figures(ratio: float) -> Figures:
    window: Any = Window(1, 2, 3, 4)
    path = Path("listing", "all anew", [], [], "24 rows, count, cards", 1.0)
    row = Row(path, 5, window, window, ratio, window, window)
    return Figures("SQLite", [row], Memory(1, 2, 3), Memory(1, 2, 3), Rush(10, 50, 0.2))
