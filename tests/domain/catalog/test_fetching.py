"""Pictures that lie elsewhere, brought into the shop by the worker."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from storefront import adapters
from storefront.adapters.fetch.base import Refused, Unreachable
from storefront.core import outbox
from storefront.core.clock import later
from storefront.core.errors import NotFound
from storefront.core.forms import parse
from storefront.domain.catalog import ProductPage, queries, services
from storefront.domain.catalog.forms import ChoiceForm, ProductChanges
from storefront.domain.catalog.services import fetching
from storefront.domain.media.pictures import LARGEST_FILE
from tests.browser import Browser
from tests.domain.media.conftest import drawn, encoded
from tests.factories.catalog import a_ring

HERE, GONE, AWAY, TEXT = (f"https://elsewhere.example/{name}" for name in ("ring.jpg", "gone.jpg", "away.jpg", "text.jpg"))


class Elsewhere:
    """The internet as these tests know it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.files: dict[str, bytes | Exception] = {
            HERE: encoded(drawn(80, 60)),
            GONE: Refused("The server there answers 404."),
            AWAY: Unreachable(),
            TEXT: b"<html>",
        }

    def get(self, address: str, at_most: int) -> bytes:
        assert at_most == LARGEST_FILE
        self.asked.append(address)
        found = self.files[address]
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def elsewhere(app: Flask) -> Iterator[Elsewhere]:
    internet = Elsewhere()
    before = adapters.swap(fetcher=internet)
    yield internet
    adapters.use(before)


def fetch(*product_ids: str) -> None:
    services.fetch_pictures(parse(ChoiceForm, {"productIds": list(product_ids)}), None)
    while outbox.work():
        pass


def page(product_id: str) -> ProductPage:
    found = queries.product(product_id)
    assert isinstance(found, ProductPage)
    return found


def sources(product_id: str) -> list[str]:
    return [picture.src for picture in page(product_id).pictures]


def test_a_picture_from_elsewhere_becomes_the_shop_s_own_with_its_words_and_sizes(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[HERE, "/uploads/own.jpg"], alts=["A ruby", "The box"])
    before = page(ring).version

    fetch(ring)

    first, second = page(ring).pictures
    assert (first.alt, first.width, first.sizes) == ("A ruby", 80, (80,))
    assert (second.alt, second.src) == ("The box", "/uploads/own.jpg")
    assert page(ring).version > before


def test_what_cannot_be_had_stays_and_is_shown_among_the_troubles(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[GONE, HERE, TEXT])

    fetch(ring)

    assert [source.startswith("/media/") for source in sources(ring)] == [False, True, False]
    (trouble,) = outbox.dead()
    assert "answers 404" in trouble.error
    assert TEXT in trouble.error


def test_what_is_away_is_tried_again_and_the_rest_is_not(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[AWAY, HERE])
    fetch(ring)
    assert sources(ring)[0] == AWAY

    elsewhere.files[AWAY] = encoded(drawn(40, 30))
    with later(minutes=1):
        outbox.work()

    assert AWAY not in sources(ring)
    assert elsewhere.asked == [AWAY, HERE, AWAY]


def test_nothing_is_fetched_twice_and_what_is_ours_is_never_asked_for(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[HERE, HERE, "/uploads/own.jpg", "http://localhost/uploads/other.jpg"])

    fetch(ring)
    fetch(ring)

    assert elsewhere.asked == [HERE]


def test_what_staff_change_meanwhile_stays(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[HERE])
    change = {"images": ["/uploads/new.jpg", HERE], "alts": ["New", "Old"]}
    found = elsewhere.get

    def meanwhile(address: str, at_most: int) -> bytes:
        services.change_product(ring, parse(ProductChanges, change), None)
        return found(address, at_most)

    elsewhere.get = meanwhile
    fetch(ring)

    assert [picture.alt for picture in page(ring).pictures] == ["New", "Old"]
    assert [source.startswith("/media/") for source in sources(ring)] == [False, True]


def test_the_whole_shop_is_looked_through_in_batches(elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_BATCH", 2)
    rings = [a_ring(images=[HERE]), a_ring(), a_ring(images=["/uploads/own.jpg"]), a_ring(images=[HERE]), a_ring(images=[HERE])]
    services.bin_products([rings[-1]], None)

    fetch()

    assert [bool(source and source[0].startswith("/media/")) for source in map(sources, rings[:4])] == [True, False, False, True]
    assert elsewhere.asked == [HERE, HERE]


def test_a_product_that_is_not_there_refuses_the_whole(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[HERE])

    with pytest.raises(NotFound):
        fetch(ring, "odd")

    assert elsewhere.asked == []


def test_a_recount_afterwards_changes_nothing(elsewhere: Elsewhere) -> None:
    ring = a_ring(images=[HERE])
    fetch(ring)
    before = sources(ring)

    services.recount()

    assert sources(ring) == before


@pytest.mark.parametrize("body", [b"", b"true", b"{}", b'{"productIds": []}'])
def test_staff_choose_it_for_the_whole_shop(as_admin: Browser, elsewhere: Elsewhere, body: bytes) -> None:
    ring = a_ring(images=[HERE])

    answer = as_admin.post("/admin/products/pictures/fetch", data=body, content_type="application/json")

    assert answer.json == {"code": 1000, "message": "Pictures will be fetched", "result": None}
    assert elsewhere.asked == []
    while outbox.work():
        pass
    assert sources(ring)[0].startswith("/media/")


def test_it_is_for_admins_and_for_products_that_are_there(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    said: dict[str, Any] = {"productIds": [a_ring(), "f" * 24]}
    browsers = (client, as_customer, as_admin)

    statuses = [browser.post("/admin/products/pictures/fetch", json=said).status_code for browser in browsers]

    assert statuses == [401, 403, 404]
    assert as_admin.post("/admin/products/pictures/fetch", json={"productIds": [5]}).status_code == 422
