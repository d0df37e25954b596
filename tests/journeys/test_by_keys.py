"""What a mouse does keys do, with script and without: here are the ways beside the one to the paid order."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from storefront.core.outbox import work
from storefront.domain.orders import fulfilment, links, queries
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order
from tests.journeys.conftest import Visit
from tests.journeys.served import Served, wait_for
from tests.journeys.states import signed_in, token_of

RING = "Aarohi Solitaire Ring"
PIECE = "/p/aarohi-solitaire-ring"
FURTHEST = 150
"""Presses of the Tab key until something is taken to be out of reach."""


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(visit: Visit, sqlite_served: Served, request: pytest.FixtureRequest) -> Page:
    """A new visitor's, who has no mouse."""
    return visit(sqlite_served, java_script_enabled=request.param)


def reach(page: Page, there: Locator) -> None:
    """By the Tab key alone."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not lead to {there}")


def press(page: Page, there: Locator) -> None:
    reach(page, there)
    page.keyboard.press("Enter")


def write(page: Page, there: Locator, words: str) -> None:
    reach(page, there)
    page.keyboard.type(words)


def has_script(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(scripting: enabled)').matches"))


def test_a_wish_is_made_and_moved_to_the_bag(page: Page) -> None:
    page.goto(PIECE)
    with_script = has_script(page)

    press(page, page.locator(".buy .heart"))
    if with_script:
        expect(page.locator(".buy .heart")).to_have_attribute("aria-pressed", "true")
        press(page, page.get_by_role("link", name="Wishlist"))
    expect(page.get_by_role("heading", name="Your wishlist", level=1)).to_be_visible()

    press(page, page.get_by_role("button", name=re.compile("Move to bag")))
    # A ring has choices, which only its page asks for.
    expect(page.get_by_role("heading", name=re.compile(f"{RING}|Your bag"), level=1)).to_be_visible()


def test_a_piece_is_saved_for_later(page: Page) -> None:
    page.goto(PIECE)
    press(page, page.locator(".buy").get_by_role("button", name="Add to bag"))
    # The drawer lies over the piece's page, where reviews are articles too.
    line = page.locator("article.line")
    expect(line).to_contain_text(RING)

    press(page, page.get_by_role("button", name=re.compile("Save for later")))
    expect(line).to_have_count(0)

    page.goto("/wishlist")
    expect(page.get_by_role("article")).to_contain_text(RING)
    expect(page.get_by_role("article")).to_contain_text("size 8")


def test_a_review_is_written(page: Page, sqlite_served: Served) -> None:
    with sqlite_served.inside():
        buyer = token_of(a_customer())
    signed_in(page, buyer).goto(PIECE)

    press(page, page.get_by_role("link", name="Write a review"))
    expect(page.get_by_role("heading", name="Your review", level=1)).to_be_visible()
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    write(page, page.get_by_label("Your review", exact=True), "It sits well.")
    press(page, page.get_by_role("button", name="Send the review"))

    expect(page.get_by_text("Your review waits for us.")).to_be_visible()
    expect(page.locator(".review-waits")).to_contain_text("4.0")


def test_a_return_is_asked_for(page: Page, sqlite_served: Served) -> None:
    with sqlite_served.inside():
        placed, staff = a_paid_order(a_ring(stock=5)), an_admin()
        order = queries.find(placed.number, staff)
        fulfilment.ship(order, staff)
        fulfilment.deliver(order, staff)
        path = links.path_of(placed.number)
    page.goto(path)

    press(page, page.locator("summary").filter(has_text="Send it back"))
    write(page, page.get_by_label("Why would you like to send it back?"), "A size too large.")
    press(page, page.get_by_role("button", name="Ask to send it back"))

    expect(page.get_by_text("You asked to send this back")).to_be_visible()


def test_the_newsletter_is_asked_for_and_confirmed(page: Page, sqlite_served: Served) -> None:
    address = f"{'script' if has_script(page) else 'plain'}@example.in"
    page.goto("/c/rings")

    write(page, page.get_by_label("E-mail address"), address)
    page.keyboard.press("Enter")
    expect(page.get_by_text("a letter with a link is on its way")).to_be_visible()

    page.goto(link_in_the_letter(sqlite_served, address))
    press(page, page.get_by_role("button", name="Yes, write to me"))
    expect(page.get_by_text("Your address is confirmed")).to_be_visible()


def link_in_the_letter(shop: Served, address: str) -> str:
    wait_for(lambda: _letters(shop, address))
    found = re.search(r"https?://[^/\s]+(/newsletter/\S+?/confirmation\?key=\w+)", _letters(shop, address)[0])
    assert found
    return found[1]


def _letters(shop: Served, address: str) -> list[str]:
    with shop.inside():
        work(limit=20)
    letters = [mail.read_text().replace("=\n", "").replace("=3D", "=") for mail in (shop.data / "mailbox").glob("*.eml")]
    return [one for one in letters if f"To: {address}" in one]


def test_the_days_of_delivery_are_asked_for(page: Page) -> None:
    page.goto(PIECE)

    write(page, page.get_by_label("Delivery to your PIN code"), "411004")
    page.keyboard.press("Enter")

    expect(page.get_by_text("To 411004, if you order today.")).to_be_visible()


def test_a_picture_is_seen_larger(page: Page) -> None:
    page.goto(PIECE)
    picture = page.locator(".strip a").first

    if has_script(page):
        press(page, picture)
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("2 of 2")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".strip a").last).to_be_focused()
    else:
        reach(page, picture)
        larger = page.request.get(picture.get_attribute("href") or "")
        assert larger.headers["content-type"].startswith("image/")


def test_ones_data_is_taken_along(page: Page, sqlite_served: Served, tmp_path: Path) -> None:
    with sqlite_served.inside():
        buyer = a_customer()
        token = token_of(buyer)
    signed_in(page, token).goto("/account")

    press(page, page.get_by_role("link", name="Your data"))
    with page.expect_download() as download:
        press(page, page.get_by_role("link", name="Download your data"))
    download.value.save_as(tmp_path / "mine.json")

    assert buyer.username in json.dumps(json.loads((tmp_path / "mine.json").read_text()))
