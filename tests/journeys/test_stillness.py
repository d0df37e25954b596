"""Nothing moves under a reader: pages stand where they stand from their first paint on, and while one reads on to their end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.served import Served

RING = "/p/aarohi-solitaire-ring"
SHIFTS = """() => new Promise(done => {
  let shifted = 0
  const add = list => list.getEntries().forEach(one => { if (!one.hadRecentInput) shifted += one.value })
  new PerformanceObserver(list => add(list)).observe({ type: 'layout-shift', buffered: true })
  setTimeout(() => done(shifted), 200)
})"""


def at(address: str) -> Callable[[Page], object]:
    return lambda page: page.goto(address)


def with_a_piece(address: str) -> Callable[[Page], object]:
    def go(page: Page) -> None:
        page.goto(RING)
        page.get_by_role("button", name="Add to bag").first.click()
        expect(page.get_by_role("dialog").get_by_role("article")).to_be_visible()
        page.goto(address)

    return go


PAGES = {
    "home": at("/"),
    "listing": at("/c/rings"),
    "product": at(RING),
    "bag": with_a_piece("/bag"),
    "checkout": with_a_piece("/checkout"),
}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_by_itself(visit: Visit, sqlite_served: Served, name: str, width: int) -> None:
    page = visit(sqlite_served, viewport={"width": width, "height": 844})
    PAGES[name](page)
    read_to_the_end(page)

    assert page.evaluate(SHIFTS) == 0


def read_to_the_end(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    for _ in range(12):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
