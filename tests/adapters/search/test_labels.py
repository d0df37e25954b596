"""What both engines promise alike of labels, by which products are narrowed and counted."""

import pytest

from storefront.adapters.search import base
from storefront.adapters.search.base import Hits, SearchIndex
from storefront.core.db import transaction
from tests.adapters.search.shelf import Shelf, document


def test_labels_of_all_that_is_found_are_counted(shelf: Shelf) -> None:
    shelf.put("Ruby Ring", labels="metal:gold stone:ruby")
    shelf.put("Ruby Bangle", labels="metal:silver stone:ruby")
    shelf.put("Pearl Pin", labels="metal:gold")

    hits = shelf.index.find("ruby", limit=1, with_counts=True)

    assert len(hits.ids) == 1
    assert hits.counts == {"metal:gold": 1, "metal:silver": 1, "stone:ruby": 2}
    assert shelf.index.find("rubi", with_counts=True).counts == hits.counts
    assert shelf.index.find("ruby").counts == {}


def test_of_each_group_of_labels_one_is_enough_and_each_must_be_met(shelf: Shelf) -> None:
    shelf.put("Ruby Ring", labels="metal:gold stock:1")
    shelf.put("Ruby Bangle", labels="metal:silver stock:1")
    shelf.put("Ruby Pin", labels="metal:gold")
    shelf.put("Ruby Kada")

    def found(*labels: tuple[str, ...]) -> list[str]:
        return sorted(shelf.names[key] for key in shelf.index.find("ruby", labels=labels).ids)

    assert found(("metal:gold",)) == ["Ruby Pin", "Ruby Ring"]
    assert found(("metal:gold", "metal:silver"), ("stock:1",)) == ["Ruby Bangle", "Ruby Ring"]
    assert found(("metal:gol",)) == []
    assert shelf.index.find("ruby", labels=[["metal:gold"]], with_counts=True).counts == {"metal:gold": 2, "stock:1": 1}


@pytest.mark.parametrize(
    "label", ["price:250000-", "size:2.4", "metal:white-gold", "tag:दुल्हन", "size:7½_l", "plain", "a:'b'\\\"&|"]
)
def test_any_label_is_met_as_a_whole_and_told_as_it_is(shelf: Shelf, label: str) -> None:
    shelf.put("Ruby Ring", labels=f"{label} stock:1")
    shelf.put("Ruby Bangle", labels=f"{label}s")

    hits = shelf.index.find("ruby", labels=[[label]], with_counts=True)

    assert [shelf.names[key] for key in hits.ids] == ["Ruby Ring"]
    assert hits.counts == {label: 1, "stock:1": 1}


def test_words_are_not_corrected_where_labels_are_asked_for(shelf: Shelf) -> None:
    shelf.put("Ruby Ring", labels="metal:gold")

    assert shelf.index.find("rubu", labels=[["metal:gold"]]) == Hits([], 0, "rubu")


def test_labels_are_replaced_with_the_rest(shelf: Shelf) -> None:
    key = shelf.put("Ruby Ring", labels="metal:gold")
    shelf.put("Ruby Ring", id=key, labels="metal:silver")

    assert shelf.index.find("ruby", with_counts=True).counts == {"metal:silver": 1}
    assert shelf.index.find("ruby", labels=[["metal:gold"]]).ids == []


@pytest.mark.parametrize("query", ["gold", "metal", "metal:gold", "metal gold", "=metal:gold", "=metal"])
def test_no_words_find_a_label_or_are_suggested_from_it(shelf: Shelf, query: str) -> None:
    shelf.put("Ring", labels="metal:gold")

    assert shelf.found(query) == []
    assert shelf.index.words(query) == []


@pytest.mark.parametrize("labels", [[[]], [["metal:gold"], []]])
def test_a_group_without_labels_is_met_by_nothing(shelf: Shelf, labels: list[list[str]]) -> None:
    shelf.put("Ruby Ring", labels="metal:gold")

    assert shelf.index.find("ruby", labels=labels, with_counts=True).ids == []


def test_what_has_a_label_is_found_among_all_and_not_among_the_newest_alone(index: SearchIndex) -> None:
    labels = {0: "metal:gold"}
    with transaction():
        index.put([document(f"{n:024x}", "Ring", labels=labels.get(n, "")) for n in range(base.CANDIDATES + 5)])

    assert index.find("ring", labels=[["metal:gold"]]).ids == [f"{0:024x}"]
