"""A server of somebody else's, which answers as its paths say."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PICTURE = b"\x89PNG not really"


class Elsewhere(BaseHTTPRequestHandler):
    """Each path is a way to answer."""

    asked: list[tuple[str, str]]
    """Host header and path of each request."""
    picture: bytes

    def do_GET(self) -> None:
        type(self).asked.append((self.headers["Host"], self.path))
        way = self.path.split("?")[0].strip("/").split("/")[0].split(".")[0]
        getattr(self, f"_{way}", self._ring)()

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _ring(self) -> None:
        self._answer(200, type(self).picture)

    def _moved(self) -> None:
        self._answer(302, b"", Location="/ring.png")

    def _astray(self) -> None:
        self._answer(302, b"", Location=self.path.partition("?")[2])

    def _circle(self) -> None:
        self._answer(301, b"", Location="/circle")

    def _gone(self) -> None:
        self._answer(404, b"")

    def _busy(self) -> None:
        self._answer(503, b"")

    def _large(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "99999999999")
        self.end_headers()

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            return

    def _slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._trickle()

    def _silent(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-")
        self._trickle()

    def _nonsense(self) -> None:
        self.wfile.write(b"\x00\x01 no HTTP at all\r\n\r\n")

    def _trickle(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server:
    """Such a server while it runs."""

    def __init__(self, port: int, handler: type[Elsewhere]) -> None:
        self.port = port
        self._handler = handler

    @property
    def asked(self) -> list[tuple[str, str]]:
        return self._handler.asked


@contextmanager
def serving(picture: bytes = PICTURE, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    handler = type("Handler", (Elsewhere,), {"asked": [], "picture": picture})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Server(server.server_address[1], handler)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
