"""Staff at their orders: by keys alone, and on whatever they hold in their hands."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order
from tests.journeys.conftest import Visit
from tests.journeys.served import Served
from tests.journeys.states import signed_in, token_of

ORDERS = "/back-office/orders"


def at_work(page: Page, shop: Served) -> str:
    """The page of somebody on the staff; the number of an order that waits to be packed."""
    with shop.inside():
        token, number = token_of(an_admin()), a_paid_order(a_ring(stock=1)).number
    signed_in(page, token)
    return number


def test_keys_move_in_the_list_as_soon_as_it_is_there(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served)
    number = at_work(page, sqlite_served)
    page.goto(ORDERS)

    page.keyboard.press("j")
    expect(page.get_by_role("link", name=number)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=number, level=1)).to_be_visible()


def test_escape_leaves_the_search_for_the_list(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served)
    number = at_work(page, sqlite_served)
    page.goto(ORDERS)

    for key in ("/", "Escape", "j"):
        page.keyboard.press(key)

    expect(page.get_by_role("link", name=number)).to_be_focused()


@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
def test_every_price_is_in_sight(visit: Visit, sqlite_served: Served, width: int) -> None:
    page = visit(sqlite_served, viewport={"width": width, "height": 900})
    number = at_work(page, sqlite_served)

    for address in (ORDERS, f"{ORDERS}/{number}"):
        page.goto(address)
        prices = page.locator("main table td:last-child").all()
        assert prices
        for price in prices:
            box = price.bounding_box()
            assert box
            assert box["x"] + box["width"] <= width
