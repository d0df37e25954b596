"""The three steps in a real browser: by keys alone, what a field says as one leaves it, and back, as guest and signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from storefront.domain.accounts import Person, services, tokens
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.orders import queries
from tests.factories.accounts import a_customer
from tests.journeys.conftest import Visit
from tests.journeys.served import Served
from tests.journeys.walking import ASHA, RING, check_out, fill_in, go_on, number_in, open_the_window, pay, tab_to

PIECE = "/p/aarohi-solitaire-ring"


@pytest.fixture
def buyer(sqlite_served: Served) -> Iterator[Person]:
    """Somebody with two addresses in their account."""
    with sqlite_served.inside():
        person = a_customer()
        for name, street in (("Asha Rao", "14 Champa Lane"), ("Asha's office", "1 Law College Road")):
            place = {"street": street, "city": "Pune", "state": "Maharashtra", "zip_code": "411004"}
            services.add_address(person, SavedAddressForm(name=name, **place))
        yield person


def at_the_checkout(page: Page) -> Page:
    page.goto(PIECE)
    page.get_by_role("button", name="Add to bag").first.click()
    check_out(page)
    expect(page.get_by_role("heading", name="Contact and address")).to_be_visible()
    return page


def sign_in(visitor: BrowserContext, shop: Served, person: Person) -> None:
    token = tokens.make_access(person.session_id, person.id)
    visitor.add_cookies([{"name": "access_token", "value": token, "url": shop.address}])


def press(page: Page, role: str, name: str) -> None:
    """By Tab and Enter."""
    tab_to(page, page.get_by_role(role, name=name).first)
    page.keyboard.press("Enter")


def type_in(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def test_a_paid_order_can_be_had_by_keys_alone(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served)
    page.goto("/")

    press(page, "button", "Search")
    page.keyboard.type("aarohi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    press(page, "link", RING)
    expect(page.get_by_role("heading", name=RING, level=1)).to_be_visible()
    tab_to(page, page.get_by_role("radio", name="8", exact=True))
    page.keyboard.press("ArrowRight")
    press(page, "button", "Add to bag")
    expect(page.get_by_role("dialog").get_by_role("article")).to_contain_text("size 10")
    press(page, "link", "Check out")

    expect(page.get_by_role("heading", name="Contact and address")).to_be_visible()
    for label in ("E-mail", "Mobile number", "Full name", "PIN code"):
        type_in(page, label, ASHA[label])
    page.keyboard.press("Tab")
    expect(page.get_by_label("City", exact=True)).to_have_value("Pune")
    expect(page.get_by_label("State", exact=True)).to_have_value("Maharashtra")
    type_in(page, "House, street, area", ASHA["House, street, area"])
    press(page, "button", "Continue to delivery")
    expect(page.get_by_role("heading", name="Delivery")).to_be_focused()
    press(page, "button", "Continue to payment")
    expect(page.get_by_role("heading", name="Payment")).to_be_focused()
    press(page, "button", "Pay ₹")
    page.wait_for_url("**/payment?**")
    press(page, "link", "Pay ₹")
    page.wait_for_url("**/sandbox/**")
    press(page, "button", "Pay ₹")

    expect(page.get_by_role("heading", name="Thank you. It is yours.")).to_be_visible()
    expect(page.get_by_text("Pune 411004")).to_be_visible()


def test_a_field_says_what_is_wrong_when_it_was_left_and_not_before(visit: Visit, sqlite_served: Served) -> None:
    page = at_the_checkout(visit(sqlite_served))
    email, live = page.get_by_label("E-mail"), page.locator("#live")
    expect(email).to_have_accessible_description("For the receipt and news of the parcel. Nothing else.")

    email.press_sequentially("asha@")
    assert email.get_attribute("aria-invalid") is None
    page.keyboard.press("Tab")
    expect(email).to_have_accessible_description("This is not an e-mail address.")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(live).to_have_text("E-mail: This is not an e-mail address.")
    expect(page.get_by_label("Mobile number")).to_be_focused()

    email.fill("asha@example.in")
    page.keyboard.press("Tab")
    expect(email).not_to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description("For the receipt and news of the parcel. Nothing else.")


def test_a_pin_code_never_overwrites_what_was_typed(visit: Visit, sqlite_served: Served) -> None:
    page = at_the_checkout(visit(sqlite_served))
    page.get_by_label("City", exact=True).fill("Lonavala")

    page.get_by_label("PIN code").fill("411 004")
    page.keyboard.press("Tab")

    expect(page.get_by_label("State", exact=True)).to_have_value("Maharashtra")
    expect(page.get_by_label("City", exact=True)).to_have_value("Lonavala")


def test_the_steps_are_announced_and_stand_in_the_address(visit: Visit, sqlite_served: Served) -> None:
    page = at_the_checkout(visit(sqlite_served))
    fill_in(page)

    go_on(page, "Delivery")
    expect(page.get_by_role("heading", name="Delivery")).to_be_focused()
    expect(page.locator("#live")).to_have_text("Step 2 of 3: Delivery.")
    assert page.url.endswith("/checkout?step=delivery")
    page.get_by_label("A note for us").fill("Please engrave.")
    go_on(page, "Payment")
    page.reload()
    expect(page.get_by_text("Please engrave.")).to_be_visible()

    page.go_back()
    expect(page.get_by_label("A note for us")).to_have_value("Please engrave.")
    page.go_back()
    expect(page.get_by_label("House, street, area")).to_have_value("14 Champa Lane")


def test_two_clicks_and_the_way_back_make_one_order(visit: Visit, sqlite_served: Served) -> None:
    page = at_the_checkout(visit(sqlite_served))
    fill_in(page)
    go_on(page, "Delivery")
    go_on(page, "Payment")

    page.get_by_role("button", name="Pay ₹").dblclick(no_wait_after=True)
    page.wait_for_url("**/payment?**")
    first = number_in(page)
    page.go_back()
    page.get_by_role("button", name="Pay ₹").click()
    page.wait_for_url("**/payment?**")

    assert number_in(page) == first


def test_somebody_signed_in_buys_with_an_address_of_their_account(visit: Visit, sqlite_served: Served, buyer: Person) -> None:
    page = visit(sqlite_served)
    sign_in(page.context, sqlite_served, buyer)
    at_the_checkout(page)
    expect(page.get_by_label("E-mail")).to_have_value(buyer.email)
    expect(page.get_by_role("radio", name="Asha Rao")).to_be_checked()
    expect(page.get_by_label("House, street, area")).to_be_hidden()

    page.get_by_role("radio", name="Another address").check()
    expect(page.get_by_label("House, street, area")).to_be_visible()
    page.get_by_role("radio", name="Asha's office").check()
    go_on(page, "Delivery")
    go_on(page, "Payment")
    open_the_window(page)
    pay(page)

    expect(page.get_by_role("heading", name="Thank you. It is yours.")).to_be_visible()
    with sqlite_served.inside():
        order = queries.page(queries.find_by_number(number_in(page))).order
        assert (order.user_id, order.shipping_address["street"]) == (buyer.id, "1 Law College Road")
