"""Writing, moderating and voting, and the rating that follows."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from storefront.core.db import session, transaction
from storefront.core.errors import Invalid, NotFound
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.catalog import queries as catalog
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services import bin_products, restore_products
from storefront.domain.orders.fulfilment import cancel
from storefront.domain.reviews import Sort, State, queries, rating, services
from storefront.domain.reviews.errors import NoSuchReview, OwnReview
from storefront.domain.reviews.models import Review
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_placed_order
from tests.factories.reviews import a_review, an_approved_review


def rated(product_id: str) -> tuple[int, int]:
    """Rating in hundredths and number of reviews, as the product's row says."""
    row = catalog.product_rows([product_id])[product_id]
    return row.rating, row.review_count


def comments(product_id: str, who: Person | None = None, **asked: Any) -> list[str]:
    return [row.comment for row in queries.of_product(product_id, who, **asked)[0]]


def test_a_review_waits_and_only_its_writer_sees_it(app: Flask) -> None:
    ring, asha, meera = a_ring(), a_customer(), a_customer()

    review = a_review(ring, asha)

    assert queries.review(review).is_approved is None
    assert [comments(ring, who) for who in (None, meera, asha)] == [[], [], ["It sits well and shines."]]
    assert rated(ring) == (0, 0)
    assert queries.waiting() == 1


def test_an_approved_review_is_everyones_and_counts(app: Flask) -> None:
    ring = a_ring()
    version, before = catalog.version(), catalog.product_ref(ring).version

    for stars in (5, 4, 4):
        an_approved_review(ring, rating=stars)

    assert len(comments(ring)) == 3
    assert rated(ring) == (433, 3)
    assert catalog.version() > version
    assert catalog.product_ref(ring).version > before


@pytest.mark.parametrize(("stars", "reviews", "hundredths"), [(13, 3, 433), (14, 3, 467), (1, 8, 13), (5, 1, 500), (0, 0, 0)])
def test_the_average_is_rounded_half_up_to_a_hundredth(stars: int, reviews: int, hundredths: int) -> None:
    assert rating.average(stars, reviews) == hundredths


