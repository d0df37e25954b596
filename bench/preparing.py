"""What is there before the servers open: filled bags, the checkout's token, the probes' tables, the count of statements."""

import re
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import create_engine

from bench.asked import Request
from bench.paths import Guests, Path, Proof, check_out, paths
from bench.probe_database import Database
from bench.rush import BUYERS, last_pieces
from bench.statements import statements
from bench.stocked import fill_bags, stocked
from bench.throwaway import Shop
from storefront.core.db import db
from storefront.web.bag import COOKIE

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Prepared:
    paths: list[Path]
    statements: list[int]
    """Of each path."""
    rush: list[Request]
    """Checkouts for the last pieces."""


def prepare(shop: Shop, bags: int) -> Prepared:
    """All that is asked of this shop, so many bags for each path that writes."""
    app = shop.open()
    with app.app_context():
        _make_probe_tables(shop)
        found = stocked(2 * bags)
        looking = fill_bags(found.pieces, 1, "looking")[0]
        proof = proof_of(app, looking)
        guests = Guests(looking, fill_bags(found.pieces, bags, "adding"), fill_bags(found.pieces, bags, "buying"), proof)
        hurried = fill_bags([last_pieces()], BUYERS, "hurried", each=1)
        db.session.remove()
        ways = paths(found, guests)
        counted = [statements(app, path) for path in ways]
        db.engine.dispose()
    return Prepared(ways, counted, [check_out(token, proof) for token in hurried])


def _make_probe_tables(shop: Shop) -> None:
    engine = create_engine(shop.config.DB_CONNECTION_STRING)
    Database(engine).make_tables()
    engine.dispose()


def proof_of(app: Flask, token: str) -> Proof:
    """As a browser gets it with the checkout's page."""
    client = app.test_client()
    client.set_cookie(COOKIE, token)
    page = client.get("/checkout")
    found, cookie = _TOKEN.search(page.get_data(as_text=True)), client.get_cookie("form")
    if found is None or cookie is None:
        raise RuntimeError(f"The page of the checkout, answered with {page.status_code}, has no form.")
    return Proof(cookie.value, found[1])
