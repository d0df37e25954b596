"""`flask migrate`: the tables as this version of the shop wants them.

Alembic's own commands, for making migrations, are under `flask db`.
"""

import click
from flask_migrate import upgrade

from storefront.core.locks import alone
from storefront.domain.catalog.services import recount_if_due
from storefront.domain.content.pages import open_first_pages


@click.command("migrate")
def command() -> None:
    """Bring the database up to date, counts and first pages included. May be called at any time, on several machines at once."""
    with alone("start"):
        bring_up_to_date()
    click.echo("The database is up to date.")


def bring_up_to_date() -> None:
    """The tables of this version, the counts by its rules, and the pages that every shop has. What is there is left alone."""
    upgrade()
    recount_if_due()
    open_first_pages()
