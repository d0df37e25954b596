"""The states of an order and of its money, and how they move, as pure functions over tables.

`docs/states.md` is drawn from them.
"""

from enum import StrEnum

from storefront.core.errors import Conflict

COD = "cod"
"""The method of payment of an order that is paid on delivery."""


class Status(StrEnum):
    PENDING = "pending"
    """Placed, its pieces held, not paid yet."""
    CONFIRMED = "confirmed"
    """Paid, or accepted by staff: to be packed."""
    SHIPPED = "shipped"
    """Handed to the courier."""
    DELIVERED = "delivered"
    """In the buyer's hands."""
    CANCELLED = "cancelled"
    """Ended without a sale; `CancelReason` says why."""


class PaymentStatus(StrEnum):
    PENDING = "pending"
    """Nothing has come in."""
    PAID = "paid"
    """All has come in; part of it may have gone back."""
    FAILED = "failed"
    """The last attempt failed; another may still succeed."""
    REFUNDED = "refunded"
    """All has gone back."""


class CancelReason(StrEnum):
    EXPIRED = "expired"
    """Not paid in time."""
    REPLACED = "replaced"
    """The buyer changed the bag and placed another."""
    PERSON = "person"
    """The buyer or staff wanted it so."""
    NO_STOCK = "no_stock"
    """Paid too late: the pieces were gone, or the coupon used up; the money goes back."""


class Event(StrEnum):
    PAY = "pay"
    CONFIRM = "confirm"
    PROMISE = "promise"
    """The buyer will pay on delivery, and the shop agrees."""
    SHIP = "ship"
    DELIVER = "deliver"
    CANCEL = "cancel"
    LAPSE = "lapse"
    REVIVE = "revive"
    """A payment came for an order that had lapsed or was replaced, and its pieces could be had."""
    RETURN = "return"
    """A parcel on its way has come back."""


class MoneyEvent(StrEnum):
    """What happens to the money of an order."""

    PAY = "pay"
    """All has come in: captured at the gateway, or taken in cash."""
    FAIL = "fail"
    """An attempt failed."""
    GIVE_BACK = "give_back"
    """All of it goes back."""
    KEEP = "keep"
    """Part of it, or nothing, goes back: so a refund that failed makes a refunded order paid again."""


class Meeting(StrEnum):
    """What a payment that has come in means to its order."""

    SAME = "same"
    """It is the payment that bought the order."""
    BUYS = "buys"
    """The order was waiting for it."""
    REVIVES = "revives"
    """The order had lapsed or was replaced: it stands again if its pieces can be had."""
    TOO_MUCH = "too_much"
    """The order is paid for already."""
    TOO_LATE = "too_late"
    """The order was called off, or another of the same purchase goes its way."""


MOVES: dict[tuple[Status, Event], Status] = {
    (Status.PENDING, Event.PAY): Status.CONFIRMED,
    (Status.PENDING, Event.CONFIRM): Status.CONFIRMED,
    (Status.PENDING, Event.PROMISE): Status.CONFIRMED,
    (Status.PENDING, Event.CANCEL): Status.CANCELLED,
    (Status.PENDING, Event.LAPSE): Status.CANCELLED,
    (Status.CONFIRMED, Event.SHIP): Status.SHIPPED,
    (Status.CONFIRMED, Event.CANCEL): Status.CANCELLED,
    (Status.SHIPPED, Event.DELIVER): Status.DELIVERED,
    (Status.SHIPPED, Event.RETURN): Status.CANCELLED,
    (Status.CANCELLED, Event.REVIVE): Status.CONFIRMED,
    # Repeats, named one by one: what has happened already happens again without effect.
    (Status.CONFIRMED, Event.PAY): Status.CONFIRMED,
    (Status.SHIPPED, Event.PAY): Status.SHIPPED,
    (Status.DELIVERED, Event.PAY): Status.DELIVERED,
    (Status.CONFIRMED, Event.CONFIRM): Status.CONFIRMED,
    (Status.CONFIRMED, Event.PROMISE): Status.CONFIRMED,
    (Status.CONFIRMED, Event.LAPSE): Status.CONFIRMED,
    (Status.SHIPPED, Event.LAPSE): Status.SHIPPED,
    (Status.DELIVERED, Event.LAPSE): Status.DELIVERED,
    (Status.SHIPPED, Event.SHIP): Status.SHIPPED,
    (Status.DELIVERED, Event.DELIVER): Status.DELIVERED,
    (Status.CANCELLED, Event.CANCEL): Status.CANCELLED,
    (Status.CANCELLED, Event.LAPSE): Status.CANCELLED,
}

