"""The export that the bench makes up, at a size that takes no time."""

from pathlib import Path

from flask import Flask

from bench.moving import write
from storefront.domain.moving import Report, bring, look_through
from tests.factories.money import books


def test_a_made_up_shop_comes_over_with_its_books_in_balance(app: Flask, tmp_path: Path) -> None:
    write(tmp_path / "export", pieces=40, orders=30, events=60)
    report = Report()

    bring(look_through(tmp_path / "export").files, report, lambda *_: None)

    assert {name: one.new for name, one in report.tallies.items()} == {
        "categories": 10,
        "products": 40,
        "users": 15,
        "reviews": 15,
        "orders": 30,
        "analytics": 60,
    }
    assert books() == []
