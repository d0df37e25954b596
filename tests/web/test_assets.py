"""The assets step and how its files are served."""

import gzip
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from fontTools.ttLib import TTFont

from config import Config
from storefront.cli import assets as step
from storefront.web import assets


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real assets, made once for these tests."""
    folder = tmp_path_factory.mktemp("assets") / "static"
    step.build(folder)
    return folder


@pytest.fixture
def server(made: Path) -> Iterator[FlaskClient]:
    app = Flask(__name__, static_folder=None)
    app.config.update(ASSETS_DIR=made, KUNDAN=Config())
    app.register_blueprint(assets.bp)
    with app.app_context():
        yield app.test_client()


def manifest(folder: Path) -> dict[str, str]:
    return dict(json.loads((folder / "manifest.json").read_text()))


def text(folder: Path, name: str) -> str:
    return (folder / manifest(folder)[name]).read_text()


def test_a_name_changes_with_its_content_and_no_other_name_does(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(step.SOURCE, tmp_path / "source")
    (tmp_path / "source/css/pages/home.css").write_text(".hero { color: red; }")
    monkeypatch.setattr(step, "SOURCE", tmp_path / "source")

    changed = step.build(tmp_path / "out")

    differing = {name for name, hashed in manifest(made).items() if changed[name] != hashed}
    assert differing == {"shop.css"}


def test_making_the_same_again_touches_nothing(made: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}

    step.build(made)

    assert {path.name: path.stat().st_mtime_ns for path in made.iterdir()} == before


def test_the_joined_styles_import_nothing_and_name_only_files_that_exist(made: Path) -> None:
    for name in ("shop.css", "office.css"):
        css = text(made, name)

        assert "@import" not in css
        assert "/*" not in css
        assert css.count("{") == css.count("}")
        assert all((made / Path(url).name).exists() for url in re.findall(r'url\("([^"]+)"\)', css))
    assert text(made, "shop.css").startswith("@layer reset,tokens,base,components,pages,backoffice;")


@pytest.mark.parametrize(
    ("written", "small"),
    [
        (".a {\n  color: red;\n}\n", ".a{color:red}"),
        ('.a::before { content: "/* no */ ;  { "; }', '.a::before{content:"/* no */ ;  { "}'),
        (".a { width: calc(1px + 2px); & > .b { margin: 0 -1px; } }", ".a{width:calc(1px + 2px);& > .b{margin:0 -1px}}"),
        ("@media (width >= 64rem) and (scripting: enabled) { a :hover { top: 0 } }", None),
    ],
)
def test_styles_grow_smaller_without_changing_their_meaning(written: str, small: str | None) -> None:
    wanted = small or "@media (width >= 64rem) and (scripting:enabled){a :hover{top:0}}"

    assert step._small_css(written) == wanted


def test_each_script_of_a_bundle_keeps_its_names_to_itself(made: Path) -> None:
    bundle = text(made, "shop.js")

    assert len([line for line in bundle.splitlines() if line.startswith("{")]) >= len(step.SCRIPTS["shop.js"])
    assert not re.search(r"^\s*(import|export)\b", bundle, re.M)


def test_every_script_of_ours_is_in_a_bundle() -> None:
    bundled = {part for parts in step.SCRIPTS.values() for part in parts}

    assert {path.name for path in (step.SOURCE / "js").iterdir()} == bundled


def test_every_stylesheet_of_ours_is_imported() -> None:
    css = step.SOURCE / "css"
    named = {name for entry in step.STYLES.values() for name in re.findall(r'@import "([^"]+)"', (css / entry).read_text())}

    assert {str(path.relative_to(css)) for path in css.rglob("*.css")} == named | set(step.STYLES.values())


@pytest.mark.parametrize("name", sorted(step.FONTS))
def test_a_font_can_write_a_price_and_a_name(made: Path, name: str) -> None:
    font = TTFont(io.BytesIO((made / manifest(made)[name]).read_bytes()))

    assert {ord(letter) for letter in "₹1,23,456 − Kārigarī “é” …"} <= set(font.getBestCmap())
    assert font.flavor == "woff2"


def test_htmx_that_cannot_be_fetched_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "WARNING: …\nERROR: No matching distribution found")
    monkeypatch.setattr(step, "CACHE", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: failed)

    with pytest.raises(step.AssetsUnreachable) as refused:
        step.build(tmp_path / "out")

    assert "htmx could not be fetched" in refused.value.message
    assert "\n" not in refused.value.message
    assert not (tmp_path / "out").exists()


def test_a_file_may_be_kept_for_ever(server: FlaskClient) -> None:
    answer = server.get(assets.asset_url("shop.css"))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.mimetype == "text/css"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip;q=0, br;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_browser_gets_the_best_encoding_it_takes(
    server: FlaskClient, made: Path, accepted: str, encoding: str | None
) -> None:
    answer = server.get(assets.asset_url("shop.js"), headers={"Accept-Encoding": accepted})

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data).decode() == text(made, "shop.js")
    assert answer.mimetype == "text/javascript"


def test_a_font_goes_out_as_it_is(server: FlaskClient) -> None:
    answer = server.get(assets.asset_url("manrope.woff2"), headers={"Accept-Encoding": "br"})

    assert answer.mimetype == "font/woff2"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["shop.css", "shop.000000000000.css", "manifest.json", "..%2fmanifest.json", "%2e%2e/x"])
def test_what_the_manifest_does_not_name_is_not_there(server: FlaskClient, path: str) -> None:
    assert server.get(f"/assets/{path}").status_code == 404


def test_the_packed_twin_has_no_address_of_its_own(server: FlaskClient, made: Path) -> None:
    assert server.get(f"/assets/{manifest(made)['shop.css']}.br").status_code == 404


def test_an_unknown_asset_and_a_forgotten_step_say_so(server: FlaskClient, tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsMissing, match=r"No asset is called nothing\.css"):
        assets.asset_url("nothing.css")

    server.application.config["ASSETS_DIR"] = tmp_path
    with pytest.raises(assets.AssetsMissing, match="make install"):
        assets.asset_url("shop.css")


def test_assets_stand_behind_the_cdn_when_there_is_one(server: FlaskClient) -> None:
    server.application.config["KUNDAN"] = Config(CDN_URL="https://cdn.example.in")

    assert assets.asset_url("shop.css").startswith("https://cdn.example.in/assets/shop.")


def test_the_step_writes_where_the_shop_reads() -> None:
    assert step.STATIC == assets.STATIC


def test_a_file_that_went_while_the_shop_was_open_is_not_there(made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "static"))
    app = Flask(__name__, static_folder=None)
    app.config.update(ASSETS_DIR=folder, KUNDAN=Config())
    app.register_blueprint(assets.bp)
    name = manifest(folder)["favicon.svg"]
    for path in folder.glob(f"{name}*"):
        path.unlink()

    assert app.test_client().get(f"/assets/{name}").status_code == 404


def test_the_files_of_the_build_before_are_there_for_pages_that_are_still_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(step.SOURCE, tmp_path / "source")
    monkeypatch.setattr(step, "SOURCE", tmp_path / "source")
    out, names = tmp_path / "out", []
    for color in ("red", "green", "blue"):
        (tmp_path / "source/css/pages/home.css").write_text(f".hero {{ color: {color}; }}")
        names.append(step.build(out)["shop.css"])

    app = Flask(__name__, static_folder=None)
    app.config.update(ASSETS_DIR=out, KUNDAN=Config())
    app.register_blueprint(assets.bp)
    answers = [app.test_client().get(f"/assets/{name}", headers={"Accept-Encoding": "br"}) for name in names]

    assert [answer.status_code for answer in answers] == [404, 200, 200]
    assert [answer.headers.get("Content-Encoding") for answer in answers[1:]] == ["br", "br"]
