"""How the web server is set up."""

import os

from config import Config
from storefront.server import options
from storefront.web.arriving import WAITING


def test_there_is_a_process_for_each_core_unless_told_otherwise() -> None:
    assert options(Config())["workers"] == os.cpu_count()
    assert options(Config(WEB_CONCURRENCY=3))["workers"] == 3


def test_there_is_a_thread_for_each_connection_to_the_database_and_for_bodies_on_their_way() -> None:
    assert options(Config(DB_POOL_SIZE=5))["blocking_threads"] == 5 + WAITING
