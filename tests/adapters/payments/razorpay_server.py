"""A stand-in for Razorpay's API: orders, payments, captures and refunds over real HTTP, in memory, with troubles on demand.

It is written from Razorpay's documentation and shares no code with the adapter, so that the two can disagree.
"""

import hashlib
import hmac
import json
import re
import secrets
import socket
import struct
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from storefront.core.clock import now

Json = dict[str, Any]

TROUBLES = {
    "html": (502, "text/html", b"<html><h1>502 Bad Gateway</h1></html>"),
    "error": (500, "application/json", b'{"error": {"code": "SERVER_ERROR", "description": "We are facing some trouble"}}'),
    "no key": (401, "application/json", b'{"error": {"code": "BAD_REQUEST_ERROR", "description": "Authentication failed"}}'),
    "conflict": (409, "application/json", b'{"error": {"code": "BAD_REQUEST_ERROR", "description": "In progress"}}'),
    "busy": (429, "application/json", b'{"error": {"code": "BAD_REQUEST_ERROR", "description": "Too many requests"}}'),
    "list": (200, "application/json", b"[]"),
    "number": (200, "application/json", b"7"),
    "empty": (200, "application/json", b""),
    "hollow": (200, "application/json", b"{}"),
    "deep": (200, "application/json", b"[" * 100_000),
    "odd refusal": (400, "application/json", b'{"error": "no"}'),
    "list refusal": (400, "application/json", b"[]"),
    "number refusal": (400, "application/json", b"7"),
    "html refusal": (404, "text/html", b"<html><h1>404 Not Found</h1></html>"),
    "redirect": (302, "application/json", b"{}"),
}
"""Answers that come instead of the true one. Besides these: slow (no answer in time), reset (the connection breaks before
anything is done), late (done, but the answer comes too late) and lost (done, then the connection breaks)."""


class Refused(Exception):
    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.status = status


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Json


