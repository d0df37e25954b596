"""What an order costs."""

from hypothesis import given
from hypothesis import strategies as st

from storefront.core.money import share
from storefront.domain.content import Trade
from storefront.domain.orders.totals import Priced, apportion, totals

TRADE = Trade(free_delivery_from=10_000_00, delivery_fee=150_00, gst_rate=3_00)

some_lines = st.lists(st.builds(Priced, price=st.integers(0, 10**10), quantity=st.integers(1, 99)), min_size=1, max_size=30)


def test_the_worked_example_of_the_shopkeeper() -> None:
    sums = totals([Priced(4_500_00, 2)], TRADE)

    assert (sums.subtotal, sums.shipping, sums.total, sums.tax) == (9_000_00, 150_00, 9_150_00, 266_50)
    assert [row.amount for row in sums.rows if row.kind == "tax"] == [262_13, 4_37]


def test_delivery_is_free_from_the_threshold_on() -> None:
    assert totals([Priced(9_999_99, 1)], TRADE).shipping == 150_00
    assert totals([Priced(10_000_00, 1)], TRADE).shipping == 0


def test_nothing_costs_nothing() -> None:
    assert totals([], TRADE).total == 0


@given(some_lines)
def test_the_total_is_the_sum_of_its_rows(lines: list[Priced]) -> None:
    sums = totals(lines, TRADE)

    assert sums.subtotal == sum(line.price * line.quantity for line in lines)
    assert sums.total == sums.subtotal + sum(row.amount for row in sums.rows if not row.included)
    assert sums.total == sums.subtotal - sums.discount + sums.shipping


@given(some_lines)
def test_the_parts_of_the_tax_add_up_and_none_is_negative(lines: list[Priced]) -> None:
    sums = totals(lines, TRADE)
    parts = [row.amount for row in sums.rows if row.kind == "tax"]

    assert sum(parts) == sums.tax == share(sums.total, 300, 10_300)
    assert all(part >= 0 for part in parts)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_no_part_is_a_paisa_or_more_away_from_its_exact_share(whole: int, weights: list[int]) -> None:
    parts, total = apportion(whole, weights), sum(weights)

    if total:
        assert sum(parts) == whole
        assert all(abs(part * total - whole * weight) < total for part, weight in zip(parts, weights, strict=True))


@given(some_lines, st.randoms())
def test_the_order_of_lines_does_not_change_what_is_paid(lines: list[Priced], chance: object) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis's random

    assert totals(mixed, TRADE).total == totals(lines, TRADE).total
