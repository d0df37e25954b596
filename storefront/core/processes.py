"""How the processes of the shop begin and end together."""

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence

_NAME = "KUNDAN_LIFELINE"


class Lifeline:
    """Ties what is started to the starter: when that is gone, however it went, they end too, and no orphan keeps the port.

    The starter holds one end of a pipe, all that it starts hold the other; the system closes the first end even after a kill -9.
    """

    def __init__(self) -> None:
        self._far, self._near = os.pipe()

    def start(self, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        """A process that can tell when this one is gone."""
        return subprocess.Popen(command, env={**os.environ, _NAME: str(self._far)}, pass_fds=(self._far,))


def when_starter_is_gone(then: Callable[[], object]) -> None:
    """Calls this, from a thread of its own. Where no Lifeline started this process nothing ever happens."""
    given = os.environ.get(_NAME, "")
    if given.isdigit():
        threading.Thread(target=_watch, args=(int(given), then), name="lifeline", daemon=True).start()


def end_with_starter() -> None:
    """This process ends when its starter is gone, in the way that SIGTERM asks it to."""
    when_starter_is_gone(_end)


def _end() -> None:
    # Again and again: a server that is only beginning does not listen yet.
    while True:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)


def _watch(far: int, then: Callable[[], object]) -> None:
    try:
        os.read(far, 1)
    except OSError:
        # Not every system hands the pipe on to the children of children; there their parent alone ends them.
        return
    then()


class Stop:
    """Whether this process has been asked to end: by SIGTERM, by Ctrl-C, or by `ask()`."""

    def __init__(self) -> None:
        self.asked = False
        # A handler of signals may run while the main thread holds any lock, so an Event is not safe here; a pipe is.
        self._told, self._tell = os.pipe()

    def listen(self) -> None:
        """Takes over the signals; only from the main thread."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.ask)

    def ask(self, *_signal: object) -> None:
        self.asked = True
        os.write(self._tell, b".")

    def wait(self, seconds: float) -> bool:
        """Sleeps so long, or until asked; whether it was."""
        if not self.asked:
            select.select([self._told], [], [], seconds)
        return self.asked
