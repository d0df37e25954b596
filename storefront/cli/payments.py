"""Checks of orders and money."""

import click
from flask.cli import with_appcontext

from storefront.domain.orders.audit import drifts

command = click.Group("payments", help="Checks of orders and money.")


@command.command("verify")
@with_appcontext
def verify() -> None:
    """Recompute balances and states from the ledger, and report whatever drifts (exit code 1)."""
    found = drifts()
    for drift in found:
        click.echo(f"{drift.number}: {drift.sentence}")
    if found:
        raise click.ClickException(f"What drifts: {len(found)}.")
    click.echo("Orders, payments and ledger agree.")
