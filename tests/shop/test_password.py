"""New passwords by the pages: forgotten, or changed."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.core import outbox
from storefront.core.clock import later
from storefront.core.db import session
from storefront.core.outbox import Job
from tests.browser import new_browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.signed_in import browser_of

NEW = "mogra kulfi at noon"


def link() -> str:
    """The path of the link in the letter, after the worker has written it."""
    for job in session().execute(select(Job).where(Job.topic == "password_link")).scalars().all():
        outbox.HANDLERS[job.topic](job.payload)
    letters = session().execute(select(Job.payload).where(Job.topic == "mail").order_by(Job.id.desc())).scalars()
    address = next(letter["data"]["link"] for letter in letters if letter["kind"] == "password_reset")
    return str(address).removeprefix("http://localhost")


@pytest.fixture
def asked(client) -> str:
    """Asha has forgotten her password and got a letter."""
    a_customer("asha")
    client.submit("/account/forgot", {"email": "asha@example.in"})
    return link()


def signs_in(client, password: str) -> bool:
    return client.submit("/account/login", {"username": "asha", "password": password}).status_code == 303


def test_asking_is_answered_the_same_for_every_address(client):
    a_customer("asha")

    answers = [client.submit("/account/forgot", {"email": email}) for email in ("asha@example.in", "nobody@example.in")]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/account/forgot?sent=1")}
    assert "a letter with a link is on its way" in client.get("/account/forgot?sent=1").get_data(as_text=True)


def test_what_is_no_address_is_asked_again(client):
    answer = client.submit("/account/forgot", {"email": "asha at example"})

    assert answer.status_code == 422
    assert 'value="asha at example"' in answer.get_data(as_text=True)


def test_the_link_leads_to_a_new_password(client, asked):
    assert 'autocomplete="new-password"' in client.get(asked).get_data(as_text=True)

    answer = client.submit(asked, {"password": NEW})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/login?changed=1")
    assert "Your password is changed." in client.get("/account/login?changed=1").get_data(as_text=True)
    assert not signs_in(client, PASSWORD)
    assert signs_in(client, NEW)


def test_the_link_s_page_tells_nobody_its_address(client, asked):
    assert client.get(asked).headers["Referrer-Policy"] == "same-origin"
    assert client.get(asked).headers["Cache-Control"] == "no-store"


def test_the_log_does_not_hold_the_link(client, asked, capsys):
    client.get(asked)

    written = "".join(capsys.readouterr())
    assert "/account/reset/" in written
    assert asked.rsplit("/", 1)[1] not in written


def test_a_weak_password_is_asked_again_and_the_link_lives(client, asked):
    answer = client.submit(asked, {"password": "password123"})

    assert answer.status_code == 422
    assert "password123" not in answer.get_data(as_text=True)
    assert client.submit(asked, {"password": NEW}).status_code == 303


def test_a_used_or_old_link_offers_a_new_one(client, asked):
    with later(minutes=61):
        old = client.get(asked)
    client.submit(asked, {"password": NEW})
    used = client.get(asked)

    for answer in (old, used):
        assert answer.status_code == 404
        assert 'href="/account/forgot"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("token", ["x", "%00", "%F0%9F%92%8D", "x" * 3000, "..%2f..", "%0d%0aSet-Cookie:a=b"])
def test_an_invented_link_is_no_surprise(client, token):
    assert client.get(f"/account/reset/{token}").status_code in (404, 308)
    assert client.submit(f"/account/reset/{token}", {"password": NEW}, page="/account/login").status_code == 404


def test_a_new_password_signs_out_every_browser(app: Flask, client):
    browser = browser_of(app, a_customer("asha"))
    client.submit("/account/forgot", {"email": "asha@example.in"})

    client.submit(link(), {"password": NEW})

    assert browser.get("/account").status_code == 303


def test_one_changes_one_s_password_and_stays_signed_in_here_alone(app: Flask):
    asha = a_customer("asha")
    here, there = browser_of(app, asha), browser_of(app, asha)

    answer = here.submit("/account/password", {"current": PASSWORD, "password": NEW})

    assert answer.headers["Location"] == "/account?saved=password"
    assert "Your password is changed." in here.get("/account?saved=password").get_data(as_text=True)
    assert there.get("/account").status_code == 303
    assert signs_in(new_browser(app), NEW)


def test_the_old_password_is_asked_for(app: Flask):
    browser = browser_of(app, a_customer("asha"))

    answer = browser.submit("/account/password", {"current": "a guess at it", "password": NEW})

    assert answer.status_code == 422
    assert re.search(r'id="current-note".*This is not your password', answer.get_data(as_text=True))
    assert signs_in(new_browser(app), PASSWORD)


def test_a_guest_has_no_password_to_change(client):
    assert client.get("/account/password").headers["Location"] == "/account/login?next=/account/password"
