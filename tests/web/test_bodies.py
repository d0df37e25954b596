"""What comes with a request is small, but where pictures or a whole catalogue are sent."""

import io
import re
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.shop.test_review import PAGE, SAID

MUCH = 1_200_000


@pytest.mark.parametrize("path", ["/login", "/register", "/refreshToken", "/analytics/track", "/payment/webhook"])
def test_nobody_has_a_large_body_taken_apart(client: Browser, path: str) -> None:
    answer = client.post(path, data=b"[" + b"{}," * (MUCH // 3) + b"{}]", content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (413, 2002)


@pytest.mark.parametrize("path", ["/bag/lines", "/account/login", "/newsletter"])
def test_a_form_without_a_length_is_measured_as_it_comes(client: Browser, path: str) -> None:
    stream: dict[str, Any] = {"input_stream": io.BytesIO(b"a&" * (MUCH // 2)), "environ_base": {"wsgi.input_terminated": True}}

    answer = client.post(path, content_type="application/x-www-form-urlencoded", **stream)

    assert answer.status_code == 413


def test_staff_send_a_whole_catalogue(as_admin: Browser) -> None:
    described = {"name": "Lotus Ring", "category": "Rings", "price": 12_500, "description": "Gold. " * 3_000}

    answer = as_admin.post("/importproducts", json=[{**described, "slug": f"lotus-{number}"} for number in range(70)])

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/upload-file", "/upload-files"])
def test_a_file_may_be_larger(as_customer: Browser, path: str) -> None:
    assert send(as_customer, path, (bytes(MUCH), "ring.png")).status_code == 415


def test_so_may_the_photographs_of_a_review(as_customer: Browser) -> None:
    a_ring(slug="lotus-ring")
    token = re.search(r'name="csrf_token" value="([^"]+)"', as_customer.get(PAGE).text)
    assert token

    answer = send(as_customer, PAGE, (bytes(MUCH), "ring.png"), field="photographs", fields={**SAID, "csrf_token": token[1]})

    assert (answer.status_code, "This file is not a whole" in answer.text) == (422, True)


def send(browser: Browser, path: str, file: tuple[bytes, str], field: str = "file", fields: dict[str, str] | None = None) -> Any:
    """As a browser does. The test client's own way leaves large files open behind it."""
    data, name = file
    boundary, body = encode_multipart({**(fields or {}), field: FileStorage(io.BytesIO(data), name, field)})
    return browser.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
