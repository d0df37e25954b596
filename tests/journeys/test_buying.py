"""The whole way: a guest finds a ring, pays for it and has an order, whatever happens to the shop meanwhile; staff see it, and
read the mail that went out."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from storefront.core.clock import later
from storefront.core.outbox import work
from storefront.domain.orders import links, queries
from storefront.domain.orders.sweep import sweep
from tests.factories.orders import sandbox
from tests.journeys.conftest import Visit
from tests.journeys.served import Served, wait_for
from tests.journeys.walking import (
    RING,
    check_out,
    fill_in,
    go_on,
    go_to_the_window,
    number_in,
    open_the_window,
    pay,
    sign_in_as_staff,
)

PAID, UNPAID = ("confirmed", "paid"), ("pending", "pending")


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest) -> Served:
    return request.getfixturevalue(f"{request.param}_served")


def test_a_guest_buys_a_ring_and_staff_see_the_order(visit: Visit, shop: Served) -> None:
    page, staff = visit(shop), visit(shop)

    page.goto("/")
    search_with_suggestions(page)
    page.get_by_role("radio", name="12", exact=True).check()
    page.get_by_role("button", name="Add to bag").first.click()
    see_the_drawer(page)
    check_out(page)
    miss_a_digit(page)
    fill_in(page)
    say_something(page)
    go_straight_to_the_window(page)
    pay(page)
    number = see_the_thanks(page)

    sign_in_as_staff(staff)
    find_the_order(staff, number)
    read_the_mail(staff, shop, number)


def test_a_guest_without_script_buys_a_ring_and_staff_see_the_order(visit: Visit, shop: Served) -> None:
    page, staff = (visit(shop, java_script_enabled=False) for _ in range(2))

    page.goto("/")
    search(page)
    page.get_by_role("radio", name="12", exact=True).check()
    page.get_by_role("button", name="Add to bag").first.click()
    see_the_bag(page)
    check_out(page)
    miss_a_digit(page)
    fill_in(page)
    say_something(page)
    go_straight_to_the_window(page)
    pay(page)
    number = see_the_thanks(page)

    sign_in_as_staff(staff)
    find_the_order(staff, number)
    read_the_mail(staff, shop, number)


def test_what_was_paid_before_the_power_went_is_an_order_afterwards(visit: Visit, shop: Served) -> None:
    # Of one payment the shop has a webhook, of the other nothing: the gateway alone knows.
    told, untold = (at_the_window(visit(shop)) for _ in range(2))
    told_number, untold_number = number_in(told), number_in(untold)
    pay_and_cut_the_power(told, shop)
    pay_in_the_books(shop, untold_number)

    shop.open()

    # What the worker had in hand when it died is taken up by another one a minute later.
    with shop.inside(), later(minutes=2):
        work(limit=20)
    assert (state(shop, told_number), state(shop, untold_number)) == (PAID, UNPAID)
    with shop.inside(), later(minutes=4):
        sweep()
        work(limit=20)
    assert state(shop, untold_number) == PAID
    for page, number in ((told, told_number), (untold, untold_number)):
        wait_for(lambda number=number: _mailed(shop, number))
        see_the_order(page, shop, number)


def _mailed(shop: Served, number: str) -> bool:
    """Whether the mail is there, a job that had to be tried again being due by then."""
    with shop.inside(), later(minutes=15):
        work(limit=20)
    return bool(shop.has_mail(number))


def search_with_suggestions(page: Page) -> None:
    page.get_by_role("button", name="Search", exact=True).first.click()
    page.get_by_role("combobox", name="Search the shop").press_sequentially("aarohi sol")
    page.get_by_role("option", name=RING).click()
    expect(page.get_by_role("heading", name=RING, level=1)).to_be_visible()


def search(page: Page) -> None:
    page.get_by_role("button", name="Search", exact=True).first.click()
    page.get_by_label("Search the shop").fill("aarohi")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=RING).first.click()
    expect(page.get_by_role("heading", name=RING, level=1)).to_be_visible()


def see_the_drawer(page: Page) -> None:
    drawer = page.get_by_role("dialog", name="Your bag")

    expect(drawer.get_by_role("article")).to_contain_text(RING)
    expect(drawer.get_by_role("article")).to_contain_text("size 12")
    expect(drawer.get_by_role("status")).to_have_text(f"{RING} is in your bag.")
    expect(page.locator(".site-header .bag-count")).to_have_text(", pieces: 1")


def see_the_bag(page: Page) -> None:
    expect(page.get_by_role("heading", name="Your bag", level=1)).to_be_visible()
    expect(page.get_by_role("article")).to_contain_text("size 12")


def miss_a_digit(page: Page) -> None:
    """A refused step says why, once on top and once at its field, and keeps all that was typed."""
    fill_in(page, **{"PIN code": "411 0"})
    page.get_by_role("button", name="Continue to delivery").click()

    expect(page.get_by_role("alert")).to_contain_text("A PIN code has six digits.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("PIN code")).to_have_accessible_description("A PIN code has six digits.")
    expect(page.get_by_label("PIN code")).to_have_value("411 0")
    expect(page.get_by_label("House, street, area")).to_have_value("14 Champa Lane")
    expect(page.get_by_label("State", exact=True)).to_have_value("Maharashtra")


def say_something(page: Page) -> None:
    """With the parcel; then back to the address, and on: nothing is asked twice."""
    go_on(page, "Delivery")
    page.get_by_label("A note for us").fill("Please engrave A and R.")
    go_on(page, "Payment")
    page.get_by_role("link", name="Edit contact and address").click()
    expect(page.get_by_label("House, street, area")).to_have_value("14 Champa Lane")
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.get_by_role("button", name="Pay ₹")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("House, street, area")).to_have_value("14 Champa Lane")


def go_straight_to_the_window(page: Page) -> None:
    """The steps are done: one press leads over all of them."""
    page.get_by_role("button", name="Continue to delivery").click()
    open_the_window(page)


def see_the_thanks(page: Page) -> str:
    expect(page.get_by_role("heading", name="Thank you. It is yours.")).to_be_visible()
    expect(page.get_by_text("Pune 411004")).to_be_visible()
    expect(page.locator(".site-header .bag-count")).to_be_hidden()
    return number_in(page)


def find_the_order(staff: Page, number: str) -> None:
    staff.get_by_label("Number, name, e-mail, phone or city").fill(number)
    staff.get_by_role("button", name="Show").click()
    staff.get_by_role("link", name=number).click()
    main = staff.get_by_role("main")

    expect(main.get_by_role("heading", name=number)).to_be_visible()
    expect(main.get_by_role("row", name=RING)).to_contain_text("size 12")
    expect(main).to_contain_text("Asha Rao")
    expect(main).to_contain_text("Please engrave A and R.")
    expect(main).to_contain_text("Paid by UPI.")


def read_the_mail(staff: Page, shop: Served, number: str) -> None:
    wait_for(lambda: shop.has_mail(number))

    staff.get_by_role("link", name="Mailbox").click()
    staff.get_by_role("link", name=f"Your order {number} is confirmed").click()

    mail = staff.frame_locator("iframe")
    expect(mail.get_by_role("heading", name="Your order is confirmed")).to_be_visible()
    expect(mail.get_by_text(RING).first).to_be_visible()


def at_the_window(page: Page) -> Page:
    """A visitor with the ring in the bag, all filled in, one press away from paying."""
    page.goto("/p/aarohi-solitaire-ring")
    page.get_by_role("button", name="Add to bag").first.click()
    check_out(page)
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
        pay(page)


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
