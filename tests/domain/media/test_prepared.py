"""The demo's pictures, made at set-up."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from storefront.cli import pictures as command
from storefront.domain.media import pictures, prepared
from storefront.domain.media.errors import NotAPicture
from tests.domain.media.conftest import drawn, encoded


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    (folder / "ring.webp").write_bytes(encoded(drawn(700, 500), "WEBP"))
    (folder / "chain.jpg").write_bytes(encoded(drawn(100, 200)))
    (folder / "notes.txt").write_text("no picture")
    return folder


def test_every_picture_is_made_in_every_size_and_found_by_content(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = list(prepared.prepare(prepared.missing(source, out), out))

    assert [path.name for path in done] == ["chain.jpg", "ring.webp"]
    key = pictures.key_of((source / "ring.webp").read_bytes())
    facts = prepared.find(key, out)
    assert facts is not None
    assert (facts.width, facts.height, facts.sizes) == (700, 500, [320, 640, 700])
    assert facts.size == (out / key / "master.webp").stat().st_size
    names = {"facts.json", "master.webp", *(f"{width}.{kind}" for width in facts.sizes for kind in ("webp", "avif"))}
    assert {path.name for path in (out / key).iterdir()} == names


def test_what_is_made_already_is_not_made_again(source: Path, tmp_path: Path) -> None:
    list(prepared.prepare(prepared.missing(source, tmp_path / "out"), tmp_path / "out"))

    assert prepared.missing(source, tmp_path / "out") == []


def test_a_picture_whose_making_was_stopped_is_made_again(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    list(prepared.prepare(prepared.missing(source, out), out))
    (out / pictures.key_of((source / "ring.webp").read_bytes()) / "facts.json").unlink()

    assert [path.name for path in prepared.missing(source, out)] == ["ring.webp"]


def test_a_file_that_is_no_picture_stops_the_set_up_with_a_sentence(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "broken.webp").write_bytes(b"RIFF")
    monkeypatch.setattr(command, "SOURCE", source)
    monkeypatch.setattr(command, "PREPARED", tmp_path / "out")

    result = CliRunner().invoke(command.command)

    assert result.exit_code == 1
    assert "not a whole JPEG, PNG or WebP picture" in result.output
    with pytest.raises(NotAPicture):
        list(prepared.prepare([source / "broken.webp"], tmp_path / "out"))


def test_the_command_tells_how_many_it_makes(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SOURCE", source)
    monkeypatch.setattr(command, "PREPARED", tmp_path / "out")

    first = CliRunner().invoke(command.command)
    second = CliRunner().invoke(command.command)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert prepared.missing(source, tmp_path / "out") == []
