"""`flask migrate`: the tables as this version of the shop wants them.

Alembic's own commands, for making migrations, are under `flask db`.
"""

import click
from flask_migrate import upgrade

from storefront.core.locks import alone


@click.command("migrate")
def command() -> None:
    """Bring the database up to date. May be called at any time, on several machines at once."""
    with alone("start"):
        upgrade()
    click.echo("The database is up to date.")
