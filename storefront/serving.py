"""What each process of the server loads: the shop, warm."""

from storefront.warming import set_aside, warm
from wsgi import app

warm(app)
set_aside()

__all__ = ["app"]
