"""A browser without JavaScript, for tests: keeps cookies, and fills in forms."""

import re
from contextvars import Context
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.core.db import end_read


class Browser(FlaskClient):
    """Each request has a context of its own, as on a server: nothing of it stays, and nothing of the test is seen by it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # What the test has read would otherwise stay as it was before the request.
        if has_app_context():
            end_read()
        # An answer that is written while it is read is read in that context too.
        answer: TestResponse = Context().run(super().open, *args, **{"buffered": True, **kwargs})
        return answer

    def submit(self, address: str, fields: dict[str, Any], page: str | None = None, **kwargs: Any) -> TestResponse:
        """Loads the page with a form (its own address, unless another is named) and sends the form with its token."""
        shown = self.get(page or address).get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        return self.post(address, data={**fields, **({"csrf_token": found[1]} if found else {})}, **kwargs)


def new_browser(app: Flask) -> Browser:
    """One more browser, with cookies of its own."""
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser
