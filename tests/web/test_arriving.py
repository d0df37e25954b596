"""Who waits for a body holds up nobody."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
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


@pytest.mark.parametrize("length", ["4", ""])
def test_a_body_comes_while_its_request_has_no_seat(may_come: Event, length: str) -> None:
    seats = Seats(answers, 1)
    with ThreadPoolExecutor() as pool:
        body = Slow(may_come)
        slow = pool.submit(seats, {**request(body), "CONTENT_LENGTH": length}, None)
        assert body.is_waited_for.wait(LONGEST)

        assert pool.submit(seats, request(io.BytesIO(b"quick")), None).result(LONGEST) == [b"quick"]

        may_come.set()
        assert slow.result(LONGEST) == [b"body"]


def test_a_body_that_breaks_off_is_as_long_as_it_came() -> None:
    assert Seats(answers, 1)({**request(io.BytesIO(b"bo")), "CONTENT_LENGTH": "4"}, None) == [b"bo"]


def test_a_seat_goes_to_whoever_waits_longest() -> None:
    came: list[int] = []
    begun, goes_on = [Event() for _ in range(4)], [Event() for _ in range(4)]

    def work(environ: dict[str, Any], _start_response: Any) -> list[bytes]:
        number = environ["number"]
        came.append(number)
        begun[number].set()
        assert goes_on[number].wait(LONGEST)
        return []

    seats = Seats(work, 1)
    with ThreadPoolExecutor(4) as pool:
        pool.submit(seats, {**request(io.BytesIO()), "number": 0}, None)
        assert begun[0].wait(LONGEST)
        for number in (1, 2, 3):
            pool.submit(seats, {**request(io.BytesIO()), "number": number}, None)
            until(lambda: seats.in_line == number)  # noqa: B023  called at once
        for number in range(4):
            assert begun[number].wait(LONGEST)
            goes_on[number].set()

    assert came == [0, 1, 2, 3]


@pytest.mark.parametrize("is_told", [True, False])
def test_nobody_keeps_a_connection_to_the_database_while_a_body_comes(as_customer: Browser, is_told: bool) -> None:
    held: list[int] = []
    connections = db.engine.pool

    class Watched(io.BytesIO):
        def read(self, *size: Any) -> bytes:
            held.append(connections.checkedout())
            return super().read(*size)

    said = f'{{"productId": "{a_ring(stock=1)}"}}'.encode()
    length = {"CONTENT_LENGTH": str(len(said)) if is_told else ""}
    chunked = {} if is_told else {"environ_base": {"wsgi.input_terminated": True}}
    answer = as_customer.post(
        "/cart/add", input_stream=Watched(said), content_type="application/json", environ_overrides=length, **chunked
    )

    assert (answer.status_code, set(held)) == (200, {0})


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        sleep(0.005)
    raise AssertionError
