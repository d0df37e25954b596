"""What the decorator of all endpoints takes and describes, shown by endpoints that no client has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, request

from storefront.api.endpoint import ADMIN, ANYONE, USER, endpoint
from storefront.core.forms import Form, text
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.database import Database
from tests.factories.accounts import a_customer
from tests.signed_in import browser_of


class PieceForm(Form):
    name: str = text(20)


@pytest.fixture
def shop(sqlite_app: Flask, sqlite_shop: tuple[Flask, Database], tmp_path: Path) -> Iterator[Flask]:
    """A shop with a list that is sent whole, an upload, and an endpoint that does not say what it answers."""
    bp = Blueprint("odd", __name__)

    @bp.post("/odd/list")
    @endpoint(rights=USER, body=PieceForm, at_most=3, message="Taken", result=None, idempotent=True)
    def several(body: list[PieceForm]) -> None:
        """Several pieces."""

    @bp.post("/odd/upload")
    @endpoint(rights=ADMIN, files=True, message="Uploaded", errors=(413, 415), result=list[str])
    def upload() -> list[str]:
        """Files."""
        return list(request.files)

    @bp.get("/odd/silent")
    @endpoint(message="Something")
    def silent() -> int:
        """Nobody knows what."""
        return 1

    app = make_app(tmp_path, sqlite_shop[1].url)
    parent = Blueprint("api", __name__, url_prefix="")
    parent.register_blueprint(bp)
    app.register_blueprint(parent, name="odd_api")
    with app.app_context():
        yield app
    dispose(app)


def operation(shop: Flask, path: str) -> dict[str, Any]:
    found: dict[str, Any] = new_browser(shop).get("/openapi.json").json["paths"][path]
    return next(iter(found.values()))


@pytest.fixture
def user(shop: Flask) -> Browser:
    return browser_of(shop, a_customer())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'[{"name": "a"}]', 200),
        (b"[]", 200),
        (b'[{"name": ""}]', 422),
        (b"{}", 422),
        (b"[", 400),
        (b'[{"name":"a"},{},{},{}]', 422),
    ],
)
def test_a_body_may_be_a_list(user: Browser, body: bytes, status: int) -> None:
    assert user.post("/odd/list", data=body).status_code == status


def test_each_bad_entry_of_a_list_is_named_by_its_place(user: Browser) -> None:
    answer = user.post("/odd/list", json=[{"name": "a"}, {}])

    assert answer.json["result"]["errors"] == {"1.name": "This is needed."}


def test_a_list_is_described_and_may_be_sent_again(shop: Flask, user: Browser) -> None:
    described = operation(shop, "/odd/list")
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    key = {"Idempotency-Key": "once"}

    assert (schema["type"], schema["items"]) == ("array", {"$ref": "#/components/schemas/PieceForm"})
    assert {"400", "401", "403", "409", "422"} <= described["responses"].keys()
    for replayed in (None, "true"):
        answer = user.post("/odd/list", json=[{"name": "a"}], headers=key)
        assert answer.headers.get("Idempotency-Replayed") == replayed


def test_an_upload_is_described_as_a_form_with_files(shop: Flask) -> None:
    described = operation(shop, "/odd/upload")

    schema = described["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert schema["properties"].keys() == {"file", "files"}
    assert {"401", "403", "413", "415", "422"} <= described["responses"].keys()


def test_what_is_not_declared_is_described_as_anything(shop: Flask) -> None:
    described = operation(shop, "/odd/silent")

    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"]["result"] == {}


def test_only_who_is_signed_in_can_have_keys() -> None:
    with pytest.raises(ValueError, match="signed in"):
        endpoint(message="", rights=ANYONE, idempotent=True)
