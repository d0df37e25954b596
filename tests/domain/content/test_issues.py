"""Issues of the newsletter: every reader gets one, once, whatever happens to the worker."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, update

from storefront import adapters
from storefront.adapters.mail.base import MailRefused, Message
from storefront.core import outbox
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.content import issues, newsletter
from storefront.domain.content.errors import AlreadySent
from storefront.domain.content.forms import IssueForm
from storefront.domain.content.models import Subscription
from tests.factories.accounts import an_admin

FORM = IssueForm(subject="New for the season", body="Three rings.\n\nSee [the lotus](/p/lotus-ring).")


class Postman:
    """Takes letters, and can fall over at one of them."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.trouble: dict[int, Exception] = {}
        self.refuses: set[str] = set()

    def send(self, message: Message) -> None:
        if trouble := self.trouble.pop(len(self.taken), None):
            raise trouble
        if message.to in self.refuses:
            raise MailRefused
        self.taken.append(message)


@pytest.fixture
def postman(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Postman:
    one = Postman()
    monkeypatch.setattr(adapters, "mailer", lambda: one)
    monkeypatch.setattr("storefront.domain.notifications.services.mailer", lambda: one)
    return one


@pytest.fixture
def who(postman: Postman) -> Person:
    one = an_admin()
    work_all()
    postman.taken.clear()
    return one


def some_readers(count: int) -> list[str]:
    emails = [f"reader{number}@example.in" for number in range(count)]
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "email": one, "asked_at": now(), "letters": 0, "confirmed_at": now()} for one in emails
    ]
    with transaction():
        session().execute(insert(Subscription), rows)
    return emails


def an_issue_on_its_way(who: Person) -> str:
    issue = issues.write(FORM, who)
    issues.send(issue, who)
    return issue


def work_all() -> None:
    with transaction():
        session().execute(update(outbox.Job).where(outbox.Job.state == "ready").values(run_at=now(), lease_until=None))
    while outbox.work(50):
        pass


def test_every_reader_gets_it_once_with_a_way_out(postman: Postman, who: Person) -> None:
    readers = some_readers(120)
    with transaction():
        session().execute(insert(Subscription).values(id=new_id(), email="unsure@example.in", asked_at=now(), letters=1))

    issue = an_issue_on_its_way(who)
    issues.send(issue, who)
    work_all()

    assert sorted(one.to for one in postman.taken) == sorted(readers)
    assert issues.progress(issue) == issues.Progress(letters=120, sent=120, refused=0)
    assert issues.issue(issue).state == "sent"
    letter = postman.taken[0]
    assert letter.subject == "New for the season"
    assert "http://localhost/p/lotus-ring" in letter.html
    assert letter.headers["List-Unsubscribe"].startswith("<http://localhost/newsletter/")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_worker_that_dies_in_the_middle_goes_on_behind_the_last_letter(postman: Postman, who: Person) -> None:
    readers = some_readers(70)
    issue = an_issue_on_its_way(who)
    postman.trouble = {7: SystemExit(), 55: SystemExit()}

    for _ in range(2):
        with pytest.raises(SystemExit):
            work_all()

    work_all()
    assert sorted(one.to for one in postman.taken) == sorted(readers)
    assert issues.progress(issue).sent == 70


def test_an_address_that_is_refused_holds_up_nobody(postman: Postman, who: Person) -> None:
    readers = some_readers(5)
    postman.refuses = {readers[1]}

    issue = an_issue_on_its_way(who)
    work_all()

    assert len(postman.taken) == 4
    assert issues.progress(issue) == issues.Progress(letters=5, sent=4, refused=1)
    assert issues.issue(issue).state == "sent"


def test_a_mail_server_that_is_away_is_waited_for(postman: Postman, who: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    readers = some_readers(5)
    postman.refuses = set(readers)
    issue = an_issue_on_its_way(who)
    outbox.work(5)
    assert issues.issue(issue).state == "sending"

    postman.refuses = set()
    work_all()

    assert len(postman.taken) == 5
    assert issues.issue(issue).state == "sent"


def test_who_leaves_meanwhile_gets_nothing(postman: Postman, who: Person) -> None:
    readers = some_readers(3)
    issue = an_issue_on_its_way(who)

    newsletter.leave(readers[0])
    work_all()

    assert sorted(one.to for one in postman.taken) == sorted(readers[1:])
    assert issues.progress(issue) == issues.Progress(letters=2, sent=2, refused=0)


def test_what_is_on_its_way_is_no_draft_any_more(postman: Postman, who: Person) -> None:
    some_readers(1)
    issue = an_issue_on_its_way(who)

    for act in (lambda: issues.change(issue, FORM, who), lambda: issues.discard(issue)):
        with pytest.raises(AlreadySent):
            act()


def test_a_test_goes_to_whoever_asks_and_to_nobody_else(postman: Postman, who: Person) -> None:
    some_readers(3)
    issue = issues.write(FORM, who)

    issues.try_on(issue, who)
    work_all()

    assert [one.to for one in postman.taken] == [who.email]
    assert issues.issue(issue).state == "draft"


def test_sending_to_nobody_is_done_at_once(postman: Postman, who: Person) -> None:
    issue = an_issue_on_its_way(who)

    work_all()

    assert issues.issue(issue).state == "sent"
    assert postman.taken == []
