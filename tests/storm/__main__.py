"""`make storm`: the storms as long as they should be, on both engines, with their figures."""

import argparse
import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import structlog

from tests.database import new_postgres_database, start_postgres
from tests.storm.storms import Seen, rush, storm


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m tests.storm", description="Buyers, kills and a gateway that misbehaves.")
    given.add_argument("--engine", choices=("sqlite", "postgresql"), help="one engine alone")
    given.add_argument("--buyers", type=int, default=200, help="for ten pieces, at once")
    given.add_argument("--checkouts", type=int, default=1000, help="while things die")
    given.add_argument("--kills", type=int, default=20, help="of the server; half as many of the worker")
    named = given.parse_args()
    # What the shop logs while its processes die is not what one wants to read here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with start_postgres(durable=True) as server:
        for engine in (named.engine,) if named.engine else ("sqlite", "postgresql"):
            _storms(engine, server, named)


def _storms(engine: str, server: str, named: argparse.Namespace) -> None:
    def database() -> str:
        return new_postgres_database(server) if engine == "postgresql" else ""

    def long(folder: Path) -> Seen:
        few, every = max(1, named.kills // 2), max(2.0, named.checkouts / 200)
        return storm(folder, database(), named.checkouts, server=named.kills, worker=few, every=every, silence=10)

    _one(f"{engine}: {named.buyers} buyers for 10 pieces", lambda folder: rush(folder, database(), named.buyers, 10))
    _one(f"{engine}: {named.checkouts} checkouts", long)


def _one(what: str, run: Callable[[Path], Seen]) -> None:
    with tempfile.TemporaryDirectory(prefix="kundan-storm-") as folder:
        seen = run(Path(folder))
    said = ", ".join(f"{count} {outcome}" for outcome, count in seen.outcomes.most_common())
    left = seen.reckoning
    sys.stdout.write(
        f"{what}: {said}; {seen.kills} kills, {seen.seconds:.0f} s. Orders paid {left.paid}, ended {left.ended}; "
        f"refunds {left.refunds}; mails {left.mails}; pieces left {left.left}. Nothing drifts.\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
