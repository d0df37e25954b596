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


def further(known: PaymentState, told: PaymentState) -> PaymentState:
    """The later of what we know and what we are told, whichever came first."""
    return max(known, told, key=_RANK.__getitem__)


def further_refund(known: RefundState, told: RefundState) -> RefundState:
    """As above; processed and failed are ends, and a gateway's 'processed' outranks an earlier 'failed'."""
    ranks = (RefundState.ASKED, RefundState.PENDING, RefundState.FAILED, RefundState.PROCESSED)
    return max(known, told, key=ranks.index)
