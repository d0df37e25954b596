"""A request, for a socket or for the test client."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "en-IN,en;q=0.9",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
}


@dataclass(frozen=True)
class Request:
    """What a browser asks. With `form` it is a POST."""

    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None

    def raw(self, port: int) -> str:
        """As it goes over the wire; every character is a byte."""
        body = urlencode(self.form) if self.form is not None else ""
        head = {"Host": f"127.0.0.1:{port}", **self._headers()}
        if self.form is not None:
            head["Content-Length"] = str(len(body))
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        return "\r\n".join([*lines, "", body])

    def for_client(self) -> dict[str, Any]:
        """What Flask's test client, without a cookie jar, opens."""
        body = urlencode(self.form) if self.form is not None else None
        return {"path": self.path, "method": self.method, "headers": self._headers(), "data": body}

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"

    def _headers(self) -> dict[str, str]:
        head = dict(BROWSER)
        if self.cookies:
            head["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.form is not None:
            head |= {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        return head
