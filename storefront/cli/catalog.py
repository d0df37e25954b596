"""Repairs of the catalog."""

import click
from flask.cli import with_appcontext

from storefront.domain.catalog import services

command = click.Group("catalog", help="Repairs of the catalog.")


@command.command("recount")
@with_appcontext
def recount() -> None:
    """Make counts, facets and the search index anew from the products."""
    click.echo(f"Counted anew; products listed: {services.recount()}.")
