"""Checks of coupons."""

import click
from flask.cli import with_appcontext

from storefront.domain.promotions.audit import miscounts, recount

command = click.Group("coupons", help="Checks of coupons.")


@command.command("verify")
@click.option("--repair", is_flag=True, help="Set each count to the uses that stand.")
@with_appcontext
def verify(repair: bool) -> None:
    """Recount the uses of each coupon, and report every count that is wrong (exit code 1)."""
    found = miscounts()
    for one in found:
        click.echo(f"{one.code}: used {one.used} times by its own count, {one.stands} uses stand.")
    if found and repair:
        click.echo(f"Repaired: {recount()}.")
    elif found:
        raise click.ClickException(f"Coupons that miscount: {len(found)}.")
    else:
        click.echo("Every coupon counts the uses that stand.")
