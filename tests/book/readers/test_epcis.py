"""EPCIS documents become rows: what stands there, the same from both syntaxes, and nothing lost."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hefu.book.book import Book, Row
from hefu.book.readers.epcis.gs1 import canonical
from hefu.book.readers.epcis.reader import read_epcis_json, read_epcis_xml
from hefu.book.readers.rows import Rows, Source
from hefu.core.refusals import RefusalError
from tests.samples import ROOT, SHARED, samples

OWN = ROOT / "tests/book/readers/epcis"
SOURCE = Source("file:trace", "carrier", "feed", datetime(2026, 12, 1, tzinfo=UTC))

SELF_CONTRADICTING = {"AssociationEvent-h.jsonld"}
"""GS1's own example writes eventID twice in one object, with two values; which one holds, nobody can say."""

ALL = [
    *samples("tests/book/readers/epcis/*.jsonld", "epcis-gs1/JSON/**/*.jsonld"),
    *samples("tests/book/readers/epcis/*.xml", "epcis-event-hash/*.xml"),
    *(samples("tests/book/readers/epcis/coils.jsonld", "epcis-event-hash/*.jsonld")[1:]),
    *(samples("tests/book/readers/epcis/coils.jsonld", "epcis-gs1/JSON-Schema/test/*.json")[1:]),
]


def read(path: Path) -> Rows:
    rows = (read_epcis_xml if path.suffix == ".xml" else read_epcis_json)(path.read_bytes(), SOURCE)
    Book.of_rows(rows.tables).checked()
    return rows


@pytest.mark.parametrize("path", ALL)
def test_every_published_document_is_read_into_rows_that_hold(path: Path) -> None:
    if path.name in SELF_CONTRADICTING:
        with pytest.raises(RefusalError, match="json_key_repeated"):
            read(path)
    else:
        assert read(path).tables["trace_events"]


# The same facts from both syntaxes

PAIRS = [
    (OWN / "coils.jsonld", OWN / "coils.xml"),
    (OWN / "query.jsonld", OWN / "old_version.xml"),
    *(
        (path, path.with_suffix(".xml"))
        for path in sorted(SHARED.glob("epcis-event-hash/*.jsonld") if SHARED else [])
        if path.with_suffix(".xml").exists()
    ),
]


def facts(rows: Rows) -> dict[str, list[str]]:
    """Every row but those of the document around the events."""
    about = {name: [row for row in some if not _around(row)] for name, some in rows.tables.items() if name != "sources"}
    return {
        name: sorted(map(repr, map(sorted, (map(str, row.items()) for row in some)))) for name, some in about.items()
    }


def _around(row: Row) -> bool:
    return str(row.get("document_id")).startswith("epcis:")


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=lambda path: path.name)
def test_xml_and_json_give_the_same_rows(first: Path, second: Path) -> None:
    ours, theirs = facts(read(first)), facts(read(second))
    assert {name: rows for name, rows in ours.items() if rows} == {name: rows for name, rows in theirs.items() if rows}


def test_the_name_of_a_prefix_gives_no_other_row() -> None:
    text = (OWN / "coils.jsonld").read_text("utf-8")
    renamed = read_epcis_json(text.replace("mill:", "m:").replace('"mill"', '"m"').encode(), SOURCE)
    ours, theirs = facts(read(OWN / "coils.jsonld")), facts(renamed)
    # One event has a compact value; its hash keeps the prefix, as the published vectors do.
    assert [name for name in ours if ours[name] != theirs[name]] == ["trace_events"]
    assert sum(a != b for a, b in zip(ours["trace_events"], theirs["trace_events"], strict=True)) == 1


# What stands in the file


def table(rows: Rows, name: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(column) for column in columns) for row in rows.tables.get(name, [])]


COILS = "tests/book/readers/epcis/coils.jsonld"
DL = "https://id.gs1.org/"
SHIPPING = "urn:uuid:6f1c0f0a-2d0b-4b6e-9d0e-3c5f3a2b1c02"


def test_events() -> None:
    rows = read(ROOT / COILS)
    assert table(rows, "trace_events", "kind", "action", "business_step", "disposition", "quantity_milli", "unit") == [
        ("transformation", None, "commissioning", "active", 42_500, "TNE"),
        ("aggregation", "add", "packing", None, 6_000, None),
        ("object", "observe", "shipping", "in_transit", None, None),
        ("transaction", "add", None, None, None, "TNE"),
        ("association", "delete", None, None, None, None),
        ("extended", None, None, None, None, None),
    ]
    shipping = rows.tables["trace_events"][2]
    assert shipping["event_id"] == SHIPPING
    assert shipping["happened_at"] == datetime(2026, 11, 20, 1, 15, 30, 123_900, tzinfo=UTC)
    assert shipping["zone_offset"] == "+08:00"
    assert shipping["read_point"] == DL + "414/6901234000023/254/gate7"
    assert shipping["business_location"] == "geo:31.23,121.47"
    assert (shipping["set_dispositions"], shipping["unset_dispositions"]) == (
        "completeness_verified",
        "completeness_inferred",
    )
    assert rows.tables["trace_events"][5]["type"] == "https://mill.example/epcis/Audit"


