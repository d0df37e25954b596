"""Fetching by HTTP from addresses that may have been written to make us ask our own network.

A name is looked up once for each connection, all that it stands for is checked, and the connection goes to an address that was
checked: a name that means another machine a moment later gains nothing. Each redirect is a new address and is checked as such.
"""

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from storefront.adapters.fetch.base import Refused, Unreachable
from storefront.adapters.fetch.public import PORTS, is_public

SECONDS = 20.0
"""For one file with its redirects; a server that sends a byte now and then must not hold the worker."""
STEP = 5.0
"""Seconds for each wait of it."""
HOPS = 3
"""Redirects."""
_HOST = re.compile(r"[A-Za-z0-9_.:-]+")
_LATER = {408, 425, 429}
_MOVED = {301, 302, 303, 307, 308}
_HEADERS = [("User-Agent", "Kundan"), ("Accept", "image/*"), ("Accept-Encoding", "identity")]
_STEPS = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), STEP)}
_TROUBLES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)

Resolve = Callable[[str, int], list[str]]
MayReach = Callable[[str, int], bool]


def resolve(name: str, port: int) -> list[str]:
    """The IP addresses that a name stands for, at least one. Raises OSError and UnicodeError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]


class PinnedFetcher:
    """`may_reach` says which addresses and ports are anybody's; `trust` whose certificates are believed."""

    def __init__(
        self,
        resolve: Resolve = resolve,
        may_reach: MayReach = is_public,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._resolve = resolve
        self._may_reach = may_reach
        self._trust = trust
        self._seconds = seconds

    def get(self, address: str, at_most: int) -> bytes:
        backend = _Guarded(self._resolve, self._may_reach, time.monotonic() + self._seconds)
        with httpcore.ConnectionPool(self._trust, max_keepalive_connections=0, network_backend=backend) as pool:
            for _ in range(HOPS + 1):
                answer = _ask(pool, address, at_most)
                if isinstance(answer, bytes):
                    return answer
                address = answer
        raise Refused("This address leads on to others without end.")


class _Guarded(httpcore.NetworkBackend):
    """Connects only to addresses that were checked, and to none after the time is up."""

    def __init__(self, resolve: Resolve, may_reach: MayReach, until: float) -> None:
        self._resolve = resolve
        self._may_reach = may_reach
        self._until = until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError(host)
        for ip in self._checked(host, port):
            try:
                stream = httpcore.SyncBackend().connect_tcp(ip, port, _left(self._until), local_address, socket_options)
                return _Timed(stream, self._until)
            except _TROUBLES as error:
                trouble = error
        raise trouble

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = self._resolve(host, port)
        except UnicodeError:
            raise Refused("This is not an address on the internet.") from None
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        # One that is ours among others that are not: whoever wrote that name has no good reason.
        if not all(self._may_reach(ip, port) for ip in found):
            raise Refused("This address leads to a machine that is not open to everybody.")
        return found


class _Timed(httpcore.NetworkStream):
    """A connection whose every wait ends when the time for the whole is up."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("The whole took too long.")
    return min(STEP, left)


def _ask(pool: httpcore.ConnectionPool, address: str, at_most: int) -> bytes | str:
    """The file, or the address where it is said to be."""
    try:
        with pool.stream("GET", _plain(address), headers=_HEADERS, extensions=_STEPS) as response:
            if response.status == 200:
                return _read(response, at_most)
            if response.status in _MOVED and (elsewhere := _header(response, b"location")):
                return _joined(address, elsewhere)
            if response.status >= 500 or response.status in _LATER:
                raise Unreachable
            raise Refused(f"The server there answers {response.status}.")
    except _TROUBLES as error:
        raise Unreachable from error


def _plain(address: str) -> str:
    """The address in ASCII; Refused for what is none of the web."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise Refused("This is not an address on the internet.") from None
    if parts.scheme not in PORTS or not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise Refused("This is not an address on the internet.")
    place = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return f"{parts.scheme}://{place}{f':{port}' if port else ''}{path}{f'?{query}' if query else ''}"


def _joined(address: str, elsewhere: str) -> str:
    try:
        return urljoin(address, elsewhere)
    except ValueError:
        raise Refused("This address leads on to one that is none.") from None


def _read(response: httpcore.Response, at_most: int) -> bytes:
    length = _header(response, b"content-length")
    if length.isdigit() and int(length) > at_most:
        raise Refused("The file there is too large.")
    data = bytearray()
    for chunk in response.iter_stream():
        data += chunk
        if len(data) > at_most:
            raise Refused("The file there is too large.")
    return bytes(data)


def _header(response: httpcore.Response, name: bytes) -> str:
    return next((value.decode("utf-8", "replace") for key, value in response.headers if key.lower() == name), "")
