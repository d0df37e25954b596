"""Ids as MongoDB makes ObjectIds, so that a shop that comes from there keeps its own."""

import itertools
import os
import re
import secrets
import time

_PATTERN = re.compile(r"[0-9a-f]{24}")
_state: tuple[int, bytes, "itertools.count[int]"] | None = None


def new_id() -> str:
    """24 hex digits: 4 bytes of time in seconds, 5 random bytes of this process, a counter of 3 bytes. Later ids sort later."""
    global _state
    # A forked server process must not repeat its parent's ids: the process is part of the state.
    if _state is None or _state[0] != os.getpid():
        _state = (os.getpid(), secrets.token_bytes(5), itertools.count(secrets.randbits(23)))
    _, process, counter = _state
    return f"{int(time.time()):08x}{process.hex()}{next(counter) & 0xFFFFFF:06x}"


def is_id(text: str) -> bool:
    """Whether the text has the form of an id; says nothing on whether anything has it."""
    return _PATTERN.fullmatch(text) is not None
