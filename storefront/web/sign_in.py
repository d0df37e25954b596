"""Who is asking: one sign-in for both faces, read from the request's tokens and kept in no session.

A request says who it is by `Authorization: Bearer`, or by the two cookies. When the access cookie has run out and the refresh
cookie holds, the request is served as if nothing had happened and its answer carries new cookies.
"""

from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_login import LoginManager, current_user

from config import Config
from storefront.core.errors import Forbidden, SignInRequired
from storefront.domain.accounts import Person, Preferences, queries, services, tokens
from storefront.domain.accounts.errors import SessionOver
from storefront.domain.accounts.tokens import Tokens

ACCESS, REFRESH = "access_token", "refresh_token"


class RequestLogin(LoginManager):  # type: ignore[misc]  # it comes without types
    """Flask-Login, loading from the request alone.

    As it comes it reads the session first, which puts `Vary: Cookie` on every answer, and skips the request's loader when
    there is a remember cookie.
    """

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        app.login_manager = self  # type: ignore[attr-defined]  # where Flask-Login looks for it
        # A guest is None here.
        self.anonymous_user = lambda: None

    def _load_user(self) -> None:
        self._update_request_context_with_user(self._load_user_from_request(request))

    @staticmethod
    def loaded() -> Person | None:
        """Who was found, if anybody has asked yet."""
        found: Person | None = g.get("_login_user")
        return found


def install(app: Flask, config: Config) -> None:
    login = RequestLogin(app)
    login.request_loader(lambda _request: _bearer() if "Authorization" in request.headers else _from_cookies())
    app.after_request(_settle)


def person() -> Person | None:
    """Who is asking; None for a guest. One statement in a request with a token, none without, however often it is asked."""
    found: Person | None = current_user._get_current_object()
    return found


def preferences() -> Preferences:
    """What whoever is asking likes to see first; nothing for a guest."""
    who = person()
    return who.preferences if who else Preferences()


def require_person() -> Person:
    """Who is asking; SignInRequired if nobody is signed in."""
    found = person()
    if found is None:
        raise SignInRequired
    return found


def require_admin() -> Person:
    """Who is asking, an admin; SignInRequired or Forbidden otherwise."""
    found = require_person()
    if not found.is_admin:
        raise Forbidden
    return found


def set_cookies(response: Response, given: Tokens) -> None:
    """The browser is signed in with these tokens from now on. Without a refresh token it keeps the one it has."""
    g.pop("cookies_due", None)
    _set(response, ACCESS, given.access, int(tokens.ACCESS.total_seconds()))
    if given.refresh:
        _set(response, REFRESH, given.refresh, int(tokens.REFRESH.total_seconds()))


def clear_cookies(response: Response) -> None:
    """The browser is a guest's from now on."""
    g.pop("cookies_due", None)
    for name in (ACCESS, REFRESH):
        _set(response, name, "", 0)


def renew() -> Person:
    """Whose the refresh cookie is; the answer carries new cookies. SessionOver if it does not hold, and then the cookies go."""
    refresh = "" if "Authorization" in request.headers else request.cookies.get(REFRESH, "")
    try:
        renewed = services.renew(refresh)
    except SessionOver:
        if refresh:
            g.cookies_due = None
        raise
    g.cookies_due = renewed.tokens
    return renewed.person


def sign_out(response: Response) -> None:
    """Ends the session of this request, if there is one; a browser is a guest's from now on."""
    if who := person():
        services.sign_out(who)
    if "Authorization" not in request.headers:
        clear_cookies(response)


def _bearer() -> Person | None:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    return _holder(given.token)


def _from_cookies() -> Person | None:
    if found := _holder(request.cookies.get(ACCESS, "")):
        return found
    if REFRESH in request.cookies:
        with suppress(SessionOver):
            return renew()
    elif ACCESS in request.cookies:
        g.cookies_due = None
    return None


def _holder(access_token: str) -> Person | None:
    ticket = tokens.read_access(access_token) if access_token else None
    return queries.person_of_session(ticket.session_id) if ticket else None


def _settle(response: Response) -> Response:
    """Sets or clears the cookies as loading has left to do, and says how long others may keep an answer made for one person."""
    if "cookies_due" in g:
        due: Tokens | None = g.cookies_due
        if due:
            set_cookies(response, due)
        else:
            clear_cookies(response)
    # A form's token makes a session cookie too. To ask the session itself would put `Vary: Cookie` on every answer.
    if "Set-Cookie" in response.headers or "csrf_token" in g:
        response.headers["Cache-Control"] = "no-store"
    elif RequestLogin.loaded():
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _set(response: Response, name: str, value: str, max_age: int) -> None:
    config: Config = current_app.config["KUNDAN"]
    attributes: dict[str, Any] = {"secure": config.is_https, "httponly": True, "samesite": config.COOKIE_SAMESITE}
    response.set_cookie(name, value, max_age=max_age, path="/", **attributes)