@dataclass
class RazorpayServer:
    key_id: str = "rzp_test_1DP5mmOlF5G5ag"
    key_secret: str = "s3cret-of-the-key"
    webhook_secret: str = "s3cret-of-the-webhook"
    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    orders: dict[str, Json] = field(default_factory=dict)
    payments: dict[str, Json] = field(default_factory=dict)
    refunds: dict[str, Json] = field(default_factory=dict)
    remembered: dict[str, tuple[Json, Json]] = field(default_factory=dict)
    """Idempotency key → the request and its refund."""
    trouble: str = ""
    troubled: str = "GET POST"
    times: int = 0
    mood: Callable[[str], str] | None = None
    """In a storm: the method of a request → the trouble that it meets, or ''."""
    silence: float = 10
    """Seconds that nothing is said when it is slow or late."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    released: threading.Event = field(default_factory=threading.Event)

    def misbehave(self, trouble: str, *, method: str = "GET POST", times: int = 1000) -> None:
        """The next so many requests of this method meet this trouble."""
        self.trouble, self.troubled, self.times = trouble, method, times

    def asked(self, method: str, path: str = "") -> list[Seen]:
        return [seen for seen in self.seen if seen.method == method and path in seen.path]

    def pay(self, order_id: str, outcome: str = "captured", method: str = "card") -> str:
        """What the shopper does in Razorpay's window; answers the payment's id."""
        with self.lock:
            order = self.orders[order_id]
            order["attempts"] += 1
            order["status"] = "paid" if outcome == "captured" else "attempted"
            payment = _payment(order, outcome, method)
            self.payments[payment["id"]] = payment
            return str(payment["id"])

    def sign(self, order_id: str, payment_id: str) -> str:
        return self._hmac(self.key_secret, f"{order_id}|{payment_id}".encode())

    def event(self, kind: str, thing_id: str) -> tuple[bytes, str, str]:
        """A webhook about this payment or refund: body, signature, event id."""
        refund = self.refunds.get(thing_id)
        payment = self.payments[refund["payment_id"] if refund else thing_id]
        carried = {"payment": payment, **({"refund": refund} if refund else {})}
        if kind.startswith("order."):
            carried["order"] = self.orders[payment["order_id"]]
        payload = {name: {"entity": entity} for name, entity in carried.items()}
        event = {"entity": "event", "event": kind, "contains": list(carried), "payload": payload, "created_at": 1795300000}
        body = json.dumps(event).encode()
        return body, self._hmac(self.webhook_secret, body), secrets.token_urlsafe(10)

    def answer(self, seen: Seen) -> Json:
        """The true answer to a request, its work done; raises Refused."""
        if seen.headers.get("authorization") != self._basic():
            raise Refused("Authentication failed", 401)
        with self.lock:
            for method, pattern, name in _ROUTES:
                if seen.method == method and (found := re.fullmatch(pattern, seen.path)):
                    return dict(getattr(self, name)(seen, *found.groups()))
        raise Refused("The requested URL was not found on the server.", 404)

    def _create_order(self, seen: Seen) -> Json:
        _check_amount(seen.body)
        order = {**seen.body, "id": _id("order"), "entity": "order", "status": "created", "attempts": 0}
        self.orders[order["id"]] = order
        return order

    def _list_orders(self, seen: Seen) -> Json:
        receipt = seen.query.get("receipt", [""])[0]
        found = [order for order in self.orders.values() if receipt in order["receipt"]]
        return _collection(found, seen)

    def _fetch_order(self, seen: Seen, order_id: str) -> Json:
        return _known(self.orders, order_id)

    def _payments_of(self, seen: Seen, order_id: str) -> Json:
        _known(self.orders, order_id)
        return _collection([payment for payment in self.payments.values() if payment["order_id"] == order_id], seen)

    def _list_payments(self, seen: Seen) -> Json:
        since, until, skip = (int(seen.query.get(name, [default])[0]) for name, default in _SPAN)
        found = [one for one in self.payments.values() if since <= one["created_at"] <= until]
        return _collection(found[: len(found) - skip], seen)

    def _fetch_payment(self, seen: Seen, payment_id: str) -> Json:
        return _known(self.payments, payment_id)

    def _capture(self, seen: Seen, payment_id: str) -> Json:
        payment = _known(self.payments, payment_id)
        if payment["captured"]:
            raise Refused("This payment has already been captured")
        if payment["status"] != "authorized":
            raise Refused("Only payments which have been authorized and not yet captured can be captured")
        if (payment["amount"], payment["currency"]) != (seen.body["amount"], seen.body["currency"]):
            raise Refused("Capture amount must be equal to the amount authorized")
        if self.orders[payment["order_id"]]["status"] == "paid":
            raise Refused("Order already paid")
        self.orders[payment["order_id"]]["status"] = "paid"
        payment.update(status="captured", captured=True)
        return payment

    def _refund(self, seen: Seen, payment_id: str) -> Json:
        payment, key = _known(self.payments, payment_id), seen.headers.get("x-refund-idempotency", "")
        if key and not re.fullmatch(r"[A-Za-z0-9_-]{10,}", key):
            raise Refused("The idempotency key is invalid.")
        if key in self.remembered:
            body, refund = self.remembered[key]
            if body != seen.body:
                raise Refused("Different request body sent for the same Idempotency Header")
            return refund
        refund = self._give_back(payment, seen.body)
        self.remembered[key] = (seen.body, refund)
        return refund

    def _give_back(self, payment: Json, body: Json) -> Json:
        _check_amount(body)
        if not payment["captured"]:
            raise Refused("The payment status should be captured for action to be taken")
        if payment["amount_refunded"] + body["amount"] > payment["amount"]:
            raise Refused("The total refund amount is greater than the refund payment amount")
        payment["amount_refunded"] += body["amount"]
        if payment["amount_refunded"] == payment["amount"]:
            payment["status"] = "refunded"
        refund = {**body, "id": _id("rfnd"), "entity": "refund", "payment_id": payment["id"], "status": "processed"}
        self.refunds[refund["id"]] = refund
        return refund

    def _refunds_of(self, seen: Seen, payment_id: str) -> Json:
        _known(self.payments, payment_id)
        return _collection([refund for refund in self.refunds.values() if refund["payment_id"] == payment_id], seen)

    def _fetch_refund(self, seen: Seen, payment_id: str, refund_id: str) -> Json:
        refund = _known(self.refunds, refund_id)
        if refund["payment_id"] != payment_id:
            raise Refused("The id provided does not exist")
        return refund

    def _basic(self) -> str:
        return "Basic " + b64encode(f"{self.key_id}:{self.key_secret}".encode()).decode()

    @staticmethod
    def _hmac(secret: str, message: bytes) -> str:
        return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


_SPAN = (("from", "0"), ("to", "9999999999"), ("skip", "0"))
_ROUTES = (
    ("POST", r"/v1/orders", "_create_order"),
    ("GET", r"/v1/orders", "_list_orders"),
    ("GET", r"/v1/orders/([^/]+)", "_fetch_order"),
    ("GET", r"/v1/orders/([^/]+)/payments", "_payments_of"),
    ("GET", r"/v1/payments", "_list_payments"),
    ("GET", r"/v1/payments/([^/]+)", "_fetch_payment"),
    ("POST", r"/v1/payments/([^/]+)/capture", "_capture"),
    ("POST", r"/v1/payments/([^/]+)/refund", "_refund"),
    ("GET", r"/v1/payments/([^/]+)/refunds", "_refunds_of"),
    ("GET", r"/v1/payments/([^/]+)/refunds/([^/]+)", "_fetch_refund"),
)


@contextmanager
def serve() -> Iterator[RazorpayServer]:
    """A server on a free port of this machine."""
    state = RazorpayServer()
    listener = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    listener.daemon_threads = True
    state.url = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet an answer: head and body apart would wait 40 ms for each other.
    wbufsize = -1
    state: RazorpayServer

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *args: Any) -> None:
        """The test's output stays its own."""

    def _serve(self) -> None:
        seen = self._read()
        trouble = self._trouble()
        if trouble in ("slow", "reset"):
            self._go_silent(trouble)
        elif trouble in TROUBLES:
            self._send(*TROUBLES[trouble])
        else:
            answer = self._do(seen)
            if trouble in ("late", "lost"):
                self._go_silent(trouble)
            else:
                self._send(*answer)

    def _read(self) -> Seen:
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, address.path, parse_qs(address.query), headers, json.loads(raw or b"{}"))
        self.state.seen.append(seen)
        return seen

    def _trouble(self) -> str:
        if self.state.mood:
            return self.state.mood(self.command)
        with self.state.lock:
            if self.command not in self.state.troubled or not self.state.times:
                return ""
            self.state.times -= 1
            return self.state.trouble

    def _do(self, seen: Seen) -> tuple[int, str, bytes]:
        try:
            return 200, "application/json", json.dumps(self.state.answer(seen)).encode()
        except Refused as refusal:
            error = {"code": "BAD_REQUEST_ERROR", "description": str(refusal), "source": "business", "metadata": {}}
            return refusal.status, "application/json", json.dumps({"error": error}).encode()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/v1/orders")
        self.end_headers()
        self.wfile.write(body)

    def _go_silent(self, trouble: str) -> None:
        self.close_connection = True
        if trouble in ("slow", "late"):
            self.state.released.wait(self.state.silence)
        else:
            # Closed with nothing lingering, the other side meets a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()


def _payment(order: Json, outcome: str, method: str) -> Json:
    failed = outcome == "failed"
    return {
        "id": _id("pay"),
        "entity": "payment",
        "order_id": order["id"],
        "amount": order["amount"],
        "currency": order["currency"],
        "status": outcome,
        "captured": outcome == "captured",
        "method": method,
        "amount_refunded": 0,
        "created_at": int(now().timestamp()),
        "notes": [],
        "error_code": "BAD_REQUEST_ERROR" if failed else None,
        "error_description": "Payment was declined by the bank" if failed else None,
    }


def _collection(found: list[Json], seen: Seen) -> Json:
    newest_first = found[::-1][: int(seen.query.get("count", ["10"])[0])]
    return {"entity": "collection", "count": len(newest_first), "items": newest_first}


def _known(things: dict[str, Json], thing_id: str) -> Json:
    if thing_id not in things:
        raise Refused("The id provided does not exist")
    return things[thing_id]


def _check_amount(body: Json) -> None:
    if type(body.get("amount")) is not int:
        raise Refused("The amount must be an integer.")
    if body["amount"] < 100:
        raise Refused("The amount must be at least INR 1.00")


def _id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(7)}"
