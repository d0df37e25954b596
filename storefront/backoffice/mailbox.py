"""The mail of a shop without a mail server: kept in a folder, read here."""

from flask import Blueprint, Response, abort, render_template

from storefront.adapters.mail.mailbox import Kept
from storefront.backoffice.letters import framed
from storefront.domain.notifications import mailbox

bp = Blueprint("mailbox", __name__)


@bp.get("/mailbox")
def index() -> str:
    """The latest mails, the newest first; with a mail server none are kept."""
    return render_template("backoffice/mailbox/index.html", messages=mailbox.messages(100), kept_here=mailbox.is_kept_here())


@bp.get("/mailbox/<name>")
def show(name: str) -> str:
    """One mail: its text, and as its reader sees it."""
    return render_template("backoffice/mailbox/show.html", message=_message(name))


@bp.get("/mailbox/<name>/html")
def html(name: str) -> Response:
    """The mail's own page, alone in its frame."""
    return framed(_message(name).html)


def _message(name: str) -> Kept:
    found = mailbox.read(name)
    if found is None:
        abort(404)
    return found
