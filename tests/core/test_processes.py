"""The shop's processes begin and end together, however one of them goes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storefront.core.processes import Stop

ROOT = Path(__file__).resolve().parents[2]

STARTER = """
import sys, time
from storefront.core.processes import Lifeline
child = Lifeline().start([sys.executable, "-c", sys.argv[1]])
print(child.pid, flush=True)
time.sleep(60)
"""
CHILD = """
import os, time
from storefront.core.processes import when_starter_is_gone
when_starter_is_gone(lambda: os._exit(0))
time.sleep(60)
"""
GRANDPARENT = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], close_fds=False)
print(child.pid, flush=True)
time.sleep(60)
"""


@contextmanager
def running(*command: str) -> "Iterator[subprocess.Popen[str]]":
    """A Python process whose output can be read; it is gone afterwards."""
    with subprocess.Popen([sys.executable, "-c", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def ends(pid: int) -> bool:
    last = time.monotonic() + 10
    while time.monotonic() < last:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_what_was_started_ends_when_its_starter_is_killed() -> None:
    with running(STARTER, CHILD) as starter:
        child = int(line(starter))

        starter.kill()
        starter.wait()

        assert ends(child)


def test_the_children_of_what_was_started_end_too() -> None:
    with running(STARTER, GRANDPARENT) as starter:
        between, grandchild = int(line(starter)), int(line(starter))

        starter.kill()
        starter.wait()

        assert ends(grandchild)
        os.kill(between, signal.SIGKILL)


def test_a_process_that_nobody_started_goes_on() -> None:
    alone = CHILD.replace("time.sleep(60)", "time.sleep(0.2); print('still here')")

    with running(alone) as process:
        assert line(process) == "still here"


def test_a_wait_lasts_its_time_unless_the_process_is_asked_to_stop() -> None:
    stop = Stop()

    before = stop.wait(0.01)
    stop.ask()
    began = time.monotonic()
    after = stop.wait(30)

    assert (before, after) == (False, True)
    assert time.monotonic() - began < 1


def test_the_signal_of_the_system_ends_a_wait() -> None:
    waiting = "from storefront.core.processes import Stop; s = Stop(); s.listen(); print('ready', flush=True); print(s.wait(60))"

    with running(waiting) as process:
        line(process)
        process.send_signal(signal.SIGTERM)

        assert line(process) == "True"
        assert process.wait(10) == 0
