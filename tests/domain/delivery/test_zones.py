"""What a delivery costs, by where it goes, what it weighs and what it is worth."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from storefront.domain.content.services import trade
from storefront.domain.content.trade import Trade
from storefront.domain.delivery import Rate, Zone, charge
from storefront.domain.delivery.queries import zone_for
from storefront.domain.delivery.services import remove_zone
from storefront.domain.delivery.zones import zone_of
from storefront.domain.orders.checkout import place
from storefront.domain.orders.queries import page
from tests.factories.catalog import a_ring
from tests.factories.orders import DETAILS, a_bag
from tests.factories.promotions import a_coupon, a_zone, with_coupon

TERMS = Trade(free_delivery_from=10_000_00, delivery_fee=150_00, address="Laxmi Road, Pune 411030")
EAST = Zone(
    "East", 2, ("7", "8"), 250_00, None, (Rate(500, None, 180_00), Rate(500, 2_000_00, 120_00), Rate(None, 5_000_00, 200_00))
)
GUWAHATI = Zone("Guwahati", 1, ("781",))


@pytest.mark.parametrize(
    ("value", "grams", "fee"),
    [
        (1_999_99, 500, 120_00),
        (2_000_00, 500, 180_00),
        (4_999_99, 501, 200_00),
        (5_000_00, 501, 250_00),
        (9_999_99, 0, 180_00),
        (10_000_00, 9_000, 0),
    ],
)
def test_the_narrowest_rate_that_fits_counts(value: int, grams: int, fee: int) -> None:
    assert charge(EAST, TERMS, value, grams).amount == fee


def test_a_charge_names_its_source() -> None:
    assert charge(EAST, TERMS, 1_000_00, 100).source == "East, up to 500 g, below ₹2000"
    assert charge(EAST, TERMS, 6_000_00, 900).source == "East"
    assert charge(GUWAHATI, TERMS, 1_000_00, 100).source == "delivery fee"


def test_a_zone_may_have_a_threshold_of_its_own() -> None:
    far = replace(EAST, free_from=25_000_00)

    assert charge(far, TERMS, 24_999_99, 900).amount == 250_00
    assert charge(far, TERMS, 25_000_00, 900).amount == 0


def test_a_shop_without_zones_has_one_fee_for_all_of_india() -> None:
    for first in "123456789":
        zone = zone_of(f"{first}00001", (), TERMS)
        assert zone is not None
        assert charge(zone, TERMS, 9_999_99, 50_000).amount == 150_00
    assert charge(None, TERMS, 9_999_99, 0).amount == 150_00


def test_most_digits_decide_the_zone() -> None:
    zones = (EAST, GUWAHATI)

    assert zone_of("781001", zones, TERMS) == GUWAHATI
    assert zone_of("700016", zones, TERMS) == EAST
    found = zone_of("560001", zones, TERMS)
    assert found is not None
    assert found.name == "Telangana, Andhra Pradesh, Karnataka"


def test_the_shop_s_own_part_of_india_is_not_further_than_usual() -> None:
    own, other = zone_of("411004", (), TERMS), zone_of("560001", (), TERMS)

    assert own is not None
    assert other is not None
    assert (own.days, other.days) == (0, 1)


def test_what_is_no_indian_pin_code_is_in_no_zone() -> None:
    assert zone_of("SW1A 1AA", (EAST,), TERMS) is None


def test_no_zones_cost_no_statement_and_kept_ones_none_either(app: Flask, statements: Any) -> None:
    terms = trade()
    with statements(at_most=0):
        zone_for("781001", terms)

    a_zone("78", fee=400)
    terms = trade()
    zone_for("781001", terms)
    with statements(at_most=0):
        found = zone_for("781001", terms)

    assert found is not None
    assert found.fee == 400_00


def test_an_order_pays_by_its_address_and_weight(app: Flask) -> None:
    zone = a_zone("41", fee=300, rates=[{"upToGrams": 10, "fee": 90}])
    light, heavy = a_ring(price=500, weightGrams=4, stock=9), a_ring(price=500, weightGrams=11)

    assert page(place(a_bag(light, 2), None, DETAILS).id).order.shipping == 90_00
    assert page(place(a_bag(heavy), None, DETAILS).id).order.shipping == 300_00
    remove_zone(zone, None)
    assert page(place(a_bag(light), None, DETAILS).id).order.shipping == 150_00


def test_free_delivery_by_coupon_is_a_row_on_the_order(app: Flask) -> None:
    a_zone("41", fee=300)
    a_coupon("LAKSHMI", kind="delivery")

    whole = page(place(with_coupon(a_bag(a_ring(price=500)), "LAKSHMI"), None, DETAILS).id)

    assert (whole.order.shipping, whole.order.discount, whole.order.total) == (300_00, 300_00, 500_00)
    assert [(row.label, row.amount) for row in whole.beside] == [
        ("Insured delivery", 300_00),
        ("LAKSHMI, free delivery", -300_00),
    ]


def set_it(prefix: str) -> str:
    return a_zone(prefix)


def test_two_zones_at_once_never_share_a_beginning(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    outcomes = at_once(set_it, [("4",)] * 4)

    assert outcomes.count("PinTaken") == 3, outcomes
