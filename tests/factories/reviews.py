"""Reviews in the situations that tests begin with."""

from typing import Any

from storefront.core.forms import parse
from storefront.domain.accounts import Person
from storefront.domain.reviews import services
from storefront.domain.reviews.forms import ReviewForm
from tests.factories.accounts import a_customer, an_admin


def a_review(product_id: str, who: Person | None = None, **said: Any) -> str:
    """A review that waits for staff; its id. Fields as in JSON."""
    form = parse(ReviewForm, {"rating": 5, "title": "Lovely", "comment": "It sits well and shines.", **said})
    return services.write(product_id, form, who or a_customer())


def an_approved_review(product_id: str, who: Person | None = None, **said: Any) -> str:
    """A review that everyone may read; its id."""
    review = a_review(product_id, who, **said)
    services.moderate(review, True, an_admin())
    return review
