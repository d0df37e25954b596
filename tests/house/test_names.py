"""One name, four places: the view, its endpoint, its template and its test bear the name of the noun."""

import re
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parents[2]
FACES = ("shop", "api", "backoffice")

# Files of a face that have no views of their own: parts that several nouns share.
SHARED = {"order_access", "letters", "list_page", "endpoint", "replaying", "shelf", "tabs", "patterns_samples", "checkout_page"}


def views(app: Flask) -> set[tuple[str, str]]:
    """(face, noun) of every endpoint."""
    parts = [endpoint.split(".") for endpoint in app.view_functions]
    return {(part[0], part[1]) for part in parts if part[0] in FACES}


def test_every_endpoint_is_named_after_its_face_and_file(app: Flask) -> None:
    for face, noun in views(app):
        assert (ROOT / "storefront" / face / f"{noun}.py").is_file(), f"{face}.{noun}"


def test_every_file_of_a_face_has_views_or_is_shared(app: Flask) -> None:
    known = views(app)

    for face in FACES:
        for path in (ROOT / "storefront" / face).glob("[!_]*.py"):
            assert (face, path.stem) in known or path.stem in SHARED, path.name


def test_every_template_of_a_page_stands_in_the_folder_of_its_noun(app: Flask) -> None:
    nouns = {face: {noun for one, noun in views(app) if one == face} for face in FACES}

    for face in ("shop", "backoffice"):
        for folder in (ROOT / "templates" / face).iterdir():
            if folder.is_dir() and not folder.name.startswith("_"):
                assert folder.name in nouns[face], folder


def test_every_template_that_a_view_names_exists() -> None:
    for path in (ROOT / "storefront").rglob("*.py"):
        for named in re.findall(r'render_template\(\s*"([^"{]+\.html)"', path.read_text()):
            assert (ROOT / "templates" / named).is_file(), f"{path.name} names {named}"


def test_every_noun_of_a_face_has_its_tests(app: Flask) -> None:
    for face, noun in views(app):
        folder = ROOT / "tests" / face
        tested = [path for path in folder.glob("test_*.py") if noun in path.read_text()]
        assert tested, f"{face}.{noun} is nowhere in tests/{face}"


def test_a_view_is_at_most_twenty_five_lines(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        code = getattr(view, "__wrapped__", view).__code__
        if endpoint.split(".")[0] in FACES:
            lines = {line for _, _, line in code.co_lines() if line}
            assert max(lines) - min(lines) <= 25, endpoint
