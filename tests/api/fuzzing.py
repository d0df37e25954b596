"""Schemathesis over the whole API: what the document says against what the shop answers, for whoever is signed in.

`python -m tests.api.fuzzing 20000` is `make fuzz`: so many cases at least, as nobody, as a user and as an admin.
"""

import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import schemathesis
import structlog
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from storefront.core import site
from storefront.domain.accounts import Person, tokens
from tests.conftest import dispose, make_app
from tests.database import make_sqlite
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_catalog

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
)
"""Not among them: that everything which the document forbids is refused. The shop takes `"2"` for 2 and a body of bare `true`."""
ALIASES = "^/(public|payments)/"
REFUSED = {"nobody": ("user", "admin"), "user": ("admin",), "admin": ()}
"""The rights (`x-rights`) that each person lacks."""
PEOPLE: dict[str, Callable[[], Person] | None] = {"nobody": None, "user": a_customer, "admin": an_admin}


@dataclass
class Report:
    """What a run has found."""

    cases: int = 0
    phases: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@dataclass
class Asking:
    """The shop, asked by this person, in one session; to sign out, in another one."""

    app: Flask
    person: Callable[[], Person] | None

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        # The client of the tests does not unpack.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        if self.person:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self._token(environ['PATH_INFO'])}"
        return self.app(environ, start)

    def _token(self, path: str) -> str:
        if path == "/logout":
            with self.app.app_context():
                return _token(a_customer())
        return self._usual

    @cached_property
    def _usual(self) -> str:
        assert self.person
        with self.app.app_context():
            return _token(self.person())


def fuzz(app: Flask, who: str, examples: int, seed: int | None = None) -> Report:
    """All phases, with so many made-up cases an operation, in a shop that has some pieces.

    Without a seed always the same cases, and none for second names of an address, which lead to the same views, nor for what the
    person has no right to: that is refused before anything is read, as test_rights.py holds for each route.
    """
    schema = schemathesis.openapi.from_wsgi("/openapi.json", Asking(app, PEOPLE[who]), config=_config(examples, seed))
    if seed is None:
        schema = schema.exclude(path_regex=ALIASES)
        schema = schema.exclude(lambda context: context.operation.definition.raw["x-rights"] in REFUSED[who])
    report = Report()
    for event in from_schema(schema).execute():
        _note(event, report)
    return report


def _token(person: Person) -> str:
    return tokens.make_access(person.session_id, person.id)


def _config(examples: int, seed: int | None) -> SchemathesisConfig:
    checks = {"enabled": False, **{name: {"enabled": True} for name in CHECKS}}
    generation = {"max-examples": examples, "database": "none", "deterministic": seed is None, "no-shrink": True}
    # One method that no address takes is as good as five.
    phases = {"coverage": {"unexpected-methods": ["patch"]}}
    given = {"checks": checks, "generation": generation, "phases": phases, "warnings": {"enabled": False}, "reports": {}}
    return SchemathesisConfig.from_dict({**given, **({} if seed is None else {"seed": seed})})


def _note(event: Any, report: Report) -> None:
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.NonFatalError):
        report.failures.append(f"{event.label}: {event.info.format()}")
    if isinstance(event, events.ScenarioFinished):
        report.phases.add(event.phase.name)
        report.cases += len(event.recorder.cases)
        report.statuses.update(one.response.status_code for one in event.recorder.interactions.values() if one.response)
        for checks in event.recorder.checks.values():
            report.failures += [_told(event, check) for check in checks if check.failure_info]


def _told(event: Any, check: Any) -> str:
    failure = check.failure_info
    return f"{event.phase.name} {event.label}: {failure.failure.title} {failure.failure.message}\n{failure.code_sample}"


def main() -> None:
    wanted = int(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="kundan-fuzz-") as name:
        app = make_app(Path(name), make_sqlite(Path(name)).url)
        site.use(app.extensions["site"])
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        with app.app_context():
            a_catalog(5)
        reports = [_long(app, who, wanted // len(PEOPLE)) for who in PEOPLE]
        dispose(app)
    print(f"{sum(report.cases for report in reports):,} cases.")
    if failures := [failure for report in reports for failure in report.failures]:
        sys.exit("\n\n".join(failures))


def _long(app: Flask, who: str, cases: int) -> Report:
    """Rounds with other seeds until there were so many cases."""
    whole, seed = Report(), 0
    while whole.cases < cases:
        seed += 1
        more = fuzz(app, who, 20, seed)
        whole.cases += more.cases
        whole.failures += more.failures
        print(f"{who}: {whole.cases:,} cases, {dict(sorted(more.statuses.items()))}", flush=True)
    return whole


if __name__ == "__main__":
    main()
