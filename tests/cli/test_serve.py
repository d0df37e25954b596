"""One command opens the shop: tables, admin, server and worker; one signal closes it, and nothing stays behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.database import new_postgres_database

ROOT = Path(__file__).resolve().parents[2]
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


@dataclass
class Shop:
    """A shop that was opened by the command, as seen from outside."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def told(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return dict(json.load(answer))
        except (urllib.error.URLError, OSError):
            return {}

    def family(self) -> dict[int, str]:
        """Every process below the one that was started, with its command."""
        listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        found = {self.process.pid: ""}
        for pid, parent, command in rows:
            if int(parent) in found:
                found[int(pid)] = command
        return {pid: command for pid, command in found.items() if command}

    def worker(self) -> int | None:
        return next((pid for pid, command in self.family().items() if "storefront.worker" in command), None)


def settings(folder: Path, **others: str) -> dict[str, str]:
    own = {"DATA_DIR": str(folder / "data"), "DEMO": "0", "WEB_CONCURRENCY": "1", "BCRYPT_COST": "4"}
    return {**os.environ, **own, **others}


@contextmanager
def opened(folder: Path) -> Iterator[Shop]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as file:
        env = settings(folder, PORT=str(port))
        process = subprocess.Popen([*FLASK, "serve"], cwd=ROOT, env=env, stdout=file, stderr=file, start_new_session=True)
    shop = Shop(process, port, log)
    try:
        wait_for(lambda: "is open at" in shop.told or process.poll() is not None, shop)
        yield shop
    finally:
        process.terminate()
        process.wait(30)


def wait_for(condition: Callable[[], object], shop: Shop) -> None:
    last = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < last, shop.told
        time.sleep(0.05)


def gone(pids: list[int]) -> bool:
    running = subprocess.run(
        ["ps", "-o", "stat=", "-p", ",".join(map(str, pids))], capture_output=True, text=True, check=False
    ).stdout
    return all(state.startswith("Z") for state in running.split())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with opened(tmp_path_factory.mktemp("shop")) as running:
        yield running


def test_one_command_opens_the_shop_with_its_worker(shop: Shop) -> None:
    wait_for(lambda: shop.get("/readyz"), shop)

    assert shop.get("/healthz")["code"] == 1000
    assert shop.get("/readyz")["result"]["worker"] is True


def test_the_first_admins_password_is_told_once_and_kept_nowhere(shop: Shop) -> None:
    told = re.findall(r"'admin' with the password  (\S+)", shop.told)

    assert len(told) == 1
    kept = [path for path in (shop.log.parent / "data").rglob("*") if path.is_file()]
    assert not any(told[0].encode() in path.read_bytes() for path in kept)


def test_a_worker_that_dies_is_started_again(shop: Shop) -> None:
    before = shop.worker()
    assert before

    os.kill(before, signal.SIGKILL)

    wait_for(lambda: shop.worker() not in (None, before), shop)


def test_bodies_that_never_come_close_the_shop_for_nobody(shop: Shop) -> None:
    begun = b"POST /login HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\n{"
    with ExitStack() as open_ones:
        for _ in range(16):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", shop.port))).sendall(begun)

        assert [shop.get("/healthz").get("code") for _ in range(8)] == [1000] * 8


def test_a_second_shop_on_the_same_port_is_refused_in_one_sentence(shop: Shop) -> None:
    env = settings(shop.log.parent, PORT=str(shop.port))

    second = subprocess.run([*FLASK, "serve"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert (
        second.stderr == f"Error: Something listens on port {shop.port} of 127.0.0.1 already: stop it, or set PORT to another.\n"
    )


def test_a_wrong_setting_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    start = subprocess.run(
        [*FLASK, "serve"], cwd=ROOT, env=settings(tmp_path, PORT="http"), capture_output=True, text=True, check=False
    )

    assert start.returncode == 1
    assert start.stderr == "PORT must be a whole number, not 'http'.\n"


def test_a_database_that_does_not_answer_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    env = settings(tmp_path, PORT="8999", DB_CONNECTION_STRING="postgresql://127.0.0.1:1/shop")

    start = subprocess.run([*FLASK, "serve"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert start.returncode == 1
    assert start.stderr.startswith("Error: DB_CONNECTION_STRING: the database does not answer: ")
    assert start.stderr.count("\n") == 1


def test_however_a_shop_is_closed_nothing_stays_behind_and_it_opens_again(tmp_path: Path) -> None:
    with opened(tmp_path) as first:
        assert_gone_after(signal.SIGTERM, first, code=0)

    with opened(tmp_path) as second:
        assert "with the password" not in second.told
        assert_gone_after(signal.SIGKILL, second, code=-9)


def assert_gone_after(sign: signal.Signals, shop: Shop, code: int) -> None:
    family = list(shop.family())
    assert len(family) >= 3
    shop.process.send_signal(sign)
    assert shop.process.wait(30) == code
    wait_for(lambda: gone(family), shop)


def test_several_machines_may_bring_an_empty_database_up_to_date_at_once(tmp_path: Path, postgres_url: str) -> None:
    env = settings(tmp_path, DB_CONNECTION_STRING=new_postgres_database(postgres_url))

    machines = [subprocess.Popen([*FLASK, "migrate"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]

    assert [machine.wait(60) for machine in machines] == [0, 0]
