"""`Idempotency-Key`: a request that is sent again, because its answer was lost, is carried out once."""

import hashlib
import re
from collections.abc import Callable

from flask import Response, request

from storefront.core import idempotency
from storefront.core.errors import Invalid, ShopError
from storefront.core.idempotency import HEADER, Given
from storefront.web.errors import shop_error
from storefront.web.sign_in import require_person

REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def once(work: Callable[[], Response]) -> Response:
    """What `work` answers; with a key that was sent before, what it answered then. Without a key it is simply done.

    Refusals are answers too. What may go better next time is not kept: trouble of ours, and 429.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not _KEY.fullmatch(key):
        raise Invalid({HEADER: "A key has 1 to 255 visible ASCII characters."})
    mine = require_person().id
    turn = idempotency.begin(mine, key, _fingerprint())
    if isinstance(turn, Given):
        return _replayed(turn)
    try:
        response = _answered(work)
    except BaseException:
        idempotency.forget(mine, key, turn)
        raise
    if response.status_code >= 500 or response.status_code == 429:
        idempotency.forget(mine, key, turn)
    else:
        idempotency.finish(mine, key, turn, Given(response.status_code, response.get_data()))
    return response


def _answered(work: Callable[[], Response]) -> Response:
    try:
        return work()
    except ShopError as refused:
        return shop_error(refused)


def _replayed(given: Given) -> Response:
    response = Response(given.body, status=given.status, mimetype="application/json")
    response.headers[REPLAYED] = "true"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _fingerprint() -> str:
    asked = b"\x00".join([request.method.encode(), request.path.encode(), request.get_data(cache=True)])
    return hashlib.sha256(asked).hexdigest()
