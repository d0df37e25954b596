"""`python -m bench.lighthouse`: what Lighthouse says of five pages of the demo shop to a phone on a slow line.

Writes bench/lighthouse.md.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median_low
from typing import Any

from playwright.sync_api import sync_playwright

from bench.servers import NotServing, free_port, serving
from tests.chromium import find_or_install
from tests.npm import NODE, installed

RESULTS = Path(__file__).with_name("lighthouse.md")
RUNS = 3
"""Of each page; the one in the middle counts, since a busy machine makes one slower now and then."""
TRIES = 3
"""For each run."""
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PIECE = "/p/aarohi-solitaire-ring"
PAGES = {"home": "/", "listing": "/c/rings", "product": PIECE, "bag": "/bag", "checkout": "/checkout"}
WITH_A_BAG = ("bag", "checkout")
CATEGORIES = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best practices", "seo": "SEO"}
METRICS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "speed-index": "speed index",
}
KNOWN = {
    "is-crawlable": "on purpose: what somebody is about to buy is no page for a search engine, so it is `noindex` and in "
    "`robots.txt`. The audit asks for just the opposite, and weighs a third of this category; every other audit of it passes.",
}
"""Audits that a page fails because it should, and why."""
PRICE = (
    "- Of performance: the whole 100 asks for a largest paint within some 1.7 s, and on that line 20 KB are a tenth of a second. "
    "Before it come the page and its styles (20 KB), the letters of the shop in three cuts (67 KB) and the photograph that opens "
    "the page (18 to 35 KB); what is missing is the price of these, and they are worth it. A machine that is busy loses a point "
    "more: where the first paint comes late, small pictures further down are there before it, and count against it."
)


@dataclass(frozen=True)
class Seen:
    """A page as Lighthouse saw it."""

    page: str
    report: dict[str, Any]

    @property
    def scores(self) -> dict[str, int]:
        """By category, 0 to 100."""
        return {name: round(100 * self.report["categories"][name]["score"]) for name in CATEGORIES}

    @property
    def figures(self) -> dict[str, str]:
        return {name: self.report["audits"][name]["displayValue"].replace("\xa0", " ") for name in METRICS}

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What costs points: id of the audit, and a sentence. Of a category at 100 nothing is missing."""
        return [
            (id, f"{words}: {self._sentence(id)}")
            for name, words in CATEGORIES.items()
            if self.scores[name] < 100
            for id in self._failed(name)
        ]

    def _failed(self, category: str) -> list[str]:
        weighed = [one["id"] for one in self.report["categories"][category]["auditRefs"] if one["weight"]]
        return [id for id in weighed if (self.report["audits"][id]["score"] or 0) < 1 and self._counts(id)]

    def _counts(self, id: str) -> bool:
        return self.report["audits"][id]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")

    def _sentence(self, id: str) -> str:
        audit = self.report["audits"][id]
        if id in KNOWN:
            return f"{audit['title']}, {KNOWN[id]}"
        told = f" ({audit['displayValue']})".replace("\xa0", " ") if audit.get("displayValue") else ""
        return f"{audit['title']}{told} has {round(100 * audit['score'])} of 100."


def main() -> None:
    try:
        lighthouse = installed("lighthouse") / "lighthouse" / "cli" / "index.js"
        with tempfile.TemporaryDirectory(prefix="kundan-lighthouse-") as folder, a_shop(Path(folder)) as address:
            seen = list(look(lighthouse, address, Path(folder)))
    except NotServing as trouble:
        sys.exit(str(trouble))
    told = report(seen)
    RESULTS.write_text(told)
    print(told)
    if unknown := [one for page in seen for id, one in page.missing if id not in KNOWN and id not in METRICS]:
        sys.exit("\n".join(unknown))


@contextmanager
def a_shop(folder: Path) -> Iterator[str]:
    """The demo shop as `make run` opens it, over data of its own; its address."""
    port = free_port()
    settings = {"DATA_DIR": str(folder / "data"), "PORT": str(port), "DEMO": "1", "ADMIN_PASSWORD": "for this run alone"}
    with serving(["-m", "flask", "--app", "wsgi", "serve"], settings, folder / "log"):
        yield f"http://127.0.0.1:{port}"


