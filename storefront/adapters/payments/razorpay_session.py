"""HTTP to Razorpay: time limits, a second try where that is safe, and each answer sorted into yes, no and nobody knows.

The SDK does none of this: it waits for ever, prints troubles to the console, and loses the status on the way. Since
this session answers it with good JSON only and raises errors of ours otherwise, its own error handling is not reached.
"""

import time
from typing import Any
from urllib.parse import urlsplit

import requests
import structlog

from storefront.adapters.payments.base import GatewayRefused, GatewayUnavailable, NoSuchPayment

WAITS = (0.1, 0.3)
"""Seconds before a GET is tried again."""

_BUSY = {502, 503, 504}
_BESIDE_THE_MATTER = {401, 403, 408, 409, 425, 429}
"""A no to our key, or for now (409: this very refund is in the making), says nothing of what was asked. Taken for a
definite no, a refund whose first answer was lost would count as failed and be given once more under another key."""

log = structlog.get_logger("shop.payments")


class RazorpaySession(requests.Session):
    """Answers JSON objects of status 2xx; anything else is GatewayRefused, NoSuchPayment or GatewayUnavailable.

    `timeout` is in seconds, to connect and to read.
    """

    def __init__(self, key_id: str, key_secret: str, timeout: tuple[float, float]) -> None:
        super().__init__()
        # Here and not in the SDK's client, which holds it in a variable that reports of errors would show.
        self.auth = (key_id, key_secret)
        self._timeout = timeout

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        # A redirect would turn a POST into a GET.
        options |= {"timeout": self._timeout, "allow_redirects": False}
        asked = f"{method!s} {urlsplit(str(url)).path}"
        try:
            response = self._patiently(method, url, *args, **options)
        except requests.RequestException as error:
            log.warning("razorpay did not answer", asked=asked, reason=type(error).__name__)
            # Not chained: the frames below hold the Authorization header, and reports of errors show variables.
            raise GatewayUnavailable from None
        return _sorted(response, asked)

    def _patiently(self, method: str | bytes, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        # Only what changes nothing is asked again, and never after a time-out: a person is waiting.
        for wait in WAITS if method == "GET" else ():
            try:
                response = super().request(method, url, *args, **options)
                if response.status_code not in _BUSY:
                    return response
            except requests.Timeout:
                raise
            except requests.ConnectionError:
                pass
            time.sleep(wait)
        return super().request(method, url, *args, **options)


def _sorted(response: requests.Response, asked: str) -> requests.Response:
    answer, status = _json(response), response.status_code
    if 200 <= status < 300 and isinstance(answer, dict):
        return response
    error = answer.get("error") if isinstance(answer, dict) else None
    refusal = _refusal(status, error) if isinstance(error, dict) else None
    if refusal and 400 <= status < 500 and status not in _BESIDE_THE_MATTER:
        raise refusal
    log.warning("razorpay in trouble", asked=asked, status=status, reason=refusal.reason if refusal else "not JSON of its kind")
    raise GatewayUnavailable


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _refusal(status: int, error: dict[str, Any]) -> GatewayRefused:
    reason, code = str(error.get("description") or "no reason given"), str(error.get("code") or "")
    unknown = status == 404 or "does not exist" in reason.lower()
    return NoSuchPayment(reason, code) if unknown else GatewayRefused(reason, code)
