"""`flask import mongo`."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from storefront.core.clock import frozen

EXPORT = Path(__file__).parent.parent / "domain" / "moving" / "export"


@pytest.fixture(autouse=True)
def _in_the_summer_after() -> Iterator[None]:
    """Some months after the last event of the export, and not years: each day since the first is closed, one by one."""
    with frozen(datetime(2024, 7, 1, tzinfo=UTC)):
        yield


def test_it_says_what_became_of_each_collection_and_writes_its_report(app: Flask, tmp_path: Path) -> None:
    kept = tmp_path / "left-out.jsonl"

    result = app.test_cli_runner().invoke(args=["import", "mongo", str(EXPORT), "--report", str(kept)])

    assert result.exit_code == 0
    rows = {line.split()[0]: line.split()[1:] for line in result.output.splitlines() if line[:1].isalpha()}
    assert rows["products"] == ["6", "3", "0", "0", "3"]
    assert "users: 1 × This is not valid JSON." in result.output.replace("2 ×", "1 ×")
    assert "coupons.json was not read: the shop knows no such collection." in result.output
    assert result.output.rstrip().endswith("25 documents brought over.")
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    assert {"collection", "id", "outcome", "why"} == set(lines[0])


def test_the_second_time_it_says_that_nothing_changed(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["import", "mongo", str(EXPORT)])

    result = runner.invoke(args=["import", "mongo", str(EXPORT)])

    assert result.output.rstrip().endswith("Nothing changed.")


def test_a_dry_run_says_what_it_is(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["import", "mongo", str(EXPORT), "--dry-run"])

    assert result.output.rstrip().endswith("This was a dry run: nothing was changed.")


def test_a_folder_without_a_collection_is_refused(app: Flask, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(args=["import", "mongo", str(tmp_path)])

    assert result.exit_code == 1
    assert "There is no collection in" in result.output
