"""The pictures at their addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront import adapters
from storefront.adapters.storage.folder import FolderStorage
from storefront.adapters.storage.s3 import S3Storage


@pytest.fixture
def storage(app: Flask, tmp_path: Path) -> Iterator[FolderStorage]:
    kept = FolderStorage(tmp_path)
    before = adapters.swap(storage=kept)
    yield kept
    adapters.use(before)


def test_a_picture_is_answered_to_be_kept_for_ever(client: FlaskClient, storage: FolderStorage) -> None:
    storage.put("ab/cd/640.avif", b"picture", "image/avif")

    answer = client.get("/media/ab/cd/640.avif")

    assert (answer.status_code, answer.data) == (200, b"picture")
    assert answer.headers["Content-Type"] == "image/avif"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"] == '"ab/cd/640.avif"'
    assert "Set-Cookie" not in answer.headers


def test_whoever_has_it_is_not_sent_it_again(client: FlaskClient, storage: FolderStorage) -> None:
    storage.put("ab/cd/master.webp", b"picture", "image/webp")
    tag = client.get("/media/ab/cd/master.webp").headers["ETag"]

    answer = client.get("/media/ab/cd/master.webp", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_head_tells_the_size_without_the_bytes(client: FlaskClient, storage: FolderStorage) -> None:
    storage.put("ab/cd/master.webp", b"picture", "image/webp")

    answer = client.head("/media/ab/cd/master.webp")

    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", "7")


@pytest.mark.parametrize(
    "path",
    ["none.webp", "ab/cd", "ab/cd/page.html", "../secrets.json", "%2e%2e/secrets.webp", ".probe", "ab/%00.webp", "ab//x.webp"],
)
def test_anything_else_is_not_found(client: FlaskClient, storage: FolderStorage, path: str) -> None:
    storage.put("ab/cd/page.html", b"<script>", "text/html")

    answer = client.get(f"/media/{path}")

    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_pictures_in_a_bucket_are_passed_on(client: FlaskClient, storage: FolderStorage, s3_url: str) -> None:
    bucket = S3Storage(s3_url)
    bucket.put("ab/cd/passed.webp", b"picture", "image/webp")
    adapters.swap(storage=bucket)

    answer = client.get(bucket.url("ab/cd/passed.webp"))

    assert (answer.status_code, answer.data, answer.headers["Content-Type"]) == (200, b"picture", "image/webp")


def test_a_storage_that_is_away_is_trouble_of_the_moment(client: FlaskClient, storage: FolderStorage) -> None:
    adapters.swap(storage=S3Storage("s3://kundan-tests?endpoint=http://127.0.0.1:9&region=us-east-1"))

    answer = client.get("/media/ab/cd/640.avif")

    assert answer.status_code == 503
    assert "immutable" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("tag", ["*", 'a"b.webp'])
def test_whoever_names_a_tag_that_no_picture_has_is_told_so(client: FlaskClient, storage: FolderStorage, tag: str) -> None:
    for key in ("a%22b.webp", "ab/cd/none.webp"):
        assert client.get(f"/media/{key}", headers={"If-None-Match": tag}).status_code == 404
