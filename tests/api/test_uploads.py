"""Pictures that clients send."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from storefront import adapters
from storefront.core import outbox
from storefront.core.clock import later
from storefront.domain.accounts import Person
from storefront.domain.media import services
from storefront.web.limits import limiter
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.domain.media.conftest import drawn, encoded

ONE, SEVERAL, OF_PRODUCT = "/upload-file", "/upload-files", "/auth/products/image-upload"
RING = encoded(drawn(80, 60))


def ring(number: int = 0, form: str = "PNG") -> bytes:
    """A picture of its own."""
    return encoded(Image.new("RGB", (8 + number, 8), (number % 256, 9, 9)), form)


def send(browser: Browser, address: str, *files: tuple[bytes, str], field: str = "file") -> Any:
    sent = MultiDict([(field, FileStorage(io.BytesIO(data), name, field)) for data, name in files])
    boundary, body = encode_multipart(sent)
    return browser.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def bomb(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims to be so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("address", [ONE, SEVERAL, OF_PRODUCT])
def test_nobody_uploads_without_signing_in(client: Browser, address: str) -> None:
    assert send(client, address, (RING, "ring.jpg")).status_code == 401


def test_pictures_of_products_are_for_admins(as_customer: Browser) -> None:
    assert send(as_customer, OF_PRODUCT, (RING, "ring.jpg")).status_code == 403


def test_a_picture_is_at_its_address_at_once_and_says_what_is_kept(as_customer: Browser, client: Browser) -> None:
    answer = send(as_customer, ONE, (RING, "../photos/ring.jpg"))

    result = answer.json["result"]
    assert answer.json == {"code": 1000, "message": "File uploaded successfully", "result": result}
    assert result.keys() == {"url", "filename", "size", "type"}
    assert (result["filename"], result["type"]) == ("ring.jpg", "image/webp")
    kept = client.get(result["url"].removeprefix("http://localhost"))
    assert (kept.status_code, kept.content_type, len(kept.data)) == (200, "image/webp", result["size"])


def test_the_sizes_follow_by_the_worker(as_customer: Browser, client: Browser) -> None:
    url = send(as_customer, ONE, (RING, "ring.jpg")).json["result"]["url"].removeprefix("http://localhost")

    outbox.work()

    assert client.get(url.replace("master.webp", "80.avif")).status_code == 200


def test_what_rides_along_is_not_kept(as_customer: Browser, client: Browser) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    data = encoded(drawn(40, 30), exif=exif) + b"<script>alert(1)</script>"

    url = send(as_customer, ONE, (data, "ring.jpg")).json["result"]["url"]

    kept = client.get(url.removeprefix("http://localhost")).data
    assert b"Secret Camera" not in kept
    assert b"script" not in kept


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_file_is_what_its_bytes_say(as_customer: Browser, form: str) -> None:
    assert send(as_customer, ONE, (ring(form=form), "ring.txt")).status_code == 200


@pytest.mark.parametrize(
    "data",
    [encoded(drawn(), "GIF"), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"", RING[:500], b"MZ" + RING],
    ids=["gif", "svg", "pdf", "empty", "half", "program"],
)
def test_anything_else_is_refused(as_customer: Browser, data: bytes) -> None:
    answer = send(as_customer, ONE, (data, "ring.jpg"))

    assert (answer.status_code, answer.json["code"]) == (415, 2002)
    assert answer.json["result"]["errors"].keys() == {"file"}


def test_more_than_10_mb_are_refused(as_customer: Browser) -> None:
    answer = send(as_customer, ONE, (RING + bytes(10 * 1024 * 1024), "ring.jpg"))

    assert (answer.status_code, answer.json["code"]) == (413, 2002)


def test_a_request_beyond_all_measure_is_refused_unread(as_customer: Browser) -> None:
    answer = send(as_customer, ONE, (bytes(33 * 1024 * 1024), "ring.jpg"))

    assert (answer.status_code, answer.json["code"]) == (413, 2002)


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (8001, 5000)])
def test_a_bomb_is_refused(as_customer: Browser, width: int, height: int) -> None:
    answer = send(as_customer, ONE, (bomb(width, height), "ring.png"))

    assert (answer.status_code, answer.json["code"]) == (413, 2002)


@pytest.mark.parametrize("address", [ONE, SEVERAL, OF_PRODUCT])
def test_a_request_without_a_picture_says_so(as_admin: Browser, address: str) -> None:
    boundless = {"data": b"--x\r\nContent-Disposition: form-data", "content_type": "multipart/form-data"}
    for sent in ({}, {"json": {"file": "x"}}, {"data": {"file": "ring.jpg"}}, {"data": {"other": "x"}}, boundless):
        answer = as_admin.post(address, **sent)
        assert (answer.status_code, answer.json["code"]) == (422, 2002)
        assert answer.json["result"]["errors"].keys() == {"file"}


@pytest.mark.parametrize("field", ["file", "files", "files[]"])
def test_several_come_back_in_their_order(as_customer: Browser, field: str) -> None:
    answer = send(as_customer, SEVERAL, (ring(1), "a.png"), (ring(2), "b.png"), (ring(1), "c.png"), field=field)

    assert answer.json["message"] == "Files uploaded successfully"
    assert [one["filename"] for one in answer.json["result"]] == ["a.png", "b.png", "c.png"]
    urls = [one["url"] for one in answer.json["result"]]
    assert urls[0] == urls[2] != urls[1]


def test_of_several_all_are_kept_or_none_and_the_bad_one_is_named(as_customer: Browser) -> None:
    answer = send(as_customer, SEVERAL, (ring(1), "a.png"), (b"no picture", "b.png"), field="files")

    assert answer.status_code == 415
    assert answer.json["result"]["errors"].keys() == {"files.1"}
    assert list(adapters.storage().keys()) == []


def test_one_at_a_time_or_ten(as_customer: Browser) -> None:
    assert send(as_customer, ONE, (ring(1), "a.png"), (ring(2), "b.png")).status_code == 422
    assert send(as_customer, SEVERAL, *((ring(number), "a.png") for number in range(11))).status_code == 422


def test_the_picture_of_a_product_has_its_address(as_admin: Browser) -> None:
    answer = send(as_admin, OF_PRODUCT, (ring(1), "a.png"), (ring(2), "b.png"), field="files")

    result = answer.json["result"]
    assert answer.json["message"] == "Image uploaded successfully"
    assert result["url"] == result["urls"][0]
    assert len(set(result["urls"])) == 2


def test_an_account_brings_so_many_a_day_and_what_is_there_already_counts_for_nobody(
    as_customer: Browser, as_admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "A_DAY", 2)
    send(as_admin, ONE, (ring(9), "theirs.png"))
    assert send(as_customer, SEVERAL, (ring(1), "a.png"), (ring(9), "b.png")).status_code == 200
    assert send(as_customer, ONE, (ring(2), "c.png")).status_code == 200

    refused = send(as_customer, ONE, (ring(3), "d.png"))

    assert (refused.status_code, refused.json["code"]) == (429, 2000)
    assert 86_000 < int(refused.headers["Retry-After"]) <= 86_400
    assert send(as_admin, SEVERAL, *((ring(number), "e.png") for number in range(3, 7))).status_code == 200


def test_the_next_day_an_account_may_go_on(customer: Person, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "A_DAY", 1)
    services.take_in([services.Incoming(ring(1), "a.png")], customer)

    with later(hours=25):
        assert services.take_in([services.Incoming(ring(2), "b.png")], customer)


@pytest.fixture
def limited(app: Flask) -> Iterator[Browser]:
    """A browser before a shop that counts; beside the shop that does not, over the same database."""
    config = app.config["KUNDAN"]
    counting = make_app(config.DATA_DIR.parent, config.DB_CONNECTION_STRING, RATELIMIT_ENABLED=True)
    limiter.reset()
    yield new_browser(counting)
    limiter.enabled = False
    dispose(counting)


def test_uploads_have_a_rate_limit(limited: Browser) -> None:
    assert [limited.post(ONE).status_code for _ in range(31)] == [401] * 30 + [429]
