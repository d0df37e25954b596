"""`python -m bench.encoding`: a page of 20 products in JSON, beside orjson encoding the same dicts when they are ready.

For guests the whole answer is kept, for others each product is. What the database and Flask take is not in it.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from unittest.mock import patch

import msgspec
import orjson
import structlog

from storefront.api import shelf
from storefront.api.shapes import product as shapes
from storefront.domain.catalog import ListingQuery, queries
from storefront.web.errors import envelope
from tests.conftest import dispose, make_app
from tests.database import make_sqlite
from tests.factories.catalog import a_catalog

TIMES = 500
ROUNDS = 7


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kundan-encoding-") as folder:
        app = make_app(Path(folder), make_sqlite(Path(folder)).url)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        with app.test_request_context("/auth/products?page=1"):
            print(report())
        dispose(app)


def report() -> str:
    """The cost of each way as a multiple of orjson's."""
    a_catalog(40)
    refs = queries.find(ListingQuery(size=20)).refs
    stand = shapes.inventory.stand([ref.id for ref in refs])
    kept = shelf.kept(lambda: envelope(1000, "Products retrieved", shapes.products_json(refs)))
    ready = orjson.loads(kept.get_data())
    with patch.object(shapes.inventory, "stand", lambda _: stand):
        ways = {
            "orjson, ready dicts": lambda: orjson.dumps(ready),
            "the answer kept": kept.get_data,
            "its products kept": lambda: msgspec.json.encode({**ready, "result": shapes.products_json(refs)}),
        }
        costs = {name: _cost(work) for name, work in ways.items()}
    bare = costs["orjson, ready dicts"]
    lines = [f"{name:20} {cost * 1e6:6.1f} µs  {cost / bare:4.1f} ×" for name, cost in costs.items()]
    return "\n".join([f"20 products, {len(kept.get_data()):,} bytes", *lines])


def _cost(work: Callable[[], object]) -> float:
    """Seconds of CPU for one, the median of the rounds."""

    def once() -> float:
        began = time.process_time()
        for _ in range(TIMES):
            work()
        return (time.process_time() - began) / TIMES

    return median(once() for _ in range(ROUNDS))


if __name__ == "__main__":
    main()
