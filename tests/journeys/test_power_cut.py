"""The power goes between payment and return: whoever has paid gets their order all the same."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Page, Route, expect

from storefront.core.clock import later
from storefront.core.outbox import work
from storefront.domain.orders import links, queries
from storefront.domain.orders.sweep import sweep
from tests.factories.catalog import a_ring
from tests.factories.orders import sandbox
from tests.journeys.conftest import Visit
from tests.journeys.served import Served, opened, wait_for
from tests.journeys.walking import fill_in, go_to_the_window, number_in

PAID, UNPAID = ("confirmed", "paid"), ("pending", "pending")


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, empty_shop: Callable[[str], Served]) -> Iterator[Served]:
    """A shop with a ring, open."""
    made = empty_shop(request.param)
    with made.inside():
        upgrade()
        a_ring(name="Aarohi Ring", stock=5)
    with opened(made):
        yield made


def test_what_was_paid_before_the_power_went_is_an_order_afterwards(visit: Visit, shop: Served) -> None:
    # Of one payment the shop has a webhook, of the other nothing: the gateway alone knows.
    told, untold = (at_the_window(visit(shop)) for _ in range(2))
    told_number, untold_number = number_in(told), number_in(untold)
    pay_and_cut_the_power(told, shop)
    pay_in_the_books(shop, untold_number)

    shop.open()

    wait_for(lambda: state(shop, told_number) == PAID)
    assert state(shop, untold_number) == UNPAID
    with shop.inside(), later(minutes=4):
        sweep()
        work(limit=20)
    assert state(shop, untold_number) == PAID
    wait_for(lambda: shop.has_mail(told_number))
    assert shop.has_mail(untold_number)
    see_the_order(told, shop, told_number)
    see_the_order(untold, shop, untold_number)


def at_the_window(page: Page) -> Page:
    """A visitor with the ring in the bag, all filled in, one press away from paying."""
    page.goto("/p/aarohi-ring")
    page.get_by_role("button", name="Add to bag").first.click()
    page.get_by_role("link", name="Check out").click()
    fill_in(page)
    go_to_the_window(page)
    return page


def pay_and_cut_the_power(page: Page, shop: Served) -> None:
    """The window takes the money and sends the browser back, which never gets there."""

    def take_the_money(route: Route) -> None:
        sent_back = route.fetch(max_redirects=0)
        shop.kill()
        assert "/payment/return?" in sent_back.headers["location"]
        route.fulfill(status=204)

    page.route("**/sandbox/**", take_the_money)
    with page.expect_response("**/sandbox/**"):
        page.get_by_role("button", name="Pay ₹").click()


def pay_in_the_books(shop: Served, number: str) -> None:
    with shop.inside():
        sandbox().pay(order(number).gateway_order_id, "captured", "upi")


def state(shop: Served, number: str) -> tuple[str, str]:
    with shop.inside():
        return order(number).status, order(number).payment_status


def order(number: str) -> Any:
    return queries.page(queries.find_by_number(number)).order


def see_the_order(page: Page, shop: Served, number: str) -> None:
    with shop.inside():
        path = links.path_of(number)
    page.goto(path)

    expect(page.get_by_role("heading", name="Being prepared")).to_be_visible()
    expect(page.get_by_text("Paid by UPI")).to_be_visible()
