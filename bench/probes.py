"""Bare probes: the work of the shop's pages with nothing around it. Flask, one or a few Core statements, small templates; no
sign-in, no bag, no facets, no log. What a page costs is told as a multiple of what its probe costs.

`python -m bench.probes` serves them as the shop is served, with the settings of its environment.
"""

from typing import Any

import msgspec
from flask import Flask, Response, current_app, redirect, render_template, request
from granian import Granian
from sqlalchemy import Connection, create_engine, insert
from werkzeug.wrappers import Response as Answer

from bench import probe_database as tables
from bench.probe_database import JSON_PAGE, PAGE, Database
from config import Config
from storefront.core.db import engine_options
from storefront.core.ids import new_id
from storefront.core.money import lakh, rupees
from storefront.server import options

BODY = "A page that is the same for everyone, as long as those of the shop. ".ljust(80) * 256
"""20 KB."""


def main() -> None:
    Granian("bench.probes:create", factory=True, **options(Config.from_env())).serve()


def create() -> Flask:
    """The probes, over the database of the settings."""
    config = Config.from_env()
    url = config.DB_CONNECTION_STRING
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["money"] = lakh
    engine = app.extensions["engine"] = create_engine(url, **engine_options(url, config.DB_POOL_SIZE))
    probes = Probes(Database(engine))
    for path in ("page", "listing", "kept", "product", "search", "json"):
        app.get(f"/{path}", endpoint=path)(getattr(probes, path))
    for path in ("add", "sell"):
        app.post(f"/{path}", endpoint=path)(getattr(probes, path))
    return app


class Probes:
    """One method for each; what it reads is named by the address."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cards: dict[tuple[str, int], str] = {}

    def page(self) -> str:
        """Flask alone."""
        return BODY

    def listing(self) -> str:
        """24 products, how many there are, and their cards."""

        def work(connection: Connection) -> str:
            rows = connection.execute(tables.CARDS[request.args["sort"]], _place()).all()
            total = connection.execute(tables.COUNT, _place()).scalar_one()
            return render_template("listing.html", cards=[_card(row) for row in rows], total=total)

        return self._database.read(work)

    def kept(self) -> str:
        """The ids of 24 products; their cards from strings."""
        return self._database.read(lambda on: self._joined(on, on.execute(tables.REFS[request.args["sort"]], _place()).all()))

    def product(self) -> str:
        """One product and eight of its category, the cards of those from strings."""

        def work(connection: Connection) -> str:
            row = connection.execute(tables.PRODUCT, {"slug": request.args["slug"]}).one()
            others = connection.execute(tables.BESIDE_IT, {"category": row.category_id}).all()
            beside = "".join(self._keep(other) for other in others)
            pictures = [_picture(kept) for kept in row.pictures]
            return render_template("product.html", piece=row, pictures=pictures, shown=_card(row), beside=beside)

        return self._database.read(work)

    def search(self) -> str:
        """The best 24 of at most 2,000 candidates; their cards from strings."""

        def work(connection: Connection) -> str:
            ids = list(connection.scalars(*self._database.search(request.args["q"].split())))
            return self._joined(connection, connection.execute(tables.REFS_OF, {"ids": ids}).all())

        return self._database.read(work)

    def json(self) -> Response:
        """20 products with all that they have."""
        rows = self._database.read(lambda on: on.execute(tables.WHOLE[request.args["sort"]], _place(JSON_PAGE)).all())
        body = msgspec.json.encode({"code": 1000, "result": [_said(row) for row in rows]})
        return Response(body, mimetype="application/json")

    def add(self) -> Answer:
        """A line into a bag, after a look at the piece."""
        product_id, bag = request.form["productId"], request.cookies["bag"]

        def work(connection: Connection) -> None:
            if connection.execute(tables.FOR_SALE, {"id": product_id}).one().in_stock:
                connection.execute(insert(tables.LINES), {"bag": bag, "product_id": product_id, "quantity": 1})

        self._database.write(work, durable=False)
        return redirect("/bag", 303)

    def sell(self) -> Answer:
        """One conditional UPDATE and an order, in one commit."""
        item = request.form["item"]

        def work(connection: Connection) -> None:
            piece = connection.execute(tables.FOR_SALE, {"id": item}).one()
            if connection.execute(tables.TAKE, {"item": item}).rowcount:
                order = {"id": new_id(), "product_id": item, "name": piece.name, "total": piece.price}
                connection.execute(insert(tables.ORDERS), order)

        self._database.write(work)
        return redirect("/order", 303)

    def _joined(self, connection: Connection, refs: Any) -> str:
        missing = [ref.id for ref in refs if tuple(ref) not in self._cards]
        if missing:
            for row in connection.execute(tables.CARDS_OF, {"ids": missing}):
                self._keep(row)
        return "".join(self._cards[tuple(ref)] for ref in refs)

    def _keep(self, row: Any) -> str:
        key = (row.id, row.version)
        if key not in self._cards:
            component = current_app.jinja_env.get_template("card.html").module
            self._cards[key] = component.card(_card(row))
        return self._cards[key]


def _place(size: int = PAGE) -> dict[str, Any]:
    return {"category": request.args["category"], "skip": (int(request.args["page"]) - 1) * size}


def _card(row: Any) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "detail": row.specifications.get("material", ""),
        "price": row.price,
        "compare_price": row.compare_price,
        "in_stock": row.in_stock,
        "pictures": [_picture(kept) for kept in row.pictures[:2]],
    }


def _picture(kept: dict[str, Any]) -> dict[str, Any]:
    base = f"/media/{kept['key']}"
    sources = {kind: ", ".join([f"{base}/{size}.{kind} {size}w" for size in kept["sizes"]]) for kind in ("avif", "webp")}
    return {**kept, **sources, "src": f"{base}/master.webp"}


def _said(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "slug": row.slug,
        "category": row.category,
        "description": row.description,
        "price": rupees(row.price),
        "images": [f"/media/{kept['key']}/master.webp" for kept in row.pictures],
        "specifications": row.specifications,
        "inStock": row.in_stock,
        "rating": row.rating,
        "reviews": row.review_count,
        "featured": row.featured,
        "tags": row.tags,
        "variants": row.variants,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    }


if __name__ == "__main__":
    main()
