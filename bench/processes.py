"""What processes cost, read from /proc: the CPU of a process with all that it has started, and its memory."""

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
Clock = dict[str, int]
"""Nanoseconds on a CPU, by thread."""


def family(pid: int) -> list[int]:
    """The process and everything that stems from it, as it is now."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (parent := _parent(int(folder.name))):
            children.setdefault(parent, []).append(int(folder.name))
    found, following = [], [pid]
    while following:
        one = following.pop()
        found.append(one)
        following += children.get(one, [])
    return found


def clock(pids: Iterable[int]) -> Clock:
    """How long each of their threads has been on a CPU. Finer than /proc/<pid>/stat, which counts in hundredths of a second."""
    times = {}
    for pid in pids:
        for thread in _listed(PROC / str(pid) / "task"):
            if told := _read(thread / "schedstat"):
                times[thread.name] = int(told.split()[0])
    return times


def spent(before: Clock, after: Clock) -> float:
    """Seconds on a CPU between two readings."""
    return sum(time - before.get(thread, 0) for thread, time in after.items()) / 1e9


def memory(pids: Iterable[int]) -> int:
    """Resident bytes of these processes together."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(int(told.split()[1]) * page for pid in pids if (told := _read(PROC / str(pid) / "statm")))


def parent(pid: int) -> int:
    """Who started this process."""
    return _parent(pid)


def can_be_read() -> bool:
    """Whether this system tells what its processes cost."""
    return bool(_read(PROC / "self" / "schedstat"))


def _parent(pid: int) -> int:
    # The name, in brackets, may hold anything; the parent comes second after it.
    told = _read(PROC / str(pid) / "stat").rpartition(")")[2].split()
    return int(told[1]) if told else 0


def _read(path: Path) -> str:
    """Empty for a process that has ended meanwhile."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return []
