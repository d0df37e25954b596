"""What an order costs."""

from dataclasses import replace

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


@given(some_lines)
def test_no_amount_is_negative_and_nothing_is_cheaper_than_its_pieces(lines: list[Priced]) -> None:
    sums = totals(lines, TRADE)

    assert min(sums.subtotal, sums.discount, sums.shipping, sums.tax) >= 0
    assert sums.subtotal <= sums.total <= sums.subtotal + TRADE.delivery_fee
    assert all(row.amount >= 0 for row in sums.rows)


@given(some_lines, st.integers(0, 28_00))
def test_the_tax_is_rounded_once_on_the_whole(lines: list[Priced], rate: int) -> None:
    sums = totals(lines, replace(TRADE, gst_rate=rate))

    # Half a paisa at most from the exact share, however many lines there are.
    assert abs(sums.tax * (100_00 + rate) - sums.total * rate) * 2 <= 100_00 + rate


@given(some_lines, st.randoms())
def test_the_order_of_lines_changes_no_amount(lines: list[Priced], chance: object) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis's random
    one, other = totals(lines, TRADE), totals(mixed, TRADE)

    assert (one.subtotal, one.discount, one.shipping, one.tax, one.total) == (
        other.subtotal,
        other.discount,
        other.shipping,
        other.tax,
        other.total,
    )


@given(some_lines)
def test_every_piece_on_a_line_of_its_own_costs_the_same(lines: list[Priced]) -> None:
    apart = [Priced(line.price, 1) for line in lines[:5] for _ in range(line.quantity)]

    assert totals(apart, TRADE).total == totals(lines[:5], TRADE).total
    assert totals(apart, TRADE).tax == totals(lines[:5], TRADE).tax


@given(some_lines, st.integers(0, 10**9))
def test_a_dearer_piece_never_makes_it_cheaper_but_by_the_delivery(lines: list[Priced], more: int) -> None:
    dearer = [replace(lines[0], price=lines[0].price + more), *lines[1:]]

    assert totals(dearer, TRADE).total >= totals(lines, TRADE).total - TRADE.delivery_fee


@given(some_lines)
def test_each_part_of_the_tax_names_a_line_of_its_own(lines: list[Priced]) -> None:
    sums = totals(lines, TRADE)
    parts = [row for row in sums.rows if row.kind == "tax"]

    assert [row.line for row in parts[: len(lines)]] == list(range(len(lines)))
    assert len(parts) == len(lines) + bool(sums.shipping)
