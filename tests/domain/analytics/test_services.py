"""Tracking: what is kept, what counts, and what does not."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.core import clock
from storefront.core.db import session
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.analytics import Visit, services
from storefront.domain.analytics.bots import is_bot
from storefront.domain.analytics.forms import EventForm
from storefront.domain.analytics.models import Event
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.models import ProductCounter
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


def track(kind: str, product_id: str | None = None, who: Person | None = None, **visit: Any) -> None:
    given = {"session_id": "s1", "ip_address": "203.0.113.77", "user_agent": CHROME, **visit}
    data = given.pop("data", None)
    services.track(parse(EventForm, {"type": kind, "productId": product_id, "data": data}), who, Visit(**given))


def events() -> list[Any]:
    return list(session().execute(select(*Event.__table__.c).order_by(Event.id)))


def views(product_id: str) -> int:
    return session().execute(select(ProductCounter.views).where(ProductCounter.product_id == product_id)).scalar_one()


def test_an_event_is_kept_with_who_where_and_what(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()

    track("add_to_cart", ring, asha, data={"quantity": 2})

    (event,) = events()
    assert (event.type, event.product_id, event.user_id, event.session_id) == ("add_to_cart", ring, asha.id, "s1")
    assert (event.data, event.user_agent) == ({"quantity": 2}, CHROME)


def test_the_same_view_by_the_same_session_counts_once_in_half_an_hour(app: Flask) -> None:
    ring, other = a_ring(), a_ring()

    track("product_view", ring)
    track("product_view", ring)
    track("product_view", other)
    track("product_view", ring, session_id="s2")
    with clock.later(minutes=29):
        track("product_view", ring)
    with clock.later(minutes=31):
        track("product_view", ring)

    assert (views(ring), views(other), len(events())) == (3, 1, 4)


def test_half_an_hour_begins_with_the_view_that_counted(app: Flask) -> None:
    ring = a_ring()

    for minutes in (0, 20, 40, 60):
        with clock.later(minutes=minutes):
            track("product_view", ring)

    assert views(ring) == 2


def test_only_views_are_the_same_again(app: Flask) -> None:
    ring = a_ring()

    for _ in range(2):
        track("add_to_wishlist", ring)
        track("search", data={"query": "silver"})

    assert len(events()) == 4
    assert views(ring) == 0


def view(ring: str, session_id: str) -> None:
    track("product_view", ring, session_id=session_id)


def test_of_the_same_view_at_once_one_counts(app: Flask, at_once: Any) -> None:
    ring = a_ring()

    at_once(view, [(ring, "s1")] * 4)
    at_once(view, [(ring, f"s{number}") for number in range(2, 6)])

    assert (views(ring), len(events())) == (5, 5)


def test_an_unknown_product_is_refused_and_a_hidden_one_is_not(app: Flask) -> None:
    for unknown in (new_id(), "lotus-ring", "x" * 80):
        with pytest.raises(NoSuchProduct):
            track("product_view", unknown)

    track("product_view", a_ring(visibility=False))

    assert len(events()) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:85a3:8d3::7334", "2001:db8:85a3::"), ("", ""), ("unix:", "")],
)
def test_of_an_address_the_network_is_kept(address: str, network: str) -> None:
    assert services.network_of(address) == network


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "WhatsApp/2.23.20.0",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
    ],
)
def test_what_calls_itself_a_bot_is_not_counted(app: Flask, agent: str) -> None:
    ring = a_ring()

    track("product_view", ring, user_agent=agent)

    assert (views(ring), events()) == (0, [])


@pytest.mark.parametrize(
    "agent", [CHROME, "", "python-requests/2.32.0", "okhttp/4.12", "Mozilla/5.0 (Linux; CUBOT NOTE 20) Chrome/99"]
)
def test_people_and_their_programs_are_no_bots(agent: str) -> None:
    assert not is_bot(agent)


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        ({"a": [1, "x", None, {"b": 1.5}]}, {"a": [1, "x", None, {"b": 1.5}]}),
        ({"a\u0000": "b\u0000"}, {"a": "b"}),
        (None, None),
    ],
)
def test_data_is_kept_as_it_came_without_what_no_database_takes(data: Any, kept: Any) -> None:
    assert parse(EventForm, {"type": "search", "data": data}).data == kept


@pytest.mark.parametrize(
    "data",
    [
        {"a": "x" * 2000},
        {"a": {"b": {"c": {"d": {}}}}},
        {"a": 10**30},
        {"a": float("inf")},
        {"a": float("nan")},
        [],
        "x",
        5,
        True,
    ],
)
def test_data_beyond_its_bounds_is_refused(data: Any) -> None:
    with pytest.raises(Invalid) as refused:
        parse(EventForm, {"type": "search", "data": data})

    assert refused.value.errors.keys() == {"data"}


@pytest.mark.parametrize(
    ("data", "words"),
    [({"query": " Silver-Necklace "}, "silver necklace"), ({"q": "x" * 200}, "x" * 80), ({"query": 5}, None), ({}, None)],
)
def test_the_words_of_a_search_are_folded_for_counting(app: Flask, data: dict[str, Any], words: str | None) -> None:
    track("search", data=data)

    assert [event.query for event in events()] == [words]


def test_a_view_takes_few_statements(app: Flask, statements: Any) -> None:
    ring = a_ring()

    with statements(at_most=4):
        track("product_view", ring)
    with statements(at_most=2):
        track("product_view", ring)

    assert session().execute(select(func.count()).select_from(Event)).scalar() == 1
