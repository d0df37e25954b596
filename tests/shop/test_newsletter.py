"""The newsletter: asked for, confirmed, left."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import adapters
from storefront.adapters.mail.mailbox import MailboxMailer
from storefront.core import outbox
from storefront.core.clock import later
from storefront.core.db import session
from storefront.domain.content import newsletter
from storefront.domain.content.models import Subscription
from tests.browser import Browser, new_browser

HTMX = {"HX-Request": "true"}
READER = {"email": "asha@example.in"}


def letters() -> Iterator[str]:
    """What the worker sends, as it goes out, the newest first."""
    outbox.work(50)
    mailer = adapters.mailer()
    assert isinstance(mailer, MailboxMailer)
    for one in mailer.messages(20):
        kept = mailer.read(one.name)
        assert kept is not None
        yield kept.text


def link(step: str) -> str:
    """The path of the link in the newest letter that has one."""
    found = (re.search(rf"http://localhost(/newsletter/\w+/{step}\?key=\w+)", letter) for letter in letters())
    return next(match[1] for match in found if match)


@pytest.fixture
def reader(client: Browser) -> Browser:
    """Asha has asked for the newsletter and confirmed it."""
    client.post("/newsletter", data=READER)
    client.post(link("confirmation"))
    return client


def test_the_form_stands_on_every_page_and_needs_no_token(client: Browser) -> None:
    page = client.get("/shop")

    assert 'action="/newsletter"' in page.text
    assert "csrf_token" not in page.text


def test_asking_is_answered_the_same_whether_one_reads_it_or_not(reader: Browser) -> None:
    answers = [reader.post("/newsletter", data={"email": email}) for email in ("asha@example.in", "nobody@example.in")]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/newsletter?said=asked")}
    assert "a letter with a link is on its way" in reader.get("/newsletter?said=asked").text


def test_nobody_gets_it_before_confirming(client: Browser) -> None:
    client.post("/newsletter", data=READER)
    address = link("confirmation")

    page = client.get(address)

    assert f'action="{address}"' in page.text
    assert not newsletter.is_reader("asha@example.in"), "to look at the link is not to confirm"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_link_confirms_and_may_be_pressed_again(client: Browser) -> None:
    client.post("/newsletter", data=READER)
    address = link("confirmation")

    answers = [client.post(address) for _ in range(2)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/newsletter?said=confirmed")}
    assert newsletter.is_reader("asha@example.in")
    assert sum("Your address is confirmed" in letter for letter in letters()) == 1


def test_who_has_confirmed_gets_no_more_links(reader: Browser) -> None:
    before = len(list(letters()))

    reader.post("/newsletter", data=READER)

    assert len(list(letters())) == before


def test_an_address_gets_three_links_a_day(client: Browser) -> None:
    for _ in range(5):
        client.post("/newsletter", data=READER)
    assert len(list(letters())) == newsletter.LETTERS

    with later(days=2):
        client.post("/newsletter", data=READER)
        assert len(list(letters())) == newsletter.LETTERS + 1


def test_the_letter_can_be_left_by_a_page(reader: Browser) -> None:
    address = link("end")

    assert "Unsubscribe" in reader.get(address).text
    answer = reader.post(address)

    assert (answer.status_code, answer.location) == (303, "/newsletter?said=ended")
    assert session().execute(select(Subscription)).first() is None


def test_a_mail_program_leaves_by_one_click_from_another_site(app: Flask, reader: Browser) -> None:
    address = link("end")

    answer = new_browser(app).post(
        address, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example.com"}
    )
    again = new_browser(app).post(address, data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, again.status_code) == (200, 200)
    assert not newsletter.is_reader("asha@example.in")


@pytest.mark.parametrize("step", ["confirmation", "end"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours_does_nothing(reader: Browser, step: str, method: str) -> None:
    known = link("end").split("/")[2]

    for address in (f"/newsletter/{known}/{step}?key={'0' * 32}", f"/newsletter/odd/{step}", f"/newsletter/%00/{step}?key=🪔"):
        assert getattr(reader, method)(address).status_code == 404

    assert newsletter.is_reader("asha@example.in")


def test_the_key_of_one_step_is_none_for_the_other(client: Browser) -> None:
    client.post("/newsletter", data=READER)

    assert client.post(link("confirmation").replace("confirmation", "end")).status_code == 404


def test_what_nobody_confirms_is_forgotten_after_a_week(client: Browser) -> None:
    client.post("/newsletter", data=READER)
    address = link("confirmation")

    with later(days=8):
        newsletter.forget_unconfirmed()

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_what_is_no_address_is_asked_again(client: Browser) -> None:
    answer = client.post("/newsletter", data={"email": "asha at example"})

    assert answer.status_code == 422
    assert 'value="asha at example"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_htmx_gets_the_part_alone(client: Browser) -> None:
    sent = client.post("/newsletter", data=READER, headers=HTMX)
    refused = client.post("/newsletter", data={"email": "x"}, headers=HTMX)

    assert (sent.status_code, refused.status_code) == (200, 422)
    assert "a letter with a link is on its way" in sent.text
    assert " autofocus" in sent.text, "the form that had the focus is gone"
    assert "<html" not in sent.text
    assert 'id="letter-email"' in refused.text


def test_another_site_cannot_ask_in_somebodys_name(client: Browser) -> None:
    answer = client.post("/newsletter", data=READER, headers={"Origin": "https://evil.example.com"})

    assert answer.status_code == 403
