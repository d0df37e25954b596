"""The coupon in a bag: found in whatever case, one at a time, and refused in a sentence."""

from typing import Any

import pytest
from flask import Flask

from storefront.domain.cart import services as cart
from storefront.domain.cart.queries import bag
from storefront.domain.promotions.errors import (
    CouponOver,
    CouponRefused,
    MinimumNotMet,
    NothingQualifies,
    UnknownCoupon,
)
from tests.factories.catalog import a_ring
from tests.factories.orders import a_bag, a_guest
from tests.factories.promotions import a_coupon, with_coupon


def test_a_code_is_found_in_whatever_case(app: Flask) -> None:
    a_coupon()

    owner = with_coupon(a_bag(a_ring()), "  shagun10 ")

    assert bag(owner).code == "SHAGUN10"
    assert bag(owner).refusal is None


def test_another_coupon_takes_the_place_of_the_first(app: Flask) -> None:
    a_coupon()
    a_coupon("DIWALI", kind="amount", value=500)

    owner = with_coupon(with_coupon(a_bag(a_ring())), "DIWALI")

    assert bag(owner).code == "DIWALI"


def test_what_is_refused_leaves_the_bag_as_it_was(app: Flask) -> None:
    a_coupon()
    owner = with_coupon(a_bag(a_ring()))

    with pytest.raises(UnknownCoupon) as refused:
        with_coupon(owner, "NOTHING")

    assert refused.value.sentence == "We know no coupon NOTHING."
    assert bag(owner).code == "SHAGUN10"


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({"minimum": 12_000}, MinimumNotMet),
        ({"validUntil": "2020-01-01"}, CouponOver),
        ({"isActive": False}, CouponOver),
    ],
)
def test_a_coupon_that_does_not_hold_is_refused(app: Flask, terms: dict[str, Any], kind: type[CouponRefused]) -> None:
    a_coupon(**terms)

    with pytest.raises(kind):
        with_coupon(a_bag(a_ring(price=10_000)))


def test_a_coupon_for_other_pieces_is_refused(app: Flask) -> None:
    a_coupon(products=[a_ring()])

    with pytest.raises(NothingQualifies):
        with_coupon(a_bag(a_ring()))


def test_an_empty_bag_takes_no_coupon_out(app: Flask) -> None:
    cart.drop_coupon(a_guest())

    assert bag(a_guest()).code is None
