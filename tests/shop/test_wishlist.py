"""Hearts, and the page of what is wished for."""

from typing import Any

from flask import Flask

from storefront.domain.accounts import Person
from storefront.domain.catalog import services as catalog
from storefront.domain.catalog.forms import ProductChanges
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.factories.catalog import a_ring, a_ring_with_choices

HTMX = {"HX-Request": "true"}


def wish(browser: Browser, product_id: str, **more: object) -> object:
    return browser.post("/wishlist/items", data={"product_id": product_id}, **more)


def test_a_guest_presses_a_heart_and_finds_the_piece_in_the_wishlist(client: Browser) -> None:
    ring = a_ring(name="Lotus Ring")

    answer = client.post("/wishlist/items", data={"product_id": ring})

    assert (answer.status_code, answer.location) == (303, "/wishlist?said=kept")
    assert "Lotus Ring" in client.get("/wishlist").text


def test_a_heart_is_a_plain_form_on_cards_and_on_the_pieces_page(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring", name="Lotus Ring")

    card, page = client.get("/shop").text, client.get("/p/lotus-ring").text

    for text in (card, page):
        form = text.split('<form class="wish"')[1].split("</form>")[0]
        assert 'method="post" action="/wishlist/items"' in form
        assert f'name="product_id" value="{ring}"' in form
    assert 'form="wish" aria-label="Wishlist: Lotus Ring"' in page


def test_pages_for_everyone_say_nothing_of_the_wishlist(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")
    before = client.get("/p/lotus-ring").text

    wish(client, ring)

    assert client.get("/p/lotus-ring").text == before


def test_the_figure_is_a_cookie_that_scripts_can_read_and_the_marks_are_one_request(client: Browser) -> None:
    ring = a_ring()

    answer = client.post("/wishlist/items", data={"product_id": ring}, headers=HTMX)

    told = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("wishes="))
    assert told.startswith("wishes=1;")
    assert "HttpOnly" not in told
    assert "It is in your wishlist." in answer.text
    assert client.get("/wishlist/marks").json == [ring]


def test_the_marks_of_somebody_without_a_wishlist_cost_no_statement(client: Browser, statements: Any) -> None:
    with statements(at_most=0):
        assert client.get("/wishlist/marks").json == []


def test_a_piece_is_taken_out_and_taking_it_out_again_changes_nothing(client: Browser) -> None:
    ring = a_ring()
    wish(client, ring)

    first = client.post(f"/wishlist/items/{ring}/removal", headers=HTMX)
    again = client.post(f"/wishlist/items/{ring}/removal")

    assert "It is out of your wishlist." in first.text
    assert again.status_code == 303
    assert client.get("/wishlist/marks").json == []
    assert "Nothing in your wishlist yet" in client.get("/wishlist").text


def test_a_piece_without_choices_moves_to_the_bag(client: Browser) -> None:
    ring = a_ring(name="Lotus Ring")
    wish(client, ring)

    answer = client.submit(f"/wishlist/items/{ring}/bag", {}, page="/wishlist")

    assert (answer.status_code, answer.location) == (303, "/bag")
    assert "Lotus Ring" in client.get("/bag").text
    assert client.get("/wishlist/marks").json == []


def test_where_something_is_still_to_be_chosen_the_way_leads_to_the_piece(client: Browser) -> None:
    ring = a_ring_with_choices()
    wish(client, ring)

    answer = client.submit(f"/wishlist/items/{ring}/bag", {}, page="/wishlist")

    assert answer.location == f"/p/{ring}"
    assert client.get("/wishlist/marks").json == [ring]


def test_what_was_sold_meanwhile_is_said_so_and_stays(client: Browser) -> None:
    ring = a_ring(stock=1)
    wish(client, ring)
    page = client.get("/wishlist").text
    catalog.change_product(ring, ProductChanges(no_of_products=0), None)

    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(f"/wishlist/items/{ring}/bag", data={"csrf_token": token})

    assert answer.status_code == 409
    assert client.get("/wishlist/marks").json == [ring]


def test_who_signs_in_keeps_their_wishes_and_who_signs_out_leaves_no_figure(app: Flask, client: Browser) -> None:
    ring, person = a_ring(), a_customer()
    wish(client, ring)

    client.submit("/account/login", {"username": person.email, "password": PASSWORD})
    assert client.get("/wishlist/marks").json == [ring]

    out = client.submit("/account/logout", {}, page="/account")
    assert any(one.startswith("wishes=;") for one in out.headers.getlist("Set-Cookie"))
    assert client.get("/wishlist/marks").json == []


def test_a_line_is_saved_for_later_with_its_options_and_comes_back_with_them(as_customer: Browser, customer: Person) -> None:
    ring = a_ring_with_choices(name="Lotus Ring", stock=5)
    chosen = {"product_id": ring, "option.size": "12", "option.metal": "18 kt white gold"}
    as_customer.post("/bag/lines", data=chosen)
    line = as_customer.get("/bag").text.split('id="line-page-')[1].split('"')[0]

    saved = as_customer.submit(f"/bag/lines/{line}/wish", {}, page="/bag")

    assert saved.status_code == 303
    assert "Your bag is empty" in as_customer.get("/bag").text
    assert "size 12" in as_customer.get("/wishlist").text
    as_customer.submit(f"/wishlist/items/{ring}/bag", {}, page="/wishlist")
    assert "size 12" in as_customer.get("/bag").text


def test_without_script_a_sentence_says_what_a_heart_has_done(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")

    kept = client.post("/wishlist/items", data={"product_id": ring}, follow_redirects=True).text
    gone = client.post(f"/wishlist/items/{ring}/removal", follow_redirects=True).text

    assert "It is in your wishlist." in kept
    assert "It is out of your wishlist." in gone
