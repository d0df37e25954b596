"""Pages of lists: `page` and `limit` in, `X-Total-Count` and `Link` (RFC 8288) out."""

from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from flask import request
from pydantic import Field

from storefront.api.endpoint import Answer
from storefront.core.forms import Form
from storefront.core.paging import MOST, PAGE
from storefront.core.site import site


class PageForm(Form):
    """Neither: all, up to 1,000. `page` alone: 20 a page."""

    page: int | None = Field(default=None, ge=1, le=10_000)
    limit: int | None = Field(default=None, ge=1, le=100)

    @property
    def number(self) -> int:
        return self.page or 1

    @property
    def size(self) -> int:
        if self.limit:
            return self.limit
        return PAGE if self.page else MOST


class Paged(Protocol):
    """How much of a list was asked for."""

    @property
    def page(self) -> int | None: ...
    @property
    def limit(self) -> int | None: ...
    @property
    def number(self) -> int: ...
    @property
    def size(self) -> int: ...


def part(rows: list[Any], form: Paged) -> list[Any]:
    """The page of a list that is short enough to be read whole."""
    return rows[(form.number - 1) * form.size : form.number * form.size]


def paged(result: list[Any], total: int, form: Paged, *, deepest: int | None = None, after: str = "") -> Answer:
    """The list with the headers that tell where it stands.

    Pages by number may end `deepest` entries deep; from there, and on pages that a cursor led to, the cursor `after` leads on.
    """
    headers = {"X-Total-Count": str(total)}
    by_cursor = bool(getattr(form, "after", ""))
    if form.page is None and form.limit is None and not by_cursor:
        if total > len(result):
            headers["X-Truncated"] = "true"
        return Answer(result, headers=headers)
    links = _cursor_links(after) if by_cursor else _links(total, form, deepest, after)
    if links:
        headers["Link"] = ", ".join(links)
    return Answer(result, headers=headers)


def last_id(found: Sequence[Any], form: Paged) -> str:
    """The cursor behind a list that goes by id: its last one, or '' where there is no more."""
    return str(found[-1]) if len(found) == form.size else ""


def _links(total: int, form: Paged, deepest: int | None, after: str) -> list[str]:
    last = max(1, -(-total // form.size))
    reach = last if deepest is None else min(last, deepest // form.size)
    places = {"first": 1, "prev": form.number - 1, "next": form.number + 1}
    here = _address()
    links = [_link(here, name, "page", page) for name, page in places.items() if 1 <= page <= reach and page != form.number]
    if reach <= form.number < last and after:
        links.append(_link(here, "next", "after", after))
    if reach == last != form.number:
        links.append(_link(here, "last", "page", last))
    return links


def _cursor_links(after: str) -> list[str]:
    here = _address()
    return [_link(here, "first", "page", 1), *([_link(here, "next", "after", after)] if after else [])]


def _address() -> str:
    """Of this list, without its place: what comes next is the place."""
    query = urlencode([(key, value) for key, value in request.args.items(multi=True) if key not in ("page", "after")])
    return site().address(f"{quote(request.path)}?{query}&" if query else f"{quote(request.path)}?")


def _link(here: str, name: str, key: str, place: int | str) -> str:
    # A cursor is written in letters that need no quoting.
    return f'<{here}{key}={place}>; rel="{name}"'
