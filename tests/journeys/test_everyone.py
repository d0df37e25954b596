"""Every page is for everyone: valid, nothing for axe to find by day or night, narrow windows hold all, and keys will do."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.served import Served
from tests.journeys.states import PAGES, RING, Known, lived_in
from tests.journeys.walking import tab_to
from tests.nu import Nu

WIDTHS = (320, 390, 768, 1440)
KNOWN = 'role="combobox"'
"""Of the field for searches where a script adds suggestions. It stays a search field, which can be emptied by a press."""


@pytest.fixture(scope="module")
def known(sqlite_served: Served) -> Known:
    return lived_in(sqlite_served)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everyone(visit: Visit, sqlite_served: Served, known: Known, nu: Nu, name: str) -> None:
    page = visit(sqlite_served)
    PAGES[name](page, known)

    assert [one for one in nu.errors(page.content()) if KNOWN not in one] == []
    assert [width for width in WIDTHS if runs_over(page, width)] == []
    found = [*findings(page, "light", 1440), *findings(page, "dark", 390)]
    assert not found, "\n".join(found)


def runs_over(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def findings(page: Page, scheme: str, width: int) -> list[str]:
    """What axe finds, each with where it is."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    violations = Axe().run(page).response["violations"]
    return [f"{one['help']} ({one['id']}, {scheme}): {node['html']}" for one in violations for node in one["nodes"]]


def test_everything_from_the_ring_to_the_bag_can_be_done_by_keys(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served)
    page.goto(RING)
    drawer = page.get_by_role("dialog", name="Your bag")
    add = page.get_by_role("button", name="Add to bag").first

    tab_to(page, page.get_by_role("link", name="Skip to content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name="8", exact=True))
    page.keyboard.press("ArrowRight")
    tab_to(page, add)
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("article")).to_contain_text("size 10")
    expect(drawer.get_by_role("button", name="Close")).to_be_focused()

    more = drawer.get_by_role("button", name="One more")
    tab_to(page, more)
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("status")).to_have_text("Your bag holds 2 pieces.")
    expect(more).to_be_focused()

    quantity = drawer.get_by_role("spinbutton")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("alert")).to_contain_text("of Aarohi Solitaire Ring can be had just now.")
    expect(quantity).to_have_value("2")
    expect(quantity).to_be_focused()

    tab_to(page, drawer.get_by_role("button", name="Remove"))
    page.keyboard.press("Enter")
    expect(drawer.get_by_role("button", name="Put it back")).to_be_focused()
    expect(drawer.get_by_role("status")).to_have_text("Aarohi Solitaire Ring is out of your bag.")
    page.keyboard.press("Enter")
    expect(quantity).to_have_value("2")
    expect(drawer.get_by_role("button", name="Close")).to_be_focused()

    page.keyboard.press("Escape")
    expect(add).to_be_focused()
    expect(page.locator(".site-header .bag-count")).to_have_text(", pieces: 2")


def test_without_script_the_quantity_is_a_field_that_a_finger_finds(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served, java_script_enabled=False)
    page.goto(RING)

    box = page.get_by_role("spinbutton").first.bounding_box()

    assert box is not None
    assert min(box["width"], box["height"]) >= 44


def test_the_menu_and_past_searches_obey_the_keys(visit: Visit, sqlite_served: Served) -> None:
    page = visit(sqlite_served)
    page.goto("/search?q=ruby")
    head, menu = page.locator(".rooms summary"), page.locator(".mega")

    head.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("link", name="Earrings", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(head).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
    expect(menu).to_be_hidden()

    page.goto("/")
    page.get_by_role("button", name="Search", exact=True).first.click()
    expect(page.get_by_role("option", name="ruby", exact=True)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{sqlite_served.address}/search?q=ruby")

    page.goto("/")
    page.get_by_role("button", name="Search", exact=True).first.click()
    expect(page.get_by_role("option", name="ruby", exact=True)).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('searches')") == "[]"
