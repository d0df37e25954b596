"""`make storm`: the storms as long as they should be, on both engines, with their figures."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from tests.database import new_postgres_database, start_postgres
from tests.storm.storms import Seen, outage, rush, storm


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m tests.storm", description="Buyers, kills and a gateway that misbehaves.")
    given.add_argument("--engine", choices=("sqlite", "postgresql"), help="one engine alone")
    given.add_argument("--buyers", type=int, default=200, help="for ten pieces, at once")
    given.add_argument("--checkouts", type=int, default=1000, help="while things die")
    given.add_argument("--kills", type=int, default=20, help="of the server; half as many of the worker")
    named = given.parse_args()
    with start_postgres(durable=True) as server:
        for engine in (named.engine,) if named.engine else ("sqlite", "postgresql"):
            _storms(engine, server, named)


def _storms(engine: str, server: str, named: argparse.Namespace) -> None:
    def database() -> str:
        return new_postgres_database(server) if engine == "postgresql" else ""

    def long(folder: Path) -> Seen:
        few, every = max(1, named.kills // 2), max(2.0, named.checkouts / 200)
        return storm(folder, database(), named.checkouts, server=named.kills, worker=few, every=every, silence=10)

    def away(folder: Path) -> Seen:
        few = max(1, named.checkouts // 2)
        return outage(folder, few, rounds=max(1, named.kills // 4), away=4, every=4)

    _one(f"{engine}: {named.buyers} buyers for 10 pieces", lambda folder: rush(folder, database(), named.buyers, 10))
    _one(f"{engine}: {named.checkouts} checkouts", long)
    if engine == "postgresql":
        _one(f"{engine} and Redis away: {max(1, named.checkouts // 2)} checkouts", away)


def _one(what: str, run: Callable[[Path], Seen]) -> None:
    # What the shop logs while its processes die is not what one wants to read here.
    with tempfile.TemporaryDirectory(prefix="kundan-storm-") as folder, redirect_stdout(StringIO()):
        seen = run(Path(folder))
    said = ", ".join(f"{count} {outcome}" for outcome, count in seen.outcomes.most_common())
    left = seen.reckoning
    sys.stdout.write(
        f"{what}: {said}; {seen.hits} kills or outages, {seen.seconds:.0f} s. Orders paid {left.paid}, ended {left.ended}; "
        f"refunds {left.refunds}; mails {left.mails}; pieces left {left.left}. Nothing drifts.{_heard(seen)}\n"
    )
    sys.stdout.flush()


def _heard(seen: Seen) -> str:
    """What the shop answered while databases were away, where that was looked at."""
    if not seen.heard:
        return ""
    answers = Counter(one.status for one in seen.heard)
    told = ", ".join(f"{count} of {status}" for status, count in sorted(answers.items()))
    return f" Answers: {told}; the longest took {max(one.seconds for one in seen.heard):.1f} s."


if __name__ == "__main__":
    main()
