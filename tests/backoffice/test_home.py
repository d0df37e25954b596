"""The door of the back office, its home."""

import pytest

from tests.browser import Browser


@pytest.mark.parametrize("address", ["/back-office", "/back-office/"])
def test_the_back_office_opens_with_its_orders(as_admin: Browser, client: Browser, address: str) -> None:
    assert as_admin.get(address).headers["Location"] == "/back-office/orders"
    assert client.get(address).headers["Location"].startswith("/account/login?next=/back-office")
