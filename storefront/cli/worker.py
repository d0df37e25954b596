"""`flask worker`: a worker alone, for a machine that serves no pages."""

import os
import sys

import click


@click.command("worker")
def command() -> None:
    """Carry out what waits: mail, sizes of pictures, checks of payments."""
    # A worker is no command of a face: it knows the whole shop. It takes the place of this process, signals and all.
    os.execv(sys.executable, [sys.executable, "-m", "storefront.worker"])  # noqa: S606  no shell, nothing from outside
