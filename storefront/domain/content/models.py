"""How the shop trades, edited in the back office: identity, delivery, taxes, limits."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.db import Id, Json, Model, Stamped


class TradeSetting(Stamped, Model):
    """One setting of the trade; without a row its default holds."""

    __tablename__ = "trade_settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    user_id: Mapped[str | None] = mapped_column(Id)
