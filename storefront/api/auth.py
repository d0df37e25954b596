"""Signing in and out. Tokens travel in cookies or, for clients that keep them themselves (`"tokens": "body"`), in the answer."""

from typing import Annotated, Literal, TypedDict

from flask import Blueprint, Response, request, url_for
from pydantic import Field
from werkzeug.exceptions import MethodNotAllowed

from storefront.api.endpoint import USER, Answer, endpoint
from storefront.api.shapes.user import SignedInJson, TokensJson, UserJson, user_json
from storefront.core.errors import NotFound
from storefront.core.forms import Form
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.forms import RegisterForm, SignInForm
from storefront.domain.accounts.services import SignedIn
from storefront.domain.accounts.tokens import Tokens
from storefront.web import htmx, sign_in
from storefront.web.bag import take_over
from storefront.web.errors import envelope
from storefront.web.limits import REGISTER, SIGN_IN, limiter

bp = Blueprint("auth", __name__)


class Said(TypedDict):
    """What the envelope says besides the result."""

    code: int
    message: str


SIGNED_IN: Said = {"code": 1003, "message": "Login successful"}
REGISTERED: Said = {"code": 1001, "message": "Registration successful"}
SIGNED_OUT: Said = {"code": 1000, "message": "Logout successful"}


class Channel(Form):
    """Where the tokens come: in cookies, or in the answer."""

    tokens: Literal["cookies", "body"] = "cookies"


class LoginForm(Channel, SignInForm):
    """A user name or an e-mail address, and the password."""


class RegistrationForm(Channel, RegisterForm):
    """A new account, which is signed in at once."""


class RefreshForm(Form):
    """Without a token here, the cookie's is renewed."""

    refresh_token: Annotated[str, Field(max_length=1000)] | None = None


@bp.post("/login")
@limiter.shared_limit(SIGN_IN, scope="sign-in")
@endpoint(**SIGNED_IN, body=LoginForm, errors=(401,), result=SignedInJson)
def login(body: LoginForm) -> Response:
    """Signs in, with a user name or an e-mail address."""
    return _welcome(services.sign_in(body, request.user_agent.string), body.tokens, **SIGNED_IN)


@bp.post("/register")
@limiter.shared_limit(REGISTER, scope="register")
@endpoint(**REGISTERED, body=RegistrationForm, errors=(409,), result=SignedInJson)
def register(body: RegistrationForm) -> Response:
    """A new account, signed in at once."""
    return _welcome(services.register(body, request.user_agent.string), body.tokens, **REGISTERED)


@bp.post("/verifyToken")
@endpoint(rights=USER, message="Token verified", code=1040, errors=(404,), result=UserJson)
def verify_token() -> UserJson:
    """Whose token this is."""
    return _shown(sign_in.require_person().id)


@bp.post("/refreshToken")
@endpoint(message="Token refreshed", body=RefreshForm, errors=(401,), result=TokensJson | None)
def refresh_token(body: RefreshForm) -> Answer:
    """New tokens, in the channel by which the refresh token came: cookies, or the body."""
    if body.refresh_token is None:
        sign_in.renew()
        return Answer(None)
    renewed = services.renew(body.refresh_token)
    return Answer(_tokens_json(renewed.tokens), headers={"Cache-Control": "no-store"})


@bp.post("/logout")
@endpoint(**SIGNED_OUT, result=None)
def logout() -> Response:
    """Ends this session, wherever its tokens are."""
    response = envelope(**SIGNED_OUT, result=None)
    sign_in.sign_out(response)
    return response


@bp.get("/login")
def login_page() -> Response:
    return _page("shop.sign_in.show")


@bp.get("/register")
def register_page() -> Response:
    return _page("shop.register.show")


def _page(name: str) -> Response:
    """Where a browser's address leads that names the API by mistake."""
    if "text/html" not in request.headers.get("Accept", ""):
        raise MethodNotAllowed(["POST"])
    return htmx.see_other(url_for(name))


def _welcome(signed_in: SignedIn, channel: str, code: int, message: str) -> Response:
    user = _shown(signed_in.person.id)
    if channel == "body":
        response = envelope(code, message, {**user, **_tokens_json(signed_in.tokens)})
        response.headers["Cache-Control"] = "no-store"
        return response
    response = envelope(code, message, user)
    sign_in.set_cookies(response, signed_in.tokens)
    take_over(response, signed_in.person)
    return response


def _shown(user_id: str) -> UserJson:
    account = queries.account(user_id)
    if account is None:
        raise NotFound
    return user_json(account)


def _tokens_json(tokens: Tokens) -> TokensJson:
    made: TokensJson = {"accessToken": tokens.access, "expiresIn": tokens.expires_in}
    return {**made, "refreshToken": tokens.refresh} if tokens.refresh else made
