"""The states of an order and of its payment, and how they move, as pure functions over tables."""

from enum import StrEnum

from storefront.core.errors import Conflict


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
    """Paid too late: the pieces were gone, the money goes back."""


class Event(StrEnum):
    PAY = "pay"
    CONFIRM = "confirm"
    SHIP = "ship"
    DELIVER = "deliver"
    CANCEL = "cancel"
    LAPSE = "lapse"
    REVIVE = "revive"
    """A payment came for an order that had lapsed or was replaced, and its pieces could be had."""
    RETURN = "return"
    """A parcel on its way has come back."""


_MOVES: dict[tuple[Status, Event], Status] = {
    (Status.PENDING, Event.PAY): Status.CONFIRMED,
    (Status.PENDING, Event.CONFIRM): Status.CONFIRMED,
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
    (Status.SHIPPED, Event.SHIP): Status.SHIPPED,
    (Status.DELIVERED, Event.DELIVER): Status.DELIVERED,
    (Status.CANCELLED, Event.CANCEL): Status.CANCELLED,
    (Status.CANCELLED, Event.LAPSE): Status.CANCELLED,
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
        return _MOVES[status, event]
    except KeyError:
        raise NotNow(status) from None


def moves_from(status: Status) -> list[Status]:
    """The states that staff may move an order to from this one, in the order of the way."""
    return [to for event, to in _STAFF.items() if to is not status and _MOVES.get((status, event)) is to]


def event_for(status: Status) -> Event:
    """The event by which staff bring an order into that state; NotNow for pending, to which nothing leads back."""
    for event, to in _STAFF.items():
        if to is status:
            return event
    raise NotNow(status)
