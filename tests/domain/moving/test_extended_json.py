"""Files of mongoexport, in all their shapes, read as a stream."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from storefront.domain.moving import extended_json
from storefront.domain.moving.extended_json import documents

OID = "65A0000000000000000000aF"


def _values(path: Path) -> list[Any]:
    return [one.document for one in documents(path)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"$oid": OID}, OID.lower()),
        ({"$date": "2024-01-12T09:30:00.250Z"}, datetime(2024, 1, 12, 9, 30, 0, 250_000, UTC)),
        ({"$date": "2024-01-12T15:00:00.250+0530"}, datetime(2024, 1, 12, 9, 30, 0, 250_000, UTC)),
        ({"$date": 1705051800250}, datetime(2024, 1, 12, 9, 30, 0, 250_000, UTC)),
        ({"$date": {"$numberLong": "1705051800250"}}, datetime(2024, 1, 12, 9, 30, 0, 250_000, UTC)),
        ({"$numberInt": "7"}, 7),
        ({"$numberLong": "9007199254740993"}, 9007199254740993),
        ({"$numberDouble": "12.5"}, 12.5),
        ({"$numberDecimal": "0.10"}, Decimal("0.10")),
        ({"$undefined": True}, None),
    ],
)
def test_each_type_of_both_versions_is_read(tmp_path: Path, written: Any, meant: Any) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"value": written, "list": [written]}))

    assert _values(file) == [{"value": meant, "list": [meant]}]


@pytest.mark.parametrize("odd", [{"$oid": "short"}, {"$date": "soon"}, {"$numberInt": "x"}, {"$date": {"$numberLong": "9" * 30}}])
def test_a_value_that_cannot_be_read_stays_as_it_is_written(tmp_path: Path, odd: Any) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"value": odd}))

    assert list(_values(file)[0]) == ["value"]
    assert isinstance(_values(file)[0]["value"], dict)


@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: "".join(json.dumps(row) + "\n" for row in rows),
        lambda rows: "\ufeff" + "\r\n".join(json.dumps(row) for row in rows),
        lambda rows: json.dumps(rows),
        lambda rows: json.dumps(rows, indent=2),
        lambda rows: "[" + ",\n".join(json.dumps(row, indent="\t") for row in rows) + "]\n",
    ],
    ids=["lines", "bom and crlf", "array on one line", "indented array", "as --pretty"],
)
@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 18])
def test_every_shape_gives_the_same_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: Any, chunk: int) -> None:
    monkeypatch.setattr(extended_json, "_CHUNK", chunk)
    rows = [{"_id": number, "name": 'A "quoted" {brace} \\ ₹', "list": [{"_id": 1}, {"deep": [{}]}]} for number in range(5)]
    file = tmp_path / "rows.json"
    file.write_bytes(shape(rows).encode())

    assert _values(file) == rows


@pytest.mark.parametrize(
    "broken", ['{"_id": 2, "name": "cut', '{"_id": 2,, "a": 1}', "nonsense", '{"_id": 2, "items": [{"a": 1}']
)
@pytest.mark.parametrize("chunk", [5, 1 << 18])
def test_a_broken_line_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, chunk: int) -> None:
    monkeypatch.setattr(extended_json, "_CHUNK", chunk)
    file = tmp_path / "rows.json"
    file.write_text('{"_id": 1}\n' + broken + '\n{"_id": 3}\n{"_id": 4}\n')

    found = list(documents(file))

    assert [one.document for one in found] == [{"_id": 1}, None, {"_id": 3}, {"_id": 4}]
    assert found[1].number == 2
    assert found[1].trouble == "This is not valid JSON."


def test_a_broken_document_of_an_array_on_one_line_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    file.write_text('[{"_id":1},{"_id":2,"name":oops},{"_id":3}]')

    assert _values(file) == [{"_id": 1}, None, {"_id": 3}]


def test_what_is_no_document_is_told_and_an_empty_file_is_empty(tmp_path: Path) -> None:
    file, empty = tmp_path / "rows.json", tmp_path / "empty.json"
    file.write_bytes(b'{"_id": 1}\n"text"\n{"_id": "\xff"}\n')
    empty.write_text("")

    assert _values(file) == [{"_id": 1}, None, {"_id": "\ufffd"}]
    assert _values(empty) == []


def test_progress_adds_up_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extended_json, "_CHUNK", 1000)
    file = tmp_path / "rows.json"
    file.write_text("".join(json.dumps({"_id": number, "name": "₹" * 50}) + "\n" for number in range(200)))
    told: list[int] = []

    count = sum(1 for _ in documents(file, told.append))

    assert count == 200
    assert sum(told) == file.stat().st_size
