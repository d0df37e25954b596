"""Those who only look around, and whoever watches whether the shop is ready."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from tests.storm.buying import Market

LOOKERS = 3
PAUSE = 0.1
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


@contextmanager
def looking_around(market: Market, piece: str) -> Iterator[None]:
    """Meanwhile some people go from page to page, and what tracks them reports it; the piece has this path."""
    over = threading.Event()
    paths = ("/", piece, "/shop", "/search?q=ring", "/bag", "/auth/products", "/products/suggestions?q=ri", "/readyz")

    def look() -> None:
        for path in cycle(paths):
            if over.wait(PAUSE):
                return
            market.ask(path, None, BROWSER)
            market.ask("/analytics/track", b'{"type": "search", "data": {"query": "ring"}}', {})

    threads = [threading.Thread(target=look) for _ in range(LOOKERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def ready(market: Market) -> bool:
    """Whether each part of the shop says of itself that it works, the worker too."""
    status, told = market.ask("/readyz", None, {})
    time.sleep(PAUSE)
    return status == 200 and all(told["result"].values())
