"""Pages are light: what a page needs before it can be read and used comes within 100 KB, of which 60 KB are scripts."""

import gzip
import re

import pytest
from flask import Flask

from storefront.domain.content.pages import open_first_pages
from storefront.domain.orders import links
from tests.browser import Browser, new_browser
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_category, a_ring_with_choices, some_products
from tests.factories.orders import a_paid_order
from tests.factories.reviews import an_approved_review
from tests.signed_in import browser_of

AT_MOST, SCRIPTS_AT_MOST = 100_000, 60_000
"""Bytes, as they are sent."""
RING = "/p/lotus-ring"
READS = {"Accept": "text/html", "Accept-Encoding": "br"}
GUESTS = (
    "/",
    "/shop",
    "/c/rings",
    "/search?q=piece",
    RING,
    f"{RING}/reviews",
    "/bag",
    "/wishlist",
    "/checkout",
    "/size-guide",
    "/nowhere",
)
BUYERS = ("/account", "/account/orders", "/account/addresses", "/account/data", f"{RING}/review")
OFFICE = ("/back-office/orders", "/back-office/money", "/back-office/mailbox", "/back-office/patterns")


@pytest.fixture
def paid(sqlite_app: Flask) -> str:
    """The path of an order in a shop with a full list, a piece with choices and a review, and the shop's own words."""
    open_first_pages()
    a_category("Earrings", description="Jhumkas and drops.")
    some_products(*({"name": f"Piece {number}", "category": "Rings", "price": 9_000, "tags": ["bridal"]} for number in range(30)))
    ring = a_ring_with_choices(slug="lotus-ring", stock=9)
    an_approved_review(ring, a_customer())
    return links.path_of(a_paid_order(ring).number)


@pytest.fixture
def guest(sqlite_app: Flask, paid: str) -> Browser:
    """With a piece in the bag."""
    guest = new_browser(sqlite_app)
    ring = re.search(r'name="product_id" value="(\w+)"', guest.get(RING).text)
    assert ring
    chosen = {"option.size": "12", "option.metal": "18 kt yellow gold"}
    assert guest.post("/bag/lines", data={"product_id": ring[1], "quantity": "1", **chosen}).status_code == 303
    return guest


def weight(browser: Browser, address: str) -> tuple[int, int]:
    """Bytes of a page with its styles and scripts, and of its scripts alone, packed as browsers take them."""
    page = browser.get(address, headers={"Accept": "text/html"}, follow_redirects=True).text
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', page)
    assert styles, address
    of_scripts = sum(sent(browser, one) for one in scripts)
    return sent(browser, address) + sum(sent(browser, one) for one in styles) + of_scripts, of_scripts


def sent(browser: Browser, address: str) -> int:
    """Bytes. What somebody else may not read is not packed by the shop; the web server in front may do it."""
    answer = browser.get(address, headers=READS, follow_redirects=True)
    body = answer.get_data()
    return len(body if answer.content_encoding else gzip.compress(body))


def test_no_page_of_the_shop_is_heavy(guest: Browser, paid: str) -> None:
    weights = {address: weight(guest, address) for address in (*GUESTS, paid)}

    assert too_heavy(weights) == {}


def test_no_page_of_an_account_or_of_the_back_office_is_heavy(sqlite_app: Flask, paid: str) -> None:
    buyer, staff = browser_of(sqlite_app, a_customer()), browser_of(sqlite_app, an_admin())
    number = paid.split("/")[2].split("?")[0]
    office = (*OFFICE, f"/back-office/orders/{number}")
    weights = {one: weight(buyer, one) for one in BUYERS} | {one: weight(staff, one) for one in office}

    assert too_heavy(weights) == {}


def too_heavy(weights: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {address: (all, js) for address, (all, js) in weights.items() if all > AT_MOST or js > SCRIPTS_AT_MOST}
