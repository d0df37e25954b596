"""What can go wrong with a coupon, each in one sentence."""

from datetime import datetime
from typing import Any

from storefront.core.clock import iso
from storefront.core.errors import Conflict, Invalid, NotFound
from storefront.core.money import lakh, rupees
from storefront.core.wording import day


class CouponRefused(Invalid):
    """The coupon does not hold for this bag."""

    def __init__(self, code: str, sentence: str, **facts: Any) -> None:
        super().__init__({"code": sentence}, coupon=code, **facts)


class UnknownCoupon(CouponRefused):
    def __init__(self, code: str) -> None:
        super().__init__(code, f"We know no coupon {code}.")


class NotYetValid(CouponRefused):
    def __init__(self, code: str, begins: datetime) -> None:
        super().__init__(code, f"{code} is valid from {day(begins)} on.", validFrom=iso(begins))


class CouponOver(CouponRefused):
    def __init__(self, code: str) -> None:
        super().__init__(code, f"{code} is no longer valid.")


class CouponUsedUp(CouponRefused):
    def __init__(self, code: str) -> None:
        super().__init__(code, f"{code} has been used up.")


class UsedByYou(CouponRefused):
    def __init__(self, code: str) -> None:
        super().__init__(code, f"You have used {code} already.")


class MinimumNotMet(CouponRefused):
    """`missing` paise."""

    def __init__(self, code: str, minimum: int, missing: int) -> None:
        sentence = f"{code} is for {lakh(minimum)} or more; add pieces for {lakh(missing)} to use it."
        super().__init__(code, sentence, minimum=rupees(minimum), missing=rupees(missing))


class NothingQualifies(CouponRefused):
    def __init__(self, code: str) -> None:
        super().__init__(code, f"{code} is not for the pieces in your bag.")


class NoSuchCoupon(NotFound):
    sentence = "There is no such coupon."


class CodeTaken(Conflict):
    sentence = "Another coupon has this code already."


class CouponInUse(Conflict):
    sentence = "This coupon has been used, so it stays on record. Make it inactive instead."