def look(lighthouse: Path, address: str, folder: Path) -> Iterator[Seen]:
    cookie = a_bag(address)
    for page, path in PAGES.items():
        headers = {"Cookie": cookie} if page in WITH_A_BAG else {}
        times = [once(lighthouse, address + path, headers, folder / "report.json") for _ in range(RUNS)]
        middle = median_low(one["categories"]["performance"]["score"] for one in times)
        yield Seen(page, next(one for one in times if one["categories"]["performance"]["score"] == middle))
        print(page, file=sys.stderr, flush=True)


def a_bag(address: str) -> str:
    """The cookies of somebody with a piece in the bag."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=FLAGS[1:])
        page = browser.new_page()
        page.goto(address + PIECE)
        page.get_by_role("button", name="Add to bag").first.click()
        page.get_by_role("dialog").get_by_role("article").wait_for()
        cookies = page.context.cookies()
        browser.close()
    return "; ".join(f"{one['name']}={one['value']}" for one in cookies)


def once(lighthouse: Path, address: str, headers: dict[str, str], out: Path) -> dict[str, Any]:
    asked = ["--output=json", f"--output-path={out}", "--quiet", f"--chrome-flags={' '.join(FLAGS)}"]
    categories = f"--only-categories={','.join(CATEGORIES)}"
    command = [str(NODE), str(lighthouse), address, *asked, categories, f"--extra-headers={json.dumps(headers)}"]
    env = {**os.environ, "CHROME_PATH": find_or_install()}
    # Now and then Chromium records nothing (NO_NAVSTART); Lighthouse itself says: please run it again.
    if not any(subprocess.run(command, env=env, check=False).returncode == 0 for _ in range(TRIES)):
        raise SystemExit(f"Lighthouse gave up on {address}; what it said stands above.")
    told: dict[str, Any] = json.loads(out.read_text())
    return told


def report(seen: list[Seen]) -> str:
    first = seen[0].report
    chromium = first["environment"]["hostUserAgent"].partition("Chrome/")[2].partition(" ")[0]
    lines = [
        "# What Lighthouse says",
        "",
        f"`make lighthouse`, {datetime.now(UTC).date()}: Lighthouse {first['lighthouseVersion']} with its usual settings "
        "(a phone, its processor slowed down four times, 1.6 Mbit/s and 150 ms to the shop), "
        f"Chromium {chromium} without a window, the demo catalogue on the server of `make run`, over http on this machine. "
        f"The middle one of {RUNS} runs; bag and checkout with a piece in the bag.",
        "",
        f"| page | {' | '.join(CATEGORIES.values())} | {' | '.join(METRICS.values())} |",
        f"| --- |{' --- |' * (len(CATEGORIES) + len(METRICS))}",
    ]
    lines += [
        f"| {one.page} | {' | '.join(map(str, one.scores.values()))} | {' | '.join(one.figures.values())} |" for one in seen
    ]
    if missing := [f"- **{one.page}**, {sentence}" for one in seen for _, sentence in one.missing]:
        lines += ["", "## Points that are missing", *missing]
        if any(one.scores["performance"] < 100 for one in seen):
            lines.append(PRICE)
    lines += ["", "## What is otherwise in production", *OTHERWISE, ""]
    return "\n".join(lines)


OTHERWISE = (
    "- Behind TLS the connection of a new visitor takes one or two more round trips; in return the line is HTTP/2 or 3, where "
    "the files of a page come at once instead of six at a time. What Lighthouse reckons with here is HTTP/1.1.",
    "- A CDN (`CDN_URL`) brings pictures and assets from nearer by; they may be kept for ever, since their names carry a hash of "
    "their content.",
    "- `Strict-Transport-Security` is sent only where the address of the shop is https; Lighthouse gives no points for it.",
)

if __name__ == "__main__":
    main()
