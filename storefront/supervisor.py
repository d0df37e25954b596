"""Keeps the web server and the worker running side by side, and ends both when it ends. `python -m storefront.supervisor`.

It knows nothing of the shop but its settings, so that it stays small while it waits.
"""

import socket
import sys
import time
from collections.abc import Callable
from subprocess import Popen, TimeoutExpired

import click
import structlog

from config import Config
from storefront.core.logs import configure
from storefront.core.processes import Lifeline, Stop

LOOK = 0.2
"""Seconds between two looks at what runs."""
GRACE = 20
"""Seconds to finish what is being done, after which it is ended."""
HEALTHY = 60
"""Seconds after which a death is no longer one of a series."""
LONGEST_WAIT = 30

Process = Popen[bytes]

log = structlog.get_logger("shop.supervisor")


def main() -> None:
    config = Config.from_env()
    configure(config.LOG_FORMAT)
    stop = Stop()
    stop.listen()
    raise SystemExit(run(config, stop))


def run(config: Config, stop: Stop) -> int:
    """Serves until asked to stop; the exit code. A web server that dies ends all; a worker that dies is started again."""
    lifeline = Lifeline()
    web = lifeline.start([sys.executable, "-m", "storefront.server"])
    worker = Kept("worker", lambda: lifeline.start([sys.executable, "-m", "storefront.worker"]))
    announced = False
    while not stop.wait(LOOK) and web.poll() is None:
        worker.look()
        if not announced and (announced := _answers(config)):
            click.echo(f"{config.SHOP_NAME} is open at {config.SITE_URL} (Ctrl-C closes it)")
    if not stop.asked:
        log.error("web server ended", code=web.returncode)
    end(web, worker.process)
    return 0 if stop.asked else 1


class Kept:
    """A process that is started again when it dies: at once the first time, ever later if it goes on dying."""

    def __init__(self, name: str, start: Callable[[], Process]) -> None:
        self._name = name
        self._start = start
        self._wait = 0.0
        self._began = time.monotonic()
        self._again_at: float | None = None
        self.process = start()

    def look(self) -> None:
        moment = time.monotonic()
        if self._again_at is not None:
            if moment >= self._again_at:
                self.process, self._began, self._again_at = self._start(), moment, None
        elif self.process.poll() is not None:
            failing = moment - self._began < HEALTHY
            self._wait = min(LONGEST_WAIT, self._wait * 2 + 1) if failing else 0.0
            self._again_at = moment + self._wait
            log.warning(f"{self._name} ended", code=self.process.returncode, again_in=self._wait)


def end(*processes: Process) -> None:
    """Asks all of them to end, and ends those that have not after a while."""
    for process in processes:
        process.terminate()
    last = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0, last - time.monotonic()))
        except TimeoutExpired:
            process.kill()
            process.wait()


def _answers(config: Config) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.HOST, config.HOST)  # noqa: S104  compared, not listened on
    try:
        socket.create_connection((host, config.PORT), LOOK).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