def test_an_event_without_an_id_has_its_hash_for_one() -> None:
    (first, second, *_) = read(ROOT / COILS).tables["trace_events"]
    assert first["event_id"] == first["event_hash"]
    assert second["event_id"] == "urn:uuid:6f1c0f0a-2d0b-4b6e-9d0e-3c5f3a2b1c01" != second["event_hash"]


def test_goods() -> None:
    rows = read(ROOT / COILS)
    shown = ("role", "level", "identifier", "quantity_milli", "quantity_major", "unit")
    assert table(rows, "trace_items", *shown) == [
        ("output", "instance", DL + "01/06901234543216/21/C2", None, None, None),
        ("output", "instance", DL + "01/06901234543216/21/C1", None, None, None),
        ("input", "class", DL + "01/06901234123456/10/H-77", 42_500, None, "TNE"),
        ("parent", "instance", DL + "00/169012340000000013", None, None, None),
        ("child", "instance", DL + "01/06901234543216/21/C1", None, None, None),
        ("child", "class", DL + "01/06901234999990", 6_000, None, None),
        ("concerned", "instance", DL + "00/169012340000000013", None, None, None),
        ("concerned", "class", DL + "01/06901234123456/10/H-77", None, Decimal("0.0004"), "TNE"),
        ("parent", "instance", DL + "8003/06901234555554R1", None, None, None),
        ("child", "instance", DL + "8004/6901234A%2F1", None, None, None),
    ]


def test_parties_and_references() -> None:
    rows = read(ROOT / COILS)
    assert table(rows, "trace_parties", "side", "role", "identifier", "party_id") == [
        ("source", "owning_party", DL + "417/6901234000009", "gln:6901234000009"),
        ("source", "location", DL + "414/6901234000023/254/gate7", None),
        ("destination", "owning_party", DL + "417/6909999000005", "gln:6909999000005"),
    ]
    assert table(rows, "parties", "party_id", "gln") == [
        ("gln:6901234000009", "6901234000009"),
        ("gln:6909999000005", "6909999000005"),
    ]
    assert table(rows, "document_references", "kind", "number")[:3] == [
        ("po", "PO-2026/17"),
        ("inv", "26312000000112345678"),
        ("bizTransaction", "https://buyer.example/receipt/88"),
    ]


def test_readings() -> None:
    shown = ("measurement", "reading_exact", "reading_min_exact", "reading_max_exact", "unit", "reading_flag", "device")
    device, at = DL + "8004/6901234scale7", datetime(2026, 11, 20, 1, 15, tzinfo=UTC)
    rows = read(ROOT / COILS)
    assert table(rows, "trace_readings", *shown) == [
        ("Mass", Decimal("21.25"), None, None, "TNE", None, device),
        ("Temperature", None, Decimal("-4.5"), Decimal(3), "CEL", None, device),
        ("https://mill.example/epcis/Tilt", None, None, None, None, False, device),
    ]
    assert {row["measured_at"] for row in rows.tables["trace_readings"]} == {at}


def test_a_declared_error_marks_the_event_and_names_what_corrects_it() -> None:
    rows = read(ROOT / COILS)
    wrong = rows.tables["trace_events"][3]
    assert (wrong["declared_wrong_at"], wrong["wrong_reason"]) == (
        datetime(2026, 11, 21, tzinfo=UTC),
        "incorrect_data",
    )
    assert table(rows, "document_references", "document_id", "kind", "number")[-1] == (
        wrong["event_id"],
        "correctiveEventID",
        "urn:uuid:6f1c0f0a-2d0b-4b6e-9d0e-3c5f3a2b1c09",
    )


def test_what_has_no_column_is_kept_by_its_path() -> None:
    ns = "{https://mill.example/epcis/}"
    kept = dict(table(read(ROOT / COILS), "trace_extras", "path", "said"))
    assert kept[f"ilmd/{ns}heat/{ns}carbon"] == "0.170"
    assert kept[f"readPoint/{ns}line"] == "3"
    assert kept[f"sensorElementList/1/sensorReport/1/{ns}seal"] == "ok"
    assert kept[f"errorDeclaration/{ns}by"] == "shift 2"
    assert kept[f"{ns}vehicle"] == "沪A12345"
    header = dict(table(read(OWN / "old_version.xml"), "trace_extras", "path", "said"))
    assert "6901234000009" in header.values()


# One event twice in a document


def twice(**change: object) -> bytes:
    document = json.loads((ROOT / COILS).read_text("utf-8"))
    event = document["epcisBody"]["eventList"][2]
    document["epcisBody"]["eventList"] = [event, {**event, **change}]
    return json.dumps(document).encode()


