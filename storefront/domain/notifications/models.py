"""Which letters people do not want."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.db import Model


class Refusal(Model):
    """A kind of letter that an account does not want; without a row it is sent."""

    __tablename__ = "notification_refusals"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
