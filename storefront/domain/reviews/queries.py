"""Reading reviews: rows of the table with the writer's name beside."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, exists, false, func, or_, select, true

from storefront.core.db import session
from storefront.core.ids import is_id
from storefront.domain.accounts import Person
from storefront.domain.accounts.models import User
from storefront.domain.catalog.models import Product
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.states import PaymentStatus, Status
from storefront.domain.reviews.errors import NoSuchReview
from storefront.domain.reviews.models import Review
from storefront.domain.reviews.states import Sort, State

_r = Review.__table__.c
_u = User.__table__.c
_p = Product.__table__.c
_o = Order.__table__.c
_l = OrderLine.__table__.c

ROWS: Any = select(*_r, _u.firstname).join_from(Review.__table__, User.__table__, _u.id == _r.user_id)
"""Reviews, with `firstname` of the writer."""
_ONE = ROWS.where(_r.id == bindparam("review"))
_APPROVED = ROWS.where(_r.product_id == bindparam("product"), _r.is_approved == true())
_OF_WRITER = ROWS.where(_r.product_id == bindparam("product"), _r.user_id == bindparam("user"))
_OWN = _OF_WRITER.where(_r.is_approved.is_(None))
_COUNT = select(func.count()).where(_r.product_id == bindparam("product"), _r.is_approved == true())
ORDERS = {
    Sort.NEWEST: (_r.id.desc(),),
    Sort.HELPFUL: (_r.helpful_count.desc(), _r.id.desc()),
    Sort.RATING: (_r.rating.desc(), _r.id.desc()),
}
_PAGES = {sort: _APPROVED.order_by(*by).limit(bindparam("size")).offset(bindparam("skip")) for sort, by in ORDERS.items()}
_PICTURE = _p.pictures.label("product_pictures")
_OF_PERSON: Any = (
    select(*_r, _p.name.label("product_name"), _p.slug.label("product_slug"), _p.listed.label("product_listed"), _PICTURE)
    .join_from(Review.__table__, Product.__table__, _p.id == _r.product_id)
    .where(_r.user_id == bindparam("user"))
    .order_by(_r.id.desc())
    .limit(200)
)
_FOR_STAFF: Any = (
    select(*_r, _u.firstname, _p.name.label("product_name"), _p.slug.label("product_slug"))
    .join_from(Review.__table__, User.__table__, _u.id == _r.user_id)
    .join(Product.__table__, _p.id == _r.product_id)
    .order_by(_r.id.desc())
)
_STATES = {
    State.APPROVED: _r.is_approved == true(),
    State.REFUSED: _r.is_approved == false(),
    State.WAITING: _r.is_approved.is_(None),
}
_BOUGHT = select(
    exists().where(
        _l.product_id == bindparam("product"),
        _o.id == _l.order_id,
        _o.user_id == bindparam("user"),
        _o.status != Status.CANCELLED,
        or_(_o.payment_status == PaymentStatus.PAID, _o.status == Status.DELIVERED),
    )
)


def of_product(
    product_id: str, who: Person | None, sort: Sort = Sort.NEWEST, page: int = 1, limit: int = 1000
) -> tuple[Sequence[Row[Any]], int]:
    """What was approved, and how many those are; for its writer the one that waits stands first. Three statements at most."""
    own = session().execute(_OWN, {"product": product_id, "user": who.id}).all() if who else []
    total = session().execute(_COUNT, {"product": product_id}).scalar_one()
    first = own if page == 1 else []
    asked = {"product": product_id, "size": limit - len(first), "skip": max(0, (page - 1) * limit - len(own))}
    return [*first, *session().execute(_PAGES[sort], asked)], total + len(own)


def for_staff(state: State | None = None, page: int = 1, limit: int = 25) -> tuple[Sequence[Row[Any]], int]:
    """All reviews or those of one state, the newest first, with `product_name`, `product_slug`; and how many. Two statements."""
    condition = _STATES[state] if state else true()
    total = session().execute(select(func.count()).select_from(Review.__table__).where(condition)).scalar_one()
    chosen = _FOR_STAFF.where(condition).limit(limit).offset((page - 1) * limit)
    return session().execute(chosen).all(), total


def waiting() -> int:
    """How many wait for staff."""
    return int(session().execute(select(func.count()).where(_STATES[State.WAITING])).scalar_one())


def review(review_id: str) -> Row[Any]:
    """One review, whatever its state. NoSuchReview."""
    row = session().execute(_ONE, {"review": review_id}).first() if is_id(review_id) else None
    if row is None:
        raise NoSuchReview
    return row


def own(product_id: str, user_id: str) -> Row[Any] | None:
    """What this person wrote of this piece, whatever its state."""
    row: Row[Any] | None = session().execute(_OF_WRITER, {"product": product_id, "user": user_id}).first()
    return row


def of_person(who: Person) -> Sequence[Row[Any]]:
    """What this person has written, the latest first, 200 at most; with `product_name`, `product_slug`, `product_listed` and
    `product_pictures`. One statement."""
    rows: Sequence[Row[Any]] = session().execute(_OF_PERSON, {"user": who.id}).all()
    return rows


def has_bought(product_id: str, user_id: str) -> bool:
    """Whether this account has paid for one, or had one delivered, in an order that was not cancelled."""
    return bool(session().execute(_BOUGHT, {"product": product_id, "user": user_id}).scalar())
