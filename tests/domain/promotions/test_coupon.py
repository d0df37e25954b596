"""Whether a coupon holds, and what it saves."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.domain.promotions import Coupon, Goods, Kind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEN = Coupon(
    id="c",
    code="SHAGUN10",
    kind=Kind.PERCENTAGE,
    value=10_00,
    cap=None,
    minimum=0,
    valid_from=None,
    valid_until=None,
    is_active=True,
    limit=None,
    customer_limit=None,
    used=0,
    products=(),
    categories=(),
)
BAG = (Goods("ring", ("rings", "gold"), 6_000_00), Goods("chain", ("chains",), 4_000_00))

some_goods = st.lists(
    st.builds(Goods, st.sampled_from("abc"), st.just(("rings",)), st.integers(0, 10**10)), min_size=1, max_size=20
)


def sentence(coupon: Coupon) -> str:
    refused = coupon.refusal(BAG, NOON)
    return refused.sentence if refused else ""


def test_a_percentage_is_shared_by_what_the_lines_cost() -> None:
    assert TEN.discount(BAG).shares == (600_00, 400_00)


def test_a_percentage_saves_no_more_than_its_cap() -> None:
    assert sum(replace(TEN, cap=500_00).discount(BAG).shares) == 500_00


def test_an_amount_saves_no_more_than_there_is() -> None:
    assert replace(TEN, kind=Kind.AMOUNT, value=99_999_00).discount(BAG).shares == (6_000_00, 4_000_00)


def test_free_delivery_leaves_the_lines_as_they_are() -> None:
    found = replace(TEN, kind=Kind.DELIVERY, value=0).discount(BAG)

    assert (found.delivery, found.shares) == (True, ())


@pytest.mark.parametrize("terms", [{"products": ("chain",)}, {"categories": ("chains",)}])
def test_a_restricted_coupon_is_shared_over_what_qualifies_alone(terms: dict[str, Any]) -> None:
    assert replace(TEN, **terms).discount(BAG).shares == (0, 400_00)


def test_a_category_stands_for_those_below_it() -> None:
    assert replace(TEN, categories=("gold",)).discount(BAG).shares == (600_00, 0)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({}, ""),
        ({"valid_from": datetime(2026, 12, 1, tzinfo=UTC)}, "SHAGUN10 is valid from 1 December 2026 on."),
        ({"valid_from": NOON}, ""),
        ({"valid_until": NOON}, "SHAGUN10 is no longer valid."),
        ({"valid_until": datetime(2026, 11, 23, tzinfo=UTC)}, ""),
        ({"is_active": False}, "SHAGUN10 is no longer valid."),
        ({"limit": 5, "used": 5}, "SHAGUN10 has been used up."),
        ({"limit": 5, "used": 5, "is_own": True}, ""),
        ({"limit": 5, "used": 4}, ""),
        ({"minimum": 10_000_00}, ""),
        ({"minimum": 12_500_00}, "SHAGUN10 is for ₹12,500 or more; add pieces for ₹2,500 to use it."),
        ({"minimum": 5_000_00, "products": ("chain",)}, "SHAGUN10 is for ₹5,000 or more; add pieces for ₹1,000 to use it."),
        ({"products": ("bangle",)}, "SHAGUN10 is not for the pieces in your bag."),
    ],
)
def test_a_coupon_says_in_one_sentence_why_it_does_not_hold(terms: dict[str, Any], told: str) -> None:
    assert sentence(replace(TEN, **terms)) == told


def test_an_empty_bag_is_told_what_is_missing_rather_than_what_does_not_qualify() -> None:
    assert replace(TEN, products=("ring",)).refusal((), NOON) is None


@given(some_goods, st.integers(1, 100_00), st.one_of(st.none(), st.integers(1, 10**8)))
def test_the_shares_add_up_to_the_discount_rounded_once(goods: list[Goods], value: int, cap: int | None) -> None:
    worth = sum(one.amount for one in goods)

    shares = replace(TEN, value=value, cap=cap).discount(goods).shares

    exact = min(worth * value / 100_00, cap or worth)
    assert abs(sum(shares) - exact) <= 0.5 + exact * 1e-12
    assert all(0 <= one <= line.amount for one, line in zip(shares, goods, strict=True))
