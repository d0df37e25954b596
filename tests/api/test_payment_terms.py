"""GET and PUT /admin/settings/payments: api.payment_terms."""

from typing import Any

import pytest

from tests.browser import Browser

HERE = "/admin/settings/payments"
TERMS = {"cod": True, "codLimit": 25_000.5, "codOrders": 3}


def test_they_are_off_until_an_admin_allows_them(as_admin: Browser) -> None:
    before = as_admin.get(HERE).json
    changed = as_admin.put(HERE, json=TERMS).json

    assert before["result"] == {"cod": False, "codLimit": 49_999, "codOrders": 2}
    assert changed["result"] == as_admin.get(HERE).json["result"] == TERMS


@pytest.mark.parametrize(
    ("wrong", "field"), [({"codLimit": 200_000}, "codLimit"), ({"codLimit": True}, "codLimit"), ({"codOrders": 0}, "codOrders")]
)
def test_what_cannot_be_is_refused_whole(as_admin: Browser, wrong: dict[str, Any], field: str) -> None:
    answer = as_admin.put(HERE, json={**TERMS, **wrong})

    assert answer.status_code == 422
    assert list(answer.json["result"]["errors"]) == [field]
    assert as_admin.get(HERE).json["result"]["cod"] is False
