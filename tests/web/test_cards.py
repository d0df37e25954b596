"""The markup of cards is kept under a product's version."""

from flask import Flask

from storefront.core.forms import parse
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import ProductChanges
from storefront.web.cards import card_markup
from tests.factories.catalog import a_ring


def test_a_card_is_made_once_for_each_version(app: Flask) -> None:
    ring = a_ring(name="Lotus Ring")

    with app.test_request_context():
        first, again = (card_markup(queries.cards([ring])[0]) for _ in range(2))
        services.change_product(ring, parse(ProductChanges, {"name": "Kamal Ring"}), None)
        changed = card_markup(queries.cards([ring])[0])

    assert again is first
    assert "Lotus Ring" in first
    assert "Kamal Ring" in changed


def test_only_what_is_seen_first_is_fetched_first(app: Flask) -> None:
    ring = a_ring(images=["https://pictures.example.in/ring.jpg"])

    with app.test_request_context():
        card = queries.cards([ring])[0]
        first, later = card_markup(card, eager=True), card_markup(card)

    assert 'fetchpriority="high"' in first
    assert 'loading="lazy"' in later


def test_a_name_in_a_card_is_only_a_name(app: Flask) -> None:
    ring = a_ring(name="<script>alert(1)</script>")

    with app.test_request_context():
        markup = card_markup(queries.cards([ring])[0])

    assert "<script>" not in markup
