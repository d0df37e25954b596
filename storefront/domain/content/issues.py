"""Issues of the newsletter: written by staff, tried on oneself, and sent to all its readers, each of whom gets it once.

Who gets it is settled when sending begins. The worker sends in batches, one after the other, and marks each letter as soon as the
mail server has taken it: killed at any moment, it goes on behind the last mark.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, literal, select, update

from storefront.adapters.mail.base import MailRefused
from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.errors import NotFound
from storefront.core.ids import new_id
from storefront.core.outbox import enqueue, handles, renew
from storefront.core.site import site
from storefront.domain.accounts import Person
from storefront.domain.content import newsletter
from storefront.domain.content.errors import AlreadySent
from storefront.domain.content.forms import IssueForm
from storefront.domain.content.markdown import html_of
from storefront.domain.content.models import Issue, IssueLetter, Subscription
from storefront.domain.notifications import services as notifications
from storefront.domain.notifications.letters import Letter, render
from storefront.domain.notifications.services import mail

KIND = "newsletter_issue"
BATCH = 50
TRIES = 3
"""So often an address is refused before it is given up."""
AWAY = 3
"""So many refusals in a row are the mail server's trouble, not the addresses'."""

_HEADING = "margin:28px 0 8px; font:600 20px/28px Georgia, 'Times New Roman', serif"
"""Mail programs know no style sheets: see templates/email/parts.html."""

_i: Any = Issue.__table__.c
_l: Any = IssueLetter.__table__.c
_s: Any = Subscription.__table__.c
_ONE = select(*_i).where(_i.id == bindparam("issue"))
_REFUSED = _l.sent_at.is_(None) & (_l.tries >= TRIES)
_COUNTED = select(func.count(), func.count(_l.sent_at), func.count().filter(_REFUSED)).where(_l.issue_id == bindparam("issue"))
_READERS = _s.confirmed_at.is_not(None)
_NEXT = (
    select(_l.reader_id, _s.email)
    .join(Subscription.__table__, _s.id == _l.reader_id)
    .where(_l.issue_id == bindparam("issue"), _l.sent_at.is_(None), _l.tries < TRIES, _READERS)
    .order_by(_l.tries, _l.reader_id)
    .limit(BATCH)
)


@dataclass(frozen=True)
class Progress:
    """How far an issue has come."""

    letters: int
    """To so many readers it goes; those who leave meanwhile are not among them."""
    sent: int
    refused: int
    """Given up: the mail server does not take these addresses."""


def all_issues() -> list[Any]:
    """Rows of all columns, the newest first."""
    return list(session().execute(select(*_i).order_by(_i.id.desc()).limit(200)))


def issue(issue_id: str) -> Any:
    """The row of all columns. NotFound."""
    found = session().execute(_ONE, {"issue": issue_id}).first()
    if found is None:
        raise NotFound
    return found


def progress(issue_id: str) -> Progress:
    """Counted, not estimated."""
    return Progress(*session().execute(_COUNTED, {"issue": issue_id}).one())


def readers() -> int:
    """How many have confirmed that they want it."""
    return session().execute(select(func.count()).where(_READERS)).scalar_one()


def write(form: IssueForm, who: Person) -> str:
    """A new draft; its id."""
    with transaction():
        row = {"id": new_id(), "subject": form.subject, "body": form.body, "user_id": who.id}
        session().execute(insert(Issue).values(**row, created_at=now(), updated_at=now()))
        return str(row["id"])


def change(issue_id: str, form: IssueForm, who: Person) -> None:
    """The draft reads so from now on. NotFound, AlreadySent."""
    with transaction():
        _draft(issue_id)
        changed = {"subject": form.subject, "body": form.body, "user_id": who.id, "updated_at": now()}
        session().execute(update(Issue).where(_i.id == issue_id).values(**changed))


def discard(issue_id: str) -> None:
    """The draft is gone. NotFound, AlreadySent."""
    with transaction():
        _draft(issue_id)
        session().execute(delete(Issue).where(_i.id == issue_id))


def letter(issue_id: str) -> Letter:
    """As its readers will see it. NotFound."""
    return render(KIND, _facts(issue(issue_id), unsubscribe=site().address("/newsletter")))


def try_on(issue_id: str, who: Person) -> None:
    """One letter to the person who asks, as the issue reads now. NotFound."""
    with transaction():
        facts = _facts(issue(issue_id), unsubscribe=site().address("/newsletter"))
        mail(KIND, who.email, facts, key=f"{KIND}-test:{new_id()}")


def send(issue_id: str, who: Person) -> None:
    """It goes to everyone who reads the newsletter at this moment. Asking again changes nothing. NotFound."""
    with transaction():
        started = update(Issue).where(_i.id == issue_id, _i.state == "draft")
        found = session().execute(started.values(state="sending", sending_at=now(), user_id=who.id).returning(_i.id)).first()
        if found is None:
            issue(issue_id)
            return
        letters = select(literal(issue_id), _s.id).where(_READERS)
        session().execute(insert(IssueLetter).from_select(["issue_id", "reader_id"], letters))
        _go_on(issue_id, 1)


@handles("newsletter_issue", patient=True)
def send_batch(job: dict[str, Any]) -> None:
    """The next letters, and then a job for those behind them; repeated after a crash it goes on where it was.

    MailRefused when the mail server takes nothing: then the whole batch waits.
    """
    row = issue(job["issue"])
    refused = 0
    for reader_id, email in session().execute(_NEXT, {"issue": row.id}).all():
        end_read()
        renew()
        try:
            _send_one(row, reader_id, email)
            refused = 0
        except MailRefused:
            refused += 1
            _mark(row.id, reader_id, tries=_l.tries + 1)
            if refused == AWAY:
                raise
    _finish_batch(row.id, job["batch"])


def _send_one(row: Any, reader_id: str, email: str) -> None:
    facts = _facts(row, unsubscribe=newsletter.way_out(reader_id))
    # By the worker at once, not by a job each: the mark follows the mail server's word, and is what is counted.
    notifications.send({"kind": KIND, "to": email, "data": facts, "key": f"{KIND}:{row.id}:{reader_id}"})
    _mark(row.id, reader_id, sent_at=now())


def _mark(issue_id: str, reader_id: str, **values: Any) -> None:
    with transaction():
        mine = update(IssueLetter).where(_l.issue_id == issue_id, _l.reader_id == reader_id)
        session().execute(mine.values(**values).execution_options(synchronize_session=False))


def _finish_batch(issue_id: str, batch: int) -> None:
    with transaction():
        _forget_leavers(issue_id)
        if session().execute(_NEXT, {"issue": issue_id}).first():
            _go_on(issue_id, batch + 1)
        else:
            session().execute(update(Issue).where(_i.id == issue_id).values(state="sent", sent_at=now()))


def _go_on(issue_id: str, batch: int) -> None:
    # Under a key, so that a batch which is repeated does not begin a second row of batches beside the first.
    enqueue("newsletter_issue", {"issue": issue_id, "batch": batch}, dedupe=f"{KIND}:{issue_id}:{batch}")


def _forget_leavers(issue_id: str) -> None:
    reading = select(_s.id).where(_READERS)
    unsent = delete(IssueLetter).where(_l.issue_id == issue_id, _l.sent_at.is_(None), _l.reader_id.not_in(reading))
    session().execute(unsent.execution_options(synchronize_session=False))


def _draft(issue_id: str) -> None:
    state = session().execute(select(_i.state).where(_i.id == issue_id).with_for_update()).scalar()
    if state is None:
        raise NotFound
    if state != "draft":
        raise AlreadySent


def _facts(row: Any, unsubscribe: str) -> dict[str, Any]:
    here = site().url
    words = row.body.strip()
    html = html_of(words).replace('href="/', f'href="{here}/')
    html = html.replace("<a ", '<a class="gold" style="color:#7f5c26" ').replace("<h2 ", f'<h2 style="{_HEADING}" ')
    return {
        "headline": row.subject,
        "glance": words.splitlines()[0][:140] if words else "",
        "html": html,
        "words": words.replace("](/", f"]({here}/"),
        "link": site().address("/shop?sort=newest"),
        "unsubscribe": unsubscribe,
    }
