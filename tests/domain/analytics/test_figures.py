"""What staff learn: from paid orders, less what was given back, and from what visitors did."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import insert, update

from storefront.core import clock
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.accounts.models import Address
from storefront.domain.analytics import Popularity, Span, queries, sales
from storefront.domain.orders.fulfilment import cancel, confirm
from storefront.domain.orders.models import Order
from tests.domain.analytics.test_services import track
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_placed_order

ALL = Span()
JANUARY = datetime(2024, 1, 31, 18, 29, tzinfo=UTC)
"""The last minute of January 2024 in India."""


def sold(product_id: str, quantity: int = 1, when: datetime | None = None, refunded: int = 0, **more: Any) -> str:
    """A paid order's id; `refunded` in paise."""
    placed = a_paid_order(product_id, quantity, **more)
    with transaction():
        changes = {"refunded": refunded, **({"paid_at": when} if when else {})}
        session().execute(update(Order).where(Order.id == placed.id).values(changes))
    return placed.id


def popular(by: Popularity = Popularity.VIEWS, span: Span = ALL) -> list[tuple[str, int, int, int]]:
    rows, _ = queries.popular(span, by, 1, 100)
    return [(row.product_id, int(row.views), int(row.sales), round(row.revenue)) for row in rows]


def an_address(who: Person, city: str, *, default: bool = True, kind: str = "shipping") -> None:
    row = {"id": new_id(), "user_id": who.id, "type": kind, "street": "1", "city": city, "state": "x", "zip_code": "1"}
    with transaction() as current:
        current.execute(insert(Address).values(**row, is_default=default))


def test_sales_come_from_paid_orders_alone(app: Flask) -> None:
    ring = a_ring(stock=9, price=10_000)
    sold(ring, 2)
    a_placed_order(ring)
    confirm(a_placed_order(ring).id, an_admin())
    track("purchase", ring, data={"amount": 999_999})

    summary = sales.summary(ALL)

    assert (summary.revenue, summary.orders, summary.average) == (20_000_00, 1, 20_000_00)
    assert [(row.product_id, row.sales, round(row.revenue)) for row in summary.top] == [(ring, 2, 20_000_00)]


def test_what_was_given_back_is_no_revenue(app: Flask) -> None:
    ring, other = a_ring(stock=9, price=10_000), a_ring(stock=9, price=30_000)
    sold(ring, 2, refunded=5_000_00)
    cancel(sold(other), an_admin())

    summary = sales.summary(ALL)

    assert (summary.revenue, summary.orders) == (15_000_00, 1)
    assert popular(Popularity.SALES) == [(ring, 0, 2, 15_000_00)]


def test_a_line_bears_its_part_of_discount_and_refund(app: Flask) -> None:
    ring = a_ring(stock=9, price=10_000)
    order = sold(ring, 2)
    with transaction():
        discounted = {"discount": 5_000_00, "total": 15_000_00, "refunded": 3_000_00}
        session().execute(update(Order).where(Order.id == order).values(discounted))

    assert popular() == [(ring, 0, 2, 12_000_00)]


def test_amounts_are_exact_however_large(app: Flask) -> None:
    ring = a_ring(stock=99, price=9_99_999.99)
    sold(ring, 99)
    sold(a_ring(stock=1, price=0.01))

    summary = sales.summary(ALL)

    assert {round(row.revenue) for row in summary.top} == {99 * 9_99_999_99, 1}


def test_revenue_by_month_follows_indias_calendar_and_names_months_without_a_sale(app: Flask) -> None:
    ring = a_ring(stock=9, price=10_000)
    sold(ring, when=JANUARY)
    sold(ring, 2, when=datetime(2024, 1, 31, 18, 30, tzinfo=UTC))
    sold(ring, when=datetime(2024, 4, 5, tzinfo=UTC))

    with clock.frozen(datetime(2024, 5, 2, tzinfo=UTC)):
        months = sales.summary(ALL).months
        february = sales.summary(Span(date(2024, 2, 1), date(2024, 2, 29)))

    assert months == [
        ("January 2024", 10_000_00),
        ("February 2024", 20_000_00),
        ("March 2024", 0),
        ("April 2024", 10_000_00),
        ("May 2024", 0),
    ]
    assert (february.months, february.orders) == ([("February 2024", 20_000_00)], 1)


