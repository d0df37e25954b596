"""The contract of every cache: the process's own and Redis."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import redis

from storefront.adapters.cache.base import Cache
from storefront.adapters.cache.process import ProcessCache
from storefront.adapters.cache.shared import COOL_DOWN, SharedCache
from tests.real_services import RedisServer


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Case:
    """A cache, and how time passes for it."""

    cache: Cache
    later: Callable[[float], None]


@pytest.fixture(params=["process", "redis"])
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    clock = Clock()
    if request.param == "process":
        yield Case(ProcessCache(clock=clock), clock.pass_)
        return
    address = request.getfixturevalue("redis_url")
    connection = redis.Redis.from_url(address)
    connection.flushdb()
    yield Case(SharedCache(address), lambda seconds: _age(connection, seconds))
    connection.close()


def _age(connection: Any, seconds: float) -> None:
    """Takes so much from the time that Redis has given to each key."""
    for key in connection.scan_iter():
        connection.pexpire(key, max(0, connection.pttl(key) - int(seconds * 1000)))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        7,
        -(2**63),
        2**64 - 1,
        1.5,
        "",
        "₹1,23,456",
        b"\x00\xff",
        [],
        [1, "a", None],
        {},
        {"a": {"b": [1, 2]}},
    ],
)
def test_a_value_comes_back_as_it_was(case: Case, value: Any) -> None:
    case.cache.set("k", value, 60)

    assert case.cache.get("k") == value
    assert type(case.cache.get("k")) is type(value)


def test_what_was_never_set_is_none(case: Case) -> None:
    assert case.cache.get("nothing") is None


def test_a_value_is_forgotten_when_its_time_is_up(case: Case) -> None:
    case.cache.set("short", "x", 10)
    case.cache.set("long", "y", 30)

    case.later(9)
    assert case.cache.get("short") == "x"

    case.later(2)
    assert case.cache.get("short") is None
    assert case.cache.get("long") == "y"


def test_a_value_for_no_time_is_not_kept_and_takes_the_place_of_the_old(case: Case) -> None:
    case.cache.set("k", "old", 60)

    case.cache.set("k", "new", 0)

    assert case.cache.get("k") is None


def test_the_last_value_counts(case: Case) -> None:
    case.cache.set("k", "old", 60)
    case.cache.set("k", "new", 60)

    assert case.cache.get("k") == "new"


def test_a_deleted_value_is_gone_and_deleting_it_again_is_no_error(case: Case) -> None:
    case.cache.set("k", "x", 60)

    case.cache.delete("k")
    case.cache.delete("k")

    assert case.cache.get("k") is None


def test_changing_what_was_given_or_got_changes_nothing_in_the_cache(case: Case) -> None:
    given = {"rings": [1]}
    case.cache.set("k", given, 60)

    given["rings"].append(2)
    case.cache.get("k")["rings"].append(3)

    assert case.cache.get("k") == {"rings": [1]}


@pytest.mark.parametrize("value", [object(), {"a": object()}, 2**70, "\udc80", ProcessCache], ids=range(5))
def test_what_cannot_be_carried_is_forgotten_and_never_raises(case: Case, value: Any) -> None:
    case.cache.set("k", "old", 60)

    case.cache.set("k", value, 60)

    assert case.cache.get("k") is None


def test_odd_keys_never_raise(case: Case) -> None:
    for key in ("", "a b\r\nFLUSHALL\r\n", "\udc80", "₹", "x" * 10_000):
        case.cache.set(key, key[:1] or "empty", 60)

    assert case.cache.get("a b\r\nFLUSHALL\r\n") == "a"
    assert case.cache.get("₹") == "₹"


def test_a_cache_that_answers_is_healthy(case: Case) -> None:
    assert case.cache.healthy()


def test_the_process_keeps_so_many_entries_and_drops_what_was_not_used_for_longest() -> None:
    cache = ProcessCache(entries=2)
    cache.set("a", 1, 60)
    cache.set("b", 2, 60)
    cache.get("a")

    cache.set("c", 3, 60)

    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, None, 3)


def test_the_process_keeps_so_many_bytes() -> None:
    cache = ProcessCache(size=10_000)
    for number in range(20):
        cache.set(f"page-{number}", b"x" * 1000, 60)

    kept = [number for number in range(20) if cache.get(f"page-{number}")]
    assert kept == list(range(20 - len(kept), 20))
    assert 5 <= len(kept) <= 9


def test_what_is_larger_than_the_cache_is_not_kept() -> None:
    cache = ProcessCache(size=10_000)
    cache.set("small", "x", 60)

    cache.set("huge", b"x" * 20_000, 60)

    assert cache.get("huge") is None


def test_many_threads_may_use_one_cache() -> None:
    cache = ProcessCache(entries=50)
    troubles: list[Exception] = []

    def work(seed: int) -> None:
        try:
            for turn in range(400):
                key = f"k{(seed * 7 + turn) % 80}"
                cache.set(key, turn, 60)
                cache.get(key)
                cache.delete(f"k{turn % 80}")
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    for number in range(80):
        cache.delete(f"k{number}")
    assert cache._used == 0


def test_two_processes_share_what_redis_keeps(redis_url: str) -> None:
    SharedCache(redis_url).set("shared", {"a": 1}, 60)

    assert SharedCache(redis_url).get("shared") == {"a": 1}


def test_bytes_in_redis_that_are_not_msgpack_are_no_value_and_run_no_code(redis_url: str) -> None:
    connection = redis.Redis.from_url(redis_url)
    connection.set("kundan:pickled", b"\x80\x04\x95\x1c\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.")
    connection.lpush("kundan:list", "x")
    connection.close()

    assert SharedCache(redis_url).get("pickled") is None
    assert SharedCache(redis_url).get("list") is None


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A Redis server of this test's own, running."""
    server = RedisServer()
    server.start()
    yield server
    server.remove()