def test_a_refused_review_is_shown_to_nobody(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    review = an_approved_review(ring, asha)

    services.moderate(review, False, an_admin())

    assert (comments(ring), comments(ring, asha), rated(ring)) == ([], [], (0, 0))
    assert [row.id for row in queries.for_staff(State.REFUSED)[0]] == [review]


def test_refusing_what_was_never_shown_leaves_the_catalog_alone(app: Flask) -> None:
    review = a_review(a_ring())
    version = catalog.version()

    services.moderate(review, False, an_admin())

    assert catalog.version() == version


def test_writing_again_changes_the_review_and_sends_it_back(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    review = an_approved_review(ring, asha, rating=5)

    again = a_review(ring, asha, rating=2, comment="The clasp opens by itself.")

    kept = queries.review(review)
    assert (again, kept.rating, kept.is_approved) == (review, 2, None)
    assert rated(ring) == (0, 0)
    assert comments(ring) == []


def test_the_same_words_again_change_nothing(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    review = an_approved_review(ring, asha)

    a_review(ring, asha)

    assert queries.review(review).is_approved is True
    assert rated(ring) == (500, 1)


def test_a_paid_order_makes_a_verified_purchase_and_an_unpaid_or_cancelled_one_does_not(app: Flask) -> None:
    ring = a_ring(stock=5)
    buyer, waiting, gone, nobody = (a_customer() for _ in range(4))
    a_paid_order(ring, who=buyer)
    a_placed_order(ring, who=waiting)
    cancel(a_paid_order(ring, who=gone).id, gone)

    verified = [queries.review(a_review(ring, who)).is_verified_purchase for who in (buyer, waiting, gone, nobody)]

    assert verified == [True, False, False, False]


def test_a_purchase_made_after_writing_is_found_by_staff(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    review = a_review(ring, asha)
    a_paid_order(ring, who=asha)

    services.moderate(review, True, an_admin())

    assert queries.review(review).is_verified_purchase is True


def test_a_picture_from_elsewhere_is_refused_at_its_place(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        a_review(a_ring(), images=["https://elsewhere.example/ring.jpg"])

    assert refused.value.errors == {"images.0": "Upload this picture to the shop first."}
    assert queries.waiting() == 0


def test_a_review_of_what_is_not_there_is_not_found(app: Flask) -> None:
    hidden = a_ring(visibility=False)

    for product in (new_id(), "no-such-ring", "\x00", hidden):
        with pytest.raises(NotFound):
            a_review(product)


def test_reviews_stay_while_their_piece_is_in_the_bin(app: Flask) -> None:
    ring = a_ring()
    review = an_approved_review(ring)

    bin_products([ring], None)
    services.moderate(review, True, an_admin())
    restore_products([ring], None)

    assert comments(ring) == ["It sits well and shines."]
    assert rated(ring) == (500, 1)


def test_ones_own_review_can_be_removed_and_an_admin_removes_any(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    mine, other = an_approved_review(ring, asha, rating=1), an_approved_review(ring, rating=5)

    with pytest.raises(NoSuchReview):
        services.remove(other, asha)
    services.remove(mine, asha)
    assert rated(ring) == (500, 1)

    services.remove(other, an_admin())
    assert rated(ring) == (0, 0)


def test_a_vote_counts_once_and_can_be_taken_back(app: Flask) -> None:
    review, asha, meera = an_approved_review(a_ring()), a_customer(), a_customer()

    counts = [services.find_helpful(review, who) for who in (asha, asha, meera)]
    counts += [services.withdraw_helpful(review, who) for who in (asha, asha)]

    assert counts == [1, 1, 2, 1, 1]
    assert queries.review(review).helpful_count == 1


def test_nobody_votes_for_themselves_or_for_what_is_not_shown(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    mine, waiting = an_approved_review(ring, asha), a_review(ring)

    with pytest.raises(OwnReview):
        services.find_helpful(mine, asha)
    for hidden in (waiting, new_id(), "odd"):
        with pytest.raises(NoSuchReview):
            services.find_helpful(hidden, asha)


def test_lists_go_by_date_votes_or_stars(app: Flask) -> None:
    ring = a_ring()
    first = an_approved_review(ring, rating=3, comment="first")
    an_approved_review(ring, rating=5, comment="second")
    an_approved_review(ring, rating=1, comment="third")
    services.find_helpful(first, a_customer())

    orders = {sort: comments(ring, sort=sort) for sort in Sort}

    assert orders == {
        Sort.NEWEST: ["third", "second", "first"],
        Sort.HELPFUL: ["first", "third", "second"],
        Sort.RATING: ["second", "first", "third"],
    }


def test_pages_hold_each_review_once_with_ones_own_first(app: Flask) -> None:
    ring, asha = a_ring(), a_customer()
    for number in range(4):
        an_approved_review(ring, comment=f"review {number}")
    a_review(ring, asha, comment="mine")

    pages = [comments(ring, asha, page=page, limit=2) for page in (1, 2, 3)]

    assert pages == [["mine", "review 3"], ["review 2", "review 1"], ["review 0"]]
    assert queries.of_product(ring, asha, page=2, limit=2)[1] == 5


def test_a_list_takes_few_statements(app: Flask, statements: Any) -> None:
    ring, asha = a_ring(), a_customer()
    for _ in range(3):
        an_approved_review(ring)

    with statements(at_most=3):
        queries.of_product(ring, asha)
    with statements(at_most=2):
        queries.for_staff()


def approve(review: str, admin: Person) -> None:
    services.moderate(review, True, admin)


def test_of_reviews_approved_at_once_all_are_in_the_rating(app: Flask, at_once: Any) -> None:
    ring, admin = a_ring(), an_admin()
    reviews = [a_review(ring, rating=stars) for stars in (1, 2, 4, 5)]

    at_once(approve, [(review, admin) for review in reviews])

    assert rated(ring) == (300, 4)


def test_one_person_writing_at_once_has_one_review(app: Flask, at_once: Any) -> None:
    ring, asha = a_ring(), a_customer()

    written = at_once(write, [(ring, asha, stars) for stars in (1, 2, 3, 4)])

    assert len(set(written)) == 1
    assert queries.waiting() == 1


def write(ring: str, who: Person, stars: int) -> str:
    return a_review(ring, who, rating=stars)


def test_votes_given_at_once_are_all_counted_and_one_persons_once(app: Flask, at_once: Any) -> None:
    review, asha, meera = an_approved_review(a_ring()), a_customer(), a_customer()

    at_once(services.find_helpful, [(review, asha), (review, asha), (review, meera), (review, asha)])

    assert queries.review(review).helpful_count == 2


def change_or_approve(ring: str, who: Person, review: str, admin: Person | None) -> None:
    if admin:
        services.moderate(review, True, admin)
    else:
        a_review(ring, who, rating=1)


def test_a_change_beside_an_approval_leaves_the_rating_true(app: Flask, at_once: Any) -> None:
    ring, asha, admin = a_ring(), a_customer(), an_admin()
    review = a_review(ring, asha, rating=5)

    at_once(change_or_approve, [(ring, asha, review, None), (ring, asha, review, admin)])

    kept = queries.review(review)
    assert kept.rating == 1
    assert rated(ring) == ((100, 1) if kept.is_approved else (0, 0))


def test_a_recount_puts_ratings_and_votes_right(app: Flask) -> None:
    ring, other = a_ring(), a_ring()
    review = an_approved_review(ring, rating=4)
    services.find_helpful(review, a_customer())
    with transaction():
        session().execute(update(Product).values(rating=123, review_count=9))
        session().execute(update(Review).values(helpful_count=7))

    wrong = rating.recount()

    assert (wrong, rating.recount()) == (2, 0)
    assert (rated(ring), rated(other)) == ((400, 1), (0, 0))
    assert queries.review(review).helpful_count == 1
