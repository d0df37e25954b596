"""Going through the checkout by its forms, in few words."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.catalog import a_ring

Statements = Callable[..., AbstractContextManager[list[str]]]
HOME = {"name": "Asha Rao", "city": "Pune", "state": "Maharashtra", "zip_code": "411004"}
GOOD = {
    "email": "asha@example.in",
    "phone": "98765 43210",
    "name": "Asha Rao",
    "pin": "411 004",
    "city": "Pune",
    "state": "Maharashtra",
    "street": "14 Champa Lane",
}


def token(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found
    return found[1]


def step(client: FlaskClient, name: str, fields: dict[str, str], **more: object) -> TestResponse:
    """Sends the form of a step."""
    csrf = token(client.get("/checkout").text)
    return client.post(f"/checkout?step={name}", data={**fields, "csrf_token": csrf}, **more)


def send(client: FlaskClient, pay: str = "online", note: str = "", **changes: str) -> TestResponse:
    """All three steps."""
    step(client, "contact", {**GOOD, **changes})
    step(client, "delivery", {"delivery": "standard", "note": note})
    return step(client, "payment", {"pay": pay})


def fill(client: FlaskClient, quantity: int = 1, **ring: object) -> str:
    product = a_ring(**{"stock": 5, **ring})
    client.post("/bag/lines", data={"product_id": product, "quantity": quantity})
    return product


def number_in(address: str) -> str:
    found = re.search(r"/order/(KN-\d{4}-\w{6})", address)
    assert found
    return found[1]
