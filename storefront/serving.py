"""What each process of the server loads: the shop, warm."""

from storefront.warming import warm
from wsgi import app

warm(app)

__all__ = ["app"]