def test_a_span_without_a_sale_has_none(app: Flask) -> None:
    sold(a_ring())

    summary = sales.summary(Span(date(2020, 1, 1), date(2020, 12, 31)))

    assert (summary.revenue, summary.orders, summary.average, summary.top, summary.months) == (0, 0, 0, [], [])


def test_popular_goes_by_views_sales_or_revenue(app: Flask) -> None:
    seen, cheap, dear = a_ring(stock=9), a_ring(stock=9, price=100), a_ring(stock=9, price=90_000)
    for visitor in ("s1", "s2"):
        track("product_view", seen, session_id=visitor)
    track("product_view", cheap)
    sold(cheap, 3)
    sold(dear)
    today = Span(date(2020, 1, 1), date(2100, 1, 1))

    for span in (ALL, today):
        assert [row[0] for row in popular(Popularity.VIEWS, span)] == [seen, cheap, dear]
        assert [row[0] for row in popular(Popularity.SALES, span)] == [cheap, dear, seen]
        assert [row[0] for row in popular(Popularity.REVENUE, span)] == [dear, cheap, seen]
        assert popular(Popularity.VIEWS, span)[1] == (cheap, 1, 3, 300_00)


def test_pages_of_popular_products_say_how_many_there_are(app: Flask) -> None:
    rings = [a_ring() for _ in range(3)]
    for number, ring in enumerate(rings):
        for visitor in range(number + 1):
            track("product_view", ring, session_id=f"s{visitor}")

    rows, total = queries.popular(ALL, Popularity.VIEWS, 2, 2)

    assert ([row.product_id for row in rows], total) == ([rings[0]], 3)


def test_users_are_counted_where_they_live_once_each_however_it_is_spelt(app: Flask) -> None:
    asha, meera, ravi, guest_like = (a_customer() for _ in range(4))
    an_address(asha, "Mumbai")
    an_address(asha, "Delhi", default=False)
    an_address(meera, "Mumbai")
    an_address(ravi, " mumbai")
    an_address(guest_like, "Chennai", kind="billing", default=False)
    a_paid_order(a_ring(stock=9), who=guest_like)
    a_paid_order(a_ring(stock=9), who=asha)
    a_paid_order(a_ring(stock=9))

    assert queries.activity(ALL).places == [("Mumbai", 3), ("Pune", 1)]


def test_active_users_are_those_who_did_anything_in_those_days(app: Flask) -> None:
    with clock.frozen(datetime(2024, 1, 10, tzinfo=UTC)):
        old, gone = a_customer(), a_customer()
    a_customer()
    track("product_view", a_ring(), old)
    assert gone.id != old.id

    activity, january = queries.activity(ALL), queries.activity(Span(date(2024, 1, 10), date(2024, 1, 10)))

    assert (activity.users, activity.active, activity.new) == (3, 2, 1)
    assert (january.users, january.active, january.new) == (3, 2, 2)


def test_searches_are_counted_by_their_folded_words(app: Flask) -> None:
    for words in ("Silver Necklace", "silver-necklace", "ruby", "silver  necklace"):
        track("search", data={"query": words})

    assert queries.activity(ALL).searches == [("silver necklace", 3), ("ruby", 1)]


def test_figures_take_few_statements(app: Flask, statements: Any) -> None:
    sold(a_ring())
    track("search", data={"query": "ruby"})

    with statements(at_most=2):
        queries.popular(Span(date(2024, 1, 1), None), Popularity.VIEWS, 1, 20)
    with statements(at_most=3):
        sales.summary(ALL)
    with statements(at_most=5):
        queries.activity(ALL)
