"""When a piece would be at somebody's door."""

import re
from datetime import UTC, date, datetime

import pytest

from storefront.core.clock import frozen
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.content.trade import Trade
from storefront.domain.delivery import PinForm
from storefront.domain.delivery.queries import estimate
from tests.browser import Browser
from tests.factories.catalog import a_ring, made_to_order

HTMX = {"HX-Request": "true"}
MONDAY = date(2026, 11, 23)
TERMS = Trade(delivery_days=4, made_to_order_days=12, address="Laxmi Road, Pune 411030")


@pytest.mark.parametrize(
    ("pin", "made", "first", "last"),
    [
        ("411004", False, date(2026, 11, 26), date(2026, 11, 28)),
        ("560001", False, date(2026, 11, 27), date(2026, 11, 30)),
        ("781001", False, date(2026, 11, 30), date(2026, 12, 1)),
        ("900001", False, date(2026, 12, 1), date(2026, 12, 3)),
        ("411004", True, date(2026, 12, 8), date(2026, 12, 10)),
    ],
)
def test_the_days_follow_the_terms_and_the_way_and_leave_out_sundays(pin: str, made: bool, first: date, last: date) -> None:
    found = estimate(parse(PinForm, {"pin": pin}), TERMS, MONDAY, made_to_order=made)

    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("pin", ["", "41100", "4110045", "011004", "pune", "४११००४", "4１1004"])
def test_what_is_no_pin_code_is_refused(pin: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(PinForm, {"pin": pin})

    assert refused.value.errors.keys() == {"pin"}


def test_a_pin_code_may_be_written_in_two_groups() -> None:
    assert parse(PinForm, {"pin": " 411 004 "}).pin == "411004"


@pytest.fixture
def ring(client: Browser) -> str:
    a_ring(slug="lotus-ring", name="Lotus Ring", stock=5)
    return "/p/lotus-ring"


def test_the_form_stands_beside_the_piece_and_works_as_a_page(client: Browser, ring: str) -> None:
    page = client.get(ring)
    assert f'action="{ring}/delivery"' in page.text

    with frozen(datetime(2026, 11, 23, 6, tzinfo=UTC)):
        answer = client.get(f"{ring}/delivery?pin=411004")

    assert answer.status_code == 200
    assert "Thursday, 26 to Saturday, 28 November" in answer.text
    assert "<h1>Lotus Ring, to your door</h1>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_htmx_gets_the_form_with_its_answer(client: Browser, ring: str) -> None:
    answer = client.get(f"{ring}/delivery?pin=411004", headers=HTMX)

    assert answer.text.strip().startswith('<form class="delivery')
    assert 'value="411004"' in answer.text


def test_what_is_no_pin_code_is_asked_again(client: Browser, ring: str) -> None:
    answer = client.get(f"{ring}/delivery?pin=41", headers=HTMX)

    assert answer.status_code == 422
    assert "A PIN code has six digits" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_pin_code_is_remembered_for_the_next_piece_with_its_stock(client: Browser, ring: str) -> None:
    made_to_order(slug="kamal-ring", inStock=True)
    assert "delivery" not in client.get("/p/kamal-ring/stock").text

    client.get(f"{ring}/delivery?pin=411004")
    part = client.get("/p/kamal-ring/stock").text

    assert 'data-hx-swap-oob="true"' in part
    assert 'value="411004"' in part
    assert "if you order today" in part


def test_the_piece_s_page_stays_the_same_for_everyone(client: Browser, ring: str) -> None:
    before = client.get(ring)

    client.get(f"{ring}/delivery?pin=411004")
    after = client.get(ring)

    assert after.data == before.data
    assert after.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_broken_cookie_is_none(client: Browser, ring: str) -> None:
    client.set_cookie("pin", "x" * 500)

    assert client.get(f"{ring}/stock").status_code == 200
    assert 'value=""' in client.get(f"{ring}/delivery", headers=HTMX).text


def test_what_is_sold_out_promises_no_day(client: Browser) -> None:
    a_ring(slug="lotus-ring", stock=0)

    assert "/delivery" not in client.get("/p/lotus-ring").text
    answer = client.get("/p/lotus-ring/delivery?pin=411004")
    assert not re.search(r"if you order today", answer.text)
    assert "sold out" in answer.text


def test_a_piece_that_is_not_there_is_404(client: Browser) -> None:
    a_ring(slug="secret-ring", visibility=False)

    assert client.get("/p/nothing/delivery?pin=411004").status_code == 404
    assert client.get("/p/secret-ring/delivery?pin=411004").status_code == 404
