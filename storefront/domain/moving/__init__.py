"""A shop that comes from elsewhere brings its past along: the collections of the MongoDB backend, as mongoexport writes them."""

from storefront.domain.moving.folder import Found, look_through
from storefront.domain.moving.report import Report, Tally
from storefront.domain.moving.services import NAMES, bring

__all__ = ["NAMES", "Found", "Report", "Tally", "bring", "look_through"]
