"""Answers in fewer bytes, or in none: packed as the client takes them, and a 304 for one who has them already."""

import gzip
from collections.abc import Callable
from hashlib import blake2b

import brotli
from flask import Response, request

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "": bytes,
}
"""By the name of the encoding; '' is none."""
QUICKLY: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=2)),
    "gzip": lambda body: gzip.compress(body, 1, mtime=0),
    "": bytes,
}
"""The same in a quarter of the time, and about a seventh larger."""
DECODERS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
SMALL = 1_000
"""Bytes that fit into one packet anyhow."""
ASK_AGAIN = "public, max-age=0, must-revalidate"
"""Anybody may keep it, and asks each time whether it is still right."""


def encoding() -> str:
    """The best that this client takes: 'br', 'gzip' or '' for none."""
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted.quality(name) > 0), "")


def packed(response: Response) -> Response:
    """The same answer in fewer bytes, if it is long enough for that to matter."""
    response.vary.add("Accept-Encoding")
    how = encoding()
    if how and response.status_code == 200 and (body := response.get_data()) and len(body) >= SMALL:
        response.set_data(ENCODERS[how](body))
        response.headers["Content-Encoding"] = how
    return response


def tagged(response: Response) -> Response:
    """The same answer with an ETag, packed; a 304 without a body for a client who has just this."""
    response.headers.setdefault("Cache-Control", ASK_AGAIN)
    response.vary.update(("Cookie", "Authorization"))
    if "no-store" in response.headers["Cache-Control"]:
        return packed(response)
    etag = etag_of(response.get_data())
    if request.if_none_match.contains_weak(etag):
        return unchanged(response, etag)
    # Weak: the bytes differ by how they are packed, what they say does not.
    response.set_etag(etag, weak=True)
    return packed(response)


def etag_of(body: bytes) -> str:
    """The same for the same bytes."""
    return blake2b(body, digest_size=12).hexdigest()


def unchanged(response: Response, etag: str) -> Response:
    """The 304 in place of this answer."""
    answer = Response(status=304)
    for name in ("Cache-Control", "Vary", "X-Total-Count", "Link", "X-Truncated"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    answer.set_etag(etag, weak=True)
    answer.vary.add("Accept-Encoding")
    return answer
