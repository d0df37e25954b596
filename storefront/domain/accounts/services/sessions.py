"""Signing in and out, and the family of tokens that a session is."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, insert, select, update

from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.ids import new_id
from storefront.core.timetable import every
from storefront.domain.accounts import passwords, tokens
from storefront.domain.accounts.errors import SessionOver, SignInFailed
from storefront.domain.accounts.forms import SignInForm
from storefront.domain.accounts.models import PasswordReset, RefreshToken, SignInSession, User
from storefront.domain.accounts.person import Person
from storefront.domain.accounts.queries import credentials_of, person_of_session
from storefront.domain.accounts.tokens import Ticket, Tokens

GRACE = timedelta(seconds=30)
"""Two requests that a browser sends at once may carry the same refresh token."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody who has just signed in or was renewed, and what their client is to keep."""

    person: Person
    tokens: Tokens


def sign_in(form: SignInForm, device: str = "") -> SignedIn:
    """By user name or e-mail address; `device` is how the client calls itself. SignInFailed for every cause, in the same time."""
    kept = credentials_of(form.username)
    # A password takes a quarter of a second to check: no connection waits for it.
    end_read()
    if not passwords.belongs(form.password, kept.password_hash if kept else None) or kept is None:
        raise SignInFailed
    with transaction() as current:
        # Only while the password is still this one: a new one that was chosen meanwhile has ended all sessions.
        same = update(User).where(User.id == kept.user_id, User.password_hash == kept.password_hash, User.is_active)
        if current.execute(same.values(last_login_at=now()).returning(User.id)).first() is None:
            raise SignInFailed
        return open_session(kept.user_id, device)


def open_session(user_id: str, device: str) -> SignedIn:
    """A new session of an active account; within a transaction."""
    session_id = new_id()
    row = {"id": session_id, "user_id": user_id, "user_agent": device.replace("\0", "")[:300], "created_at": now()}
    session().execute(insert(SignInSession).values(row))
    person = person_of_session(session_id)
    if person is None:
        raise SignInFailed
    return _signed_in(person, _issue(person))


def renew(refresh_token: str) -> SignedIn:
    """New tokens for a refresh token, which is used up by it. SessionOver if it is not good any more.

    Used once more within 30 seconds it gives an access token alone; later somebody has copied it, and its session ends.
    """
    ticket = tokens.read_refresh(refresh_token)
    if ticket is None:
        raise SessionOver
    with transaction():
        renewed = _rotate(ticket)
    # Outside, so that the end of a session is committed and not undone by the error.
    if renewed is None:
        raise SessionOver
    return renewed


def sign_out(person: Person) -> None:
    """Ends this session: its tokens are worth nothing from now on. Repeating changes nothing."""
    with transaction():
        _end(SignInSession.id == person.session_id)


def end_sessions(user_id: str) -> None:
    """Signs an account out on every device; within a transaction."""
    _end(SignInSession.user_id == user_id)


@every("forget_old_sessions", seconds=24 * 60 * 60)
def forget_old_sessions() -> None:
    """Sessions that no token can prolong any more, and links to new passwords that have run out, are not kept."""
    with transaction() as current:
        # A day more than they live, so that a token that has just run out is not mistaken for one that never was.
        past = now() - timedelta(days=1)
        current.execute(delete(RefreshToken).where(RefreshToken.expires_at < past))
        prolonged = exists().where(RefreshToken.session_id == SignInSession.id)
        current.execute(delete(SignInSession).where(SignInSession.created_at < past, ~prolonged))
        current.execute(delete(PasswordReset).where(PasswordReset.expires_at < past))


def _rotate(ticket: Ticket) -> SignedIn | None:
    person = person_of_session(ticket.session_id)
    if person is None:
        return None
    moment = now()
    unused = update(RefreshToken).where(RefreshToken.hash == ticket.hash, RefreshToken.rotated_at.is_(None))
    if session().execute(unused.values(rotated_at=moment).returning(RefreshToken.hash)).first():
        return _signed_in(person, _issue(person))
    used_at = session().execute(select(RefreshToken.rotated_at).where(RefreshToken.hash == ticket.hash)).scalar()
    if used_at and used_at > moment - GRACE:
        return _signed_in(person, None)
    _end(SignInSession.id == ticket.session_id)
    return None


def _signed_in(person: Person, refresh: str | None) -> SignedIn:
    return SignedIn(person, Tokens(tokens.make_access(person.session_id, person.id), refresh))


def _issue(person: Person) -> str:
    moment = now()
    token, known_by = tokens.make_refresh(person.session_id, person.id)
    row = {"hash": known_by, "session_id": person.session_id, "created_at": moment, "expires_at": moment + tokens.REFRESH}
    session().execute(insert(RefreshToken).values(row))
    return token


def _end(which: ColumnElement[bool]) -> None:
    session().execute(update(SignInSession).where(which, SignInSession.ended_at.is_(None)).values(ended_at=now()))
