"""A way in for whoever lost theirs, by command."""

import click
from flask.cli import with_appcontext

from storefront.core.errors import NotFound
from storefront.domain.accounts.services import give_password


@click.command("password")
@click.argument("name")
@with_appcontext
def command(name: str) -> None:
    """Make up a new password for NAME, a user name or an e-mail address, and sign that account out everywhere."""
    try:
        made_up = give_password(name)
    except NotFound:
        raise click.ClickException(f"There is no active account {name!r}.") from None
    click.echo(f"{name!r} signs in from now on with the password  {made_up}")
