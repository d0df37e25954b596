"""The states of an order, from the table."""

import pytest

from storefront.domain.orders.states import Event, NotNow, Status, event_for, moves_from, next

WAY = [
    (Status.PENDING, Event.PAY, Status.CONFIRMED),
    (Status.PENDING, Event.CONFIRM, Status.CONFIRMED),
    (Status.PENDING, Event.PROMISE, Status.CONFIRMED),
    (Status.PENDING, Event.CANCEL, Status.CANCELLED),
    (Status.PENDING, Event.LAPSE, Status.CANCELLED),
    (Status.CONFIRMED, Event.SHIP, Status.SHIPPED),
    (Status.CONFIRMED, Event.CANCEL, Status.CANCELLED),
    (Status.SHIPPED, Event.DELIVER, Status.DELIVERED),
    (Status.SHIPPED, Event.RETURN, Status.CANCELLED),
    (Status.CANCELLED, Event.REVIVE, Status.CONFIRMED),
]
REPEATS = [
    (Status.CONFIRMED, Event.PAY),
    (Status.SHIPPED, Event.PAY),
    (Status.DELIVERED, Event.PAY),
    (Status.CONFIRMED, Event.CONFIRM),
    (Status.CONFIRMED, Event.PROMISE),
    (Status.CONFIRMED, Event.LAPSE),
    (Status.SHIPPED, Event.LAPSE),
    (Status.DELIVERED, Event.LAPSE),
    (Status.SHIPPED, Event.SHIP),
    (Status.DELIVERED, Event.DELIVER),
    (Status.CANCELLED, Event.CANCEL),
    (Status.CANCELLED, Event.LAPSE),
]


@pytest.mark.parametrize(("status", "event", "to"), WAY)
def test_an_order_goes_its_way(status: Status, event: Event, to: Status) -> None:
    assert next(status, event) is to


@pytest.mark.parametrize(("status", "event"), REPEATS)
def test_what_has_happened_happens_again_without_effect(status: Status, event: Event) -> None:
    assert next(status, event) is status


def test_every_other_move_is_refused() -> None:
    known = {(status, event) for status, event, _ in WAY} | set(REPEATS)

    for status in Status:
        for event in Event:
            if (status, event) not in known:
                with pytest.raises(NotNow):
                    next(status, event)


def test_a_refusal_says_what_is_allowed() -> None:
    with pytest.raises(NotNow) as refused:
        next(Status.CONFIRMED, Event.DELIVER)

    assert refused.value.facts["allowed"] == ["shipped", "cancelled"]
    assert "shipped or cancelled" in refused.value.sentence


def test_an_end_allows_nothing_more() -> None:
    assert moves_from(Status.DELIVERED) == []
    assert moves_from(Status.CANCELLED) == []


def test_nothing_leads_back_to_pending() -> None:
    with pytest.raises(NotNow):
        event_for(Status.PENDING)
