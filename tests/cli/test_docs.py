"""What is written of the API is what there is."""

from flask import Flask

from storefront.cli.docs import PLACE, command, renewed


def test_the_table_of_endpoints_is_up_to_date(sqlite_app: Flask) -> None:
    written = PLACE.read_text()

    assert renewed(written, sqlite_app) == written, "run `flask docs`"


def test_the_table_names_every_endpoint_with_its_rights_and_refusals(sqlite_app: Flask) -> None:
    made = renewed("", sqlite_app)

    assert "| `POST /cart/add` | user | So many more of a product; the same product and options add up. | 1000 |" in made
    assert "`GET /auth/products/{slug}` | anyone |" in made
    assert made.count("\n| `") >= 30


def test_the_command_changes_nothing_but_the_table(sqlite_app: Flask, monkeypatch, tmp_path) -> None:
    page = tmp_path / "api.md"
    page.write_text("before\n<!-- endpoints, by `flask docs` -->\n(written before)\n<!-- end of the endpoints -->\nafter\n")
    monkeypatch.setattr("storefront.cli.docs.PLACE", page)

    told = sqlite_app.test_cli_runner().invoke(command)

    assert told.exit_code == 0
    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "(written before)" not in text
