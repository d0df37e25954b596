"""Ids as Razorpay writes them: order_, pay_ and rfnd_ with 14 letters and digits."""

import re
import secrets
import string
from typing import Any

_PATTERN = re.compile(r"[A-Za-z0-9_]{1,40}")
_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """A fresh id: new_id("pay") → "pay_" and 14 random letters and digits."""
    return f"{prefix}_{''.join(secrets.choice(_LETTERS) for _ in range(14))}"


def is_id(text: Any) -> bool:
    """Whether this can be a gateway's id: it may come from a browser, and goes into addresses and signed text."""
    return isinstance(text, str) and _PATTERN.fullmatch(text) is not None
