"""Placing an order: a process of several transactions with calls to the gateway between them.

    hold        one transaction: the bag is priced, the order written, its pieces held         placing, writing
    ask         the gateway makes its order, with ours as the receipt                          attaching
    attach      one transaction: the gateway's id is kept

Killed between any two, the next attempt (or the sweep) goes on from there: the same bag finds the same order, and an order at
the gateway whose answer was lost is found by its receipt.
"""

from storefront.domain.orders.checkout.attaching import attach
from storefront.domain.orders.checkout.deposit import place_deposit
from storefront.domain.orders.checkout.placing import place, place_on_delivery
from storefront.domain.orders.checkout.standing import Placed, Standing, snapshot

__all__ = ["Placed", "Standing", "attach", "place", "place_deposit", "place_on_delivery", "snapshot"]
