"""A customer's uses of a coupon are counted by index, however many it has."""

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.domain.promotions.queries import has_used_up
from storefront.domain.promotions.uses import Customer
from tests.factories.promotions import a_coupon, the_coupon
from tests.plans import plan_of


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


@pytest.mark.parametrize("email", ["", "asha@example.in"])
def test_the_uses_of_one_customer_are_found_by_index(app: Flask, email: str) -> None:
    a_coupon(limitPerCustomer=1)
    coupon = the_coupon()

    plan = plan_of(lambda: has_used_up(coupon, Customer(new_id(), email)), "coupon_uses")

    assert [step for step in plan if step.startswith("SCAN")] == []
    assert any("ix_coupon_uses_user (coupon_id=? AND user_id=?)" in step for step in plan), plan
    assert not email or any("ix_coupon_uses_email (coupon_id=? AND email_hash=?)" in step for step in plan), plan
