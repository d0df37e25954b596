"""Who may open an order's page: whoever has its signed link, its buyer, and staff. For anyone else there is none."""

from flask import request

from storefront.domain.orders import links, queries
from storefront.domain.orders.errors import NoSuchOrder
from storefront.web.sign_in import person


def order_for(number: str) -> str:
    """The order's id. NoSuchOrder."""
    if links.key_holds(number, request.values.get("key", "")):
        return queries.find_by_number(number)
    who = person()
    if who is None:
        raise NoSuchOrder
    return queries.find(number, who)
