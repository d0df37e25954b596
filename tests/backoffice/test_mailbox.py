"""The mail of a shop without a mail server."""

import re

from storefront.core.outbox import work
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order


def test_a_confirmation_can_be_read_as_its_buyer_sees_it(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring(name="Aarohi Ring"))
    work(limit=20)

    listed = as_admin.get("/back-office/mailbox").text
    assert placed.number in listed
    mail = re.search(r"/back-office/mailbox/[0-9a-f]{32}", listed)
    assert mail
    assert "Aarohi Ring" in as_admin.get(mail[0]).text

    html = as_admin.get(f"{mail[0]}/html")
    assert "Aarohi Ring" in html.text
    assert "sandbox" in html.headers["Content-Security-Policy"]


def test_a_mail_that_is_not_there_is_not_found(as_admin: Browser) -> None:
    assert as_admin.get("/back-office/mailbox/../../secrets").status_code == 404
    assert as_admin.get(f"/back-office/mailbox/{'0' * 32}").status_code == 404


def test_nobody_else_reads_the_shops_mail(as_customer: Browser) -> None:
    assert as_customer.get("/back-office/mailbox").status_code == 403
