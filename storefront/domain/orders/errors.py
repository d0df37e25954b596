"""What can go wrong with orders."""

from storefront.core.errors import Conflict, Invalid, NotFound, TooMany


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

    def __init__(self) -> None:
        super().__init__({"pay": "This order cannot be paid on delivery. Please pay online."})


class NotChecked(Conflict):
    """The gateway has not confirmed the payment yet."""

    sentence = "This payment rests on the browser's word; the order can be shipped when the gateway has confirmed it."
