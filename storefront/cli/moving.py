"""`flask import`: a shop that comes from elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from storefront.core.wording import plural
from storefront.domain.moving import NAMES, Found, Report, bring, look_through
from storefront.domain.moving.report import SHOWN

command = click.Group("import", help="Bring over a shop from elsewhere.")


@command.command("mongo")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be brought over.")
@click.option("--report", "lines", type=click.File("wb"), help="Keep each document left out or altered as a line of JSON.")
@with_appcontext
def mongo(folder: Path, dry_run: bool, lines: BinaryIO | None) -> None:
    """Bring over the collections of FOLDER, as mongoexport has written them, with their ids.

    May be stopped and run again at any time; what the shop has changed since stays.
    """
    found = look_through(folder)
    if not found.files:
        raise click.ClickException(f"There is no collection in {folder}: users.json, products.json and so on.")
    report = Report(lines.write) if lines else Report()
    with _bar(found) as bar:
        bring(found.files, report, bar.tell, dry_run=dry_run)
    _say(report, found, dry_run)


class _Bar:
    """Moves with the bytes that were read, and counts documents beside."""

    def __init__(self, bar: object) -> None:
        self._bar = bar

    def tell(self, collection: str, read: int, documents: int) -> None:
        self._bar.update(read, f"{collection}, {documents:,}")  # type: ignore[attr-defined]  # click has no public name for it


@contextmanager
def _bar(found: Found) -> Iterator[_Bar]:
    size = sum(path.stat().st_size for paths in found.files.values() for path in paths)
    with click.progressbar(length=size, label="Reading", item_show_func=lambda shown: shown or "") as bar:
        yield _Bar(bar)


def _say(report: Report, found: Found, dry_run: bool) -> None:
    click.echo(f"{'':14}" + "".join(f"{title:>12}" for title in ("read", "new", "changed", "same", "left out")))
    for name in NAMES:
        if name in report.tallies:
            one = report.of(name)
            numbers = (one.read, one.new, one.changed, one.same, one.left_out)
            click.echo(f"{name:14}" + "".join(f"{number:12,}" for number in numbers))
    for name, tally in report.tallies.items():
        for sentence, times in tally.reasons.most_common(SHOWN):
            click.echo(f"{name}: {times:,} × {sentence}")
        if len(tally.reasons) > SHOWN:
            click.echo(f"{name}: and {plural(len(tally.reasons) - SHOWN, 'other reason')}.")
    for path in found.others:
        click.echo(f"{path.name} was not read: the shop knows no such collection.")
    changes = "Nothing changed." if not report.changes else f"{report.changes:,} documents brought over."
    click.echo("This was a dry run: nothing was changed." if dry_run else changes)
