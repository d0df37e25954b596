"""Using coupons: counted when the order is placed, kept when it is paid, given back when it comes to nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from storefront.core import clock
from storefront.core.ids import new_id
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm
from storefront.domain.cart.queries import bag
from storefront.domain.orders import fulfilment
from storefront.domain.orders.checkout import place
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.queries import page
from storefront.domain.orders.sweep import sweep
from storefront.domain.promotions.audit import miscounts
from storefront.domain.promotions.errors import (
    CouponUsedUp,
    UsedByYou,
)
from storefront.domain.promotions.forms import CodeForm
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import DETAILS, a_bag, a_payment, come_back
from tests.factories.promotions import a_coupon, the_coupon, with_coupon


def used(code: str = "SHAGUN10") -> int:
    """So often, by the coupon's own count, which must be that of its uses."""
    assert miscounts() == []
    return the_coupon(code).used


def details(email: str) -> Details:
    return Details(email=email, name="Asha", shipping_address=DETAILS.shipping_address)


def test_the_discount_stands_on_the_order_as_rows(app: Flask) -> None:
    a_coupon()

    placed = place(with_coupon(a_bag(a_ring(price=10_000))), None, DETAILS)

    whole = page(placed.id)
    assert (whole.order.subtotal, whole.order.discount, whole.order.total) == (10_000_00, 1_000_00, 9_000_00)
    assert whole.order.coupon == "SHAGUN10"
    off = [row for row in whole.rows if row.kind == "discount"]
    assert [(row.amount, row.source, row.line_id) for row in off] == [(-1_000_00, "coupon SHAGUN10", whole.lines[0].id)]
    assert whole.order.tax == sum(row.amount for row in whole.rows if row.kind == "tax") == 262_14
    assert used() == 1


def test_the_same_bag_and_coupon_is_the_same_order_even_with_the_last_use(app: Flask) -> None:
    a_coupon(limit=1, limitPerCustomer=1)
    owner = with_coupon(a_bag(a_ring()))

    assert place(owner, None, DETAILS) == place(owner, None, DETAILS)

    assert used() == 1
    assert bag(owner).refusal is None


def test_a_bag_without_its_coupon_is_another_order_and_gives_the_use_back(app: Flask) -> None:
    a_coupon(limit=1)
    owner = with_coupon(a_bag(a_ring()))
    first = place(owner, None, DETAILS)

    cart.drop_coupon(owner)
    second = place(owner, None, DETAILS)

    assert first.number != second.number
    assert page(second.id).order.discount == 0
    assert used() == 0


def test_a_changed_bag_keeps_the_use_of_its_purchase(app: Flask) -> None:
    a_coupon(limit=1, limitPerCustomer=1)
    ring = a_ring(stock=5)
    owner = with_coupon(a_bag(ring))
    place(owner, None, DETAILS)

    cart.add(owner, AddForm(product_id=ring))
    second = place(owner, None, DETAILS)

    assert page(second.id).order.coupon == "SHAGUN10"
    assert used() == 1


def test_a_second_attempt_beside_one_that_may_still_be_paid_shares_its_use(app: Flask) -> None:
    a_coupon(limit=1, limitPerCustomer=1)
    ring = a_ring(stock=5)
    owner = with_coupon(a_bag(ring))
    first = place(owner, None, DETAILS)
    a_payment(first, "failed")
    cart.add(owner, AddForm(product_id=ring))
    second = place(owner, None, DETAILS)

    assert page(first.id).order.status == page(second.id).order.status == "pending"
    assert used() == 1
    come_back(second, a_payment(second))

    assert page(first.id).order.status == "cancelled"
    assert used() == 1


def test_a_use_is_given_back_when_the_order_lapses(app: Flask) -> None:
    a_coupon(limit=1)
    place(with_coupon(a_bag(a_ring())), None, DETAILS)
    waiting = a_bag(a_ring())
    with pytest.raises(CouponUsedUp):
        with_coupon(waiting)

    with clock.later(minutes=31):
        sweep()

    assert used() == 0
    assert place(with_coupon(waiting), None, details("meera@example.in")).total == 9_000_00


def test_a_purchase_that_is_tried_again_takes_its_use_again(app: Flask) -> None:
    a_coupon(limit=1, limitPerCustomer=1)
    owner = with_coupon(a_bag(a_ring()))
    first = place(owner, None, DETAILS)
    with clock.later(minutes=31):
        sweep()

    second = place(owner, None, DETAILS)

    assert first.number != second.number
    assert used() == 1
    come_back(second, a_payment(second))
    assert used() == 1


def test_a_use_is_given_back_when_the_order_is_cancelled_unpaid_and_kept_when_it_was_paid(app: Flask) -> None:
    a_coupon()
    unpaid = place(with_coupon(a_bag(a_ring())), None, DETAILS)
    paid = place(with_coupon(a_bag(a_ring())), None, DETAILS)
    come_back(paid, a_payment(paid))
    staff = an_admin()

    fulfilment.cancel(unpaid.id, staff)
    fulfilment.cancel(paid.id, staff)

    assert used() == 1


def test_what_is_paid_takes_the_coupon_out_of_the_bag(app: Flask) -> None:
    a_coupon(limit=5)
    ring = a_ring(stock=3)
    owner = with_coupon(a_bag(ring))
    placed = place(owner, None, DETAILS)

    come_back(placed, a_payment(placed))

    assert bag(owner).code is None
    assert place(with_coupon(a_bag(ring, owner=owner)), None, DETAILS).number != placed.number
    assert used() == 2


