"""The contract of every storage: the folder and S3."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import pytest

from storefront.adapters.storage.base import Storage, StorageUnavailable
from storefront.adapters.storage.folder import FolderStorage
from storefront.adapters.storage.s3 import S3Storage

HOSTILE = ("../secrets.json", "/etc/passwd", "a//b", "a/../../b", ".hidden", "a/.env", "a\\..\\b", "a\x00b", "", "a/", "a b")


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "folder":
        yield FolderStorage(tmp_path / "media")
    else:
        yield S3Storage(request.getfixturevalue("s3_url"))


@pytest.fixture(params=["folder", "s3"])
def storage_away(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """A storage whose place is not there."""
    if request.param == "folder":
        (tmp_path / "file").write_bytes(b"no folder")
        return FolderStorage(tmp_path / "file")
    return S3Storage(request.getfixturevalue("s3_url").replace("kundan-tests", "no-such-bucket"))


@pytest.fixture
def folder() -> str:
    """A name that no other test uses."""
    return uuid4().hex


def test_what_was_put_can_be_had(storage: Storage, folder: str) -> None:
    storage.put(f"{folder}/a.webp", b"\x00bytes\xff", "image/webp")

    assert storage.get(f"{folder}/a.webp") == b"\x00bytes\xff"
    assert storage.exists(f"{folder}/a.webp")


def test_the_same_may_be_put_again(storage: Storage, folder: str) -> None:
    storage.put(f"{folder}/a.webp", b"x", "image/webp")
    storage.put(f"{folder}/a.webp", b"x", "image/webp")

    assert storage.get(f"{folder}/a.webp") == b"x"


def test_a_file_of_no_bytes_and_one_of_many_are_kept(storage: Storage, folder: str) -> None:
    many = bytes(range(256)) * 4096 * 6  # beyond the 5 MB at which S3 would take it in parts
    storage.put(f"{folder}/empty", b"", "image/webp")
    storage.put(f"{folder}/many", many, "image/webp")

    assert storage.get(f"{folder}/empty") == b""
    assert storage.get(f"{folder}/many") == many


def test_what_is_not_there_is_none(storage: Storage, folder: str) -> None:
    storage.put(f"{folder}/a.webp", b"x", "image/webp")

    assert storage.get(f"{folder}/b.webp") is None
    assert storage.get(folder) is None
    assert storage.get(f"{folder}/a.webp/b") is None
    assert not storage.exists(f"{folder}/b.webp")
    assert not storage.exists(folder)


def test_a_deleted_file_is_gone_and_deleting_it_again_is_no_error(storage: Storage, folder: str) -> None:
    storage.put(f"{folder}/a.webp", b"x", "image/webp")

    storage.delete(f"{folder}/a.webp")
    storage.delete(f"{folder}/a.webp")

    assert storage.get(f"{folder}/a.webp") is None
    assert not storage.exists(f"{folder}/a.webp")


def test_keys_are_those_of_a_folder_and_what_lies_in_it(storage: Storage, folder: str) -> None:
    for key in (f"{folder}/a.webp", f"{folder}/b/c.avif", f"{folder}x/d.webp"):
        storage.put(key, b"x", "image/webp")

    assert sorted(storage.keys(folder)) == [f"{folder}/a.webp", f"{folder}/b/c.avif"]
    assert {f"{folder}/a.webp", f"{folder}x/d.webp"} <= set(storage.keys())
    assert list(storage.keys("nothing-here")) == []


@pytest.mark.parametrize("key", HOSTILE)
def test_nothing_is_kept_or_found_outside(storage: Storage, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        storage.put(key, b"x", "image/webp")
    with pytest.raises(ValueError, match="not a key"):
        storage.delete(key)

    assert storage.get(key) is None
    assert not storage.exists(key)


def test_the_address_of_a_file_follows_from_that_of_its_folder(storage: Storage) -> None:
    assert storage.url("a/b.webp") == "/media/a/b.webp"
    assert storage.url("a/b.webp") == f"{storage.url('a')}/b.webp"


def test_a_storage_that_works_is_healthy_and_its_probe_is_no_file(storage: Storage) -> None:
    assert storage.healthy()
    assert [key for key in storage.keys("") if "probe" in key] == []


def test_a_storage_that_is_away_says_so(storage_away: Storage) -> None:
    assert not storage_away.healthy()
    with pytest.raises(StorageUnavailable):
        storage_away.put("a.webp", b"x", "image/webp")


def test_a_file_half_written_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    storage = FolderStorage(tmp_path)
    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(StorageUnavailable):
        storage.put("a.webp", b"x", "image/webp")

    assert storage.get("a.webp") is None
    assert list(tmp_path.iterdir()) == []


def test_a_bucket_that_is_not_there_is_not_taken_for_a_missing_file(s3_url: str) -> None:
    storage = S3Storage(s3_url.replace("kundan-tests", "no-such-bucket"))

    with pytest.raises(StorageUnavailable):
        storage.get("a.webp")
    with pytest.raises(StorageUnavailable):
        list(storage.keys())


def test_a_server_that_does_not_answer_is_unavailable(s3_url: str) -> None:
    storage = S3Storage("s3://kundan-tests?endpoint=http://127.0.0.1:9&region=us-east-1")

    assert not storage.healthy()
    with pytest.raises(StorageUnavailable):
        storage.exists("a.webp")


def test_s3_is_told_the_type_and_that_browsers_may_keep_the_file(s3_url: str, folder: str) -> None:
    S3Storage(s3_url).put(f"{folder}/a.avif", b"x", "image/avif")

    endpoint = s3_url.partition("endpoint=")[2].partition("&")[0]
    head = boto3.client("s3", endpoint_url=endpoint).head_object(Bucket="kundan-tests", Key=f"{folder}/a.avif")
    assert head["ContentType"] == "image/avif"
    assert head["CacheControl"] == "public, max-age=31536000, immutable"


def test_browsers_go_to_the_cdn_else_to_the_public_address(s3_url: str, tmp_path: Path) -> None:
    public = f"{s3_url}&public=https://pictures.example.in/"

    assert S3Storage(public).url("a.webp") == "https://pictures.example.in/a.webp"
    assert S3Storage(public, cdn_url="https://cdn.example.in").url("a.webp") == "https://cdn.example.in/media/a.webp"
    assert FolderStorage(tmp_path, "https://cdn.example.in/media").url("a.webp") == "https://cdn.example.in/media/a.webp"


@pytest.mark.parametrize("address", ["s3://", "s3://b/folder", "s3://b?regoin=x", "s3://b?endpoint", "gs://b"])
def test_a_wrong_address_is_told_in_a_sentence(address: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        S3Storage(address)
