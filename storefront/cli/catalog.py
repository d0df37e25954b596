"""Repairs of the catalog."""

import click
from flask.cli import with_appcontext

from storefront.core.wording import plural
from storefront.domain.catalog import services
from storefront.domain.reviews import rating

command = click.Group("catalog", help="Repairs of the catalog.")


@command.command("recount")
@with_appcontext
def recount() -> None:
    """Make counts, facets, ratings and the search index anew from the products and their reviews."""
    click.echo(f"Counted anew; products listed: {services.recount()}.")
    click.echo(f"Ratings set right: {plural(rating.recount(), 'product')}.")
