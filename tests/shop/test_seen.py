"""What somebody has looked at lately."""

from tests.browser import Browser
from tests.factories.catalog import a_ring


def test_the_browser_names_the_pieces_and_gets_their_cards_in_its_order(client: Browser) -> None:
    first, second, hidden = a_ring(name="First"), a_ring(name="Second"), a_ring(name="Hidden", visibility=False)

    part = client.get(f"/recently-viewed?p={second}&p={hidden}&p={first}&p={second}&p=x").text

    assert part.index("Second</a>") < part.index("First</a>")
    assert part.count("</h3>") == 2
    assert "<html" not in part


def test_nothing_seen_is_nothing_shown(client: Browser) -> None:
    assert client.get("/recently-viewed").text.strip() == ""
