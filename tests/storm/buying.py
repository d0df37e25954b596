"""Buyers over HTTP, as a client of the API is: they ask again where no answer came, pay at the gateway, and come back or not."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
class Market:
    """Where they buy and where they pay."""

    address: str
    gateway: RazorpayServer


def with_bags(count: int, product_id: str) -> list[Person]:
    """So many customers with one of this piece in their bags."""
    people = [a_customer() for _ in range(count)]
    for person in people:
        cart.add(Owner(user_id=person.id), AddForm(product_id=product_id))
    return people


def all_buy(market: Market, people: Sequence[Person], *, at_once: int, leave: float) -> list[str]:
    """What became of each; a share of them (`leave`) pays and is not seen again."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda one: buy(market, one[1], Random(one[0]), leave), enumerate(people)))


def buy(market: Market, person: Person, chance: Random, leave: float) -> str:
    """One buyer, from a full bag to the end."""
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
        _post(f"{market.address}/payment/webhook", body, {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id})


def _ask_until(market: Market, person: Person, path: str, body: dict[str, Any], until: float) -> dict[str, Any] | None:
    """The result, {} for a no of the shop; None if no answer came in all that time."""
    while time.monotonic() < until:
        token = tokens.make_access(person.session_id, person.id)
        status, told = _post(market.address + path, json.dumps(body).encode(), {"Authorization": f"Bearer {token}"})
        if status == 200:
            return dict(told["result"])
        if status == 409:
            return {}
        assert status in _AWAY, (path, status, told)
        time.sleep(PAUSE)
    return None


def _post(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    """Status and JSON; status 0 where nobody answered."""
    request = urllib.request.Request(address, body, {"Content-Type": "application/json", **headers}, method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:  # noqa: S310  this machine's own shop
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None
    except (OSError, ValueError, HTTPException):
        # Cut off in the middle of an answer, too.
        return 0, None
