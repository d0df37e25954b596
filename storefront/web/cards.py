"""The markup of products in lists, made once for each version of a product. A card holds nothing personal."""

from flask import current_app
from markupsafe import Markup

from storefront.core.recent import Recent
from storefront.domain.catalog import Card

_made: Recent[tuple[str, int, bool], Markup] = Recent(5_000)


def card_markup(card: Card, eager: bool = False) -> Markup:
    """The component `card`; `eager` for those that are seen first."""
    key = (card.id, card.version, eager)
    markup = _made.get(key)
    if markup is None:
        component = current_app.jinja_env.get_template("components/card.html").module
        markup = Markup(component.card(card, eager))  # type: ignore[attr-defined]  # noqa: S704  already markup
        _made.put(key, markup)
    return markup
