"""What visitors look at, search for and buy, in figures. Days are India's; money comes from paid orders alone."""

from storefront.domain.analytics.calendar import Span
from storefront.domain.analytics.kinds import Kind, Popularity, Visit

__all__ = ["Kind", "Popularity", "Span", "Visit"]
