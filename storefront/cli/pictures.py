"""The demo's pictures in all their sizes: a part of set-up. `python -m storefront.cli.pictures`; it works without the app."""

import sys
from pathlib import Path

import click

from storefront.core.errors import Invalid
from storefront.domain.media import prepared

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "demo" / "images"
PREPARED = ROOT / "build" / "pictures"


@click.command("pictures")
def command() -> None:
    """Make the sizes of the demo's pictures that are not made yet."""
    todo = prepared.missing(SOURCE, PREPARED)
    try:
        work = prepared.prepare(todo, PREPARED)
        with click.progressbar(work, length=len(todo), label="Pictures", show_pos=True, file=sys.stderr) as bar:
            for _ in bar:
                pass
    except Invalid as error:
        raise click.ClickException(f"A picture in {SOURCE} cannot be prepared: {error.sentence}") from None


if __name__ == "__main__":
    command()
