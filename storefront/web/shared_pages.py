"""Pages that are the same for many: made once for each version of the catalog, kept compressed, and sent as they are.

All that such a page says of its reader is how many pieces are in the bag and whether somebody is signed in, so it is kept for
each of these; nothing else that is personal and no token may stand in it. Staff, who see what is hidden, get pages of their own.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, g, make_response, request
from markupsafe import Markup

from config import Config
from storefront.core.recent import Recent
from storefront.domain.catalog import queries as catalog
from storefront.domain.content import services as content
from storefront.web import htmx
from storefront.web.bag import bag_count, is_personal
from storefront.web.packing import DECODERS, ENCODERS, QUICKLY, encoding, etag_of
from storefront.web.sign_in import person

MOST = 1_000
"""Pages kept in a process, some 15 KB each. A crawler of a large shop pushes older ones out; no harm is done."""
PARTS = 500
"""Parts of pages, some 10 KB each."""
LONGEST = 400
"""Characters of a query; what is longer was not written by this shop and is not worth keeping."""
VARY = "Cookie, Accept-Encoding, HX-Request"

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer in one encoding."""

    body: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]
    is_quick: bool = True
    """Packed quickly: most pages of a large shop are asked for once. Whoever asks for it next has it packed well."""


def install(app: Flask, _config: Config) -> None:
    app.extensions["shared_pages"] = Recent[Any, Page](MOST)
    app.extensions["shared_parts"] = Recent[Any, Markup](PARTS)


def shared_page(*parameters: str, by_preferences: bool = False) -> Callable[[View], View]:
    """This view's page depends on its path, on these parameters, and on nothing else but the catalog and the terms of trade.

    `by_preferences`: it also depends on what the reader prefers.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(**path: str) -> Response:
            readers = _readers(by_preferences)
            if readers is None:
                return not_shared(make_response(view(**path)))
            how = encoding()
            key = _key(parameters, readers, how)
            pages: Recent[Any, Page] = current_app.extensions["shared_pages"]
            page = pages.get(key) if key else None
            if page is None:
                response = make_response(view(**path))
                if response.status_code != 200 or key is None:
                    return not_shared(response)
                page = _packed(response, how)
                pages.put(key, page)
            elif page.is_quick:
                page = _packed_well(page, how)
                pages.put(key, page)
            return _answer(page)

        return shown

    return decorate


def not_shared(response: Response) -> Response:
    """For this visitor alone, to be asked for each time. `Vary` keeps what HTMX fetched apart from the page at its address."""
    return _varying(response, "private, no-cache")


def shared_part(key: tuple[Hashable, ...], make: Callable[[], Markup]) -> Markup:
    """A part of several pages, made once. `key` must tell all that it depends on, with the version of the catalog it shows."""
    parts: Recent[Any, Markup] = current_app.extensions["shared_parts"]
    made = parts.get(key)
    if made is None:
        made = make()
        parts.put(key, made)
    return made


def catalog_version() -> int:
    """The catalog's version, read once in a request."""
    if "catalog_version" not in g:
        g.catalog_version = catalog.version()
    return int(g.catalog_version)


def _readers(by_preferences: bool) -> tuple[bool, int] | None:
    """For whom this page is the same; None for somebody who gets one alone."""
    who = person()
    if who is not None and (who.is_admin or (by_preferences and who.preferences)):
        return None
    return who is not None, bag_count()


def _key(parameters: tuple[str, ...], readers: tuple[bool, int], how: str) -> tuple[Any, ...] | None:
    given = tuple((name, tuple(request.args.getlist(name))) for name in parameters if name in request.args)
    if sum(len(value) for _, values in given for value in values) > LONGEST:
        return None
    return catalog_version(), hash(content.trade()), request.path, given, htmx.wanted(), how, readers


def _packed(response: Response, how: str) -> Page:
    plain = response.get_data()
    headers = dict(response.headers)
    headers.pop("Content-Length", None)
    if how:
        headers["Content-Encoding"] = how
    return Page(QUICKLY[how](plain), f"{etag_of(plain)}{how}", tuple(headers.items()))


def _packed_well(page: Page, how: str) -> Page:
    return replace(page, body=ENCODERS[how](DECODERS[how](page.body)), is_quick=False)


def _answer(page: Page) -> Response:
    # Weak: the same page, though not the same bytes before and after it was packed well.
    known = request.if_none_match.contains_weak(page.etag)
    response = Response(status=304) if known else Response(page.body, headers=list(page.headers))
    response.set_etag(page.etag, weak=True)
    return _varying(response, "private, no-cache" if is_personal() else "public, max-age=0, must-revalidate")


def _varying(response: Response, keeping: str) -> Response:
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = keeping
    return response
