"""Visitors with a real browser, and shops for them."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from tests.chromium import NoChromium, find_or_install
from tests.database import new_postgres_database
from tests.journeys.served import Served, opened

PATIENCE = 20_000
"""Milliseconds: the machine may be busy with other tests."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
MISSING = "/p/nothing-of-this-name"
"""The one address that tests may ask for though nothing is there."""
REFUSED = "the server responded with a status of 422"
"""A form that is refused is an answer; the browser notes it as an error all the same."""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def sqlite_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo shop on SQLite, as `make run` opens it for the first time."""
    with opened(Served(tmp_path_factory.mktemp("shop"))) as shop:
        yield shop


@pytest.fixture(scope="session")
def postgresql_served(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[Served]:
    """The same on PostgreSQL."""
    with opened(Served(tmp_path_factory.mktemp("shop"), new_postgres_database(postgres_url))) as shop:
        yield shop


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    try:
        path = find_or_install()
    except NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """`visit(shop, …)` is a page of a new visitor; more is for the browser, such as java_script_enabled.

    Fails the test for whatever a visitor's browser complains of: errors of scripts, of the console, of the content security
    policy, and anything asked of another host.
    """
    visitors: list[BrowserContext] = []
    troubles: list[str] = []

    def arrive(shop: Served, **more: Any) -> Page:
        usual = {"locale": "en-IN", "timezone_id": "Asia/Kolkata", "reduced_motion": "reduce", "color_scheme": "light"}
        size = {"width": 1440, "height": 900}
        visitor = chromium.new_context(**{**usual, "base_url": shop.address, "viewport": size, **more})
        visitor.set_default_timeout(PATIENCE)
        _listen(visitor, shop.address, troubles)
        visitors.append(visitor)
        return visitor.new_page()

    yield arrive
    for visitor in visitors:
        visitor.close()
    assert troubles == []


def _listen(visitor: BrowserContext, address: str, troubles: list[str]) -> None:
    host = urlsplit(address).netloc

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text and not message.location["url"].endswith(MISSING):
            troubles.append(message.text)

    def asked(request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != host:
            troubles.append(f"{request.url} was asked for")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.status != 422 and not response.url.endswith(MISSING):
            troubles.append(f"{response.url} answered {response.status}")

    visitor.on("console", said)
    visitor.on("weberror", lambda error: troubles.append(str(error.error)))
    visitor.on("request", asked)
    visitor.on("response", answered)
