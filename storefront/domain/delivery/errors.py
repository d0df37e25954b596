"""What can go wrong with zones."""

from storefront.core.errors import Conflict, NotFound


class NoSuchZone(NotFound):
    sentence = "There is no such zone of delivery."


class PinTaken(Conflict):
    """`pin` is the beginning that belongs to another zone."""

    def __init__(self, pin: str, zone: str) -> None:
        super().__init__(f"PIN codes that begin with {pin} belong to the zone {zone} already.", pin=pin, zone=zone)