MONEY_MOVES: dict[tuple[PaymentStatus, MoneyEvent], PaymentStatus] = {
    (PaymentStatus.PENDING, MoneyEvent.FAIL): PaymentStatus.FAILED,
    (PaymentStatus.PENDING, MoneyEvent.PAY): PaymentStatus.PAID,
    (PaymentStatus.FAILED, MoneyEvent.PAY): PaymentStatus.PAID,
    (PaymentStatus.PAID, MoneyEvent.GIVE_BACK): PaymentStatus.REFUNDED,
    (PaymentStatus.REFUNDED, MoneyEvent.KEEP): PaymentStatus.PAID,
    # Repeats, and word of a failure that comes behind the success it was followed by.
    (PaymentStatus.FAILED, MoneyEvent.FAIL): PaymentStatus.FAILED,
    (PaymentStatus.PAID, MoneyEvent.FAIL): PaymentStatus.PAID,
    (PaymentStatus.REFUNDED, MoneyEvent.FAIL): PaymentStatus.REFUNDED,
    (PaymentStatus.PAID, MoneyEvent.PAY): PaymentStatus.PAID,
    (PaymentStatus.REFUNDED, MoneyEvent.PAY): PaymentStatus.REFUNDED,
    (PaymentStatus.REFUNDED, MoneyEvent.GIVE_BACK): PaymentStatus.REFUNDED,
    (PaymentStatus.PAID, MoneyEvent.KEEP): PaymentStatus.PAID,
}

_STAFF = {
    Event.CONFIRM: Status.CONFIRMED,
    Event.SHIP: Status.SHIPPED,
    Event.DELIVER: Status.DELIVERED,
    Event.CANCEL: Status.CANCELLED,
}


class NotNow(Conflict):
    """The order stands where this cannot be done. `allowed` are the states it may go to."""

    def __init__(self, status: Status) -> None:
        allowed = [str(state) for state in moves_from(status)]
        ways = " or ".join(allowed) if allowed else "nothing else"
        super().__init__(f"An order that is {status} can become {ways}.", allowed=allowed, status=str(status))
        self.status = status


def next(status: Status, event: Event) -> Status:
    """Where the event leads; NotNow if it cannot happen there."""
    try:
        return MOVES[status, event]
    except KeyError:
        raise NotNow(status) from None


class NotPaid(Conflict):
    """There is no money of this order that could go back."""

    sentence = "Nothing has been paid for this order, so nothing can be given back."


def next_money(status: PaymentStatus, event: MoneyEvent) -> PaymentStatus:
    """Where the event leads; NotPaid if nothing has come in that could go back."""
    try:
        return MONEY_MOVES[status, event]
    except KeyError:
        raise NotPaid from None


def meeting(status: Status, reason: CancelReason | None, bought_by: str | None, payment: str, *, sibling_sold: bool) -> Meeting:
    """What a payment that came in means to an order in this state.

    `bought_by`: the payment by which it is paid, if it is. `sibling_sold`: another order of the same purchase goes its way.
    """
    if bought_by == payment:
        return Meeting.SAME
    if bought_by is not None:
        return Meeting.TOO_MUCH
    if status is not Status.CANCELLED:
        return Meeting.BUYS
    may_stand_again = reason in (CancelReason.EXPIRED, CancelReason.REPLACED) and not sibling_sold
    return Meeting.REVIVES if may_stand_again else Meeting.TOO_LATE


def moves_from(status: Status) -> list[Status]:
    """The states that staff may move an order to from this one, in the order of the way."""
    return [to for event, to in _STAFF.items() if to is not status and MOVES.get((status, event)) is to]


def event_for(status: Status) -> Event:
    """The event by which staff bring an order into that state; NotNow for pending, to which nothing leads back."""
    for event, to in _STAFF.items():
        if to is status:
            return event
    raise NotNow(status)
