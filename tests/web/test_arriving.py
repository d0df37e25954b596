"""Who waits for a body holds up nobody."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from storefront.core.db import db
from storefront.core.errors import Unavailable
from storefront.web.arriving import SHARE, WAITING, Seats
from tests.browser import Browser
from tests.factories.catalog import a_ring

LONGEST = 10


class Slow(io.BytesIO):
    """A body that comes when it may."""

    def __init__(self, may_come: Event) -> None:
        super().__init__(b"body")
        self.may_come = may_come
        self.is_waited_for = Event()

    def read(self, *size: Any) -> bytes:
        self.is_waited_for.set()
        assert self.may_come.wait(LONGEST)
        return super().read(*size)


def answers(environ: dict[str, Any], _start_response: Any) -> list[bytes]:
    return [environ["wsgi.input"].read()]


def request(body: io.BytesIO, address: str = "192.0.2.1") -> dict[str, Any]:
    return {"wsgi.input": body, "REMOTE_ADDR": address}


def waiting(seats: Seats, pool: ThreadPoolExecutor, may_come: Event, address: str) -> Any:
    body = Slow(may_come)
    answer = pool.submit(seats, request(body, address), None)
    assert body.is_waited_for.wait(LONGEST)
    return answer


@pytest.fixture
def may_come() -> Event:
    return Event()


def test_whoever_waits_for_a_body_leaves_the_seat_to_others(may_come: Event) -> None:
    seats = Seats(answers, 1)
    with ThreadPoolExecutor() as pool:
        slow = waiting(seats, pool, may_come, "192.0.2.1")

        quick = pool.submit(seats, request(io.BytesIO(b"quick")), None).result(LONGEST)

        may_come.set()
        assert (quick, slow.result(LONGEST)) == ([b"quick"], [b"body"])


def test_so_many_are_at_work_at_once(may_come: Event) -> None:
    busy = Event()

    def work(environ: dict[str, Any], _start_response: Any) -> list[bytes]:
        busy.set()
        may_come.wait(LONGEST)
        return []

    seats = Seats(work, 1)
    with ThreadPoolExecutor() as pool:
        pool.submit(seats, request(io.BytesIO()), None)
        assert busy.wait(LONGEST)
        busy.clear()
        second = pool.submit(seats, request(io.BytesIO()), None)

        assert not busy.wait(0.1)
        may_come.set()
        second.result(LONGEST)


@pytest.mark.parametrize(
    ("most", "address"),
    [(SHARE, lambda number: "192.0.2.1"), (WAITING, lambda number: f"192.0.2.{number}")],
)
def test_who_waits_has_an_end_and_so_has_a_single_address(may_come: Event, most: int, address: Callable[[int], str]) -> None:
    seats = Seats(answers, 1)
    with ThreadPoolExecutor(WAITING + 1) as pool:
        slow = [waiting(seats, pool, may_come, address(number)) for number in range(most)]

        with pytest.raises(Unavailable):
            seats(request(io.BytesIO(b"one more"), address(most)), None)

        may_come.set()
        assert [one.result(LONGEST) for one in slow] == [[b"body"]] * most
    assert seats(request(io.BytesIO(b"again"), address(most)), None) == [b"again"]


def test_nobody_keeps_a_connection_to_the_database_while_a_body_comes(as_customer: Browser) -> None:
    held: list[int] = []

    class Watched(io.BytesIO):
        def read(self, *size: Any) -> bytes:
            held.append(db.engine.pool.checkedout())
            return super().read(*size)

    body = Watched(f'{{"productId": "{a_ring(stock=1)}"}}'.encode())
    answer = as_customer.post("/cart/add", input_stream=body, environ_base={"wsgi.input_terminated": True})

    assert (answer.status_code, set(held)) == (200, {0})
