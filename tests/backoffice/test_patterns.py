"""The page of patterns: every part of the shop in every state."""

import re
from pathlib import Path

from tests.browser import Browser

COMPONENTS = Path(__file__).parents[2] / "templates" / "components"
UNSEEN = {"facts_for_machines.html"}
"""Read by machines alone."""


def test_it_is_for_staff(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    assert client.get("/back-office/patterns").status_code == 303
    assert as_customer.get("/back-office/patterns").status_code == 403
    assert as_admin.get("/back-office/patterns").status_code == 200


def test_every_component_with_macros_stands_on_it() -> None:
    shown = "".join(path.read_text() for path in (COMPONENTS.parent / "backoffice" / "patterns").glob("*.html"))
    with_macros = {path.name for path in COMPONENTS.glob("*.html") if "{% macro" in path.read_text()}

    used_elsewhere = "".join(path.read_text() for path in COMPONENTS.glob("*.html"))
    missing = {name for name in with_macros if name not in shown and name not in used_elsewhere}

    assert missing == UNSEEN


def test_no_id_stands_twice(as_admin: Browser) -> None:
    ids = re.findall(r'\sid="([^"]+)"', as_admin.get("/back-office/patterns").text)

    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []
