"""Zones of delivery, their PIN codes and rates."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.db import Id, Model, Stamped
from storefront.core.ids import new_id


class DeliveryZone(Stamped, Model):
    __tablename__ = "delivery_zones"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    days: Mapped[int] = mapped_column(default=0)
    """That a parcel takes longer than usual."""
    fee: Mapped[int | None]
    """Paise, where no rate fits; None: as the terms of trade say."""
    free_from: Mapped[int | None]
    """Paise of goods; None: as the terms of trade say."""

    __table_args__ = (
        CheckConstraint("days between 0 and 60", name="days"),
        CheckConstraint("fee >= 0 and free_from >= 0", name="amounts"),
    )


class DeliveryPin(Model):
    """All PIN codes that begin so, but for those that a longer beginning puts elsewhere."""

    __tablename__ = "delivery_pins"

    prefix: Mapped[str] = mapped_column(String(6), primary_key=True)
    zone_id: Mapped[str] = mapped_column(ForeignKey("delivery_zones.id", ondelete="CASCADE"), index=True)


class DeliveryRate(Model):
    """The fee of a zone for parcels up to a weight, for goods below a value, or both."""

    __tablename__ = "delivery_rates"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    zone_id: Mapped[str] = mapped_column(ForeignKey("delivery_zones.id", ondelete="CASCADE"), index=True)
    up_to_grams: Mapped[int | None]
    below: Mapped[int | None]
    """Paise."""
    fee: Mapped[int]
    """Paise."""

    __table_args__ = (
        CheckConstraint("fee >= 0 and up_to_grams > 0 and below > 0", name="amounts"),
        CheckConstraint("up_to_grams is not null or below is not null", name="bound"),
    )
