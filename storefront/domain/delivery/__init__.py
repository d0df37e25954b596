"""What a parcel costs and how long it takes, by where in India it goes."""

from storefront.domain.delivery.estimate import Estimate, PinForm, days
from storefront.domain.delivery.zones import Charge, Rate, Zone, charge, whole_grams

__all__ = ["Charge", "Estimate", "PinForm", "Rate", "Zone", "charge", "days", "whole_grams"]
