"""The shop's own words and terms of trade."""

from storefront.domain.content.scenes import Scene
from storefront.domain.content.trade import Trade

__all__ = ["Scene", "Trade"]
