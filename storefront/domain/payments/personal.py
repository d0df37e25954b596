"""What the gateway's messages hold of a payer: address and phone, which nobody needs once the message is worked off."""

from datetime import timedelta

from sqlalchemy import update

from storefront.core.clock import now
from storefront.core.db import transaction
from storefront.core.timetable import every
from storefront.domain.payments.models import GatewayEventRow

KEPT = timedelta(days=30)
"""For whoever has to find out what happened."""


@every("forget_gateway_messages", seconds=24 * 60 * 60)
def forget_messages() -> None:
    """Messages lose their words after a month; that they came stays known, so that none is taken for new."""
    with transaction() as current:
        old = update(GatewayEventRow).where(GatewayEventRow.received_at < now() - KEPT, GatewayEventRow.body != b"")
        current.execute(old.values(body=b""))
