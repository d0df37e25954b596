"""Repairs of the catalog, by command."""

from flask import Flask
from sqlalchemy import update

from storefront.core.db import session, transaction
from storefront.domain.catalog import ListingQuery, queries
from storefront.domain.catalog.models import CatalogState
from tests.factories.catalog import a_ring


def test_a_recount_puts_wrong_counts_right(app: Flask) -> None:
    a_ring()
    with transaction():
        session().execute(update(CatalogState).values(products=7))

    result = app.test_cli_runner().invoke(args=["catalog", "recount"])

    assert result.output == "Counted anew; products listed: 1.\nRatings set right: 0 products.\n"
    assert queries.listing(ListingQuery()).total == 1
