"""What can go wrong with money."""

from storefront.core.errors import Conflict, Invalid, Unavailable


class PaymentsClosed(Unavailable):
    sentence = "The shop takes no payments just now. Please write or call us, and we shall find a way."


class ForgedSignature(Invalid):
    """What the browser brought was not signed by the gateway for this order."""

    def __init__(self) -> None:
        super().__init__({"razorpay_signature": "This confirmation was not signed by the payment service."})


class PaymentMismatch(Invalid):
    """The payment is real, but not for this order's amount; nothing is confirmed by it."""

    def __init__(self) -> None:
        super().__init__({"razorpay_payment_id": "This payment does not belong to this order."})


class TooMuchBack(Conflict):
    """More would be given back than was paid. `left` is what can be, in paise."""

    def __init__(self, left: int) -> None:
        super().__init__("More cannot be given back than was paid.", left=left)
        self.left = left
