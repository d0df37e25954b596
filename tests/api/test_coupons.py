"""Coupons for admins."""

from typing import Any

import pytest

from storefront.core.ids import new_id
from storefront.domain.orders.checkout import place
from tests.browser import Browser
from tests.factories.catalog import a_category, a_ring
from tests.factories.orders import DETAILS, a_bag
from tests.factories.promotions import a_coupon, with_coupon

DIWALI = {"code": "diwali", "kind": "amount", "value": 750.5, "minimum": 5000, "validUntil": "2030-11-01", "limit": 100}


def test_a_coupon_is_made_shown_listed_changed_and_removed(as_admin: Browser) -> None:
    category = a_category("Bangles")
    made = as_admin.post("/admin/coupons", json={**DIWALI, "categories": [category], "limitPerCustomer": 1}).json["result"]

    assert {
        name: made[name] for name in ("code", "kind", "value", "minimum", "limit", "limitPerCustomer", "used", "categories")
    } == {
        "code": "DIWALI",
        "kind": "amount",
        "value": 750.5,
        "minimum": 5000,
        "limit": 100,
        "limitPerCustomer": 1,
        "used": 0,
        "categories": [category],
    }
    assert made["validUntil"] == "2030-10-31T18:30:00.000Z"
    assert as_admin.get(f"/admin/coupons/{made['id']}").json["result"] == made
    assert as_admin.get("/admin/coupons").json["result"] == [made]
    changed = as_admin.put(f"/admin/coupons/{made['id']}", json={**DIWALI, "value": 500}).json["result"]
    assert (changed["value"], changed["categories"], changed["limitPerCustomer"]) == (500, [], None)
    assert as_admin.delete(f"/admin/coupons/{made['id']}").status_code == 200
    assert as_admin.get("/admin/coupons").json["result"] == []


def test_no_two_coupons_have_the_same_code_in_whatever_case(as_admin: Browser) -> None:
    a_coupon("DIWALI")

    answer = as_admin.post("/admin/coupons", json=DIWALI)

    assert (answer.status_code, answer.json["message"]) == (409, "Another coupon has this code already.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "no blanks"},
        {"code": "ab"},
        {"kind": "gift"},
        {"value": 0},
        {"value": -1},
        {"kind": "percentage", "value": 101},
        {"validFrom": "2030-12-01"},
        {"limit": 0},
        {"products": ["x"]},
        {"products": ["6702f1c4a83b5d9e04c17a26"]},
        {"minimum": 1.005},
    ],
)
def test_what_makes_no_sense_is_refused(as_admin: Browser, wrong: dict[str, Any]) -> None:
    answer = as_admin.post("/admin/coupons", json={**DIWALI, **wrong})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert as_admin.get("/admin/coupons").json["result"] == []


def test_free_delivery_needs_no_value(as_admin: Browser) -> None:
    made = as_admin.post("/admin/coupons", json={"code": "LAKSHMI", "kind": "delivery"}).json["result"]

    assert (made["kind"], made["value"]) == ("delivery", 0)


def test_a_coupon_that_was_used_stays_with_its_code(as_admin: Browser) -> None:
    coupon = a_coupon()
    place(with_coupon(a_bag(a_ring())), None, DETAILS)

    removed = as_admin.delete(f"/admin/coupons/{coupon}")
    renamed = as_admin.put(f"/admin/coupons/{coupon}", json=DIWALI)

    assert (removed.status_code, renamed.status_code) == (409, 409)
    assert as_admin.get(f"/admin/coupons/{coupon}").json["result"]["used"] == 1


def test_an_unknown_coupon_is_404(as_admin: Browser) -> None:
    unknown = new_id()

    assert as_admin.get(f"/admin/coupons/{unknown}").status_code == 404
    assert as_admin.put(f"/admin/coupons/{unknown}", json=DIWALI).status_code == 404
    assert as_admin.delete(f"/admin/coupons/{unknown}").status_code == 404
