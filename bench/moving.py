"""`python -m bench.moving`: what it takes to bring over a large shop from MongoDB, and whether its books balance then."""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from bench.catalogue import ROOMS, SEED, products
from bench.throwaway import Shop, throwaway
from storefront.domain.moving import Report, bring, look_through
from storefront.domain.orders.audit import drifts

KINDS = {"categories": 1, "products": 2, "users": 3, "orders": 4, "reviews": 5, "analytics": 6}
BEGAN = datetime(2025, 1, 1, 6, tzinfo=UTC)
DAYS = 300
PASSWORD_HASH = "$2b$10$" + "abcdefghijklmnopqrstuv" + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcde"
"""Of no password."""


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.moving", description="Brings a made-up shop over from MongoDB.")
    given.add_argument("--products", type=int, default=100_000)
    given.add_argument("--events", type=int, default=1_000_000)
    given.add_argument("--orders", type=int, default=50_000)
    given.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    named = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="kundan-moving-") as folder:
        export = Path(folder) / "export"
        write(export, named.products, named.orders, named.events)
        with throwaway(Path(folder), named.engine) as shops:
            for line in measure(shops[0], export):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()


def write(folder: Path, pieces: int, orders: int, events: int) -> None:
    """An export of so many products, orders and events; a customer and a review for every second order."""
    folder.mkdir()
    dice, people = random.Random(SEED), max(1, orders // 2)
    _lines(folder, "categories", ({"_id": _id("categories", at), "name": room.name} for at, room in enumerate(ROOMS)))
    _lines(folder, "products", (_product(at, one) for at, one in enumerate(products(pieces))))
    _lines(folder, "users", (_user(at) for at in range(people)))
    _lines(folder, "orders", (_order(at, dice, people, pieces) for at in range(orders)))
    _lines(folder, "reviews", (_review(at, dice, people, pieces) for at in range(people)))
    _lines(folder, "analytics", (_event(at, dice, people, pieces) for at in range(events)))


def measure(shop: Shop, export: Path) -> Iterator[str]:
    """Lines for people: documents and seconds by collection, memory, a second run, and a dry run."""
    with shop.open().app_context():
        upgrade()
        began: list[tuple[str, float]] = []
        report = Report()

        def tell(collection: str, _read: int, _documents: int) -> None:
            if not began or began[-1][0] != collection:
                began.append((collection, time.perf_counter()))

        files = look_through(export).files
        bring(files, report, tell)
        began.append(("", time.perf_counter()))
        for (name, since), (_, until) in pairwise(began):
            tally = report.of(name)
            yield f"{name}: {tally.read:,} read, {tally.new:,} new, {tally.left_out:,} left out, {until - since:,.0f} s"
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield f"in all {began[-1][1] - began[0][1]:,.0f} s, {most:,} MB at most"
        yield f"what does not add up: {len(drifts())}"
        for what, how in (("again", False), ("dry run", True)):
            since, report = time.perf_counter(), Report()
            bring(files, report, lambda *_: None, dry_run=how)
            yield f"{what}: {report.changes:,} changes, {time.perf_counter() - since:,.0f} s"


def _lines(folder: Path, name: str, documents: Iterable[dict[str, Any]]) -> None:
    with (folder / f"{name}.json").open("w") as file:
        file.writelines(json.dumps(one) + "\n" for one in documents)


def _id(kind: str, number: int) -> dict[str, str]:
    return {"$oid": f"{0x65A00000 + KINDS[kind]:08x}{number:016x}"}


def _when(at: int, of: int = DAYS * 24) -> dict[str, str]:
    return {"$date": (BEGAN + timedelta(hours=at % of)).isoformat()}


def _stamps(at: int) -> dict[str, Any]:
    return {"createdAt": _when(at), "updatedAt": _when(at)}


def _product(at: int, one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "_id": _id("products", at), "salesCount": at % 50, "viewCount": at % 900, **_stamps(at)}


def _user(at: int) -> dict[str, Any]:
    named = {"username": f"buyer{at}", "email": f"buyer{at}@example.in", "firstname": "Asha", "lastname": "Rao"}
    return {"_id": _id("users", at), **named, "contact": "9876543210", "password": PASSWORD_HASH, **_stamps(at)}


def _order(at: int, dice: random.Random, people: int, pieces: int) -> dict[str, Any]:
    price, states = dice.randrange(500, 90_000), ("delivered", "delivered", "shipped", "confirmed", "cancelled")
    paid = dice.choice(("paid", "paid", "paid", "refunded", "pending"))
    piece = {"productId": _id("products", dice.randrange(pieces)), "name": "Piece", "price": price, "quantity": 1}
    gateway = {"razorpayOrderId": f"order_M{at}", **({"razorpayPaymentId": f"pay_M{at}"} if at % 4 and paid != "pending" else {})}
    stands = {"status": "cancelled" if paid == "refunded" else dice.choice(states), "paymentStatus": paid, **gateway}
    who = {"userId": _id("users", at % people), "orderId": f"ORD-{at}", "items": [piece], "total": price}
    return {"_id": _id("orders", at), **who, **stands, **_stamps(at)}


def _review(at: int, dice: random.Random, people: int, pieces: int) -> dict[str, Any]:
    about = {"userId": _id("users", at % people), "productId": _id("products", dice.randrange(pieces))}
    said = {"rating": dice.randrange(1, 6), "comment": "Light and well made.", "isApproved": True, "helpfulCount": at % 7}
    return {"_id": _id("reviews", at), **about, **said, **_stamps(at)}


def _event(at: int, dice: random.Random, people: int, pieces: int) -> dict[str, Any]:
    kind = dice.choice(("product_view", "product_view", "product_view", "add_to_cart", "search"))
    about = {"data": {"query": dice.choice(("ring", "nose pin", "gold bangle"))}} if kind == "search" else {}
    who = {"userId": _id("users", at % people)} if at % 3 == 0 else {}
    seen = {"productId": _id("products", dice.randrange(pieces)), "sessionId": f"s{at // 5}", **about, **who}
    browser = {"ipAddress": "203.0.113.77", "userAgent": "Mozilla/5.0"}
    return {"_id": _id("analytics", at), "type": kind, **seen, **browser, "timestamp": _when(at)}


if __name__ == "__main__":
    main()
