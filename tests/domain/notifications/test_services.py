"""Mail leaves after the commit, once, and finds its way when the server is away for a while."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import adapters
from storefront.adapters.mail.base import MailRefused, Message
from storefront.core.clock import later
from storefront.core.db import session, transaction
from storefront.core.outbox import HANDLERS, Job, work
from storefront.domain.notifications.services import mail

WELCOME = {"firstname": "Asha", "link": "https://kundan.example.in/account"}


class Post:
    """A mail server that can be away."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.away = False

    def send(self, message: Message) -> None:
        if self.away:
            raise MailRefused
        self.sent.append(message)


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    ours = Post()
    before = adapters.swap(mailer=ours)
    yield ours
    adapters.use(before)


def enter(key: str = "welcome:1", to: str = "asha@example.in", **facts: Any) -> None:
    with transaction():
        mail("welcome", to, {**WELCOME, **facts}, key)


def test_a_letter_leaves_after_the_commit_by_the_worker(post: Post) -> None:
    enter()
    before = list(post.sent)

    work()

    assert before == []
    assert [(one.to, one.subject) for one in post.sent] == [("asha@example.in", "Welcome to Kundan")]
    assert "Dear Asha," in post.sent[0].text
    assert "Dear Asha," in post.sent[0].html


def test_a_letter_that_can_be_left_says_so_to_mail_programs(post: Post) -> None:
    link = "https://kundan.example.in/newsletter/1/end?key=2"
    with transaction():
        mail("newsletter_welcome", "asha@example.in", {"link": "https://kundan.example.in/shop", "unsubscribe": link}, "letter:1")
    enter()

    work()

    [letter, welcome] = post.sent
    assert letter.headers == {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert welcome.headers == {}


def test_nothing_leaves_when_the_transaction_fails(post: Post) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        mail("welcome", "asha@example.in", WELCOME, "welcome:1")
        1 / 0  # noqa: B018  the error that is wanted

    work()

    assert post.sent == []


def test_the_same_key_is_one_letter(post: Post) -> None:
    enter()
    enter(firstname="Asha again")
    work()
    enter()
    work()

    assert len(post.sent) == 1


def test_a_letter_waits_for_a_server_that_is_away(post: Post) -> None:
    post.away = True
    enter()
    work()
    post.away = False

    with later(minutes=1):
        work()

    assert len(post.sent) == 1


def test_a_letter_sent_twice_after_a_crash_carries_the_same_id(post: Post) -> None:
    enter()
    payload = session().scalars(select(Job.payload)).one()

    HANDLERS["mail"](payload)
    HANDLERS["mail"](payload)

    assert len({one.message_id for one in post.sent}) == 1


def test_letters_of_other_keys_carry_other_ids(post: Post) -> None:
    enter("welcome:1")
    enter("welcome:2")

    work()

    assert len({one.message_id for one in post.sent}) == 2


def test_a_wrong_letter_fails_where_it_is_written_not_at_night(post: Post) -> None:
    with transaction():
        with pytest.raises(KeyError):
            mail("birthday", "asha@example.in", WELCOME, "birthday:1")
        with pytest.raises(KeyError):
            mail("welcome", "asha@example.in", {"firstname": "Asha"}, "welcome:1")

    assert work() == 0


def test_a_letter_outside_a_transaction_is_refused(post: Post) -> None:
    with pytest.raises(AssertionError, match="outside"):
        mail("welcome", "asha@example.in", WELCOME, "welcome:1")
