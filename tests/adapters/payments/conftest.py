"""The two gateways behind one face, and what a shopper and the gateway's own machines do to them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any, TypeVar

import pytest
from flask import Flask

from storefront.adapters.payments.base import Gateway, GatewayPayment, GatewayRefund
from storefront.adapters.payments.razorpay import RazorpayGateway
from storefront.adapters.payments.sandbox import SandboxGateway
from storefront.core.errors import ShopError
from tests.adapters.payments.razorpay_server import RazorpayServer, serve

T = TypeVar("T")


@dataclass
class Rig:
    """A gateway, and the world on its other side."""

    gateway: Gateway
    pay: Callable[[str, str], str]
    """An order's id and captured, authorized or failed → the payment's id."""
    sign: Callable[[str, str], str]
    event: Callable[[str, GatewayPayment | GatewayRefund], tuple[bytes, str, str]]

    def paid(self, amount: int = 45_000_00, outcome: str = "captured") -> GatewayPayment:
        """A payment of a new order."""
        order = self.gateway.create_order(amount, "INR", "KD-1001", {})
        return self.gateway.fetch_payment(self.pay(order.id, outcome))


@pytest.fixture
def server() -> Iterator[RazorpayServer]:
    with serve() as server:
        yield server


@pytest.fixture
def razorpay(app: Flask, server: RazorpayServer) -> RazorpayGateway:
    """Razorpay's adapter on the stand-in."""
    return make_razorpay(server)


@pytest.fixture
def impatient(app: Flask, server: RazorpayServer) -> RazorpayGateway:
    """The same, with time limits that a test can wait for."""
    return make_razorpay(server, timeout=(0.4, 0.4))


@pytest.fixture
def sandbox(app: Flask) -> SandboxGateway:
    return SandboxGateway("the secret of the shop")


@pytest.fixture(params=["razorpay", "sandbox"])
def rig(request: pytest.FixtureRequest, app: Flask) -> Rig:
    """The contract's tests run on both gateways."""
    if request.param == "sandbox":
        return sandbox_rig(request.getfixturevalue("sandbox"))
    server: RazorpayServer = request.getfixturevalue("server")
    gateway: RazorpayGateway = request.getfixturevalue("razorpay")
    return Rig(gateway, server.pay, server.sign, lambda kind, about: server.event(kind, about.id))


def make_razorpay(server: RazorpayServer, **options: Any) -> RazorpayGateway:
    return RazorpayGateway(server.key_id, server.key_secret, server.webhook_secret, server.url, **options)


def in_threads(app: Flask, *calls: Callable[[], T]) -> list[T | ShopError]:
    """Calls them all at the same moment, each over a connection of its own; a refusal is an answer too."""
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | ShopError:
        with app.app_context():
            start.wait(10)
            try:
                return call()
            except ShopError as refused:
                return refused

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def sandbox_rig(sandbox: SandboxGateway) -> Rig:
    return Rig(sandbox, lambda order_id, outcome: sandbox.pay(order_id, outcome).id, sandbox.sign, sandbox.event)
