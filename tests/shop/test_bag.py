"""The bag's pages."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests.browser import Browser
from tests.factories.catalog import a_ring

SIZES = {"sizes": ["10", "12"]}
HTMX = {"HX-Request": "true"}


def put(client: FlaskClient, ring: str, quantity: int | str = 1, headers: dict[str, str] | None = None, **options: str) -> object:
    data = {"product_id": ring, "quantity": quantity, **{f"option.{name}": value for name, value in options.items()}}
    return client.post("/bag/lines", data=data, headers=headers)


def test_an_empty_bag_shows_the_way_on_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get("/bag")

    assert answer.status_code == 200
    assert "Your bag is empty" in answer.text
    assert "bag=" not in answer.headers.get("Set-Cookie", "")


def test_without_script_adding_leads_to_the_bag(client: FlaskClient) -> None:
    answer = put(client, a_ring(stock=3, name="Aarohi Ring"))

    assert (answer.status_code, answer.location) == (303, "/bag")
    assert "Aarohi Ring" in client.get("/bag").text


def test_with_htmx_adding_answers_drawer_badges_and_sentence(client: FlaskClient) -> None:
    answer = put(client, a_ring(stock=3, name="Aarohi Ring"), headers=HTMX)

    assert answer.status_code == 200
    assert 'id="bag-drawer"' in answer.text
    assert 'data-hx-swap-oob="outerHTML:.bag-count"' in answer.text
    assert "Aarohi Ring is in your bag." in answer.text
    assert "drawer" in answer.headers["HX-Trigger"]


def test_on_the_bags_own_page_no_link_opens_a_drawer(client: Browser) -> None:
    assert "data-drawer" in client.get("/").text
    assert "data-drawer" not in client.get("/bag").text


def test_the_guests_cookie_is_kept_from_scripts(client: FlaskClient) -> None:
    answer = put(client, a_ring())

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("bag=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_more_than_the_stock_is_refused_with_a_sentence(client: FlaskClient) -> None:
    answer = put(client, a_ring(stock=2, name="Aarohi Ring"), 3)

    assert answer.status_code == 422
    assert "Only 2 of Aarohi Ring" in answer.text


def test_a_missing_choice_is_refused_with_a_sentence(client: FlaskClient) -> None:
    answer = put(client, a_ring(variants=SIZES))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_odd_quantities_are_refused_with_a_sentence(client: FlaskClient) -> None:
    ring = a_ring()

    for odd in ("0", "-1", "1.5", "many", "100", "", "9" * 40, "\x00"):
        assert put(client, ring, odd).status_code == 422


def test_a_line_is_changed_and_removed_by_plain_forms(client: FlaskClient, app: Flask) -> None:
    put(client, a_ring(stock=9))
    page = client.get("/bag").text
    line = page.split('id="line-page-')[1].split('"')[0]
    token = page.split('name="csrf_token" value="')[1].split('"')[0]

    changed = client.post(f"/bag/lines/{line}", data={"quantity": "3", "csrf_token": token})
    assert changed.status_code == 303
    assert "3 pieces" in client.get("/bag").text

    removed = client.post(f"/bag/lines/{line}/removal", data={"csrf_token": token}, headers=HTMX)
    assert "is out of the bag" in removed.text
    assert "Put it back" in removed.text
    assert "Your bag is empty" in client.get("/bag").text


def test_without_script_a_removal_can_be_taken_back_once(client: Browser) -> None:
    put(client, a_ring(stock=9, name="Aarohi Ring", variants=SIZES), 2, size="12")
    line = client.get("/bag").text.split('id="line-page-')[1].split('"')[0]

    client.submit(f"/bag/lines/{line}/removal", {}, page="/bag")
    offered = client.get("/bag").text
    seen_again = client.get("/bag").text

    form = offered.split("is out of the bag")[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert (fields["quantity"], fields["option.size"]) == ("2", "12")
    assert "Put it back" not in seen_again
    client.post("/bag/lines", data=fields)
    assert "2 pieces" in client.get("/bag").text


def test_a_refused_change_is_said_at_its_line(client: Browser) -> None:
    put(client, a_ring(stock=2, name="Aarohi Ring"))
    line = client.get("/bag").text.split('id="line-page-')[1].split('"')[0]

    answer = client.submit(f"/bag/lines/{line}", {"quantity": "3"}, page="/bag")

    assert answer.status_code == 422
    article = answer.text.split('<article class="line">')[1]
    assert "Only 2 of Aarohi Ring" in article.split("</article>")[0]


def test_a_form_from_another_site_changes_nothing(client: FlaskClient) -> None:
    answer = put(client, a_ring(), headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert "Your bag is empty" in client.get("/bag").text


def test_a_change_without_its_forms_token_is_refused(client: FlaskClient) -> None:
    put(client, a_ring(stock=9))

    assert client.post("/bag/lines/whatever", data={"quantity": "3"}).status_code == 403


def test_the_bag_is_never_kept_by_a_cache(client: FlaskClient) -> None:
    put(client, a_ring())

    assert "no-store" in client.get("/bag").headers["Cache-Control"]
