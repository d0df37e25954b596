"""One's own reviews in the account: the views of shop/own_reviews."""

from flask import Flask

from storefront.domain.accounts import Person
from storefront.domain.reviews import services
from tests.browser import Browser
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.factories.reviews import a_review, an_approved_review


def test_ones_reviews_are_there_whatever_became_of_them(as_customer: Browser, customer: Person) -> None:
    a_review(a_ring(name="Waiting Ring"), customer)
    an_approved_review(a_ring(name="Shown Ring"), customer)
    services.moderate(a_review(a_ring(name="Refused Ring"), customer), False, an_admin())
    a_review(a_ring(name="Of somebody else"), a_customer())

    page = as_customer.get("/account/reviews").text

    for name, words in (("Waiting", "Waits for us"), ("Shown", "Everyone can read it"), ("Refused", "Not published")):
        assert words in page.split(f"{name} Ring</a></h2>")[1].split("</article>")[0]
    assert "Of somebody else" not in page


def test_a_review_is_taken_away_by_its_writer_alone(app: Flask, as_customer: Browser, customer: Person) -> None:
    mine, other = a_review(a_ring(), customer), a_review(a_ring(), a_customer())

    gone = as_customer.submit(f"/account/reviews/{mine}/removal", {}, page="/account/reviews")
    assert gone.location == "/account/reviews"
    assert "No reviews yet" in as_customer.get("/account/reviews").text

    token = {"csrf_token": as_customer.get("/bag").text.split('"X-CSRFToken": "')[1].split('"')[0]}
    assert as_customer.post(f"/account/reviews/{other}/removal", data=token).status_code == 404


def test_guests_have_none(client: Browser) -> None:
    assert client.get("/account/reviews").location == "/account/login?next=/account/reviews"
