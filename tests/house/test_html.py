"""Every page is valid HTML, as it is sent: those of the shop and of the back office, and those of forms that were refused."""

from collections.abc import Iterator

import pytest
from flask import Flask

from storefront.domain.accounts import Person
from storefront.domain.content.pages import open_first_pages
from storefront.domain.orders import links
from tests.browser import Browser, new_browser
from tests.crawler import SITE, Crawler
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_category, a_ring_with_choices, some_products
from tests.factories.orders import a_bag, a_paid_order, a_placed_order
from tests.factories.people import an_address
from tests.factories.reviews import an_approved_review
from tests.nu import Nu
from tests.signed_in import browser_of

RING = "/p/lotus-ring"

UNLINKED = ("/bag", "/wishlist", "/checkout", "/search", "/search?q=lotus", "/search?q=tractor", "/newsletter", "/pages/nothing")
UNLINKED += (
    "/c/rings?price_max=1",
    "/shop?page=99",
    f"{RING}/delivery?pin=411004",
    f"{RING}/delivery?pin=4",
    f"{RING}/reviews?stars=5",
)
UNLINKED += ("/account/login", "/account/register", "/account/forgot", "/docs", "/p/nothing")

OWN = ("", "/profile", "/password", "/orders", "/addresses", "/reviews", "/letters", "/data")
OFFICE = ("/orders", "/orders?q=nothing", "/money", "/mailbox", "/patterns")

REFUSED = ("/account/login", "/account/register", "/account/forgot", "/newsletter", "/checkout")
REFUSED_OF_BUYERS = ("/account/profile", "/account/password", "/account/addresses", f"{RING}/review")


@pytest.fixture
def shop(sqlite_app: Flask) -> Flask:
    """Two rooms, one of which goes over two pages, and the shop's own words."""
    open_first_pages()
    a_category("Earrings", description="Jhumkas and drops.")
    some_products(*({"name": f"Piece {number}", "category": "Rings", "price": 9_000, "tags": ["bridal"]} for number in range(30)))
    return sqlite_app


@pytest.fixture
def ring(shop: Flask) -> str:
    return a_ring_with_choices(slug="lotus-ring", stock=9)


def wrong(nu: Nu, pages: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """The errors by page; each only once, since what is wrong in the frame is wrong everywhere."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    for address, text in pages:
        told = [one for one in nu.errors(text) if one not in known]
        known.update(told)
        if told:
            found[address] = told
    return found


def shown(browser: Browser, addresses: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for address in addresses:
        answer = browser.get(address, follow_redirects=True, headers={"Accept": "text/html"})
        assert answer.mimetype == "text/html", address
        yield address, answer.text


def refused(browser: Browser, addresses: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for address in addresses:
        answer = browser.submit(address, {"contact": "?"})
        assert answer.status_code in (401, 422), f"{address} answered {answer.status_code}"
        yield address, answer.text


def test_every_page_that_can_be_found_is_valid(nu: Nu, shop: Flask, ring: str) -> None:
    buyer = a_customer()
    an_approved_review(ring, buyer)
    guest = new_browser(shop)
    found = [address.removeprefix(SITE) or "/" for address in Crawler(guest).from_page("/").pages]
    # Of pages that are made by one template from like rows a few will do.
    pieces = [address for address in found if address.startswith("/p/piece-")]

    assert len(found) > 40
    assert wrong(nu, shown(guest, (*(set(found) - set(pieces[2:])), *UNLINKED))) == {}


def test_every_page_of_a_guest_with_a_bag_is_valid(nu: Nu, shop: Flask, ring: str) -> None:
    guest = new_browser(shop)
    guest.post("/bag/lines", data={"product_id": ring, "option.size": "12", "option.metal": "18 kt yellow gold", "quantity": "2"})
    guest.post("/wishlist/items", data={"product_id": ring})
    unpaid, paid = a_placed_order(ring), a_paid_order(ring)
    orders = (
        f"/order/{unpaid.number}/payment?key={links.key_of(unpaid.number)}&trouble=1",
        f"/sandbox/{unpaid.gateway_order_id}",
        links.path_of(unpaid.number),
        f"{links.path_of(paid.number)}&new=1",
    )

    assert wrong(nu, shown(guest, ("/bag", "/wishlist", "/checkout", *orders))) == {}
    assert wrong(nu, refused(guest, REFUSED)) == {}


def test_every_page_of_a_buyer_is_valid(nu: Nu, shop: Flask, ring: str) -> None:
    buyer = a_customer()
    browser = browser_of(shop, buyer)
    empty = dict(shown(browser, tuple(f"/account{page}" for page in OWN)))
    order = bought(ring, buyer)
    an_address(buyer)
    pages = (*(f"/account{page}" for page in OWN), f"/account/orders/{order}", f"{RING}/review", f"{RING}/reviews")

    assert wrong(nu, iter(empty.items())) == {}
    assert wrong(nu, shown(browser, pages)) == {}
    assert wrong(nu, refused(browser, REFUSED_OF_BUYERS)) == {}


def bought(ring: str, buyer: Person) -> str:
    a_bag(ring)
    an_approved_review(ring, buyer)
    return a_paid_order(ring, who=buyer).number


def test_every_page_of_the_back_office_is_valid(nu: Nu, shop: Flask, ring: str) -> None:
    staff = browser_of(shop, an_admin())
    orders = [a_paid_order(ring).number, a_placed_order(ring).number]
    pages = (*OFFICE, *(f"/orders/{number}" for number in orders))

    assert wrong(nu, shown(staff, tuple(f"/back-office{page}" for page in pages))) == {}
