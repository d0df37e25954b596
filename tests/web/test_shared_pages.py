"""Pages that are the same for everyone: kept whole, and given only to those for whom they are right."""

import gzip

import brotli
import pytest
from flask import Flask

from storefront.domain.content.services import change_trade
from storefront.web import shared_pages
from tests.browser import Browser, new_browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_category, a_ring
from tests.signed_in import browser_of

PAGE = "/shop"


def test_a_page_that_is_kept_costs_one_statement(client: Browser, statements) -> None:
    a_ring(name="Aarohi Ring")
    client.get(PAGE)

    with statements(at_most=1):
        page = client.get(PAGE)

    assert "Aarohi Ring" in page.text


def test_a_browser_that_has_the_page_is_only_told_so(client: Browser) -> None:
    first = client.get(PAGE)

    again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_browser_asks_each_time_whether_its_copy_is_still_right(client: Browser) -> None:
    page = client.get(PAGE)

    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Cookie", "Accept-Encoding", "HX-Request"} <= set(page.vary.as_set(preserve_casing=True))


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_page_comes_packed_as_the_browser_likes(client: Browser, encoding: str, unpack) -> None:
    a_ring(name="Aarohi Ring")
    plain = client.get(PAGE)

    packed = client.get(PAGE, headers={"Accept-Encoding": encoding})

    assert packed.headers["Content-Encoding"] == encoding
    assert unpack(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_page_that_is_asked_for_again_is_packed_well_and_is_the_same_page(client: Browser, encoding: str, unpack) -> None:
    a_ring(name="Aarohi Ring")
    first, second, third = (client.get(PAGE, headers={"Accept-Encoding": encoding}) for _ in range(3))

    assert len(second.data) < len(first.data)
    assert third.data == second.data
    assert unpack(first.data) == unpack(second.data)
    known = client.get(PAGE, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
    assert known.status_code == 304


def test_a_change_of_the_catalog_shows_at_once(client: Browser) -> None:
    client.get(PAGE)

    a_ring(name="Aarohi Ring")

    assert "Aarohi Ring" in client.get(PAGE).text


def test_a_change_of_the_terms_shows_at_once(client: Browser) -> None:
    client.get(PAGE)

    change_trade({"name": "Suvarna"}, None)

    assert "Suvarna" in client.get(PAGE).text


def test_a_visitor_with_a_bag_gets_a_page_of_their_own(client: Browser) -> None:
    ring = a_ring(stock=5)
    client.get(PAGE)
    client.post("/bag/lines", data={"product_id": ring, "quantity": 2})

    page = client.get(PAGE)

    assert "pieces: </span>2" in page.text
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_visitors_with_as_many_pieces_in_their_bags_share_a_page(client: Browser, app: Flask, statements) -> None:
    ring = a_ring(stock=5)
    other = new_browser(app)
    for browser in (client, other):
        browser.post("/bag/lines", data={"product_id": ring, "quantity": 1})
    first = client.get(PAGE)

    with statements(at_most=2):
        second = other.get(PAGE)

    assert second.text == first.text
    assert second.headers["Cache-Control"] == "private, no-cache"


def test_two_people_signed_in_share_a_page_that_tells_nothing_of_them(app: Flask) -> None:
    a_ring()
    people = (a_customer(firstname="Asha"), a_customer(firstname="Ravi"))

    pages = {browser_of(app, who).get(PAGE).text for who in people}

    assert len(pages) == 1
    assert "Your account" in pages.pop()


def test_staff_get_pages_of_their_own(as_admin: Browser, client: Browser) -> None:
    page = as_admin.get(PAGE)

    assert "Back office" in page.text
    assert "ETag" not in page.headers
    assert "Back office" not in client.get(PAGE).text


def test_somebody_signed_in_gets_a_page_of_their_own(client: Browser, as_customer: Browser) -> None:
    client.get(PAGE)

    page = as_customer.get(PAGE)

    assert "Your account" in page.text
    assert "public" not in page.headers["Cache-Control"]


def test_a_shared_page_carries_no_token_and_no_cookie(client: Browser) -> None:
    a_ring(slug="a-ring")

    page = client.get("/p/a-ring")

    assert "Set-Cookie" not in page.headers
    assert "csrf" not in page.text.lower()


def test_parameters_that_mean_nothing_make_no_page_of_their_own(client: Browser, statements) -> None:
    client.get(PAGE)

    with statements(at_most=1):
        page = client.get(f"{PAGE}?utm_source=letter&fbclid=1")

    assert page.status_code == 200


def test_a_part_for_htmx_is_not_kept_as_the_page(client: Browser) -> None:
    a_ring()
    part = client.get(PAGE, headers={"HX-Request": "true"})

    page = client.get(PAGE)

    assert "<!doctype html>" not in part.text
    assert page.text.startswith("<!doctype html>")


def test_a_query_that_nobody_would_type_is_not_kept(client: Browser) -> None:
    page = client.get(f"{PAGE}?metal={'x' * (shared_pages.LONGEST + 1)}")

    assert page.status_code == 200
    assert "ETag" not in page.headers


def test_what_is_not_there_is_not_kept(client: Browser) -> None:
    missing = client.get("/c/earrings")

    a_category("Earrings")

    assert missing.status_code == 404
    assert client.get("/c/earrings").status_code == 200
