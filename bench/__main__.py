"""`python -m bench`: fills a throw-away shop on each engine, opens it, and measures what its pages cost."""

import argparse
import signal
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench import processes
from bench.machine import facts
from bench.measuring import FULL, QUICK, Scale, measure
from bench.results import report
from bench.servers import NotServing
from bench.throwaway import NotFilled, fill_all, throwaway
from bench.windows import WrongAnswer
from tests.database import PostgresMissing

RESULTS = Path(__file__).with_name("results.md")
FEWEST = 1_000


def main() -> None:
    given = _arguments()
    if not processes.can_be_read():
        sys.exit("The bench reads from /proc what processes cost, and this system has none: run it on Linux.")
    # An end from outside is an end in order: whatever was started is stopped, and the folder goes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    scale = QUICK if given.quick else FULL
    scale = replace(scale, products=given.products or scale.products)
    try:
        told = _run(scale, given.engine)
    except KeyboardInterrupt:
        sys.exit("Stopped; nothing is left behind.")
    except PostgresMissing:
        sys.exit("PostgreSQL was not found: install it, or measure SQLite alone by `python -m bench --engine sqlite`.")
    except (NotFilled, NotServing, WrongAnswer) as trouble:
        sys.exit(str(trouble))
    if given.write:
        RESULTS.write_text(told)
    print(told)


def _arguments() -> argparse.Namespace:
    given = argparse.ArgumentParser(prog="python -m bench", description="What the shop's pages cost, beside bare probes.")
    given.add_argument(
        "--quick", action="store_true", help="a small shop and short stretches, to see that all works; writes no results"
    )
    given.add_argument("--engine", choices=("sqlite", "postgresql"), help="one engine alone; writes no results")
    given.add_argument("--products", type=int, help="how many products; writes no results")
    named = given.parse_args()
    if named.products is not None and named.products < FEWEST:
        given.error(f"--products: at least {FEWEST:,}, or there are no lists to leaf through")
    named.write = not (named.quick or named.engine or named.products)
    return named


def _run(scale: Scale, engine: str | None) -> str:
    with tempfile.TemporaryDirectory(prefix="kundan-bench-") as folder, throwaway(Path(folder), engine) as shops:
        known = facts(shops)
        _say(f"Filling with {scale.products:,} products: {' and '.join(shop.engine for shop in shops)}.")
        fill_all(shops, scale.products)
        figures = [measure(shop, scale, _say) for shop in shops]
        return report(figures, known, scale.products, datetime.now(UTC).date())


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
