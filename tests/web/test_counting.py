"""The rate limits' counts within a process."""

import pytest

from storefront.web import counting
from storefront.web.counting import ProcessCounts


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000.0]
    monkeypatch.setattr(counting.time, "time", lambda: now[0])
    return now


def test_requests_add_up_until_their_time_is_over(clock: list[float]) -> None:
    counts = ProcessCounts()
    counts.incr("asha", 60)
    clock[0] += 59

    assert (counts.incr("asha", 60), counts.get("asha"), counts.get_expiry("asha")) == (2, 2, 1_060.0)

    clock[0] += 1
    assert (counts.get("asha"), counts.incr("asha", 60)) == (0, 1)


def test_each_address_is_counted_by_itself(clock: list[float]) -> None:
    counts = ProcessCounts()
    counts.incr("asha", 60)

    assert counts.incr("ravi", 60) == 1


def test_what_is_over_is_let_go(clock: list[float]) -> None:
    counts = ProcessCounts()
    for number in range(50):
        counts.incr(f"visitor {number}", 10)
    clock[0] += 61

    counts.incr("asha", 10)

    assert counts.reset() == 1


def test_a_key_can_be_cleared(clock: list[float]) -> None:
    counts = ProcessCounts()
    counts.incr("asha", 60)

    counts.clear("asha")

    assert counts.get("asha") == 0
