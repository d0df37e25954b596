"""The whole way: a guest finds a ring, pays for it and has an order; staff see it, and read the mail that went out."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.served import Served, wait_for
from tests.journeys.walking import fill_in, go_to_the_window, number_in, sign_in_as_staff

RING = "Aarohi Solitaire Ring"


@pytest.fixture(params=[("sqlite", True), ("sqlite", False), ("postgresql", True)], ids=lambda way: "-".join(map(str, way)))
def way(request: pytest.FixtureRequest) -> tuple[Served, bool]:
    """A shop, and whether its visitors have script."""
    engine, scripted = request.param
    return request.getfixturevalue(f"{engine}_served"), scripted


def test_a_guest_buys_a_ring_and_staff_see_the_order(visit: Visit, way: tuple[Served, bool]) -> None:
    shop, scripted = way
    page, staff = (visit(shop, java_script_enabled=scripted) for _ in range(2))

    page.goto("/")
    search_with_suggestions(page) if scripted else search(page)
    page.get_by_role("radio", name="12", exact=True).check()
    page.get_by_role("button", name="Add to bag").first.click()
    (see_the_drawer if scripted else see_the_bag)(page)
    page.get_by_role("link", name="Check out").click()
    miss_a_digit(page)
    fill_in(page)
    go_to_the_window(page)
    page.get_by_role("button", name="Pay ₹").click()
    number = see_the_thanks(page)

    sign_in_as_staff(staff)
    find_the_order(staff, number)
    read_the_mail(staff, shop, number)


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
    """A refused form says why, once on top and once at its field, and keeps all that was typed."""
    fill_in(page, **{"PIN code": "411 0"})
    page.get_by_label("A note for us").fill("Please engrave A and R.")
    page.get_by_role("button", name="Pay ₹").click()

    expect(page.get_by_role("alert")).to_contain_text("A PIN code has six digits.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("PIN code")).to_have_accessible_description("A PIN code has six digits.")
    expect(page.get_by_label("PIN code")).to_have_value("411 0")
    expect(page.get_by_label("House, street, area")).to_have_value("14 Champa Lane")
    expect(page.get_by_label("State", exact=True)).to_have_value("Maharashtra")
    expect(page.get_by_label("A note for us")).to_have_value("Please engrave A and R.")


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
