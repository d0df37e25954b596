"""The endpoints of reviews, as their clients expect them."""

import io
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.media.services import store
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.reviews import a_review, an_approved_review
from tests.signed_in import browser_of

SAID = {"rating": 4, "title": "Lovely", "comment": "It sits well."}
FIELDS = {
    "id", "userId", "author", "productId", "rating", "title", "comment", "images", "isVerifiedPurchase", "isApproved",
    "helpfulCount", "createdAt", "updatedAt",
}  # fmt: skip


def a_picture() -> str:
    """A picture that the shop keeps; its path."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "gold").save(data, "PNG")
    return store(data.getvalue(), "ring.png", None).url


def listed(browser: Browser, product: str, query: str = "") -> list[dict[str, Any]]:
    return browser.get(f"/products/{product}/reviews{query}").json["result"]


def test_a_written_review_has_the_shape_of_the_requirements_and_waits(as_customer: Browser, customer: Person) -> None:
    ring = a_ring()
    picture = a_picture()

    answer = as_customer.post(f"/products/{ring}/reviews", json={**SAID, "images": [f"http://localhost{picture}"]})

    assert (answer.status_code, answer.json["code"], answer.json["message"]) == (200, 1000, "Review added successfully")
    review = answer.json["result"]
    assert review.keys() == FIELDS
    assert (review["userId"], review["productId"], review["rating"]) == (customer.id, ring, 4)
    assert (review["isApproved"], review["isVerifiedPurchase"], review["helpfulCount"]) == (None, False, 0)
    assert review["images"] == [f"http://localhost{picture}"]


def test_the_list_shows_what_was_approved_and_ones_own(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    a_ring(slug="lotus-ring")
    review = as_customer.post("/products/lotus-ring/reviews", json=SAID).json["result"]["id"]
    assert (len(listed(client, "lotus-ring")), len(listed(as_customer, "lotus-ring"))) == (0, 1)

    answer = as_admin.put(f"/admin/reviews/{review}/moderate", json={"approved": True})

    assert answer.json == {"code": 1000, "message": "Review moderated successfully", "result": None}
    (shown,) = listed(client, "lotus-ring")
    assert (shown["isApproved"], shown["rating"]) == (True, 4)
    product = client.get("/auth/products/lotus-ring").json["result"]
    assert (product["rating"], product["reviews"]) == (4, 1)


def test_a_list_is_paged_and_sorted(client: Browser) -> None:
    ring = a_ring()
    for stars in (3, 5, 1):
        an_approved_review(ring, rating=stars)

    answer = client.get(f"/products/{ring}/reviews?sort=rating&page=1&limit=2")

    assert [one["rating"] for one in answer.json["result"]] == [5, 3]
    assert answer.headers["X-Total-Count"] == "3"
    assert 'rel="next"' in answer.headers["Link"]
    assert client.get(f"/products/{ring}/reviews?sort=odd").status_code == 422


def test_the_reviews_of_an_unknown_piece_are_not_found(client: Browser, as_customer: Browser) -> None:
    for unknown in (new_id(), "no-such-ring", "x" * 400):
        assert client.get(f"/products/{unknown}/reviews").json["code"] == 2004
        assert as_customer.post(f"/products/{unknown}/reviews", json=SAID).json["code"] == 2004


def test_rights_are_checked_before_bodies(client: Browser, as_customer: Browser) -> None:
    review = new_id()

    guest = [client.post(f"/products/{review}/reviews", data=b"{"), client.post(f"/reviews/{review}/helpful")]
    guest += [client.delete(f"/reviews/{review}"), client.get("/admin/reviews")]
    user = [as_customer.get("/admin/reviews"), as_customer.put(f"/admin/reviews/{review}/moderate", data=b"{")]

    assert {answer.status_code for answer in guest} == {401}
    assert {answer.status_code for answer in user} == {403}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rating": 0}, "rating"), ({"rating": 6}, "rating"), ({"rating": 4.5}, "rating"), ({"rating": True}, "rating"),
        ({"rating": None}, "rating"), ({"rating": "many"}, "rating"), ({"rating": 10**30}, "rating"), ({"rating": [5]}, "rating"),
        ({"comment": ""}, "comment"), ({"comment": "  \u0000 "}, "comment"), ({"comment": 5}, "comment"),
        ({"comment": "x" * 4001}, "comment"), ({"title": "x" * 121}, "title"), ({"title": {}}, "title"),
        ({"images": "one"}, "images"), ({"images": [5]}, "images.0"), ({"images": ["x"] * 7}, "images"),
        ({"images": ["http://elsewhere.example/a.png"]}, "images.0"), ({"images": ["\u0000"]}, "images.0"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_at_its_field(as_customer: Browser, changes: dict[str, Any], field: str) -> None:
    answer = as_customer.post(f"/products/{a_ring()}/reviews", json={**SAID, **changes})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert answer.json["result"]["errors"].keys() == {field}
    assert answer.json["message"].endswith(".")


def test_markup_in_a_comment_is_kept_as_text(as_customer: Browser) -> None:
    ring, words = a_ring(), '<script>alert("x")</script>\nसुंदर 🪔'

    answer = as_customer.post(f"/products/{ring}/reviews", json={**SAID, "title": None, "comment": f"{words}\u0000"})

    assert (answer.json["result"]["comment"], answer.json["result"]["title"]) == (words, "")
    assert answer.mimetype == "application/json"


def test_what_a_client_echoes_beside_is_ignored(as_customer: Browser, customer: Person) -> None:
    forged = {"userId": new_id(), "isApproved": True, "isVerifiedPurchase": True, "helpfulCount": 99, "id": new_id()}

    review = as_customer.post(f"/products/{a_ring()}/reviews", json={**SAID, **forged}).json["result"]

    assert (review["userId"], review["isApproved"], review["helpfulCount"]) == (customer.id, None, 0)
    assert review["isVerifiedPurchase"] is False


def test_a_vote_is_given_and_taken_back_whatever_body_comes_along(as_customer: Browser, client: Browser) -> None:
    review = an_approved_review(a_ring())

    given = as_customer.post(f"/reviews/{review}/helpful", data=b"true", content_type="application/json")
    again = as_customer.post(f"/reviews/{review}/helpful")
    gone = as_customer.delete(f"/reviews/{review}/helpful", data=b"", content_type="application/json")

    assert [answer.json["result"] for answer in (given, again, gone)] == [
        {"helpfulCount": 1},
        {"helpfulCount": 1},
        {"helpfulCount": 0},
    ]


def test_ones_own_review_takes_no_vote_of_ones_own_and_can_be_deleted(as_customer: Browser, customer: Person) -> None:
    ring = a_ring()
    review = an_approved_review(ring, customer)

    assert as_customer.post(f"/reviews/{review}/helpful").status_code == 409
    assert as_customer.delete(f"/reviews/{review}", content_type="application/json").status_code == 200
    assert listed(as_customer, ring) == []


def test_somebody_elses_review_is_not_there_to_delete(app: Flask) -> None:
    review = an_approved_review(a_ring())

    assert browser_of(app, a_customer()).delete(f"/reviews/{review}").status_code == 404


def test_staff_see_all_reviews_by_state(as_admin: Browser) -> None:
    ring = a_ring(name="Lotus Ring", slug="lotus-ring")
    waiting, approved, refused = a_review(ring), an_approved_review(ring), a_review(ring)
    as_admin.put(f"/admin/reviews/{refused}/moderate", json={"approved": False})

    found = {
        status: [one["id"] for one in as_admin.get(f"/admin/reviews?status={status}").json["result"]]
        for status in ("waiting", "approved", "refused", "")
    }

    assert found == {"waiting": [waiting], "approved": [approved], "refused": [refused], "": [refused, approved, waiting]}
    shown = as_admin.get("/admin/reviews?page=1&limit=1")
    assert (shown.json["result"][0]["productName"], shown.headers["X-Total-Count"]) == ("Lotus Ring", "3")


@pytest.mark.parametrize(
    "body", [b"", b"true", b"{}", b"[]", b'{"approved": null}', b'{"approved": "perhaps"}', b'{"approved": [true]}']
)
def test_a_decision_that_says_nothing_is_refused(as_admin: Browser, body: bytes) -> None:
    review = a_review(a_ring())

    answer = as_admin.put(f"/admin/reviews/{review}/moderate", data=body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json["code"] == 2002


def test_an_unknown_review_is_not_found(as_admin: Browser) -> None:
    for unknown in (new_id(), "odd", "%00"):
        answer = as_admin.put(f"/admin/reviews/{unknown}/moderate", json={"approved": True})
        assert (answer.status_code, answer.json["code"]) == (404, 2004)