def test_one_customer_uses_it_as_often_as_each_may(app: Flask) -> None:
    a_coupon(limitPerCustomer=1)
    who = a_customer()
    owner = Owner(user_id=who.id)
    placed = place(with_coupon(a_bag(a_ring(), owner=owner)), who, Details.of(who))
    come_back(placed, a_payment(placed))

    a_bag(a_ring(), owner=owner)
    with pytest.raises(UsedByYou) as refused:
        with_coupon(owner)

    assert refused.value.sentence == "You have used SHAGUN10 already."


def test_a_guest_is_known_again_by_the_e_mail_address(app: Flask) -> None:
    a_coupon(limitPerCustomer=1)
    place(with_coupon(a_bag(a_ring())), None, details("asha@example.in"))
    again = with_coupon(a_bag(a_ring()))

    with pytest.raises(UsedByYou):
        place(again, None, details(" Asha@Example.in"))

    assert used() == 1
    assert place(again, None, details("meera@example.in")).total == 9_000_00


def test_a_coupon_that_ceased_to_hold_between_bag_and_order_is_told_and_nothing_is_placed(app: Flask) -> None:
    a_coupon(limit=1)
    slow = with_coupon(a_bag(a_ring()))
    place(with_coupon(a_bag(a_ring())), None, DETAILS)

    with pytest.raises(CouponUsedUp):
        place(slow, None, details("meera@example.in"))

    assert bag(slow).refusal is not None
    assert bag(slow).code == "SHAGUN10"


def test_a_late_payment_takes_the_use_again_if_it_can_be_had(app: Flask) -> None:
    a_coupon(limit=1)
    late = place(with_coupon(a_bag(a_ring())), None, DETAILS)
    with clock.later(minutes=31):
        sweep()
    assert used() == 0

    come_back(late, a_payment(late))

    assert page(late.id).order.status == "confirmed"
    assert used() == 1


def test_a_late_payment_whose_coupon_is_used_up_goes_back(app: Flask) -> None:
    a_coupon(limit=1)
    late = place(with_coupon(a_bag(a_ring())), None, DETAILS)
    with clock.later(minutes=31):
        sweep()
    place(with_coupon(a_bag(a_ring())), None, details("meera@example.in"))

    come_back(late, a_payment(late))

    whole = page(late.id)
    assert (whole.order.status, whole.order.cancel_reason) == ("cancelled", "no_stock")
    assert [refund.amount for refund in whole.refunds] == [late.total]
    assert used() == 1


def test_a_late_payment_whose_pieces_are_gone_leaves_the_coupon_to_others(app: Flask) -> None:
    a_coupon(limit=1)
    ring = a_ring(stock=1)
    late = place(with_coupon(a_bag(ring)), None, DETAILS)
    with clock.later(minutes=31):
        sweep()
    place(a_bag(ring), None, details("meera@example.in"))

    come_back(late, a_payment(late))

    assert page(late.id).order.cancel_reason == "no_stock"
    assert used() == 0


def test_a_guest_s_coupon_goes_along_into_the_account_s_bag(app: Flask) -> None:
    a_coupon()
    guest = with_coupon(a_bag(a_ring()))
    who = a_customer()
    own = a_bag(a_ring(), owner=Owner(user_id=who.id))

    cart.take_over(guest, who.id)

    assert bag(own).code == "SHAGUN10"


def test_a_coupon_costs_an_order_two_statements_and_its_absence_none(app: Flask, statements: Any) -> None:
    a_coupon(limit=9, limitPerCustomer=1)
    ring = a_ring(stock=9)
    without, with_one = a_bag(ring), with_coupon(a_bag(ring))
    place(a_bag(ring), None, DETAILS)

    with statements(at_most=13):
        place(without, None, DETAILS)
    with statements(at_most=15):
        place(with_one, None, DETAILS)
    with statements(at_most=2):
        bag(with_one)


def buy(ring: str, email: str) -> str:
    """One buyer, in a process of their own: with the coupon in the bag already."""
    owner = Owner(token_hash=new_id())
    cart.add(owner, AddForm(product_id=ring))
    cart.use_coupon(owner, CodeForm(code="SHAGUN10"))
    return place(owner, None, details(email)).number


def test_the_last_uses_of_a_shop_s_limit_go_to_as_many_buyers(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    a_coupon(limit=3)
    ring = a_ring(stock=None)

    outcomes = at_once(buy, [(ring, f"guest{number}@example.in") for number in range(100)])

    bought = [one for one in outcomes if one.startswith("KN-")]
    assert len(bought) == 3, outcomes
    assert set(outcomes) - set(bought) == {"CouponUsedUp"}
    assert used() == 3


def test_one_customer_s_last_use_is_one_however_many_bags_race_for_it(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    a_coupon(limitPerCustomer=1)
    ring = a_ring(stock=None)

    outcomes = at_once(buy, [(ring, "asha@example.in")] * 100)

    bought = [one for one in outcomes if one.startswith("KN-")]
    assert len(bought) == 1, outcomes
    assert set(outcomes) - set(bought) == {"UsedByYou"}
    assert used() == 1
