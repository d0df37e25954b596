"""What an order costs."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from storefront.core.money import apportion, share
from storefront.domain.content import Trade
from storefront.domain.delivery import Charge, charge
from storefront.domain.orders import totals as pure
from storefront.domain.orders.taxes import Supply
from storefront.domain.orders.totals import Priced, Row, Totals, summed
from storefront.domain.promotions import Discount

TRADE = Trade(free_delivery_from=10_000_00, delivery_fee=150_00, gst_rate=3_00)

some_lines = st.lists(st.builds(Priced, price=st.integers(0, 10**10), quantity=st.integers(1, 99)), min_size=1, max_size=30)
mixed_lines = st.lists(
    st.builds(Priced, price=st.integers(0, 10**9), quantity=st.integers(1, 9), rate=st.sampled_from([0, 3_00, 5_00, 18_00])),
    min_size=1,
    max_size=12,
)


def totals(lines: list[Priced], trade: Trade) -> Totals:
    """At the terms of trade, without discounts."""
    return pure.totals(lines, charge(None, trade, sum(line.amount for line in lines), 0))


@st.composite
def discounted(draw: st.DrawFn) -> tuple[list[Priced], list[Discount]]:
    """Lines, and up to three discounts, which may want more than there is."""
    lines = draw(mixed_lines)
    shares = st.lists(st.integers(0, 10**9), min_size=len(lines), max_size=len(lines)).map(tuple)
    return lines, draw(st.lists(st.builds(Discount, st.text("AB", min_size=1), st.just("coupon"), shares), max_size=3))


def test_the_worked_example_of_the_shopkeeper() -> None:
    sums = totals([Priced(4_500_00, 2)], TRADE)

    assert (sums.subtotal, sums.shipping, sums.total, sums.tax) == (9_000_00, 150_00, 9_150_00, 266_50)
    assert [(row.label, row.amount, row.line) for row in sums.rows if row.kind == "tax"] == [
        ("CGST 1.5 %", 131_06, 0),
        ("SGST 1.5 %", 131_07, 0),
        ("CGST 1.5 %", 2_19, None),
        ("SGST 1.5 %", 2_18, None),
    ]


def test_a_coupon_lowers_what_is_paid_and_the_tax_in_it() -> None:
    welcome = Discount("WELCOME10", "coupon WELCOME10", (900_00,))

    sums = pure.totals([Priced(4_500_00, 2)], Charge(150_00, "delivery fee"), [welcome], Supply.BETWEEN)

    assert (sums.subtotal, sums.discount, sums.shipping, sums.total, sums.tax) == (9_000_00, 900_00, 150_00, 8_250_00, 240_29)
    assert [(row.kind, row.label, row.amount) for row in sums.rows] == [
        ("discount", "WELCOME10", -900_00),
        ("delivery", "Insured delivery", 150_00),
        ("tax", "IGST 3 %", 235_92),
        ("tax", "IGST 3 %", 4_37),
    ]


def test_free_delivery_is_a_row_of_its_own_and_bears_no_tax() -> None:
    free = Discount("LAKSHMI, free delivery", "coupon LAKSHMI", delivery=True)

    sums = pure.totals([Priced(1_030_00, 1)], Charge(150_00, "delivery fee"), [free])

    assert (sums.shipping, sums.discount, sums.total, sums.tax) == (150_00, 150_00, 1_030_00, 30_00)


def test_delivery_bears_the_rates_of_what_it_brings() -> None:
    sums = pure.totals([Priced(750_00, 1, 3_00), Priced(250_00, 1, 18_00)], Charge(100_00, "fee"), (), Supply.BETWEEN)

    carried = [(row.label, row.amount) for row in sums.rows if row.kind == "tax" and row.line is None]
    assert carried == [("IGST 3 %", 2_18), ("IGST 18 %", 3_81)]


def test_rows_of_lines_are_summed_for_people_to_read() -> None:
    rows = [
        Row("discount", "A", "coupon", -1, line=0),
        Row("delivery", "B", "fee", 5),
        Row("discount", "A", "coupon", -2, line=1),
    ]

    assert summed(rows) == [Row("discount", "A", "coupon", -3), Row("delivery", "B", "fee", 5)]


@given(discounted(), st.integers(0, 10**6), st.sampled_from(Supply))
def test_whatever_is_discounted_all_adds_up(made: tuple[list[Priced], list[Discount]], fee: int, supply: Supply) -> None:
    lines, discounts = made

    sums = pure.totals(lines, Charge(fee, "fee"), discounts, supply)

    taxes = [row for row in sums.rows if row.kind == "tax"]
    assert sums.total == sums.subtotal - sums.discount + sums.shipping
    assert sums.total == sums.subtotal + sum(row.amount for row in sums.rows if not row.included)
    assert sums.discount == -sum(row.amount for row in sums.rows if row.kind == "discount") <= sums.subtotal
    assert sum(row.amount for row in taxes) == sums.tax
    assert min(sums.total, sums.tax, *(row.amount for row in taxes)) >= 0


@given(discounted(), st.integers(0, 10**6))
def test_the_order_of_discounts_changes_no_amount(made: tuple[list[Priced], list[Discount]], fee: int) -> None:
    lines, discounts = made

    one, other = (pure.totals(lines, Charge(fee, "fee"), some) for some in (discounts, discounts[::-1]))

    assert (one.discount, one.tax, one.total) == (other.discount, other.tax, other.total)


@given(discounted(), st.integers(0, 10**6))
def test_no_line_is_sold_below_nothing(made: tuple[list[Priced], list[Discount]], fee: int) -> None:
    lines, discounts = made
    sums = pure.totals(lines, Charge(fee, "fee"), discounts)

    for position, line in enumerate(lines):
        assert line.amount + sum(row.amount for row in sums.rows if row.kind == "discount" and row.line == position) >= 0


@given(mixed_lines, st.integers(0, 10**6))
def test_the_tax_of_mixed_rates_is_rounded_once(lines: list[Priced], fee: int) -> None:
    sums = pure.totals(lines, Charge(fee, "fee"))
    by_line = {position: Fraction(line.amount * line.rate, 100_00 + line.rate) for position, line in enumerate(lines)}
    of_lines = sum(by_line.values())
    of_delivery = sums.tax - of_lines

    highest = max(line.rate for line in lines)
    assert -Fraction(1, 2) <= of_delivery <= Fraction(fee * highest, 100_00 + highest) + Fraction(1, 2)
    for position, exact in by_line.items():
        kept = sum(row.amount for row in sums.rows if row.kind == "tax" and row.line == position)
        assert abs(kept - exact) <= 1


@given(mixed_lines, st.integers(0, 10**6), st.sampled_from(Supply))
def test_the_heads_are_halves_and_add_up_to_the_tax(lines: list[Priced], fee: int, supply: Supply) -> None:
    sums = pure.totals(lines, Charge(fee, "fee"), (), supply)
    by_name: dict[str, int] = {}
    for row in sums.rows:
        if row.kind == "tax":
            name = row.label.split()[0]
            by_name[name] = by_name.get(name, 0) + row.amount

    assert sum(by_name.values()) == sums.tax
    assert max(by_name.values()) - min(by_name.values()) <= 1


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
    chance.shuffle(mixed)

    assert totals(mixed, TRADE).total == totals(lines, TRADE).total


@given(some_lines)
def test_no_amount_is_negative_and_nothing_is_cheaper_than_its_pieces(lines: list[Priced]) -> None:
    sums = totals(lines, TRADE)

    assert min(sums.subtotal, sums.discount, sums.shipping, sums.tax) >= 0
    assert sums.subtotal <= sums.total <= sums.subtotal + TRADE.delivery_fee
    assert all(row.amount >= 0 for row in sums.rows)


@given(some_lines, st.integers(0, 28_00))
def test_the_tax_is_rounded_once_on_the_whole(lines: list[Priced], rate: int) -> None:
    sums = totals([replace(line, rate=rate) for line in lines], TRADE)

    # Half a paisa at most from the exact share, however many lines there are.
    assert abs(sums.tax * (100_00 + rate) - sums.total * rate) * 2 <= 100_00 + rate


@given(some_lines, st.randoms())
def test_the_order_of_lines_changes_no_amount(lines: list[Priced], chance: object) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)
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

    assert [row.line for row in parts[: 2 * len(lines) : 2]] == list(range(len(lines)))
    assert len(parts) == 2 * (len(lines) + bool(sums.shipping))
