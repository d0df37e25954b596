"""What buyers say of a piece, on its page and on one of its own, and their votes."""

import re
from typing import Any

from flask import Flask

from storefront.domain.reviews.voices import SIZE
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.reviews import a_review, an_approved_review
from tests.signed_in import browser_of

HTMX = {"HX-Request": "true"}


def said(text: str) -> list[str]:
    """The headings of the reviews, in their order."""
    return re.findall(r'<article class="review".*?<h3>(.*?)</h3>', text, re.S)


def test_a_pieces_page_shows_what_buyers_say_and_how_the_stars_are_spread(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")
    an_approved_review(ring, rating=5, title="Finer than the pictures")
    an_approved_review(ring, rating=4, title="Half a size large")
    a_review(ring, rating=1, title="Not read yet")

    page = client.get("/p/lotus-ring").text

    assert set(said(page)) == {"Finer than the pictures", "Half a size large"}
    assert '<a href="#reviews" class="rating">' in page or 'class="rating" href="#reviews"' in page
    histogram = page.split('class="histogram"')[1].split("</nav>")[0]
    assert re.findall(r'value="(\d)" aria-hidden', histogram) == ["1", "1", "0", "0", "0"]
    assert "stars=5" in histogram
    assert "stars=3" not in histogram


def test_a_card_shows_the_rating_where_there_are_reviews(client: Browser) -> None:
    an_approved_review(a_ring(name="Praised"), rating=4)
    a_ring(name="Unknown")

    page = client.get("/shop").text

    praised, unknown = (page.split(f"{name}</a></h3>")[1].split("</li>")[0] for name in ("Praised", "Unknown"))
    assert "4.0" in praised
    assert "rating" not in unknown


def test_reviews_are_chosen_by_their_stars_and_put_in_order(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")
    for stars, title in ((5, "first"), (3, "second"), (5, "third")):
        an_approved_review(ring, rating=stars, title=title)

    assert said(client.get("/p/lotus-ring/reviews?stars=5&sort=newest").text) == ["third", "first"]
    assert said(client.get("/p/lotus-ring/reviews?sort=newest").text) == ["third", "second", "first"]
    assert said(client.get("/p/lotus-ring/reviews?sort=rating").text)[-1] == "second"
    assert len(said(client.get("/p/lotus-ring/reviews?stars=9&sort=odd&page=x").text)) == 3


def test_more_reviews_come_by_a_link_and_by_htmx(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")
    for number in range(SIZE + 2):
        an_approved_review(ring, title=f"review {number}")

    first = client.get("/p/lotus-ring").text
    link = re.search(r'id="more" href="([^"]+)"', first)
    assert link
    second = client.get(link[1].replace("&amp;", "&"))
    part = client.get(link[1].replace("&amp;", "&"), headers=HTMX)

    assert len(said(first)) == SIZE
    assert len(said(second.text)) == 2
    assert not set(said(first)) & set(said(second.text))
    assert "Show what comes before" in second.text
    assert "<html" not in part.text
    assert "7 reviews" in part.text.split('id="live"')[1]


def test_a_page_of_reviews_takes_few_statements(client: Browser, statements: Any) -> None:
    ring = a_ring(slug="lotus-ring")
    for number in range(SIZE):
        an_approved_review(ring, title=f"review {number}")
    client.get("/p/lotus-ring/reviews")

    with statements(at_most=9):
        client.get("/p/lotus-ring/reviews", headers=HTMX)


def test_who_wrote_a_review_sees_it_wait(app: Flask, client: Browser) -> None:
    who = a_customer()
    a_review(a_ring(slug="lotus-ring"), who, title="Waiting")

    assert "Your review waits for us." in browser_of(app, who).get("/p/lotus-ring/reviews").text
    assert "Waiting" not in client.get("/p/lotus-ring/reviews").text
    assert "Waiting" not in browser_of(app, who).get("/p/lotus-ring").text


def test_a_vote_counts_once_and_can_be_taken_back(as_customer: Browser) -> None:
    review = an_approved_review(a_ring(slug="lotus-ring"))
    vote = f"/p/lotus-ring/reviews/{review}/vote"

    answer = as_customer.post(vote)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/p/lotus-ring/reviews#review-{review}")
    part = as_customer.post(vote, headers=HTMX)
    assert "1 reader found this helpful" in part.text
    assert f'action="{vote}/withdrawal"' in part.text

    back = as_customer.post(f"{vote}/withdrawal", headers=HTMX)
    assert "found this helpful" not in back.text
    assert f'action="{vote}"' in back.text


def test_ones_vote_shows_on_the_page_of_reviews_and_nowhere_else(as_customer: Browser) -> None:
    review = an_approved_review(a_ring(slug="lotus-ring"))
    as_customer.post(f"/p/lotus-ring/reviews/{review}/vote")

    assert 'aria-pressed="true"' in as_customer.get("/p/lotus-ring/reviews").text
    assert f"{review}/vote/withdrawal" not in as_customer.get("/p/lotus-ring").text


def test_a_guest_who_votes_is_asked_to_sign_in(client: Browser) -> None:
    review = an_approved_review(a_ring(slug="lotus-ring"))

    answer = client.post(f"/p/lotus-ring/reviews/{review}/vote")

    assert (answer.status_code, answer.location) == (303, "/account/login")


def test_nobody_votes_for_themselves(app: Flask) -> None:
    who = a_customer()
    review = an_approved_review(a_ring(slug="lotus-ring"), who)
    browser = browser_of(app, who)

    assert browser.post(f"/p/lotus-ring/reviews/{review}/vote", headers=HTMX).status_code == 409
    assert "You wrote this" in browser.get("/p/lotus-ring/reviews").text


def test_the_votes_on_a_kept_page_come_fresh_and_with_ones_own(client: Browser, as_customer: Browser) -> None:
    review = an_approved_review(a_ring(slug="lotus-ring"))
    shown = client.get("/p/lotus-ring").text
    assert 'data-hx-get="/p/lotus-ring/votes"' in shown
    assert f'id="votes-{review}"' in shown
    as_customer.post(f"/p/lotus-ring/reviews/{review}/vote")

    everyone, voter = client.get("/p/lotus-ring/votes"), as_customer.get("/p/lotus-ring/votes")

    assert "1 reader found this helpful" in everyone.text
    assert 'data-hx-swap-oob="true"' in everyone.text
    assert 'aria-pressed="true"' not in everyone.text
    assert 'aria-pressed="true"' in voter.text
    assert everyone.headers["Cache-Control"] == "private, no-store"
