"""The README tells every setting, in the very words of the code."""

from pathlib import Path

from storefront.cli.settings import table

ROOT = Path(__file__).resolve().parents[2]


def test_the_readme_has_the_table_that_the_settings_print() -> None:
    readme = (ROOT / "README.md").read_text()

    missing = [row for row in table().splitlines() if row not in readme]

    assert not missing, "run `python -m storefront.cli.settings` and put its table into README.md"


def test_every_setting_is_explained_in_a_sentence() -> None:
    rows = table().splitlines()[2:]

    assert [row for row in rows if not row.endswith((". |", "? |"))] == []
