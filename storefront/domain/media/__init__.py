"""Pictures: taken in, made safe, kept in every size that a page asks for."""

from storefront.domain.media.picture import Picture, Stored

__all__ = ["Picture", "Stored"]
