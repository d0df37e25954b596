"""The first page: what staff and figures say, for everyone the same."""

from flask.testing import FlaskClient


def test_a_shop_without_anything_still_opens(client: FlaskClient) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert "<h1>" in page.text
