"""Commands, one file a noun, each with a click command or group named `command`."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import click
from flask import Flask


def mount(app: Flask) -> None:
    for found in iter_modules(sys.modules[__name__].__path__):
        command = getattr(import_module(f"{__name__}.{found.name}"), "command", None)
        if isinstance(command, click.Command):
            app.cli.add_command(command)
