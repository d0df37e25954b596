"""A small client of the shop with a bearer token. Python 3.11, nothing but its own library.

shop = Shop("https://shop.example.in")
shop.sign_in("asha@example.in", "violet kite over Pune")
for product in shop.products(category="rings", sort="price_asc"): ...
"""

import json
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any, NotRequired, TypedDict
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4


class Product(TypedDict):
    """What this client looks at; there is more. `price` is in rupees."""

    id: str
    name: str
    slug: str
    price: float
    inStock: bool
    noOfProducts: int | None


class Line(TypedDict):
    id: str
    productId: str
    quantity: int
    product: Product | None


class Placed(TypedDict):
    """What the payment window wants. `amount` is in paise."""

    id: str
    amount: int
    currency: str
    orderId: str
    receipt: NotRequired[str]


class Refused(Exception):
    """The shop said no: `errors` has a sentence for each field, `facts` what helps to recover."""

    def __init__(self, status: int, said: dict[str, Any]) -> None:
        super().__init__(said["message"])
        self.status = status
        self.code: int = said["code"]
        self.facts: dict[str, Any] = said["result"] or {}
        self.errors: dict[str, str] = self.facts.get("errors", {})


class Shop:
    """One person's way into the shop."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._access = self._refresh = ""

    def sign_in(self, username: str, password: str) -> None:
        self._keep(self._ask("POST", "/login", {"username": username, "password": password, "tokens": "body"})[0])

    def sign_out(self) -> None:
        self._ask("POST", "/logout")
        self._access = self._refresh = ""

    def products(self, **conditions: str) -> Iterator[Product]:
        """Every product that meets the conditions, page by page as they are looked at."""
        path = f"/auth/products/filter?{urlencode({**conditions, 'page': 1})}"
        while path:
            result, headers = self._ask("GET", path)
            yield from result
            path = _next_page(headers["Link"] or "")

    def cart(self) -> list[Line]:
        lines: list[Line] = self._ask("GET", "/cart")[0]
        return lines

    def add(self, product_id: str, quantity: int = 1, key: str | None = None) -> None:
        """May be called again under its key when no answer came: the pieces are added once."""
        self._ask("POST", "/cart/add", {"productId": product_id, "quantity": quantity}, key or str(uuid4()))

    def order(self, key: str | None = None) -> Placed:
        """An order of the cart, at the shop's prices."""
        placed: Placed = self._ask("POST", "/order", {}, key or str(uuid4()))[0]
        return placed

    def _ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[Any, Message]:
        try:
            return self._send(method, path, body, key)
        except Refused as refused:
            if refused.status != 401 or not self._refresh:
                raise
        # The access token has run out: a new one, and once more.
        refresh, self._refresh, self._access = self._refresh, "", ""
        self._keep(self._send("POST", "/refreshToken", {"refreshToken": refresh})[0])
        return self._send(method, path, body, key)

    def _send(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[Any, Message]:
        headers = {"Content-Type": "application/json"}
        if self._access:
            headers["Authorization"] = f"Bearer {self._access}"
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._address + path, data, headers, method=method)  # noqa: S310  the address is the caller's own
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310
                return json.load(answer)["result"], answer.headers
        except HTTPError as refused:
            raise Refused(refused.code, json.load(refused)) from None

    def _keep(self, tokens: dict[str, str]) -> None:
        self._access = tokens["accessToken"]
        self._refresh = tokens.get("refreshToken", "")


def _next_page(link: str) -> str:
    found = re.search(r'<([^>]+)>; rel="next"', link)
    parts = urlsplit(found[1]) if found else None
    return f"{parts.path}?{parts.query}" if parts else ""
