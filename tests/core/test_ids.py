"""Ids look and sort like MongoDB's, and no two processes make the same one."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from storefront.core import ids
from storefront.core.ids import is_id, new_id


def test_an_id_is_24_hex_digits_beginning_with_the_time() -> None:
    before = int(time.time())

    made = new_id()

    assert is_id(made)
    assert before <= int(made[:8], 16) <= int(time.time())


def test_later_ids_sort_later_and_none_repeats() -> None:
    made = [new_id() for _ in range(5000)]

    assert len(set(made)) == 5000
    assert [one[8:18] for one in made] == [made[0][8:18]] * 5000
    assert made == sorted(made)


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(500)], range(8)))

    assert len(set().union(*made)) == 4000


def test_a_forked_process_does_not_go_on_with_its_parents_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = new_id()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    its = new_id()
    monkeypatch.setattr(ids, "_state", None)

    assert its[8:18] != mine[8:18]


@pytest.mark.parametrize(
    "text",
    ["", "5f", "5F2E0B0C9D1E8A3B4C5D6E7F", "5f2e0b0c9d1e8a3b4c5d6e7g", "5f2e0b0c9d1e8a3b4c5d6e7f0", "5f2e0b0c9d1e8a3b4c5d6e7\n"],
)
def test_what_has_not_the_form_of_an_id_is_none(text: str) -> None:
    assert not is_id(text)
