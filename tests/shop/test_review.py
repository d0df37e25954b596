"""Writing a review."""

import io
import re

from flask import Flask
from PIL import Image

from storefront.domain.accounts import Person
from storefront.domain.catalog.queries import product_ref
from storefront.domain.reviews import queries
from tests.browser import Browser
from tests.factories.catalog import a_ring

PAGE = "/p/lotus-ring/review"
SAID = {"rating": "4", "title": "Half a size large", "comment": "Resized within the week."}


def a_photograph(color: str = "red") -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(data, "PNG")
    data.seek(0)
    return data, "ring.png"


def test_a_guest_is_led_to_the_sign_in_and_back(client: Browser) -> None:
    a_ring(slug="lotus-ring")

    answer = client.get(PAGE)

    assert answer.location == "/account/login?next=/p/lotus-ring/review"


def test_a_review_is_kept_and_waits(as_customer: Browser, customer: Person) -> None:
    ring = a_ring(slug="lotus-ring")

    answer = as_customer.submit(PAGE, SAID)

    assert (answer.status_code, answer.location) == (303, "/p/lotus-ring/reviews?thanks=1")
    kept = queries.own(ring, customer.id)
    assert kept is not None
    assert (kept.rating, kept.title, kept.is_approved) == (4, "Half a size large", None)
    assert "Thank you." in as_customer.get(answer.location).text


def test_a_refused_review_keeps_what_was_typed_and_its_photographs(as_customer: Browser) -> None:
    a_ring(slug="lotus-ring")

    refused = as_customer.submit(PAGE, {"title": "Lovely", "comment": "Shines.", "photographs": [a_photograph()]})

    assert refused.status_code == 422
    assert "Choose one to five stars." in refused.text
    assert 'value="Lovely"' in refused.text
    assert "Shines." in refused.text
    key = re.search(r'name="images" value="([^"]+)" checked', refused.text)
    assert key
    again = as_customer.submit(PAGE, {**SAID, "images": key[1]})
    assert again.status_code == 303
    review = queries.own(product_ref("lotus-ring").id, _writer())
    assert review is not None
    assert review.images == [key[1]]


def _writer() -> str:
    rows, _ = queries.for_staff()
    return str(rows[0].user_id)


def test_photographs_show_with_the_review(app: Flask, as_customer: Browser, customer: Person) -> None:
    a_ring(slug="lotus-ring")

    as_customer.submit(PAGE, {**SAID, "photographs": [a_photograph("red"), a_photograph("blue")]})

    page = as_customer.get("/p/lotus-ring/reviews").text
    assert page.count(f'alt="Photograph by {customer.firstname}"') == 2


def test_what_is_no_picture_is_refused_at_its_field(as_customer: Browser) -> None:
    a_ring(slug="lotus-ring")

    refused = as_customer.submit(PAGE, {**SAID, "photographs": [(io.BytesIO(b"hello"), "ring.png")]})

    assert refused.status_code == 422
    assert re.search(r'id="photographs-note">.*?not a whole JPEG, PNG or WebP picture', refused.text, re.S)
    assert 'value="4" required checked' in refused.text


def test_more_than_six_photographs_are_refused(as_customer: Browser) -> None:
    a_ring(slug="lotus-ring")

    refused = as_customer.submit(PAGE, {**SAID, "photographs": [a_photograph() for _ in range(7)]})

    assert refused.status_code == 422
    assert "A review takes 6 photographs." in refused.text


def test_writing_again_begins_with_what_was_written(as_customer: Browser, customer: Person) -> None:
    ring = a_ring(slug="lotus-ring")
    as_customer.submit(PAGE, SAID)

    page = as_customer.get(PAGE).text
    as_customer.submit(PAGE, {**SAID, "rating": "5"})

    assert 'value="Half a size large"' in page
    assert 'value="4" required checked' in page
    kept = queries.own(ring, customer.id)
    assert kept is not None
    assert kept.rating == 5


def test_a_form_without_its_token_writes_nothing(as_customer: Browser, customer: Person) -> None:
    ring = a_ring(slug="lotus-ring")

    assert as_customer.post(PAGE, data=SAID).status_code == 403
    assert queries.own(ring, customer.id) is None
