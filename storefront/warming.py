"""A process of the server looks at its own pages before the first visitor does.

A template is translated, and a statement built, when it is first wanted; in a fresh process a page takes a second for that.
Without this the first visitors of each process would wait for it, one behind the other.
"""

import gc
import re
import time

import structlog
from flask import Flask

from storefront.core.site import site

PAGES = ("/", "/shop", "/search?q=ring", "/bag", "/account/login", "/auth/products?page=1&limit=20")
_PRODUCT = re.compile(r'href="(/p/[^"?#]+)"')

OBJECTS = 5_000
"""More of them than before, and Python looks through the youngest. By itself it does so at 700, several times in each page."""

log = structlog.get_logger("shop.server")


def warm(shop: Flask) -> None:
    """Loads every template, and asks for the pages that visitors come to first. What fails now is left for a visitor to try."""
    began = time.perf_counter()
    try:
        for name in shop.jinja_env.list_templates(extensions=["html"]):
            shop.jinja_env.get_template(name)
        browser = shop.test_client(use_cookies=False)
        for path in (*PAGES, *_PRODUCT.findall(browser.get("/shop", base_url=site().url).text)[:1]):
            browser.get(path, base_url=site().url)
    except Exception:  # a database that is away comes back, and the server must be there then
        log.exception("not warm")
    else:
        log.info("warm", ms=round((time.perf_counter() - began) * 1000))


def set_aside() -> None:
    """Spares Python looking through the shop itself again and again for objects that nobody needs any more.

    What is loaded by now stays for good. In a shop of 100,000 products each look through all of it took 0.13 s every few hundred
    searches, in which the process answers nobody; without what is set aside it takes 0.01 s.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS)
