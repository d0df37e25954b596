import pytest
from flask import Flask

from storefront.adapters.search.base import SearchIndex
from storefront.adapters.search.postgres import PostgresSearch
from storefront.adapters.search.sqlite import SqliteSearch
from tests.adapters.search.shelf import Shelf


@pytest.fixture
def index(app: Flask, engine_name: str) -> SearchIndex:
    """An index that remembers nothing of other tests."""
    return SqliteSearch() if engine_name == "sqlite" else PostgresSearch()


@pytest.fixture
def shelf(index: SearchIndex) -> Shelf:
    return Shelf(index)
