"""How orders may be paid: backoffice.payment_terms."""

import pytest
from flask import Flask

from storefront.domain.content.services import trade
from tests.browser import Browser

HERE = "/back-office/settings/payments"
TERMS = {"cod": "1", "codLimit": "₹25,000.50", "codOrders": "3"}


def test_only_an_admin_gets_in(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    assert client.get(HERE).status_code == 303
    assert as_customer.get(HERE).status_code == 403
    assert 'value="49,999"' in as_admin.get(HERE).text


def test_the_terms_hold_from_then_on(as_admin: Browser) -> None:
    answer = as_admin.submit(HERE, TERMS)

    assert answer.status_code == 303
    assert "These terms hold from now on." in as_admin.get(answer.headers["Location"]).text
    assert (trade().cod, trade().cod_limit, trade().cod_orders) == (True, 25_000_50, 3)


def test_an_empty_box_ends_it(as_admin: Browser) -> None:
    as_admin.submit(HERE, TERMS)

    as_admin.submit(HERE, {"codLimit": "25000", "codOrders": "3"})

    assert trade().cod is False


@pytest.mark.parametrize("wrong", [{"codLimit": "2,00,000"}, {"codLimit": "much"}, {"codLimit": ""}, {"codOrders": "0"}])
def test_what_cannot_be_is_shown_again_with_a_sentence(as_admin: Browser, wrong: dict[str, str], app: Flask) -> None:
    answer = as_admin.submit(HERE, {**TERMS, **wrong})

    assert answer.status_code == 422
    assert f'href="#{next(iter(wrong))}"' in answer.text
    assert trade().cod is False


def test_another_sites_form_changes_nothing(as_admin: Browser) -> None:
    assert as_admin.post(HERE, data=TERMS).status_code in (400, 403, 422)
    assert trade().cod is False
