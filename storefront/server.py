"""The web server: granian, with one process a core. `python -m storefront.server`."""

import os
import resource

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from config import Config
from storefront.core.processes import end_with_starter

CONNECTIONS = 2048
"""Of browsers to one process, idle ones included: granian takes no more than these in."""
GRACE = 15
"""Seconds for the requests in hand when the server is asked to stop."""


def main() -> None:
    end_with_starter()
    _allow_files(4 * CONNECTIONS)
    server(Config.from_env()).serve()


def server(config: Config) -> Granian:
    """In each process a thread for each connection to the database that it keeps.

    Measured: up to eight threads cost nothing and let others in while one waits for the gateway; sixteen cost a fifth more.
    """
    return Granian(
        "wsgi:app",
        address=config.HOST,
        port=config.PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=config.WEB_CONCURRENCY or os.cpu_count() or 1,
        blocking_threads=config.DB_POOL_SIZE,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_level=LogLevels.error,
    )


def _allow_files(wanted: int) -> None:
    """Many systems let a process open only 1,024 files at first, connections included."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
