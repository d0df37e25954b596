"""How often one address may ask for what is dear or guessable. Counted in Redis where there is one, else in the process."""

import re
from ipaddress import IPv6Address, IPv6Network

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address

from config import Config
from storefront.core.errors import TooMany
from storefront.web import errors
from storefront.web.counting import SCHEME

_HOUSEHOLD = 64
"""Bits of the prefix that providers give out at least (RFC 6177)."""


def asker() -> str:
    """Whose request this counts as: the address it comes from; of IPv6 the network, whose household has billions of them."""
    address = get_remote_address()
    try:
        ip = IPv6Address(address)
    except ValueError:
        return address
    return str(ip.ipv4_mapped or IPv6Network((int(ip), _HOUSEHOLD), strict=False))


# For every address of the shop but its first page, its pieces' pages and its files: those cost next to nothing, and whole towns
# of shoppers may come from one address.
limiter = Limiter(asker, default_limits=["600 per minute"], headers_enabled=False)

SIGN_IN = "10 per minute; 60 per hour"
REGISTER = "10 per hour"
RESET = "5 per hour"
UPLOAD = "30 per minute"
ORDER = "20 per minute"
COUPON = "20 per minute; 100 per hour"
"""Or codes could be guessed."""
REVIEW = "10 per minute; 60 per hour"
TRACK = "240 per minute"
FEED = "20 per hour"
"""All products of the shop in one answer."""
NEWSLETTER = "10 per hour"
EXPORT = "10 per hour"
STEP = "120 per minute"
"""Of the checkout, before the one that makes the order."""


def install(app: Flask, config: Config) -> None:
    app.config.update(
        RATELIMIT_ENABLED=config.RATELIMIT_ENABLED,
        # The counting package has a name of its own for a socket.
        RATELIMIT_STORAGE_URI=re.sub("^unix:", "redis+unix:", config.REDIS_URL) or f"{SCHEME}://",
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 0.2, "socket_timeout": 0.2} if config.REDIS_URL else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_SWALLOW_ERRORS=True,
    )
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, too_many)


def too_many(error: RateLimitExceeded) -> Response:
    window = error.limit.limit.get_expiry() if error.limit else 60
    return errors.shop_error(TooMany(window))
