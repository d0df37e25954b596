"""The pages of a shop that has lived for a while, in their states, and the way to each: for tests and for pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from storefront.domain.accounts import Person, services, tokens
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.cart import Owner
from storefront.domain.catalog import queries as catalog
from storefront.domain.orders import links
from storefront.domain.orders.checkout import place
from tests.factories.accounts import a_customer, an_admin
from tests.factories.orders import DETAILS, a_bag, a_payment, a_placed_order, come_back
from tests.factories.reviews import an_approved_review
from tests.journeys.conftest import MISSING
from tests.journeys.served import Served, wait_for
from tests.journeys.walking import check_out, fill_in, go_on

OFFICE = SavedAddressForm(name="Asha's office", street="1 Law College Road", city="Pune", state="Maharashtra", zip_code="411004")
RING = "/p/aarohi-solitaire-ring"


@dataclass(frozen=True)
class Known:
    """What a shop has that was open for a while: orders, a buyer and staff, both signed in. Addresses, and what signs in."""

    number: str
    order: str
    payment: str
    window: str
    buyer: str
    staff: str


def lived_in(shop: Served) -> Known:
    """The shop after a while: an order that was paid, one that was not, a review, a mail that has gone out."""
    with shop.inside():
        buyer, staff = a_customer(), an_admin()
        services.add_address(buyer, OFFICE)
        ring = catalog.product_ref(RING.rsplit("/", 1)[1]).id
        paid, unpaid = place(a_bag(ring, 2, Owner(user_id=buyer.id)), buyer, DETAILS), a_placed_order(ring)
        come_back(paid, a_payment(paid))
        an_approved_review(ring, buyer)
        found = Known(
            number=paid.number,
            order=links.path_of(paid.number),
            payment=f"/order/{unpaid.number}/payment?key={links.key_of(unpaid.number)}&trouble=1",
            window=f"/sandbox/{unpaid.gateway_order_id}",
            buyer=token_of(buyer),
            staff=token_of(staff),
        )
    wait_for(lambda: shop.has_mail(paid.number))
    return found


def token_of(person: Person) -> str:
    return tokens.make_access(person.session_id, person.id)


def at(address: str) -> Callable[[Page, Known], object]:
    return lambda page, known: page.goto(address.format(known=known))


def as_buyer(address: str) -> Callable[[Page, Known], object]:
    return lambda page, known: signed_in(page, known.buyer).goto(address.format(known=known))


def as_staff(address: str) -> Callable[[Page, Known], object]:
    return lambda page, known: signed_in(page, known.staff).goto(address.format(known=known))


def signed_in(page: Page, token: str) -> Page:
    address = page.context.request.get("/healthz").url
    page.context.add_cookies([{"name": "access_token", "value": token, "url": address}])
    return page


def with_the_drawer_open(page: Page, _known: Known) -> None:
    page.goto(RING)
    page.get_by_role("button", name="Add to bag").first.click()
    expect(page.get_by_role("dialog").get_by_role("article")).to_be_visible()


def with_a_bag(page: Page, _known: Known) -> None:
    with_the_drawer_open(page, _known)
    page.get_by_role("link", name="Open the bag as a page").click()
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_text("2 pieces", exact=True)).to_be_visible()


def with_a_coupon(page: Page, _known: Known) -> None:
    page.goto(RING)
    page.get_by_role("button", name="Add to bag").first.click()
    expect(page.locator(".site-header .bag-count")).to_have_text(", pieces: 1")
    page.goto("/bag")
    page.get_by_text("Have a coupon?").first.click()
    page.get_by_label("Coupon").first.fill("DIWALI50")
    page.get_by_role("button", name="Apply").first.click()
    expect(page.get_by_text("DIWALI50").first).to_be_visible()
    expect(page.get_by_label("Coupon").first).to_have_attribute("aria-invalid", "true")


def with_a_coupon_taken(page: Page, _known: Known) -> None:
    page.goto(RING)
    page.get_by_role("button", name="Add to bag").first.click()
    expect(page.locator(".site-header .bag-count")).to_have_text(", pieces: 1")
    page.goto("/bag")
    page.get_by_text("Have a coupon?").first.click()
    page.get_by_label("Coupon").first.fill("WELCOME10")
    page.get_by_role("button", name="Apply").first.click()
    expect(page.locator(".totals .less").first).to_contain_text("WELCOME10")


def with_the_filters_open(page: Page, _known: Known) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/c/rings")
    page.locator(".filter-button").click()
    expect(page.get_by_role("checkbox", name="Platinum")).to_be_visible()


def with_the_search_open(page: Page, _known: Known) -> None:
    page.goto("/")
    page.get_by_role("button", name="Search", exact=True).first.click()
    page.get_by_role("combobox").press_sequentially("ring")
    expect(page.get_by_role("option").first).to_be_visible()


def with_past_searches(page: Page, _known: Known) -> None:
    page.goto("/search?q=ruby")
    page.goto("/")
    page.get_by_role("button", name="Search", exact=True).first.click()
    expect(page.get_by_role("option", name="ruby", exact=True)).to_be_visible()


def with_the_menu_open(page: Page, _known: Known) -> None:
    page.goto("/")
    page.locator(".rooms summary").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".mega").get_by_role("link", name="Rings", exact=True)).to_be_focused()


def with_an_undo(page: Page, known: Known) -> None:
    with_the_drawer_open(page, known)
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()


def with_a_letter_to_write(page: Page, known: Known) -> None:
    as_staff("/back-office/newsletter/new")(page, known)
    page.get_by_label("Subject").fill("New for the season")
    page.get_by_label("Letter").fill("Three rings.")
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.frame_locator("iframe").get_by_text("Three rings.", exact=True)).to_be_visible()


def with_errors_shown(page: Page, _known: Known) -> None:
    with_the_drawer_open(page, _known)
    check_out(page)
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.get_by_role("alert")).to_be_focused()


def at_the_delivery(page: Page, _known: Known) -> None:
    with_the_drawer_open(page, _known)
    check_out(page)
    fill_in(page)
    go_on(page, "Delivery")
    expect(page.get_by_role("heading", name="Delivery")).to_be_focused()


def at_the_payment(page: Page, _known: Known) -> None:
    at_the_delivery(page, _known)
    go_on(page, "Payment")


def with_saved_addresses(page: Page, known: Known) -> None:
    as_buyer(RING)(page, known)
    page.get_by_role("button", name="Add to bag").first.click()
    check_out(page)
    expect(page.get_by_role("radio", name="Asha's office")).to_be_visible()
    page.get_by_role("radio", name="Another address").check()
    page.get_by_label("PIN code").fill("41")
    page.get_by_label("PIN code").blur()
    expect(page.get_by_text("A PIN code has six digits.").first).to_be_visible()


def with_the_size_guide_open(page: Page, _known: Known) -> None:
    page.goto(RING)
    page.get_by_role("link", name="Size guide").first.click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Measure a finger")).to_be_visible()


def with_the_days_of_delivery(page: Page, _known: Known) -> None:
    page.goto(RING)
    page.get_by_label("Delivery to your PIN code").fill("41")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("A PIN code has six digits")).to_be_visible()
    page.get_by_label("Delivery to your PIN code").fill("411004")
    page.keyboard.press("Enter")
    expect(page.get_by_text("if you order today")).to_be_visible()
    page.reload()
    expect(page.get_by_text("if you order today")).to_be_visible()


def with_the_newsletter_asked_for(page: Page, _known: Known) -> None:
    page.goto("/c/rings")
    page.get_by_label("E-mail address").fill("asha@example.in")
    page.keyboard.press("Enter")
    expect(page.get_by_text("a letter with a link is on its way")).to_be_visible()


def with_the_picture_open(page: Page, _known: Known) -> None:
    page.goto(RING)
    page.locator(".strip a").first.click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("2 of 2")


def with_a_wish(page: Page, _known: Known) -> None:
    page.goto(RING)
    heart = page.get_by_role("button", name="Wishlist: Aarohi Solitaire Ring").first
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".site-header .wish-count")).to_have_text(", pieces: 1")
    page.goto("/wishlist")
    expect(page.get_by_role("button", name="Move to bag")).to_be_visible()


def with_a_refused_review(page: Page, known: Known) -> None:
    as_buyer(f"{RING}/review")(page, known)
    page.get_by_label("Your review").fill("")
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("alert")).to_be_focused()


def at_a_mail(page: Page, known: Known) -> None:
    as_staff("/back-office/mailbox")(page, known)
    page.get_by_role("link", name=known.number).click()
    expect(page.frame_locator("iframe").get_by_text("Your order is confirmed")).to_be_visible()


PAGES: dict[str, Callable[[Page, Known], object]] = {
    "home": at("/"),
    "listing": at("/c/rings"),
    "filters": with_the_filters_open,
    "not found": at(MISSING),
    "search": with_the_search_open,
    "past searches": with_past_searches,
    "menu": with_the_menu_open,
    "found": at("/search?q=ruby"),
    "well rated": at("/c/rings?rating=4"),
    "product": at(RING),
    "size guide": with_the_size_guide_open,
    "delivery": with_the_days_of_delivery,
    "delivery page": at(f"{RING}/delivery?pin=411004"),
    "letter asked for": with_the_newsletter_asked_for,
    "newsletter": at("/newsletter"),
    "about": at("/about"),
    "sizes": at("/size-guide"),
    "privacy": at("/privacy"),
    "drawer": with_the_drawer_open,
    "undo": with_an_undo,
    "picture": with_the_picture_open,
    "reviews": at(f"{RING}/reviews?stars=5"),
    "review": with_a_refused_review,
    "own reviews": as_buyer("/account/reviews"),
    "empty wishlist": at("/wishlist"),
    "wishlist": with_a_wish,
    "empty bag": at("/bag"),
    "bag": with_a_bag,
    "refused coupon": with_a_coupon,
    "coupon": with_a_coupon_taken,
    "checkout": with_errors_shown,
    "checkout's delivery": at_the_delivery,
    "checkout's payment": at_the_payment,
    "checkout's addresses": with_saved_addresses,
    "window": at("{known.window}"),
    "payment": at("{known.payment}"),
    "thanks": at("{known.order}&new=1"),
    "order": at("{known.order}"),
    "invoice": lambda page, known: page.goto(known.order.replace("?", "/invoice?")),
    "sign-in": at("/account/login"),
    "register": at("/account/register"),
    "forgotten password": at("/account/forgot"),
    "orders": as_buyer("/account/orders"),
    "account": as_buyer("/account"),
    "addresses": as_buyer("/account/addresses"),
    "letters": as_buyer("/account/letters"),
    "data": as_buyer("/account/data"),
    "staff's orders": as_staff("/back-office/orders"),
    "staff's order": as_staff("/back-office/orders/{known.number}"),
    "orders to send back": as_staff("/back-office/orders?state=return"),
    "money": as_staff("/back-office/money"),
    "payment terms": as_staff("/back-office/settings/payments"),
    "newsletter's letters": as_staff("/back-office/newsletter"),
    "letter": with_a_letter_to_write,
    "mailbox": as_staff("/back-office/mailbox"),
    "mail": at_a_mail,
    "patterns": as_staff("/back-office/patterns"),
}
