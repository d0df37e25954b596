"""Rules of the house for templates, styles and scripts."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts)
PARTS = sorted((ROOT / "templates/components").glob("*.html"))
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))

COMMENT = re.compile(r"\{#.*?#\}", re.S)
# An expression may stand inside a tag: <a{% if … %} href="{{ … }}"{% endif %}>.
TAG = re.compile(r"<[a-z](?:\{\{.*?\}\}|\{%.*?%\}|\"(?:\{\{.*?\}\}|[^\"])*\"|'[^']*'|[^>\"'])*>", re.S)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tags(path: Path) -> list[str]:
    return TAG.findall(COMMENT.sub("", path.read_text()))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_inline_style_script_or_handler(path: Path) -> None:
    for tag in tags(path):
        assert not re.search(r"\sstyle\s*=", tag), tag
        assert not re.search(r"\son[a-z]+\s*=", tag), tag
        assert not tag.startswith("<style"), tag
        assert not tag.startswith("<script") or " src=" in tag or 'type="application/ld+json"' in tag, tag


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_htmx_is_written_as_data_attributes(path: Path) -> None:
    for tag in tags(path):
        assert not re.search(r"\shx-", tag), tag


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_button_of_htmx_has_a_plain_form_or_link_beneath(path: Path) -> None:
    for tag in tags(path):
        if "data-hx-post=" in tag:
            assert tag.startswith("<form"), tag
        if "data-hx-get=" in tag:
            assert tag.startswith(("<form", "<a", "<input", "<select", "<div", "<section", "<p", "<output")), tag


@pytest.mark.parametrize("path", PARTS, ids=name)
def test_a_part_begins_with_its_signature(path: Path) -> None:
    """What it renders and accepts, and one line of use: {# name(…) · … #}."""
    first = path.read_text().split("#}")[0]

    assert re.match(rf"\{{# {path.stem}\b|\{{# \w+\(.*?\) · ", first), first
    assert " · " in first


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_short(path: Path) -> None:
    """A page at most 120 lines, a part that pages include at most 60; a macro file holds several parts."""
    longest = 60 if path.name.startswith("_") else 120

    assert len(path.read_text().splitlines()) <= longest


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_no_style_shouts(path: Path) -> None:
    assert "!important" not in path.read_text()


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_is_short_and_evaluates_nothing(path: Path) -> None:
    source = path.read_text()

    assert len(source.splitlines()) <= 120
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|\.style\b", source)
