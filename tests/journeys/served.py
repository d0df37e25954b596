"""A shop as `make run` opens it: real processes on a free port, over data that the test may look into."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flask import Flask

from storefront import adapters
from storefront.core import site
from storefront.core.db import db
from tests.conftest import dispose, make_app

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "violet kite over Pune"
LONGEST = 60
"""Seconds until something that should happen at once is given up."""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Served:
    """The demo shop over a folder and a database ('' for SQLite in the folder), open or closed."""

    folder: Path
    database: str = ""
    port: int = field(default_factory=_free_port)
    settings: dict[str, str] = field(default_factory=dict)
    """Beside those that every such shop has, or in their place."""
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def open(self) -> None:
        """Returns when the shop says that it is open."""
        assert self._ended(), "it is open already"
        log = self.folder / "log"
        settings = {
            "DATA_DIR": str(self.data),
            "DB_CONNECTION_STRING": self.database,
            "PORT": str(self.port),
            "DEMO": "1",
            "ADMIN_PASSWORD": PASSWORD,
            "WEB_CONCURRENCY": "1",
            "BCRYPT_COST": "4",
            "RATELIMIT_ENABLED": "0",
            **self.settings,
        }
        with log.open("wb") as file:
            serve = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
            env = {**os.environ, **settings}
            self._process = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=file, stderr=file)
        wait_for(lambda: "is open at" in log.read_text() or self._ended(), log.read_text)
        assert not self._ended(), f"it ended with {self._process.returncode}:\n{log.read_text()}"

    def kill(self) -> None:
        """The power goes: server, worker and whoever watches over them, all at once."""
        if self._process and not self._ended():
            for process in _family(self._process.pid):
                os.kill(process, signal.SIGKILL)
            self._process.wait(LONGEST)
            wait_for(self._port_is_free)

    def has_mail(self, words: str) -> bool:
        """Whether the worker has sent a mail with these words."""
        return any(words.encode() in mail.read_bytes() for mail in (self.data / "mailbox").glob("*.eml"))

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """This process as one more of the shop's own, over the same data, from a clean connection to none."""
        app = self._app
        # The last app that was made is not always the one that is asked.
        site.use(app.extensions["site"])
        adapters.use(app.extensions["adapters"])
        with app.app_context():
            yield app
            db.session.remove()
        dispose(app)

    @cached_property
    def _app(self) -> Flask:
        keys = {name: value for name, value in self.settings.items() if name.startswith("RAZORPAY_")}
        return make_app(self.folder, self.database, SITE_URL=self.address, **keys)

    def family(self) -> list[int]:
        """The processes that the shop is made of just now."""
        return _family(self._process.pid) if self._process else []

    def kill_worker(self) -> bool:
        """Ends the worker in the middle of whatever it does; whether there was one. The shop starts another."""
        for process in _family(self._process.pid) if self._process else []:
            command = Path(f"/proc/{process}/cmdline")
            if command.exists() and b"storefront.worker" in command.read_bytes():
                os.kill(process, signal.SIGKILL)
                return True
        return False

    def _ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _port_is_free(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0


@contextmanager
def opened(shop: Served) -> Iterator[Served]:
    try:
        shop.open()
        yield shop
    finally:
        shop.kill()


def _family(first: int) -> list[int]:
    """A process and all that it has started, they in turn included."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    family = [first]
    for pid, parent in sorted(tuple(map(int, line.split())) for line in listed.splitlines()):
        if parent in family:
            family.append(pid)
    return family


def wait_for(condition: Callable[[], object], told: Callable[[], str] = str) -> None:
    """Returns when it holds; fails with what is told when it never does."""
    last = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < last, told()
        time.sleep(0.05)
