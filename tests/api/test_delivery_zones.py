"""Zones of delivery for admins: the endpoints of `delivery_zones`."""

from typing import Any

import pytest

from storefront.core.ids import new_id
from tests.browser import Browser

EAST = {"name": "East", "pins": ["7", "8"], "days": 2, "fee": 250, "freeFrom": 25000, "rates": [{"upToGrams": 500, "fee": 180.5}]}


def test_a_zone_is_made_listed_changed_and_removed(as_admin: Browser) -> None:
    made = as_admin.post("/admin/delivery/zones", json=EAST).json["result"]

    assert {name: made[name] for name in EAST} == {**EAST, "rates": [{"upToGrams": 500, "below": None, "fee": 180.5}]}
    assert as_admin.get("/admin/delivery/zones").json["result"] == [made]
    changed = as_admin.put(f"/admin/delivery/zones/{made['id']}", json={"name": "North-east", "pins": ["78"]}).json["result"]
    assert (changed["pins"], changed["fee"], changed["rates"]) == (["78"], None, [])
    assert as_admin.delete(f"/admin/delivery/zones/{made['id']}").status_code == 200
    assert as_admin.get("/admin/delivery/zones").json["result"] == []


def test_the_beginning_of_a_pin_code_belongs_to_one_zone(as_admin: Browser) -> None:
    as_admin.post("/admin/delivery/zones", json=EAST)

    answer = as_admin.post("/admin/delivery/zones", json={"name": "Other", "pins": ["8", "9"]})

    assert (answer.status_code, answer.json["message"]) == (409, "PIN codes that begin with 8 belong to the zone East already.")
    assert len(as_admin.get("/admin/delivery/zones").json["result"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"pins": []}, {"pins": ["0"]}, {"pins": ["4110045"]}, {"days": 61}, {"fee": -1}, {"rates": [{"fee": 5}]}, {"name": ""}],
)
def test_what_makes_no_sense_is_refused(as_admin: Browser, wrong: dict[str, Any]) -> None:
    answer = as_admin.post("/admin/delivery/zones", json={**EAST, **wrong})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)


def test_an_unknown_zone_is_404(as_admin: Browser) -> None:
    unknown = new_id()

    assert as_admin.put(f"/admin/delivery/zones/{unknown}", json=EAST).status_code == 404
    assert as_admin.delete(f"/admin/delivery/zones/{unknown}").status_code == 404
