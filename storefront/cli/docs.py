"""`flask docs`: the table of the API's endpoints in docs/api.md, made from the document that the API gives of itself."""

from itertools import groupby
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

PLACE = Path(__file__).resolve().parents[2] / "docs" / "api.md"
BEGIN, END = "<!-- endpoints, by `flask docs` -->", "<!-- end of the endpoints -->"
_HEAD = ("| request | who | it does | code | may also answer |", "| --- | --- | --- | --- | --- |")
_METHODS = ("get", "post", "put", "patch", "delete")


@click.command("docs")
@with_appcontext
def command() -> None:
    """Write the table of endpoints anew into docs/api.md."""
    PLACE.write_text(renewed(PLACE.read_text(), current_app))
    click.echo(f"The endpoints are told in {PLACE.name}.")


def renewed(text: str, app: Flask) -> str:
    """The page with the table of this application's endpoints in place of the one that it has."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(_endpoints(app))}\n{END}{after}"


def table(endpoints: list[dict[str, Any]]) -> str:
    """One table a noun, in Markdown."""
    parts = []
    for noun, ones in groupby(endpoints, key=lambda one: one["tags"][0]):
        parts += [f"\n### {noun.capitalize()}\n", *_HEAD, *map(_row, ones)]
    return "\n".join([*parts, ""])


def _row(one: dict[str, Any]) -> str:
    refusals = ", ".join(status for status in one["responses"] if status not in ("200", "429", "500", "503"))
    code = one["responses"]["200"]["content"]["application/json"]["example"]["code"]
    return f"| `{one['method']} {one['path']}` | {one['x-rights']} | {one['summary']} | {code} | {refusals} |"


def _endpoints(app: Flask) -> list[dict[str, Any]]:
    # Asked of the application itself: a command knows the faces no better than a client does.
    paths = app.test_client().get("/openapi.json").get_json()["paths"]
    told = [
        {**methods[method], "method": method.upper(), "path": path}
        for path, methods in paths.items()
        for method in _METHODS
        if method in methods
    ]
    return sorted(told, key=lambda one: (one["tags"][0], one["path"], _METHODS.index(one["method"].lower())))
