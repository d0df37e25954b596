"""A page of reviews is walked to by an index, however many a piece has."""

import pytest
from flask import Flask

from storefront.domain.reviews import Sort, State, queries
from tests.factories.catalog import a_ring
from tests.factories.reviews import an_approved_review
from tests.plans import plan_of


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


@pytest.mark.parametrize("sort", list(Sort))
def test_a_pieces_reviews_stand_in_their_index_in_order(app: Flask, sort: Sort) -> None:
    ring = a_ring()
    an_approved_review(ring)

    plan = plan_of(lambda: queries.of_product(ring, None, sort, 1, 20), "reviews")

    assert [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step] == []
    assert any(f"ix_reviews_{sort}" in step for step in plan)


def test_what_waits_for_staff_stands_in_an_index_in_order(app: Flask) -> None:
    plan = plan_of(lambda: queries.for_staff(State.WAITING, 1, 20), "reviews")

    assert [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step] == []
