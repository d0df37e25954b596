"""Reading and changing how the shop trades."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import select

from storefront import adapters
from storefront.core import site
from storefront.core.clock import now
from storefront.core.db import after_commit, session, transaction, upsert
from storefront.domain.accounts import Person
from storefront.domain.content.models import TradeSetting
from storefront.domain.content.scenes import Scene
from storefront.domain.content.trade import Trade
from storefront.domain.media import Picture, Stored
from storefront.domain.media.services import when_ready

_SECONDS = 5
_TRADE = "trade"
_HEROES = "heroes"
_made: dict[str, tuple[dict[str, Any], Trade]] = {}
"""The terms as they were made last, by the name of the shop, and of what: every page asks several times."""


def trade() -> Trade:
    """The terms as they stand. A change by another process is seen within five seconds."""
    kept, name = _settings(), site.site().name
    made = _made.get(name)
    if made is None or made[0] != kept:
        known = {field.name for field in fields(Trade)}
        terms = replace(Trade(name=name), **{name: value for name, value in kept.items() if name in known})
        made = _made[name] = (kept, terms)
    return made[1]


def change_trade(changes: dict[str, Any], who: Person | None) -> Trade:
    """Sets these terms; names that a Trade does not have are a programming error."""
    unknown = changes.keys() - asdict(Trade()).keys()
    if unknown:
        raise KeyError(sorted(unknown))
    _set(changes, who)
    return trade()


def heroes() -> tuple[Scene, ...]:
    """The scenes of the first page, the opening one first."""
    return tuple(Scene.from_json(one) for one in _settings().get(_HEROES, ()))


def set_heroes(scenes: Sequence[Scene], who: Person | None) -> None:
    """These scenes from now on."""
    kept = [scene.to_json() for scene in scenes]
    if kept != _settings().get(_HEROES):
        _set({_HEROES: kept, "scenes": trade().scenes + 1}, who)


@when_ready
def _picture_is_ready(stored: Stored) -> None:
    scenes = heroes()
    if any(scene.picture.key == stored.key for scene in scenes):
        fresh = [
            replace(scene, picture=Picture.of(stored, scene.picture.alt)) if scene.picture.key == stored.key else scene
            for scene in scenes
        ]
        set_heroes(fresh, None)


def _settings() -> dict[str, Any]:
    kept: dict[str, Any] | None = adapters.cache().get(_TRADE)
    if kept is None:
        kept = dict(session().execute(select(TradeSetting.name, TradeSetting.value)).all())
        adapters.cache().set(_TRADE, kept, _SECONDS)
    return kept


def _set(changes: dict[str, Any], who: Person | None) -> None:
    with transaction() as current:
        for name, value in changes.items():
            said = {"value": value, "user_id": who.id if who else None, "updated_at": now()}
            row = upsert(TradeSetting).values(name=name, created_at=now(), **said)
            # Two that set it first at once wait for each other.
            current.execute(row.on_conflict_do_update(index_elements=["name"], set_=said))
        after_commit(lambda: adapters.cache().delete(_TRADE))
