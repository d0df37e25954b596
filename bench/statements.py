"""How many statements a request sends to the database, counted within this process."""

from contextvars import Context
from typing import Any

from flask import Flask
from sqlalchemy import event

from bench.asked import Request
from bench.paths import Path
from bench.windows import GOOD, WrongAnswer
from storefront.core.db import db


def statements(app: Flask, path: Path) -> int:
    """Of a request that comes after another of its kind, so that what is kept is kept."""
    first, second = path.asked[0], path.asked[1 if path.once else 0]
    _open(app, first)
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    try:
        _open(app, second)
    finally:
        with app.app_context():
            event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def _open(app: Flask, request: Request) -> None:
    # In a context of its own, as on a server: otherwise the second request would find what the first one kept for itself.
    response = Context().run(app.test_client(use_cookies=False).open, **request.for_client())
    if response.status_code not in GOOD:
        said = response.get_data(as_text=True)
        raise WrongAnswer(f"{request.method} {request.path} was answered with {response.status_code}:\n{said[:2000]}")
