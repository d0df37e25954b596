"""What the shop does: one folder a noun."""

from importlib import import_module
from pkgutil import walk_packages


def know_all() -> None:
    """Loads every module: what handles a topic, keeps a timetable or holds something of a person says so when it is loaded."""
    for found in walk_packages(__path__, f"{__name__}."):
        import_module(found.name)
