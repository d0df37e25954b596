"""Checks of the stock."""

import click
from flask.cli import with_appcontext

from storefront.domain.inventory.audit import Drift, drifts

command = click.Group("stock", help="Checks of the stock.")


@command.command("verify")
@with_appcontext
def verify() -> None:
    """Recompute what there is from history and holds, and report every item that drifts (exit code 1)."""
    found = drifts()
    for drift in found:
        click.echo(_sentence(drift))
    if found:
        raise click.ClickException(f"Items that drift: {len(found)}.")
    click.echo("Stock, history and holds agree.")


def _sentence(drift: Drift) -> str:
    counted = "not counted" if drift.on_hand is None else f"{drift.on_hand} on hand"
    there = f"{counted}, by its history {drift.on_hand_by_history}"
    return f"{drift.item_id}: {there}; {drift.held} held, by its holds {drift.held_by_holds}."
