"""Checks of orders and money."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from storefront.core.errors import Unavailable
from storefront.core.money import lakh
from storefront.domain.orders.audit import drifts
from storefront.domain.orders.reconciliation import Side, reconcile, yesterday

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


@command.command("reconcile")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), required=False)
@with_appcontext
def compare(day: datetime | None) -> None:
    """Compare DAY (2026-11-22; without it yesterday) at the payment service and here, and report what differs (exit code 1)."""
    try:
        found = reconcile(day.date() if day else yesterday())
    except Unavailable as trouble:
        raise click.ClickException(trouble.sentence) from None
    click.echo(f"{found.day:%Y-%m-%d}")
    click.echo(f"payment service: {_side(found.gateway)}")
    click.echo(f"shop:            {_side(found.shop)}")
    for one in found.differences:
        click.echo(f"{one.payment} {one.number or 'of no order'}: {one.sentence}")
    if found.differences:
        raise click.ClickException(f"What differs: {len(found.differences)}.")


def _side(side: Side) -> str:
    return f"{side.payments} payments, {lakh(side.received)} in, {lakh(side.given_back)} back"
