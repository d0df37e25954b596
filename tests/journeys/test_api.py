"""Clients of the API as their users run them: the page of the API, and the two examples, against a shop that is open."""

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, expect

from tests.factories.accounts import PASSWORD, a_customer
from tests.journeys.conftest import Visit
from tests.journeys.served import ROOT, Served

CLIENTS = ROOT / "docs" / "clients"

IN_PYTHON = """
import json, sys
from shop import Refused, Shop

shop = Shop(sys.argv[1])
try:
    shop.cart()
except Refused as refused:
    first = refused.status
shop.sign_in(sys.argv[2], sys.argv[3])
rings = list(shop.products(category="rings", sort="price_asc"))
ring = next(ring for ring in rings if ring["inStock"])
shop.add(ring["id"], key="python-adds-one")
shop.add(ring["id"], key="python-adds-one")
lines = shop.cart()
try:
    shop.add("0" * 24)
except Refused as refused:
    unknown = [refused.status, refused.code]
shop._access = "run out"
order = shop.order()
shop.sign_out()
right = order["amount"] >= round(ring["price"] * 100)
print(json.dumps([first, len(rings), [line["quantity"] for line in lines], unknown, right]))
"""

IN_JAVASCRIPT = """
async ([source, username, password]) => {
  const { Refused, Shop } = await import(source)
  const shop = new Shop(location.origin)
  const first = await shop.cart().catch((refused) => refused instanceof Refused && refused.status)
  await shop.signIn(username, password)
  const rings = []
  for await (const ring of shop.products({ category: 'rings', sort: 'price_asc' })) rings.push(ring)
  const ring = rings.find((ring) => ring.inStock)
  await shop.add(ring.id, 1, 'javascript-adds-one')
  await shop.add(ring.id, 1, 'javascript-adds-one')
  const lines = await shop.cart()
  const unknown = await shop.add('0'.repeat(24)).catch((refused) => [refused.status, refused.code])
  const order = await shop.order()
  await shop.signOut()
  return [first, rings.length, lines.map((line) => line.quantity), unknown, order.amount >= Math.round(ring.price * 100)]
}
"""


@pytest.fixture
def username(sqlite_served: Served) -> str:
    with sqlite_served.inside():
        return a_customer().username


def test_the_client_in_python_does_what_it_says(sqlite_served: Served, username: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", IN_PYTHON, sqlite_served.address, username, PASSWORD],
        cwd=CLIENTS, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
    first, count, quantities, unknown, right = json.loads(told.stdout)
    assert (first, quantities, unknown, right) == (401, [1], [404, 2004], True)
    assert count > 0


def test_the_client_in_javascript_does_what_it_says(sqlite_served: Served, chromium: Browser, username: str) -> None:
    visitor = chromium.new_context(base_url=sqlite_served.address)
    visitor.route("**/shop.js", lambda route: route.fulfill(path=CLIENTS / "shop.js", content_type="text/javascript"))
    page = visitor.new_page()
    page.goto("/healthz")

    told = page.evaluate(IN_JAVASCRIPT, ["/shop.js", username, PASSWORD])
    visitor.close()

    assert (told[0], told[2:]) == (401, [[1], [404, 2004], True])
    assert told[1] > 0


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_the_page_of_the_api_sends_requests(sqlite_served: Served, visit: Visit, width: int, scheme: str) -> None:
    page = visit(sqlite_served, viewport={"width": width, "height": 900}, color_scheme=scheme)

    page.goto("/docs")
    listing = page.locator("#operations-categories-getAuthCategories")
    listing.locator(".opblock-summary-control").click()
    listing.get_by_role("button", name="Execute").click()

    expect(listing.locator(".live-responses-table")).to_contain_text("Categories retrieved successfully")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert ("dark-mode" in (page.locator("html").get_attribute("class") or "")) == (scheme == "dark")
