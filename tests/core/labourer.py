"""A worker in a process of its own, with nothing but a database: to see what happens between processes, and when one is killed.

`python -m tests.core.labourer <address of the database> <file to write into> <seconds a job takes>`
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from flask import Flask

from storefront.core import outbox
from storefront.core.db import db, engine_options
from storefront.core.sqlite import tune

ROOT = Path(__file__).resolve().parents[2]


def start(url: str, journal: Path, seconds: float) -> "subprocess.Popen[bytes]":
    """A labourer at work; it ends when nothing is due."""
    return subprocess.Popen([sys.executable, "-m", "tests.core.labourer", url, str(journal), str(seconds)], cwd=ROOT)


def main(url: str, journal: str, seconds: str) -> None:
    def write(word: str, payload: dict[str, Any]) -> None:
        with open(journal, "a") as file:
            file.write(f"{word} {payload['job']} {os.getpid()}\n")

    @outbox.handles("labour")
    def labour(payload: dict[str, Any]) -> None:
        write("begins", payload)
        time.sleep(float(seconds))
        write("ends", payload)

    app = Flask("labourer")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url, 2))
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
        while outbox.work():
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
