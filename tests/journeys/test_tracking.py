"""A real browser tells what its visitor looks at, searches for and puts into the bag, from pages that are kept for everyone."""

from typing import Any

from playwright.sync_api import expect
from sqlalchemy import select

from storefront.core.db import session
from storefront.domain.analytics.models import Event
from tests.journeys.conftest import Visit
from tests.journeys.served import Served, wait_for

RING = "/p/aarohi-solitaire-ring"


def told(shop: Served, visitor: str) -> list[tuple[str, Any]]:
    """What is kept of this visitor: type, with the words or the quantity."""
    with shop.inside():
        rows = session().execute(select(Event.type, Event.query, Event.data).where(Event.session_id == visitor))
        return sorted((row.type, row.query or row.data.get("quantity")) for row in rows)


def test_what_a_visitor_does_is_told_once(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served)

    with page.expect_response("**/analytics/track"):
        page.goto("/search?q=Solitaire-Ring")
    for _ in range(2):
        with page.expect_response("**/analytics/track"):
            page.goto(RING)
    page.get_by_role("radio", name="12", exact=True).check()
    page.get_by_role("button", name="Add to bag").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Aarohi Solitaire Ring")

    visitor = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "visit")
    wait_for(lambda: len(told(sqlite_served, visitor)) == 3)
    assert told(sqlite_served, visitor) == [("add_to_cart", 1), ("product_view", None), ("search", "solitaire ring")]
