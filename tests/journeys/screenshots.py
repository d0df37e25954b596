"""`python -m tests.journeys.screenshots [name…]`: pictures of every page, or of those named, into docs/screenshots/.

As they are on a phone, a tablet and a desk, by day and by night.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import find_or_install
from tests.journeys.conftest import FLAGS, PATIENCE
from tests.journeys.served import ROOT, Served, opened
from tests.journeys.states import PAGES, RING, Known, as_buyer, as_staff, at, lived_in, with_the_drawer_open

OUT = ROOT / "docs" / "screenshots"
WIDTHS = {390: 844, 768: 1024, 1440: 900}
THEMES = ("light", "dark")
TALLEST = 16_000
"""Pixels that a WebP picture may be high."""
FEW = {
    ("home", 1440, "light"): "home",
    ("product", 1440, "light"): "product",
    ("listing", 1440, "dark"): "listing",
    ("home", 390, "dark"): "phone-home",
    ("product", 390, "light"): "phone-product",
    ("drawer", 390, "light"): "phone-bag",
}
"""Kept in git besides, for the README: what the window shows first."""

Go = Callable[[Page, Known], object]


def at_the_checkout(page: Page, known: Known) -> None:
    with_the_drawer_open(page, known)
    page.get_by_role("link", name="Check out").click()
    page.wait_for_url("**/checkout**")


def with_the_rooms_open(page: Page, _known: Known) -> None:
    page.goto("/c/rings")
    page.locator(".menu-button:visible, .rooms summary:visible").first.click()


def with_the_filters_open(page: Page, _known: Known) -> None:
    page.goto("/c/rings")
    button = page.locator(".filter-button")
    if button.is_visible():
        button.click()


MORE: dict[str, Go] = {
    "checkout-fresh": at_the_checkout,
    "rooms": with_the_rooms_open,
    "filters": with_the_filters_open,
    "filtered": at("/c/rings?metal=platinum&price_max=150000&sort=price_asc"),
    "nothing-left": at("/c/rings?metal=platinum&price_max=1000"),
    "nothing-found": at("/search?q=tractor"),
    "search-page": at("/search"),
    "shop": at("/shop"),
    "sold-out": at("/shop?sort=price_desc"),
    "necklace": at("/c/necklaces"),
    "register": at("/account/register"),
    "forgot": at("/account/forgot"),
    "addresses": as_buyer("/account/addresses"),
    "profile": as_buyer("/account/profile"),
    "password": as_buyer("/account/password"),
    "contact": at("/contact"),
    "returns": at("/returns"),
    "all-reviews": at(f"{RING}/reviews"),
    "review-form": as_buyer(f"{RING}/review"),
    "money": as_staff("/back-office/money"),
}
"""Beside those that are looked at by the tests: the same in other states, and what no test may meet, such as an error."""


def main(names: list[str]) -> None:
    wanted = {name.replace(" ", "-").replace("'", ""): go for name, go in (PAGES | MORE).items()}
    if unknown := set(names) - wanted.keys():
        sys.exit(f"There is no {', '.join(sorted(unknown))}. There are: {', '.join(sorted(wanted))}.")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kundan-") as folder, opened(Served(Path(folder))) as shop, a_browser() as browser:
        known = lived_in(shop)
        for name in names or wanted:
            for width in WIDTHS:
                take(browser, shop, known, name, wanted[name], width)
            print(name, flush=True)  # noqa: T201  it takes some minutes


@contextmanager
def a_browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=FLAGS)
        yield browser
        browser.close()


def take(browser: Browser, shop: Served, known: Known, name: str, go: Go, width: int) -> None:
    """One page at one width, in both themes."""
    window = {"width": width, "height": WIDTHS[width]}
    visitor = browser.new_context(
        base_url=shop.address, viewport=window, locale="en-IN", timezone_id="Asia/Kolkata", reduced_motion="reduce"
    )
    visitor.set_default_timeout(PATIENCE)
    page = visitor.new_page()
    go(page, known)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        if few := FEW.get((name, width, theme)):
            page.set_viewport_size(window)
            page.wait_for_load_state("networkidle")
            keep(page.screenshot(), OUT / f"{few}.webp")
        see_everything(page)
        keep(page.screenshot(), OUT / f"{name}-{width}-{theme}.webp")
    visitor.close()


def see_everything(page: Page) -> None:
    """A window as high as the page, unless something lies over it; pictures further down come only when one gets near them."""
    if not page.evaluate("document.querySelector('dialog[open], [popover]:popover-open') !== null"):
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(one => one.loading = 'eager')")
    page.evaluate("Promise.allSettled([...document.images].map(one => one.decode()))")
    page.wait_for_timeout(150)


def keep(png: bytes, path: Path) -> None:
    with Image.open(BytesIO(png)) as picture:
        picture.save(path, quality=80, method=4)


if __name__ == "__main__":
    main(sys.argv[1:])
