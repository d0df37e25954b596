"""The page of the API stands by itself; that it sends requests is walked in a browser (tests/journeys/test_api.py)."""

import re

from tests.browser import Browser


def test_the_page_brings_all_it_needs_from_here(client: Browser) -> None:
    page = client.get("/docs")

    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert 'data-description="/openapi.json"' in page.text
    assert "http://localhost/openapi.json" in page.text
    for address in re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', page.text):
        assert address.startswith("/assets/"), address
        assert client.get(address).status_code == 200
