"""Rate limits over several processes are counted in Redis; while it is away each process counts for itself."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask

from storefront.web.limits import limiter
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.journeys.served import wait_for
from tests.real_services import RedisServer, own_redis

ELEVEN = 11
"""One more sign-in than a minute allows."""


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with own_redis() as server:
        yield server


@pytest.fixture
def client(sqlite_app: Flask, server: RedisServer, tmp_path: Path) -> Iterator[Browser]:
    """Of a shop that counts in Redis."""
    limited = {"RATELIMIT_ENABLED": True, "REDIS_URL": server.address}
    app = make_app(tmp_path, sqlite_app.config["SQLALCHEMY_DATABASE_URI"], **limited)
    browser = new_browser(app)
    counts_there(browser, server)
    yield browser
    limiter.enabled = False
    limiter.init_app(sqlite_app)
    dispose(app)


def counts_there(client: Browser, server: RedisServer) -> None:
    """Returns when requests are counted in Redis, with none counted yet."""
    with redis.Redis.from_url(server.address) as there:
        wait_for(lambda: client.get("/auth/categories") and there.keys("LIMITS*"))
        there.flushdb()


def sign_in(client: Browser) -> int:
    return client.post("/login", json={"username": "nobody", "password": "a violet kite"}).status_code


def test_a_redis_on_a_socket_counts(client: Browser, server: RedisServer) -> None:
    answers = [sign_in(client) for _ in range(ELEVEN)]

    assert answers == [401] * 10 + [429]


@pytest.mark.parametrize("how", ["stop", "hang"])
def test_while_redis_is_away_the_process_counts_and_nobody_waits_long(client: Browser, server: RedisServer, how: str) -> None:
    sign_in(client)
    getattr(server, how)()

    began = time.monotonic()
    answers = [sign_in(client) for _ in range(ELEVEN)]

    assert answers == [401] * 10 + [429]
    assert time.monotonic() - began < 4


def test_when_redis_is_back_it_counts_again(client: Browser, server: RedisServer) -> None:
    server.stop()
    sign_in(client)
    server.start()

    counts_there(client, server)

    assert [sign_in(client) for _ in range(ELEVEN)] == [401] * 10 + [429]
