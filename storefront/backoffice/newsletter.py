"""The newsletter for staff: issues are written, looked at, tried on oneself, and sent to all readers."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront.backoffice.letters import framed
from storefront.core.errors import Conflict, Invalid
from storefront.core.forms import parse
from storefront.domain.content import issues
from storefront.domain.content.forms import IssueForm
from storefront.web import htmx
from storefront.web.sign_in import require_admin

bp = Blueprint("newsletter", __name__)

SAID = {
    "kept": "Kept. Nobody has got it yet.",
    "tried": "A test is on its way to your own address.",
    "sending": "It is on its way.",
    "discarded": "The draft is gone.",
}


@bp.get("/newsletter")
def index() -> str:
    """All issues, the newest first, and how many read them."""
    named = {"issues": issues.all_issues(), "readers": issues.readers(), "said": _said()}
    return render_template("backoffice/newsletter/index.html", **named)


@bp.get("/newsletter/new")
def new() -> Response:
    """An empty sheet."""
    return _sheet(None)


@bp.post("/newsletter")
def create() -> Response:
    """Keeps the draft."""
    try:
        issue_id = issues.write(parse(IssueForm, request.form.to_dict()), require_admin())
    except Invalid as refused:
        return _sheet(None, 422, errors=refused.errors)
    return _done("kept", issue_id)


@bp.get("/newsletter/<id>")
def show(id: str) -> Response:
    """A draft to go on with, or how far it has come; HTMX asks for the figures alone."""
    row = issues.issue(id)
    if row.state == "draft":
        return _sheet(row)
    template = "_progress.html" if htmx.wanted() else "show.html"
    named = {"issue": row, "progress": issues.progress(id), "said": _said()}
    return make_response(render_template(f"backoffice/newsletter/{template}", **named))


@bp.post("/newsletter/<id>")
def update(id: str) -> Response:
    """Keeps the draft as it was typed."""
    try:
        issues.change(id, parse(IssueForm, request.form.to_dict()), require_admin())
    except Invalid as refused:
        return _sheet(issues.issue(id), 422, errors=refused.errors)
    except Conflict:
        return _done("sending", id)
    return _done("kept", id)


@bp.get("/newsletter/<id>/letter")
def letter(id: str) -> Response:
    """As its readers will see it."""
    return framed(issues.letter(id).html)


@bp.post("/newsletter/<id>/test")
def try_on(id: str) -> Response:
    """One letter to whoever asks."""
    issues.try_on(id, require_admin())
    return _done("tried", id)


@bp.post("/newsletter/<id>/sending")
def send(id: str) -> Response:
    """To all readers, by the worker."""
    issues.send(id, require_admin())
    return _done("sending", id)


@bp.post("/newsletter/<id>/removal")
def discard(id: str) -> Response:
    """A draft that is not wanted."""
    issues.discard(id)
    return make_response(redirect(url_for(".index", said="discarded"), 303))


def _sheet(row: Any, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    typed = request.form if request.method == "POST" else {"subject": row.subject, "body": row.body} if row else {}
    named = {"issue": row, "typed": typed, "errors": errors or {}, "readers": issues.readers(), "said": _said()}
    return make_response(render_template("backoffice/newsletter/edit.html", **named), status)


def _done(what: str, issue_id: str) -> Response:
    return make_response(redirect(url_for(".show", id=issue_id, said=what), 303))


def _said() -> str | None:
    return SAID.get(request.args.get("said", ""))
