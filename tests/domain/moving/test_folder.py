"""Which file holds which collection."""

from pathlib import Path

import pytest

from storefront.domain.moving import NAMES, look_through


@pytest.mark.parametrize(
    ("file", "collection"),
    [
        ("users.json", "users"),
        ("shop.Users.json", "users"),
        ("product.jsonl", "products"),
        ("stock_history.json", "stockhistory"),
        ("jewels.stockHistories.ndjson", "stockhistory"),
        ("analytics.JSON", "analytics"),
        ("category.json", "categories"),
    ],
)
def test_a_collection_is_found_under_its_usual_names(tmp_path: Path, file: str, collection: str) -> None:
    (tmp_path / file).write_text("")

    assert look_through(tmp_path).files == {collection: [tmp_path / file]}
    assert collection in NAMES


def test_what_the_shop_does_not_know_is_named(tmp_path: Path) -> None:
    for name in ("coupons.json", "users.metadata.json", "readme.txt"):
        (tmp_path / name).write_text("")

    found = look_through(tmp_path)

    assert found.files == {}
    assert [one.name for one in found.others] == ["coupons.json"]