def test_an_event_and_its_declaration_as_wrong_are_one_event() -> None:
    error = {
        "declarationTime": "2026-11-21T00:00:00Z",
        "reason": "did_not_occur",
        "correctiveEventIDs": ["urn:x:right"],
        "mill:by": "shift 2",
    }
    once, rows = read_epcis_json(twice(), SOURCE), read_epcis_json(twice(errorDeclaration=error), SOURCE)
    (row,) = rows.tables["trace_events"]
    assert row["wrong_reason"] == "did_not_occur"
    assert rows.tables["trace_items"] == once.tables["trace_items"]
    assert table(rows, "document_references", "kind", "number")[-1] == ("correctiveEventID", "urn:x:right")
    assert "shift 2" in {row["said"] for row in rows.tables["trace_extras"]}
    Book.of_rows(rows.tables).checked()


@pytest.mark.parametrize("change", [{"bizStep": "storing"}, {"rdfs:comment": "one"}], ids=str)
def test_two_events_under_one_id_are_refused(change: dict[str, str]) -> None:
    document = json.loads(twice(**change))
    # What the hash leaves out may not differ either.
    document["epcisBody"]["eventList"][0].setdefault("rdfs:comment", "another")
    with pytest.raises(RefusalError, match="event_id_conflict"):
        read_epcis_json(json.dumps(document).encode(), SOURCE)


# Nothing is lost: every value of a JSON document stands in some row


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, name)
    else:
        yield name, value


JSON_FILES = [case for case in ALL if not str(case.id).endswith((".xml", *SELF_CONTRADICTING))]


@pytest.mark.parametrize("path", JSON_FILES)
def test_every_value_of_every_event_is_in_the_rows(path: Path) -> None:
    cells = [value for some in read(path).tables.values() for row in some for value in row.values()]
    words = " ".join(str(value).lower() for value in cells if isinstance(value, str))
    numbers = {Decimal(value) for value in cells if isinstance(value, Decimal)}
    numbers |= {Decimal(value).scaleb(-3) for value in cells if isinstance(value, int)}
    moments = {value for value in cells if isinstance(value, datetime)}
    document = json.loads(path.read_text("utf-8"), parse_float=Decimal, parse_int=Decimal)
    prefixes = {
        key: item for part in as_list(document["@context"]) if isinstance(part, dict) for key, item in part.items()
    }
    for name, value in leaves({key: item for key, item in document.items() if key != "@context"}):
        assert value in SAID_OTHERWISE or stands(value, words, numbers, moments, prefixes), (name, value)


SAID_OTHERWISE = {"EPCISDocument", "EPCISQueryDocument", "2.0"} | {
    f"{kind}Event" for kind in ("Object", "Aggregation", "Transaction", "Transformation", "Association")
}


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    return value if isinstance(value, list) else [value]


def stands(value: object, words: str, numbers: set[Decimal], moments: set[datetime], prefixes: dict[str, str]) -> bool:
    if isinstance(value, bool):
        return True
    if isinstance(value, Decimal):
        return value in numbers or str(value) in words
    text = str(value)
    prefix, _, rest = text.partition(":")
    written_out = prefixes[prefix] + rest if isinstance(prefixes.get(prefix), str) else text
    if any(form.lower() in words for form in (text, canonical(text), written_out, text.removeprefix("cbv:Comp-"))):
        return True
    return (text.startswith(("gs1:",)) and rest.lower() in words) or _moment(text) in moments


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


# An event that only version 1 knows

QUANTITY = """
<QuantityEvent>
  <eventTime>2026-11-20T11:00:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
  <epcClass>urn:epc:idpat:sgtin:6901234.012345.*</epcClass><quantity>200</quantity>
  <bizStep>urn:epcglobal:cbv:bizstep:receiving</bizStep>
</QuantityEvent>"""
SAME = """
<ObjectEvent>
  <eventTime>2026-11-20T11:00:00+08:00</eventTime><eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
  <epcList/><action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:receiving</bizStep>
  <extension><quantityList><quantityElement>
    <epcClass>urn:epc:idpat:sgtin:6901234.012345.*</epcClass><quantity>200</quantity>
  </quantityElement></quantityList></extension>
</ObjectEvent>"""


def with_event(event: str) -> bytes:
    text = (OWN / "old_version.xml").read_text("utf-8")
    return text.replace("</EventList>", f"{event}</EventList>").encode()


def test_a_quantity_event_of_version_1_is_goods_of_a_class_observed() -> None:
    old, new = (read_epcis_xml(with_event(event), SOURCE) for event in (QUANTITY, SAME))
    assert facts(old) == facts(new)
    assert len(old.tables["trace_events"]) == 3


def test_version_2_knows_no_quantity_event() -> None:
    newer = with_event(QUANTITY).replace(b"urn:epcglobal:epcis:xsd:1", b"urn:epcglobal:epcis:xsd:2")
    with pytest.raises(RefusalError, match="kind_unknown"):
        read_epcis_xml(newer.replace(b'schemaVersion="1.2"', b'schemaVersion="2.0"'), SOURCE)
