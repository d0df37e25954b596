"""Whether coupons count right."""

from flask import Flask
from sqlalchemy import update

from storefront.core.db import transaction
from storefront.domain.orders.checkout import place
from storefront.domain.promotions.models import CouponRow
from tests.factories.catalog import a_ring
from tests.factories.orders import DETAILS, a_bag
from tests.factories.promotions import a_coupon, with_coupon


def test_a_wrong_count_is_found_and_repaired(app: Flask) -> None:
    a_coupon()
    place(with_coupon(a_bag(a_ring())), None, DETAILS)
    run = app.test_cli_runner()
    assert run.invoke(args=["coupons", "verify"]).output == "Every coupon counts the uses that stand.\n"
    with transaction() as current:
        current.execute(update(CouponRow).values(used=7))

    found = run.invoke(args=["coupons", "verify"])
    repaired = run.invoke(args=["coupons", "verify", "--repair"])

    assert found.exit_code == 1
    assert "SHAGUN10: used 7 times by its own count, 1 uses stand." in found.output
    assert "Repaired: 1." in repaired.output
    assert run.invoke(args=["coupons", "verify"]).exit_code == 0
