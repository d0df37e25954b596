"""What every visitor does, told once."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.served import PASSWORD

RING = "Aarohi Solitaire Ring"
ASHA = {
    "E-mail": "asha@example.in",
    "Mobile number": "98765 43210",
    "Full name": "Asha Rao",
    "PIN code": "411 004",
    "City": "Pune",
    "House, street, area": "14 Champa Lane",
}


def check_out(page: Page) -> None:
    page.get_by_role("link", name="Check out").click()


def fill_in(page: Page, **changes: str) -> None:
    """The checkout's first step, as Asha fills it in."""
    for label, value in {**ASHA, **changes}.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("State", exact=True).select_option("Maharashtra")


def go_on(page: Page, there: str) -> None:
    """To the next step, which begins with its heading."""
    page.get_by_role("button", name=f"Continue to {there.lower()}").click()
    expect(page.locator(".steps [aria-current=step]")).to_have_text(re.compile(there))


def go_to_the_window(page: Page) -> None:
    """From the filled-in first step over the two others to the window of the sandbox."""
    go_on(page, "Delivery")
    go_on(page, "Payment")
    open_the_window(page)


def open_the_window(page: Page) -> None:
    """From the last step to the window of the sandbox."""
    page.get_by_role("button", name="Pay ₹").click()
    page.wait_for_url("**/payment?**")
    page.get_by_role("link", name="Pay ₹").click()
    expect(page.get_by_text("This page stands in for Razorpay's window.")).to_be_visible()


def pay(page: Page) -> None:
    """In the window of the sandbox."""
    page.get_by_role("button", name="Pay ₹").click()


def number_in(page: Page) -> str:
    """The number of the order that the page is about."""
    found = re.search(r"KN-\d{4}-\w{6}", page.locator("main").inner_text())
    assert found
    return found[0]


def sign_in_as_staff(page: Page) -> None:
    """From the back office's door, which leads to the sign-in and back."""
    page.goto("/back-office/orders")
    page.get_by_label("E-mail or user name").fill("admin")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Orders", level=1)).to_be_visible()


def tab_to(page: Page, there: Locator) -> None:
    """By the Tab key alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not lead to {there}")