def test_while_redis_is_away_the_process_keeps_the_values(server: RedisServer) -> None:
    cache = SharedCache(server.address)
    cache.set("before", 1, 60)
    server.stop()

    cache.set("meanwhile", 2, 60)
    cache.set("dropped", 3, 60)
    cache.delete("dropped")

    assert (cache.get("before"), cache.get("meanwhile"), cache.get("dropped")) == (None, 2, None)
    assert not cache.healthy()


def test_redis_is_left_alone_for_a_while_after_it_did_not_answer(server: RedisServer) -> None:
    clock = Clock()
    cache = SharedCache(server.address, clock=clock)
    server.stop()
    cache.get("anything")
    server.start()
    SharedCache(server.address).set("k", "in redis", 60)

    assert cache.get("k") is None

    clock.pass_(COOL_DOWN)
    assert cache.get("k") == "in redis"


def test_what_the_process_kept_meanwhile_is_not_shown_when_redis_goes_away_again(server: RedisServer) -> None:
    clock = Clock()
    cache = SharedCache(server.address, clock=clock)
    server.stop()
    cache.set("k", "out of date", 600)
    server.start()
    clock.pass_(COOL_DOWN)
    cache.set("k", "newer", 600)
    server.stop()

    assert cache.get("k") is None


def test_an_idle_connection_that_redis_closed_is_no_outage(server: RedisServer) -> None:
    cache = SharedCache(server.address)
    cache.set("k", "old", 60)
    server.stop()
    server.start()

    cache.set("k", "new", 60)

    assert SharedCache(server.address).get("k") == "new"


def test_a_redis_that_never_answers_costs_the_time_of_one_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = SharedCache(f"redis://127.0.0.1:{silent.getsockname()[1]}")

        began = time.monotonic()
        answers = [cache.get("k") for _ in range(100)]

    assert answers == [None] * 100
    assert time.monotonic() - began < 2


def test_a_value_for_which_redis_has_no_room_is_kept_by_the_process(redis_url: str) -> None:
    connection = redis.Redis.from_url(redis_url)
    connection.config_set("maxmemory", 1)
    try:
        cache = SharedCache(redis_url)
        cache.set("k", "x", 60)

        assert cache.get("k") == "x"
    finally:
        connection.config_set("maxmemory", 0)
        connection.close()
