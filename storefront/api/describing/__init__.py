"""The description of the API for machines: OpenAPI 3.1, made of what each endpoint declares."""

from storefront.api.describing.document import document

__all__ = ["document"]
