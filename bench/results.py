"""The table of figures, as Markdown."""

from collections.abc import Iterable, Sequence
from datetime import date

from bench.measuring import MANY, Figures, Memory, Row
from bench.rush import BUYERS, LAST, Rush

SLOWEST = 200
"""Milliseconds that 95 of 100 answers may take with many connections."""
RUSH_P50 = 300

_ALONE = ("path", "state", "statements", "CPU ms", "probe's", "ratio", "target", "met", "p50 ms", "p95 ms")
_CROWDED = ("path", "state", "CPU ms", "probe's", "p50 ms", "p95 ms", "answers/s", f"p95 < {SLOWEST} ms")
_PROBES = ("probe", "CPU ms", "p50 ms", "p95 ms", f"p50 at {MANY}", f"p95 at {MANY}", f"answers/s at {MANY}")
_MEMORY = ("", "as it opens", "after 1 connection", f"after {MANY}")


def report(figures: Sequence[Figures], facts: dict[str, str], products: int, when: date) -> str:
    """Everything of a run, to be read from above."""
    parts = [
        "# What the pages cost",
        f"Measured by `make bench` on {when:%d %B %Y} with {products:,} products. Only ratios are worth comparing: shop and "
        "probe were asked in turns, on the same machine, through the same server. How it is measured stands at the end.",
        _table(("", ""), facts.items()),
        *(part for one in figures for part in _engine(one)),
        _HOW,
    ]
    return "\n\n".join(parts) + "\n"


def _engine(figures: Figures) -> list[str]:
    return [
        f"## {figures.engine}",
        "One connection:",
        _table(_ALONE, [_alone(row) for row in figures.rows]),
        f"{MANY} connections:",
        _table(_CROWDED, [_crowded(row) for row in figures.rows]),
        _rush(figures.rush),
        "Memory, resident, of all processes together:",
        _table(_MEMORY, [_memory("shop", figures.shop), _memory("probes", figures.bare)]),
        "The probes:",
        _table(_PROBES, _probes(figures.rows)),
    ]


def _alone(row: Row) -> list[str]:
    target = row.path.target
    return [
        row.path.name,
        row.path.state,
        str(row.statements),
        f"{row.one.cpu:.2f}",
        f"{row.bare.cpu:.2f}",
        f"{row.ratio:.2f} ×",
        "" if target is None else f"≤ {target} ×",
        "" if target is None else _yes(row.ratio <= target),
        f"{row.one.p50:.1f}",
        f"{row.one.p95:.1f}",
    ]


def _crowded(row: Row) -> list[str]:
    return [
        row.path.name,
        row.path.state,
        f"{row.many.cpu:.2f}",
        f"{row.bare_many.cpu:.2f}",
        f"{row.many.p50:.1f}",
        f"{row.many.p95:.1f}",
        f"{row.many.rate:.0f}",
        _yes(row.many.p95 < SLOWEST),
    ]


def _probes(rows: Iterable[Row]) -> list[list[str]]:
    """Each once, though some stand beside several paths."""
    found = {row.path.probe: row for row in rows}
    return [
        [
            name,
            f"{row.bare.cpu:.2f}",
            f"{row.bare.p50:.1f}",
            f"{row.bare.p95:.1f}",
            f"{row.bare_many.p50:.1f}",
            f"{row.bare_many.p95:.1f}",
            f"{row.bare_many.rate:.0f}",
        ]
        for name, row in found.items()
    ]


def _rush(seen: Rush) -> str:
    good = _yes(seen.ordered == LAST and seen.p50 <= RUSH_P50)
    return (
        f"{BUYERS} buyers for the last {LAST} pieces: {seen.ordered} ordered; half of the buyers knew after {seen.p50:.0f} ms, "
        f"all after {seen.seconds:.2f} s. Exactly {LAST}, and half within {RUSH_P50} ms: {good}."
    )


def _memory(name: str, told: Memory) -> list[str]:
    return [name, *(f"{size / 2**20:.0f} MB" for size in (told.opened, told.one, told.many))]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "**no**"


_HOW = """## How to read it

- CPU is of one request: of all processes of the server, its worker included, and of the database.
- *page kept*: a visitor without a bag gets a page that is kept whole. *cards kept*: a visitor with a bag; the page is made anew,
  from cards that are kept. *all anew*: no piece on the page was asked for before.
- A probe does the work of a page with nothing around it (`bench/probes.py`): Flask, the fewest Core statements, a small template.
- Each figure is the median of its three rounds, with one connection and with many. Which process of the server gets how many of
  16 connections is chance, so that one round says little.
- Statements are counted for a second request of the same kind.
- An order is on the disk before it is answered: `synchronous=FULL` in SQLite, `fsync` in PostgreSQL, where a bag is
  too. The probes wait for the disk where the shop does.
- The visitors (`bench/load.py`) run on the same machine: with many connections they take part of its cores."""
