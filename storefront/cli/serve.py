"""`flask serve`, which `make run` calls: everything ready, then the server and its worker."""

import errno
import os
import socket
import sys
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade

from config import Config
from storefront.cli import demo
from storefront.core.errors import ShopError
from storefront.core.locks import alone
from storefront.domain.accounts import services as accounts
from storefront.domain.catalog import queries as catalog
from storefront.domain.catalog.services import recount_if_due
from storefront.domain.content.pages import open_first_pages
from storefront.domain.ops.queries import why_database_is_away

ROOT = str(Path(__file__).resolve().parents[2])


@click.command("serve")
def command() -> None:
    """Make everything ready and open the shop."""
    config: Config = current_app.config["KUNDAN"]
    refuse_taken_port(config.HOST, config.PORT)
    refuse_silent_database()
    with alone("start"):
        prepare(config)
    # From here on others run the shop: this process becomes the one that watches over them, and keeps nothing of it in memory.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (ROOT, os.environ.get("PYTHONPATH"))))
    os.execv(sys.executable, [sys.executable, "-m", "storefront.supervisor"])  # noqa: S606  no shell, nothing from outside


def refuse_taken_port(host: str, port: int) -> None:
    """One sentence now. The server itself would share the port with whatever else lets it, half of the visitors each."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(_why(host, port, error)) from None


def refuse_silent_database() -> None:
    """One sentence now, instead of what the first statement would say."""
    if why := why_database_is_away():
        raise click.ClickException(f"DB_CONNECTION_STRING: the database does not answer: {why}.")


def prepare(config: Config) -> None:
    """The tables of this version, first pages, an admin, and in an empty demo shop its catalogue. What is there is left alone."""
    upgrade()
    recount_if_due()
    open_first_pages()
    try:
        made_up = accounts.ensure_admin(config.ADMIN_USERNAME, config.ADMIN_PASSWORD or None, config.ADMIN_EMAIL)
    except ShopError as error:
        raise click.ClickException(f"ADMIN_USERNAME or ADMIN_PASSWORD will not do: {error.sentence}") from None
    if made_up:
        click.echo(f"\n  The back office's first admin is {config.ADMIN_USERNAME!r} with the password  {made_up}")
        click.echo("  It is shown this once.\n")
    if config.DEMO and not catalog.has_products():
        click.get_current_context().invoke(demo.load)


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Something listens on port {port} of {host} already: stop it, or set PORT to another."
    return f"HOST {host} and PORT {port} cannot be listened on: {error.strerror}."
