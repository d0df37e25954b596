"""Buyers over HTTP, as a client of the API is: they ask again where no answer came, pay at the gateway, and come back or not."""

import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from typing import Any

from storefront.domain.accounts import Person, tokens
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm
from tests.adapters.payments.razorpay_server import RazorpayServer
from tests.factories.accounts import a_customer

PATIENCE = 240
"""Seconds that a buyer goes on asking."""
PAUSE = 0.25
BOUGHT, TOLD, WENT, GAVE_UP = "bought", "told that it is gone", "paid and went away", "gave up"
_AWAY = (0, 500, 502, 503, 504)


@dataclass(frozen=True)
class Heard:
    """What a request came to; status 0 where nobody answered."""

    path: str
    status: int
    seconds: float
    wait: str
    """The answer's Retry-After."""


@dataclass(frozen=True)
class Market:
    """Where they buy and where they pay."""

    address: str
    gateway: RazorpayServer
    heard: list[Heard] = field(default_factory=list)
    """Every answer of the shop."""

    def ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, Any]:
        """Status and JSON of an answer, POST where there is a body; None for JSON where it is something else."""
        began = time.monotonic()
        status, told, wait = _ask(self.address + path, body, {"X-Forwarded-For": _anywhere(), **headers})
        self.heard.append(Heard(path, status, time.monotonic() - began, wait))
        return status, told


def with_bags(count: int, product_id: str) -> list[Person]:
    """So many customers with one of this piece in their bags."""
    people = [a_customer() for _ in range(count)]
    for person in people:
        cart.add(Owner(user_id=person.id), AddForm(product_id=product_id))
    return people


def all_buy(market: Market, people: Sequence[Person], *, at_once: int, leave: float, pause: float = 0) -> list[str]:
    """What became of each; a share of them (`leave`) pays and is not seen again. Each waits so many seconds (`pause`) first."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda one: buy(market, one[1], Random(one[0]), leave, pause), enumerate(people)))


def in_background(deed: Callable[[], list[str]]) -> Callable[[], list[str]]:
    """Begins with it; what is returned waits for its end, and has its result."""
    pool = ThreadPoolExecutor(1)
    began = pool.submit(deed)
    pool.shutdown(wait=False)
    return began.result


def buy(market: Market, person: Person, chance: Random, leave: float, pause: float) -> str:
    """One buyer, from a full bag to the end."""
    time.sleep(pause)
    until = time.monotonic() + PATIENCE
    order = _ask_until(market, person, "/order", {}, until)
    if order is None:
        return GAVE_UP
    if not order.get("id"):
        return TOLD
    payment = market.gateway.pay(order["id"], chance.choice(("captured", "captured", "authorized")))
    _tell(market, payment, chance)
    if chance.random() < leave:
        return WENT
    ids = {"razorpay_order_id": order["id"], "razorpay_payment_id": payment}
    body = {**ids, "razorpay_signature": market.gateway.sign(order["id"], payment)}
    back = _ask_until(market, person, "/payment/verify", body, until)
    return GAVE_UP if back is None else BOUGHT


def _tell(market: Market, payment: str, chance: Random) -> None:
    """Webhooks, some of them twice, in any order; nobody repeats those that find the shop closed."""
    kinds = ["payment.authorized", "payment.captured", "order.paid"] * chance.choice((1, 2))
    chance.shuffle(kinds)
    for kind in kinds[: chance.randrange(len(kinds) + 1)]:
        body, signature, event_id = market.gateway.event(kind, payment)
        market.ask("/payment/webhook", body, {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id})


def _ask_until(market: Market, person: Person, path: str, body: dict[str, Any], until: float) -> dict[str, Any] | None:
    """The result, {} for a no of the shop; None if no answer came in all that time."""
    while time.monotonic() < until:
        token = tokens.make_access(person.session_id, person.id)
        status, told = market.ask(path, json.dumps(body).encode(), {"Authorization": f"Bearer {token}"})
        if status == 200:
            return dict(told["result"])
        if status == 409:
            return {}
        assert status in _AWAY, (path, status, told)
        time.sleep(PAUSE)
    return None


def _ask(address: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, Any, str]:
    request = urllib.request.Request(address, body, {"Content-Type": "application/json", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:  # noqa: S310  this machine's own shop
            in_json = answer.headers.get_content_type() == "application/json"
            return answer.status, json.load(answer) if in_json else None, ""
    except urllib.error.HTTPError as error:
        return error.code, None, error.headers.get("Retry-After", "")
    except (OSError, ValueError, HTTPException):
        # Cut off in the middle of an answer, too.
        return 0, None, ""


def _anywhere() -> str:
    """The address of a buyer, each time another: they come from all over, and rates are limited by address."""
    return f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"
