"""What is forgotten of the gateway's messages."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.payments.models import GatewayEventRow
from storefront.domain.payments.personal import forget_messages


def test_a_message_of_the_gateway_loses_its_words_after_a_month(app: Flask) -> None:
    with transaction() as current:
        for name, days in (("old", 31), ("new", 29)):
            body = b'{"email": "asha@example.in"}'
            current.add(GatewayEventRow(id=name, kind="payment.captured", body=body, received_at=now() - timedelta(days=days)))

    forget_messages()

    kept = {row.id: row.body for row in session().execute(select(GatewayEventRow.id, GatewayEventRow.body))}
    assert kept == {"old": b"", "new": b'{"email": "asha@example.in"}'}
