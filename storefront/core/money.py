"""Money is a whole number of paise everywhere inside; rupees exist only at the edges."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def rupees(paise: int) -> int | float:
    """For JSON: whole rupees as an int, else a float of two decimals, whose shortest text has no noise."""
    whole, rest = divmod(paise, 100)
    return whole if rest == 0 else paise / 100


def paise(amount: Decimal | int | float | str) -> int:
    """From rupees. A float is read by its shortest text, so that 0.1 is ten paise. Half a paisa rounds up."""
    return int((Decimal(str(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def share(amount: int, numerator: int, denominator: int) -> int:
    """amount × numerator ÷ denominator in paise, rounded once, half up."""
    return int((Decimal(amount) * numerator / denominator).quantize(Decimal(1), ROUND_HALF_UP))


def apportion(whole: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Splits paise by weight so that the parts add up: each gets its share rounded down, and the paise that are left go to those
    that lost most by it (Hamilton's method), so that no part is a paisa or more away from its exact share. Weights of nothing
    get nothing."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    parts = [int(whole * weight // total) for weight in weights]
    lost = sorted(range(len(weights)), key=lambda place: (-(whole * weights[place] % total), place))
    for place in lost[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def lakh(paise: int) -> str:
    """₹1,23,456 or ₹1,23,456.50, grouped the Indian way: the last three digits, then pairs."""
    whole, rest = divmod(abs(paise), 100)
    text = grouped(whole) + (f".{rest:02d}" if rest else "")
    return f"−₹{text}" if paise < 0 else f"₹{text}"


def grouped(number: int) -> str:
    """1,23,456: the Indian way to write a number that is not negative."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])
