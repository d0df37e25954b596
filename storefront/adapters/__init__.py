"""The world outside, behind contracts. Chosen once by create_app, reached here; tests put others in their place."""

from dataclasses import dataclass, replace
from typing import Any

from storefront.adapters.cache.base import Cache
from storefront.adapters.fetch.base import Fetcher
from storefront.adapters.identity.base import IdentityProvider
from storefront.adapters.mail.base import Mailer
from storefront.adapters.payments.base import Gateway
from storefront.adapters.search.base import SearchIndex
from storefront.adapters.storage.base import Storage


@dataclass(frozen=True)
class Adapters:
    gateway: Gateway | None
    """None: payments are closed."""
    storage: Storage
    mailer: Mailer
    cache: Cache
    search: SearchIndex
    fetcher: Fetcher
    identity: IdentityProvider | None = None
    """None: one signs in by a password alone."""


_chosen: Adapters | None = None


def use(adapters: Adapters) -> None:
    global _chosen
    _chosen = adapters


def swap(**others: Any) -> Adapters:
    """Puts others in the place of those named; returns what was there before, for `use` to bring back."""
    before = chosen()
    use(replace(before, **others))
    return before


def chosen() -> Adapters:
    if _chosen is None:
        raise RuntimeError("create_app has not run")
    return _chosen


def gateway() -> Gateway | None:
    return chosen().gateway


def storage() -> Storage:
    return chosen().storage


def mailer() -> Mailer:
    return chosen().mailer


def cache() -> Cache:
    return chosen().cache


def search() -> SearchIndex:
    return chosen().search


def fetcher() -> Fetcher:
    return chosen().fetcher


def identity() -> IdentityProvider | None:
    return chosen().identity
