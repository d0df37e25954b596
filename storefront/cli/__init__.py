"""Commands, one file a noun, each with a click command or group named `command`."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import click
from flask import Flask
from flask.cli import AppGroup


def mount(app: Flask) -> None:
    app.cli = Commands(app.name, commands=app.cli.commands)


class Commands(AppGroup):
    """Loads its commands when it is asked for one: a server never asks, and need not hold the tools for fonts in memory."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        self._load()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._load()
        return super().list_commands(ctx)

    def _load(self) -> None:
        for found in iter_modules(sys.modules[__name__].__path__):
            command = getattr(import_module(f"{__name__}.{found.name}"), "command", None)
            if isinstance(command, click.Command):
                self.add_command(command)
