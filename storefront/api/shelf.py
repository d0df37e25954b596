"""Answers for guests, ready to be sent: made once for each version of the catalog and stand of the stock.

Whether one is still right is asked of the database each time, by one statement: stock moves without the catalog.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import Response, current_app, g, request

from storefront.core.recent import Recent
from storefront.domain.catalog import queries
from storefront.domain.catalog.queries import Ref
from storefront.web.packing import ASK_AGAIN, ENCODERS, SMALL, encoding, etag_of, tagged
from storefront.web.shared_pages import catalog_version
from storefront.web.sign_in import person

MOST = 500
"""Answers kept in a process. A client that reads the whole shop pushes older ones out; no harm is done."""
LARGEST = 64 * 1024
"""Bytes; a list of a thousand products is not kept whole."""
LONGEST = 400
"""Characters of an address."""
_VARY = "Cookie, Authorization, Accept-Encoding"


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer, and what it was made of."""

    version: int
    items: tuple[str, ...]
    stand: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes] = field(default_factory=dict)
    """By encoding."""


def shows(refs: Sequence[Ref], stand: str) -> None:
    """The answer that is being made shows these products, and their stock as it stands in this text."""
    g.stock_shown = (tuple(ref.id for ref in refs), stand)


def ready() -> Response | None:
    """The answer to this request, if there is one and it is still right; for guests alone."""
    known = _answers().get(_key())
    if known is None or person() is not None:
        return None
    return _answer(known) if _now(known.items) == (known.version, known.stand) else None


def kept(work: Callable[[], Response]) -> Response:
    """What `work` answers, put on the shelf if anybody may have it."""
    if person() is not None:
        return _for_one(work())
    # Read before the rest: what changes meanwhile makes the answer newer than it claims to be, which does no harm.
    version = catalog_version()
    response = work()
    body = response.get_data()
    if response.status_code != 200 or len(body) > LARGEST or len(request.full_path) > LONGEST:
        return tagged(response)
    items, stand = g.get("stock_shown", ((), ""))
    headers = tuple((name, value) for name, value in response.headers.items() if name not in ("Content-Length", "Content-Type"))
    made = Ready(version, items, stand, etag_of(body), headers, {"": body})
    _answers().put(_key(), made)
    return _answer(made)


def _now(items: tuple[str, ...]) -> tuple[int, str]:
    return queries.version_and_stand(items) if items else (catalog_version(), "")


def _for_one(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return tagged(response)


def _answer(known: Ready) -> Response:
    if request.if_none_match.contains_weak(known.etag):
        response = Response(status=304)
        del response.headers["Content-Type"]
    else:
        how = encoding() if len(known.bodies[""]) >= SMALL else ""
        if how not in known.bodies:
            known.bodies[how] = ENCODERS[how](known.bodies[""])
        response = Response(known.bodies[how], mimetype="application/json")
        if how:
            response.headers["Content-Encoding"] = how
    response.headers.extend(known.headers)
    response.headers["ETag"] = f'W/"{known.etag}"'
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["Vary"] = _VARY
    return response


def _key() -> tuple[str, bytes]:
    return request.path, request.query_string


def _answers() -> Recent[tuple[str, bytes], Ready]:
    kept: Recent[tuple[str, bytes], Ready] = current_app.extensions.setdefault("shelf", Recent(MOST))
    return kept
