"""What can go wrong with orders."""

from storefront.core.errors import Conflict, Invalid, NotFound, TooMany
from storefront.core.money import lakh


class NoSuchOrder(NotFound):
    """There is none, or it is somebody else's."""

    sentence = "There is no such order."


class EmptyBag(Invalid):
    def __init__(self) -> None:
        super().__init__({"bag": "Your bag is empty."})


class BagChanged(Conflict):
    """A piece in the bag cannot be bought as it stands. `troubles` maps a line's id to its sentence."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__(next(iter(troubles.values())), troubles=troubles)
        self.troubles = troubles


class AlreadyPaid(Conflict):
    """What is being bought was paid for already, by the order named in the facts."""

    def __init__(self, number: str, gateway_order_id: str | None) -> None:
        super().__init__("This is paid for already.", orderId=number, id=gateway_order_id)
        self.number = number


class TooManyOpenOrders(TooMany):
    sentence = "You have several orders that wait for payment. Pay or cancel one of them first."

    def __init__(self) -> None:
        super().__init__(retry_after=600)


class NotOnDelivery(Invalid):
    """The shop takes no cash on delivery, or not for so much."""

    def __init__(self, why: str = "This order cannot be paid on delivery. Please pay online.") -> None:
        super().__init__({"pay": why})


class TooManyOnDelivery(NotOnDelivery):
    """This buyer has so many orders under way that are to be paid on delivery."""

    def __init__(self, orders: int) -> None:
        on_the_way = "an order" if orders == 1 else f"{orders} orders"
        super().__init__(f"You have {on_the_way} to pay on delivery already. Please pay this one online.")


class NotOfThisOrder(Invalid):
    """A line that another order has, or none."""

    def __init__(self, line_id: str) -> None:
        super().__init__({f"pieces.{line_id}": "This piece is not of this order."})


class TooManyBack(Conflict):
    """More pieces would come back than were bought. `left` is how many can."""

    def __init__(self, name: str, left: int) -> None:
        super().__init__(f"All of {name} are back already." if left == 0 else f"Only {left} of {name} can come back.", left=left)
        self.left = left


class NoReturn(Conflict):
    """It has not left the shop, or the time is over."""

    sentence = "This order cannot be sent back any more, or not yet. Write to us, and we shall look into it."


class SentAlready(Conflict):
    """Somebody has sent it meanwhile, by another parcel's number."""

    def __init__(self, tracking_number: str) -> None:
        super().__init__(f"This was sent already, with the tracking number {tracking_number}.", trackingNumber=tracking_number)


class GivenBackMeanwhile(Conflict):
    """Whoever gives money back has not seen what went back since; `refunded` is what had gone back in all, in paise."""

    def __init__(self, refunded: int) -> None:
        super().__init__(f"{lakh(refunded)} of this order has been given back meanwhile. Look again before you give more.")


class NotChecked(Conflict):
    """The gateway has not confirmed the payment yet."""

    sentence = "This payment rests on the browser's word; the order can be shipped when the gateway has confirmed it."
