"""The table of settings for the README: `python -m storefront.cli.settings`."""

from dataclasses import fields
from typing import Any

import click

from config import Config


@click.command("settings")
def command() -> None:
    """Every setting with its default, as a table in Markdown."""
    click.echo(table())


def table() -> str:
    """What stands in the README between the words on settings; a test holds the two together."""
    rows = [f"| `{one.name}` | {_default(one.default)} | {one.metadata['explained']} |" for one in fields(Config)]
    return "\n".join(["| setting | default | meaning |", "| --- | --- | --- |", *rows])


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{int(value)}`"
    return f"`{value}`" if value not in ("", ()) else ""


if __name__ == "__main__":
    command()
