"""How the shop trades: what staff set in the back office, with defaults that a new shop can open with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """Amounts are paise, rates hundredths of a percent, times as named."""

    name: str = "Kundan"
    tagline: str = "Fine jewellery in gold, diamonds and silver"
    email: str = "help@example.in"
    phone: str = "+91 20 4000 1234"
    hours: str = "10:00 to 19:00, Monday to Saturday"
    address: str = "Laxmi Road, Pune 411030"
    currency: str = "INR"
    free_delivery_from: int = 10_000_00
    delivery_fee: int = 150_00
    delivery_days: int = 4
    made_to_order_days: int = 12
    tracking_url: str = ""
    """Where the courier tells of a parcel, with {number} in the place of its number."""
    gst_rate: int = 3_00
    """Of jewellery: 3 %, contained in the prices. Categories and pieces may have another."""
    state: str = "Maharashtra"
    """Where the shop is: what goes to another state bears IGST, the rest CGST and SGST."""
    return_days: int = 15
    hold_minutes: int = 30
    cod: bool = False
    """Whether orders may be paid on delivery."""
    cod_limit: int = 49_999_00
    """Up to this total."""
    cod_orders: int = 2
    """At most so many orders of one buyer under way that are to be paid on delivery."""
    open_orders: int = 3
    """At most so many unpaid orders for one buyer."""
    scenes: int = 0
    """Moves with the scenes of the first page: what is kept of pages is kept under the terms of trade."""
    pages: int = 0
    """Moves with the content pages, which the footer names, for the same reason."""
    zones: int = 0
    """Moves with the zones of delivery; 0 as long as there are none, and one fee holds for all of India."""
