"""Where a run took place."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.throwaway import Shop


def facts(shops: Iterable[Shop]) -> dict[str, str]:
    """The machine and the versions, in a few words each."""
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    packages = ("flask", "granian", "jinja2", "sqlalchemy", "psycopg")
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()} GB, {platform.system()} {platform.release()}",
        "load before": f"{load} (1, 5 and 15 minutes)",
        "Python": platform.python_version(),
        **{shop.engine: _database(shop) for shop in shops},
        "packages": ", ".join(f"{name} {version(name)}" for name in packages),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _database(shop: Shop) -> str:
    asked = "select sqlite_version()" if shop.engine == "SQLite" else "show server_version"
    engine = create_engine(shop.config.DB_CONNECTION_STRING)
    with engine.connect() as connection:
        told = str(connection.execute(text(asked)).scalar_one())
    engine.dispose()
    return told
