"""A provider of identities on this machine: OpenID Connect with its own key, which insists on PKCE and can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "the-shop", "s3cret"


@cache
def key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """What the server says and knows. Lies are claims that stand in the place of the true ones; None leaves one out."""

    url: str = ""
    account: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "110169484474386276334",
            "email": "Asha@Example.in",
            "email_verified": True,
            "given_name": "Asha",
            "family_name": "Rao",
        }
    )
    lies: dict[str, Any] = field(default_factory=dict)
    signs_with: str = "first"
    shows: str = "first"
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256"})
    denies: bool = False
    """Whoever is asked says no."""
    slow: float = 0
    """Seconds before each answer."""
    broken: str = ""
    """The path that answers with an error page."""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def discovery(self) -> str:
        return f"{self.url}/.well-known/openid-configuration"

    def metadata(self) -> dict[str, str]:
        ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.url, **{name: self.url + path for name, path in ends.items()}}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the visitor goes back to."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["scope"].split() == ["openid", "email", "profile"]
        if self.denies:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        begun = self.codes.pop(sent.get("code", ""), None)
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if begun is None or sent.get("redirect_uri") != begun["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if challenge(sent.get("code_verifier", "")) != begun["code_challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token(begun["nonce"])}

    def id_token(self, nonce: str) -> str:
        moment = int(time.time())
        true = {"iss": self.url, "aud": CLIENT, "iat": moment, "exp": moment + 300, "nonce": nonce, **self.account}
        claims = {name: value for name, value in {**true, **self.lies}.items() if value is not None}
        return jwt.encode({"kid": self.signs_with, **self.header}, claims, key(self.signs_with))


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@contextmanager
def serve() -> Iterator[Provider]:
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = self._arrive()
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif path == "/keys":
                self._say(200, {"keys": [key(provider.shows).as_dict(private=False)]})
            elif path == "/.well-known/openid-configuration":
                self._say(200, provider.metadata())

        def do_POST(self) -> None:
            self._arrive()
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if provider.broken != "/token":
                self._say(*provider.token(dict(parse_qsl(body))))

        def _arrive(self) -> tuple[str, dict[str, str]]:
            there = urlsplit(self.path)
            provider.asked.append(there.path)
            time.sleep(provider.slow)
            if there.path == provider.broken:
                self.send_response(502)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return "", {}
            return there.path, dict(parse_qsl(there.query))

        def _say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join()
