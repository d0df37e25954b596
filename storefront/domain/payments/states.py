"""The states of a payment and of a refund, in the gateway's words, as pure functions: nothing ever moves back."""

from enum import StrEnum


class PaymentState(StrEnum):
    CREATED = "created"
    """The buyer has begun to pay."""
    FAILED = "failed"
    """The bank or the buyer said no. May still become captured: gateways report late."""
    AUTHORIZED = "authorized"
    """The bank has set the money aside; it is taken by a capture."""
    CAPTURED = "captured"
    """The money is ours."""
    REFUNDED = "refunded"
    """All of it was given back."""


_RANK = {state: rank for rank, state in enumerate(PaymentState)}


class RefundState(StrEnum):
    ASKED = "asked"
    """Decided here; the gateway may not know of it yet."""
    PENDING = "pending"
    """The gateway has it in hand."""
    PROCESSED = "processed"
    """The money is on its way to the buyer's account."""
    FAILED = "failed"
    """The gateway could not give it back; staff must."""


_REFUND_RANK = (RefundState.ASKED, RefundState.PENDING, RefundState.FAILED, RefundState.PROCESSED)
OPEN_REFUNDS = (RefundState.ASKED, RefundState.PENDING)
"""Of which the gateway has more to tell."""


def standing(known: PaymentState, told: PaymentState) -> PaymentState:
    """The later of what we know and what we are told, without what went back: that follows from the refunds (`whole_or_back`),
    since one that fails makes the payment whole again."""
    return further(*(PaymentState.CAPTURED if state is PaymentState.REFUNDED else state for state in (known, told)))


def whole_or_back(state: PaymentState, amount: int, refunded: int) -> PaymentState:
    """Captured or refunded, by what has gone back (paise); a payment that never came in stays as it is."""
    if _RANK[state] < _RANK[PaymentState.CAPTURED]:
        return state
    return PaymentState.REFUNDED if refunded >= amount else PaymentState.CAPTURED


def further(known: PaymentState, told: PaymentState) -> PaymentState:
    """The later of what we know and what we are told, whichever came first."""
    return max(known, told, key=_RANK.__getitem__)


def further_refund(known: RefundState, told: RefundState) -> RefundState:
    """As above; processed and failed are ends, and a gateway's 'processed' outranks an earlier 'failed'."""
    return max(known, told, key=_REFUND_RANK.index)
