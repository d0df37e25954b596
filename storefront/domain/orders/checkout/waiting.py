"""How many orders a buyer may have that wait for their payment."""

from sqlalchemy import bindparam, func, or_, select

from storefront.core.db import session
from storefront.domain.content.services import trade
from storefront.domain.orders.errors import TooManyOpenOrders
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import Status

_o = Order.__table__.c
WAITING = select(func.count()).where(
    or_(_o.cart_id == bindparam("cart"), _o.user_id == bindparam("user")), _o.status == Status.PENDING
)


def waiting(user_id: str) -> int:
    """How many of this buyer's orders wait."""
    return int(session().execute(WAITING, {"cart": None, "user": user_id}).scalar_one())


def check_waiting(orders: int) -> None:
    """TooManyOpenOrders where another would be one too many."""
    if orders >= trade().open_orders:
        raise TooManyOpenOrders
