"""What staff may say of a page, and what visitors type to get the newsletter."""

from typing import Literal

from pydantic import Field

from storefront.core.forms import Form, text
from storefront.domain.accounts.forms import Email


class PageForm(Form):
    """A content page as it stands from now on."""

    title: str = text(120)
    summary: str = Field(default="", max_length=300)
    body: str = text(50_000)
    """Markdown; HTML in it is shown, not obeyed."""
    place: Literal["", "help", "house", "law"] = ""
    sort_order: int = Field(default=0, ge=0, le=1_000)
    is_active: bool = True


class IssueForm(Form):
    """A letter to the readers of the newsletter."""

    subject: str = text(150)
    body: str = text(50_000)
    """Markdown; HTML in it is shown, not obeyed."""


class NewsletterForm(Form):
    """Where the newsletter shall go."""

    email: Email
