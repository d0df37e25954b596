"""From a kind and its facts to a letter: subject, text and HTML out of templates/email/<kind>/."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from storefront.core.money import lakh
from storefront.core.site import site
from storefront.core.wording import day, plural

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "email"

_ORDER = {"number", "name", "link"}
_PIECES = {"lines", "rows", "total", "tax"}

NEEDS = {
    "welcome": {"firstname", "link"},
    "password_reset": {"firstname", "link", "hours"},
    "order_confirmed": _ORDER | _PIECES | {"address"},
    "order_shipped": _ORDER | _PIECES | {"address", "tracking_number"},
    "order_cancelled": _ORDER | _PIECES | {"given_back"},
    "order_refunded": _ORDER | {"amount", "reason"},
    "address_wanted": _ORDER,
    "newsletter_confirm": {"link", "days"},
    "newsletter_welcome": {"link", "unsubscribe"},
    "newsletter_issue": {"headline", "glance", "html", "words", "link", "unsubscribe"},
    "review_invitation": _ORDER | {"pieces", "choices"},
    "return_asked": {"number", "link", "buyer", "buyer_email", "reason"},
    "account_deleted": {"firstname", "link"},
}
"""What each kind of letter is told. Amounts are paise; `shop`, how to reach the shop, may be given with any; with
`unsubscribe`, an address, mail programs offer to unsubscribe."""

_templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(money=lakh, date=day, plural=plural)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def check(kind: str, data: dict[str, Any]) -> None:
    """KeyError for a kind that has no templates, or a fact that they need and `data` lacks."""
    if missing := NEEDS[kind] - data.keys():
        raise KeyError(f"{kind} needs {', '.join(sorted(missing))}")


def render(kind: str, data: dict[str, Any]) -> Letter:
    """The letter of this kind. KeyError as for `check`."""
    check(kind, data)
    facts = {**data, "shop": _shop(data), "greeting": _greeting(data)}
    subject = " ".join(_rendered(f"{kind}/subject.txt", facts).split())
    html = _rendered(f"{kind}/body.html", {**facts, "subject": subject})
    return Letter(subject, _tidy(_rendered(f"{kind}/body.txt", facts)), html)


def _rendered(name: str, facts: dict[str, Any]) -> str:
    return _templates.get_template(name).render(facts)


def _shop(data: dict[str, Any]) -> dict[str, str]:
    unknown = {"phone": "", "email": "", "hours": ""}
    return {**unknown, "name": site().name, "url": site().url, **data.get("shop", {})}


def _greeting(data: dict[str, Any]) -> str:
    name = data.get("firstname") or data.get("name")
    return f"Dear {name}," if name else "Hello,"


def _tidy(text: str) -> str:
    """At most one empty line in a row: parts that a letter does not have leave theirs behind."""
    lines = [line if line == "-- " else line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"
