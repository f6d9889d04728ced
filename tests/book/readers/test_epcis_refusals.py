"""What an EPCIS document must not say: each fault has its own code, in both syntaxes, and costs next to nothing."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.book.readers.epcis.reader import read_epcis_json, read_epcis_xml
from hefu.book.readers.rows import Source
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language
from tests.samples import ROOT

OWN = ROOT / "tests/book/readers/epcis"
SOURCE = Source("file:trace", "carrier", "feed", datetime(2026, 12, 1, tzinfo=UTC))
STANDARD = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
GONE: Any = "GONE"
COILS, PACKING, SHIPPING, RECEIPT, RACK = range(5)


def coils() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((OWN / "coils.jsonld").read_text("utf-8"))
    return document


def put(holder: Any, path: str, value: Any) -> None:  # noqa: ANN401 - JSON
    parts = [path] if "://" in path else path.split("/")
    *way, last = [int(part) if part.isdigit() else part for part in parts]
    for part in way:
        holder = holder[part]
    if value == GONE:
        del holder[last]
    else:
        holder[last] = value


def code_of(data: bytes, *, xml: bool = False) -> str:
    started = time.process_time()
    with pytest.raises(RefusalError) as raised:
        (read_epcis_xml if xml else read_epcis_json)(data, SOURCE)
    assert time.process_time() - started < 2
    return raised.value.refused.refusal.code


# One field of one event changed: which event, where, what instead, and how it is refused
FAULTS: list[tuple[int, str, Any, str]] = [
    # structure
    (SHIPPING, "type", GONE, "field_missing"),
    (SHIPPING, "type", "ShippingEvent", "kind_unknown"),
    (SHIPPING, "type", "QuantityEvent", "kind_unknown"),
    (SHIPPING, "eventTime", GONE, "field_missing"),
    (SHIPPING, "eventTimeZoneOffset", GONE, "field_missing"),
    (SHIPPING, "action", GONE, "field_missing"),
    (SHIPPING, "colour", "red", "field_unexpected"),
    (SHIPPING, "parentID", "urn:epc:id:sscc:6901234.1000000001", "field_unexpected"),
    (SHIPPING, "ilmd", {"mill:grade": "A"}, "field_unexpected"),
    (SHIPPING, "epcis:action", "ADD", "field_unexpected"),
    (SHIPPING, "https://ref.gs1.org/epcis/action", "ADD", "field_unexpected"),
    (SHIPPING, "mill:", "x", "field_unexpected"),
    (SHIPPING, "{https://mill.example/epcis/}vehicle", "沪B1", "field_unexpected"),
    (SHIPPING, "{}", "x", "field_unexpected"),
    (SHIPPING, "https://mill.example/epcis/vehicle", "沪B1", "field_repeated"),
    (SHIPPING, "bizStep", None, "field_malformed"),
    (SHIPPING, "epcList", "urn:epc:id:sscc:6901234.1000000001", "field_malformed"),
    (SHIPPING, "epcList", ["urn:x:a", "urn:x:a"], "field_malformed"),
    (SHIPPING, "readPoint", "urn:epc:id:sgln:6901234.00002.0", "field_malformed"),
    (SHIPPING, "readPoint", {}, "field_missing"),
    (SHIPPING, "readPoint/name", "gate", "field_unexpected"),
    (SHIPPING, "sourceList/0/type", GONE, "field_missing"),
    (SHIPPING, "sourceList/0/mill:x", "y", "field_unexpected"),
    (SHIPPING, "bizTransactionList/0/bizTransaction", GONE, "field_missing"),
    (SHIPPING, "persistentDisposition", {}, "field_missing"),
    (SHIPPING, "persistentDisposition/set", [], "field_empty"),
    (SHIPPING, "persistentDisposition/set", ["damaged", "damaged"], "field_malformed"),
    (SHIPPING, "sensorElementList/0/sensorReport", GONE, "field_missing"),
    (SHIPPING, "sensorElementList/0/sensorReport", [], "field_empty"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/type", GONE, "field_missing"),
    (SHIPPING, "errorDeclaration", {"reason": "incorrect_data"}, "field_missing"),
    (COILS, "action", "ADD", "field_unexpected"),
    (COILS, "outputEPCList", GONE, "field_missing"),
    (COILS, "inputQuantityList", [], "field_missing"),
    (COILS, "inputQuantityList/0/epcClass", GONE, "field_missing"),
    (COILS, "ilmd/grade", "Q235B", "field_unexpected"),
    (PACKING, "parentID", GONE, "field_missing"),
    (PACKING, "persistentDisposition", {"set": ["damaged"]}, "field_unexpected"),
    (RECEIPT, "bizTransactionList", [], "field_empty"),
    (RECEIPT, "bizTransactionList", GONE, "field_missing"),
    (RACK, "action", "ADD", ""),
    (RACK, "childEPCs", GONE, ""),
    # words
    (SHIPPING, "action", "observe", "code_unknown"),
    (SHIPPING, "action", "REPLACE", "code_unknown"),
    (SHIPPING, "bizStep", "shiping", "code_unknown"),
    (SHIPPING, "bizStep", "in_transit", "code_unknown"),
    (SHIPPING, "bizStep", "urn:epcglobal:cbv:bizstep:shipping", "code_unknown"),
    (SHIPPING, "bizStep", "https://ref.gs1.org/cbv/BizStep-shiping", "code_unknown"),
    (SHIPPING, "bizStep", "https://ref.gs1.org/cbv/Disp-in_transit", "code_unknown"),
    (SHIPPING, "bizStep", "cbv:BizStep-shiping", "code_unknown"),
    (SHIPPING, "bizStep", "https://mill.example/step/galvanising", ""),
    (SHIPPING, "disposition", "shipping", "code_unknown"),
    (SHIPPING, "bizTransactionList/0/type", "order", "code_unknown"),
    (SHIPPING, "sourceList/0/type", "owner", "code_unknown"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/type", "Weight", "code_unknown"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/type", "https://gs1.org/voc/Mass", "code_unknown"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/type", "gs1:Weight", "code_unknown"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/exception", "ALARM", "code_unknown"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/component", "w", "code_unknown"),
    (RECEIPT, "errorDeclaration/reason", "mistake", "code_unknown"),
    # forms
    (SHIPPING, "eventTime", "2026-11-20T01:15:30", "date_unknown"),
    (SHIPPING, "eventTime", "2026-11-20", "date_unknown"),
    (SHIPPING, "eventTime", "2026-02-30T01:15:30Z", "date_unknown"),
    (SHIPPING, "eventTime", "2026-11-20 01:15:30Z", "date_unknown"),
    (SHIPPING, "eventTime", "2026-11-20T25:15:30Z", "date_unknown"),
    (SHIPPING, "eventTime", "0001-01-01T00:00:00+14:00", "date_unknown"),
    (SHIPPING, "eventTime", "2026-11-20T01:15:30." + "1" * 90 + "Z", "date_unknown"),
    (SHIPPING, "eventTime", "２０２６-11-20T01:15:30Z", "date_unknown"),
    (SHIPPING, "eventTimeZoneOffset", "+8:00", "field_malformed"),
    (SHIPPING, "eventTimeZoneOffset", "+14:30", "field_malformed"),
    (SHIPPING, "eventTimeZoneOffset", "Z", "field_malformed"),
    (SHIPPING, "eventID", "not a uri", "field_malformed"),
    (SHIPPING, "eventID", "urn:x:%zz", "field_malformed"),
    (SHIPPING, "epcList/0", "169012340000000013", "field_malformed"),
    (SHIPPING, "epcList/0", "https://id.gs1.org/00/169012340000000017", "identifier_wrong"),
    (SHIPPING, "epcList/0", "https://id.gs1.org/00/16901234", "field_malformed"),
    (SHIPPING, "epcList/0", "urn:epc:id:sscc:6901234.100000001", "field_malformed"),
    (SHIPPING, "epcList/0", "urn:epc:id:sgtin:6901234.054321", "field_malformed"),
    (SHIPPING, "epcList/0", "urn:epc:id:ssgtin:6901234.054321.1", "field_malformed"),
    (SHIPPING, "readPoint/id", "https://other.example/414/6901234000024", "identifier_wrong"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/value", "21.25", "field_malformed"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/value", True, "field_malformed"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/uom", "tonne", "field_malformed"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/hexBinaryValue", "xyz", "field_malformed"),
    (SHIPPING, "sensorElementList/0/sensorReport/0/booleanValue", "true", "field_malformed"),
    (COILS, "inputQuantityList/0/quantity", "42.5", "field_malformed"),
    (COILS, "inputQuantityList/0/uom", "t", "field_malformed"),
]


@pytest.mark.parametrize(
    ("event", "path", "value", "code"), FAULTS, ids=[f"{n}-{path}-{value!s:.50}" for n, path, value, _ in FAULTS]
)
def test_a_fault_in_an_event_refuses_the_document(event: int, path: str, value: object, code: str) -> None:
    document = coils()
    put(document["epcisBody"]["eventList"][event], path, value)
    data = json.dumps(document).encode()
    if code:
        assert code_of(data) == code
    else:
        assert read_epcis_json(data, SOURCE).tables["trace_events"]


# The document around the events
AROUND: list[tuple[str, Any, str]] = [
    ("@context", GONE, "context_missing"),
    ("@context", [], "context_missing"),
    ("@context", {"mill": "https://mill.example/epcis/"}, "context_missing"),
    ("@context", "https://evil.example/context.jsonld", "context_remote"),
    ("@context", [STANDARD, "https://evil.example/context.jsonld"], "context_remote"),
    ("@context", ["file:///etc/passwd", STANDARD], "context_remote"),
    ("@context", STANDARD.replace("https", "http"), "context_remote"),
    ("@context", STANDARD + "?x", "context_remote"),
    ("@context", [STANDARD, {"eventTime": "https://evil.example/t"}], "context_redefines"),
    ("@context", [STANDARD, {"quantity": {"@id": "epcis:percValue"}}], "context_redefines"),
    ("@context", [STANDARD, {"type": "https://evil.example/type"}], "context_redefines"),
    ("@context", [STANDARD, {"cbv": "https://evil.example/cbv/"}], "context_redefines"),
    ("@context", [STANDARD, {"epcis": "https://evil.example/"}], "context_redefines"),
    ("@context", [STANDARD, {"mill": "https://ref.gs1.org/epcis/"}], "context_redefines"),
    ("@context", [STANDARD, {"epcis:eventTime": {"@type": "@id"}}], "context_redefines"),
    ("@context", [STANDARD, {"urn": "https://evil.example/"}], "context_unsupported"),
    ("@context", [STANDARD, {"https": "https://evil.example/"}], "context_unsupported"),
    ("@context", [STANDARD, {"@vocab": "https://evil.example/"}], "context_unsupported"),
    ("@context", [STANDARD, {"@import": "https://evil.example/"}], "context_unsupported"),
    ("@context", [STANDARD, {"@base": "https://evil.example/"}], "context_unsupported"),
    ("@context", [STANDARD, {"mill": {"@id": "https://mill.example/"}}], "context_unsupported"),
    ("@context", [STANDARD, {"mill": "no uri"}], "context_unsupported"),
    ("@context", [STANDARD, {"@version": 1.0}], "context_unsupported"),
    ("@context", [STANDARD, {"mill:x": "https://evil.example/"}], "context_unsupported"),
    ("@context", [STANDARD, 7], "context_unsupported"),
    ("@context", [STANDARD, {"mill": "https://mill.example/epcis/", "gs1": "https://gs1.org/voc/"}], ""),
    ("@context", ["https://gs1.github.io/EPCIS/epcis-context.jsonld", {"mill": "urn:x:"}], ""),
    ("@context", [STANDARD, {"@version": 1.1, "mill": "https://mill.example/epcis/"}], ""),
    ("type", GONE, "kind_unknown"),
    ("type", "Invoice", "kind_unknown"),
    ("type", ["EPCISDocument"], "kind_unknown"),
    ("schemaVersion", GONE, "field_missing"),
    ("schemaVersion", "1.2", "field_malformed"),
    ("creationDate", GONE, "field_missing"),
    ("creationDate", "2026-11-20", "date_unknown"),
    ("epcisBody", GONE, "field_missing"),
    ("epcisBody", [], "field_malformed"),
    ("epcisBody/eventList", GONE, "field_missing"),
    ("epcisBody/eventList", {}, "field_malformed"),
    ("epcisBody/eventList", [7], "field_malformed"),
    ("epcisBody/events", [], "field_unexpected"),
    ("note", "x", "field_unexpected"),
    ("mill:note", "x", ""),
]


@pytest.mark.parametrize(("path", "value", "code"), AROUND, ids=[f"{path}-{value!s:.90}" for path, value, _ in AROUND])
def test_a_fault_around_the_events_refuses_the_document(path: str, value: object, code: str) -> None:
    document = coils()
    put(document, path, value)
    data = json.dumps(document).encode()
    if code:
        assert code_of(data) == code
    else:
        assert read_epcis_json(data, SOURCE).tables["trace_events"]


def test_an_events_own_context_is_held_to_the_same() -> None:
    document = coils()
    event = document["epcisBody"]["eventList"][RACK]
    event["@context"] = {"own": "https://own.example/"}
    event["own:tag"] = "7"
    assert read_epcis_json(json.dumps(document).encode(), SOURCE).tables["trace_events"]
    event["@context"] = {"eventTime": "https://own.example/"}
    assert code_of(json.dumps(document).encode()) == "context_redefines"


# The same text replaced in the XML document
XML_FAULTS = [
    ("<?xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><?xml", "xml_doctype"),
    ("<epcis:EPCISDocument ", "<!DOCTYPE x [<!ENTITY a 'b'>]><epcis:EPCISDocument ", "xml_doctype"),
    ("</epcis:EPCISDocument>", "", "xml_malformed"),
    ("urn:epcglobal:epcis:xsd:2", "urn:epcglobal:epcis:xsd:3", "kind_unknown"),
    ('schemaVersion="2.0"', 'schemaVersion="1.2"', "kind_unknown"),
    (' creationDate="2026-11-20T18:00:00+08:00"', "", "date_unknown"),
    ("EPCISBody>", "Body>", "field_missing"),
    ("<EPCISBody>", "<EPCISBody><EventList/>", "field_repeated"),
    ("<action>ADD</action>", "", "field_missing"),
    ("<action>ADD</action>", "<action>ADD</action><action>ADD</action>", "field_repeated"),
    ("<action>ADD</action>", "<action/>", "field_empty"),
    ("<action>ADD</action>", "<action>A<!-- -->DD</action>", "xml_text_split"),
    ("<action>ADD</action>", "<action>ADD</action> and so on", "xml_text_split"),
    ("<action>ADD</action>", "<action x='1'>ADD</action>", "field_unexpected"),
    ("<action>ADD</action>", "<action>ADD</action><colour>red</colour>", "field_unexpected"),
    ("<action>ADD</action>", "<epcis:action>ADD</epcis:action>", "field_unexpected"),
    ("<action>ADD</action>", "<action>add</action>", "code_unknown"),
    ("cbv:BizStep-packing", "packing", "code_unknown"),
    ("cbv:BizStep-packing", "cbv:BizStep-parking", "code_unknown"),
    ("urn:epcglobal:cbv:bizstep:commissioning", "urn:epcglobal:cbv:bizstep:comissioning", "code_unknown"),
    ("gs1:Mass", "gs1:Weight", "code_unknown"),
    ("<quantity>6</quantity>", "<quantity>6e3</quantity>", "number_not_plain"),
    ("<quantity>6</quantity>", "<quantity>٦</quantity>", "number_not_plain"),
    ("<quantity>6</quantity>", "<quantity>NaN</quantity>", "number_not_plain"),
    ("<quantity>6</quantity>", "<quantity>" + "9" * 1_000_000 + "</quantity>", "number_too_long"),
    ("<quantity>6</quantity>", "<quantity>" + "9" * 25 + "</quantity>", "number_too_large"),
    ("<quantity>6</quantity>", "<quantity>-0.0</quantity>", "number_not_plain"),
    ("<quantity>6</quantity>", "<quantity>+6</quantity>", "number_not_plain"),
    ('value="21.25"', 'value="0.0000000000000000001"', "measurement_too_fine"),
    ('value="21.25"', 'value="123456789012345678901"', "number_too_large"),
    ('booleanValue="0"', 'booleanValue="no"', "field_malformed"),
    ("2026-11-19T09:00:00+08:00", "2026-11-19T09:00:00", "date_unknown"),
    ("urn:epc:id:sscc:6901234.1000000001", "urn:epc:id:sscc:6901234.10000001", "field_malformed"),
    ("https://id.gs1.org/00/169012340000000013", "https://id.gs1.org/00/169012340000000014", "identifier_wrong"),
    (
        "<epc>urn:epc:id:sgtin:6901234.054321.C1</epc>",
        "<id>urn:epc:id:sgtin:6901234.054321.C1</id>",
        "field_unexpected",
    ),
]


@pytest.mark.parametrize(("old", "new", "code"), XML_FAULTS, ids=[f"{old:.30}-{new:.50}" for old, new, _ in XML_FAULTS])
def test_a_fault_in_xml_refuses_the_document(old: str, new: str, code: str) -> None:
    text = (OWN / "coils.xml").read_text("utf-8")
    assert old in text
    assert code_of(text.replace(old, new).encode(), xml=True) == code


# Any damage at all
CUTS = st.lists(
    st.tuples(st.integers(0, 9_999), st.integers(0, 30), st.sampled_from([b"", b'"', b"<", b"{", b"}", b":", b"\xff"]))
)


@given(st.sampled_from(["coils.jsonld", "coils.xml", "old_version.xml", "query.jsonld"]), CUTS)
def test_a_damaged_file_is_read_or_refused(name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    data = (OWN / name).read_bytes()
    for start, length, instead in cuts:
        data = data[:start] + instead + data[start + length :]
    try:
        rows = (read_epcis_xml if name.endswith("xml") else read_epcis_json)(data, SOURCE)
    except RefusalError as error:
        assert error.refused.render(Language.ZH)  # noqa: PT017 - whether it raises is Hypothesis's choice
    else:
        assert not Book.of_rows(rows.tables).broken_rows()


# Files meant to do harm
def event_with(**fields: object) -> bytes:
    event = {
        "@context": [STANDARD, {"m": "https://m.example/"}],
        "type": "ObjectEvent",
        "eventTime": "2026-11-20T00:00:00Z",
        "eventTimeZoneOffset": "+08:00",
        "action": "ADD",
        "epcList": [],
        **fields,
    }
    return json.dumps(event).encode()


def nested(depth: int) -> Any:  # noqa: ANN401 - JSON
    value: Any = "x"
    for _ in range(depth):
        value = {"m:a": value}
    return value


HOSTILE = [
    (event_with(**{"m:a": nested(70)}), "json_too_deep"),
    (event_with(eventID="urn:x:" + "a" * 2_000_000 + " "), "field_malformed"),
    (event_with(epcList=["https://x.example" + "/01" * 20_000 + "/x"]), ""),
    (event_with(epcList=["urn:epc:id:sgtin:" + "." * 500_000]), "field_malformed"),
    (event_with(epcList=["urn:epc:id:giai:6901234." + "%41" * 300_000]), "field_malformed"),
    (event_with(bizStep="x" * 1_000_000), "code_unknown"),
    (event_with(sensorElementList=[{"sensorReport": [{"type": "Mass"}]}] * 3_000), ""),
    (b'{"type": "ObjectEvent", "type": "AggregationEvent"}', "json_key_repeated"),
    (b"[]", "kind_unknown"),
    (b'"ObjectEvent"', "kind_unknown"),
    (b'{"type": {}}', "kind_unknown"),
]


@pytest.mark.parametrize(("data", "code"), HOSTILE, ids=[f"hostile-{n}" for n in range(len(HOSTILE))])
def test_hostile_files_are_refused_or_read_within_two_seconds(data: bytes, code: str) -> None:
    if code:
        assert code_of(data) == code
    else:
        started = time.process_time()
        assert read_epcis_json(data, SOURCE).tables["trace_events"]
        assert time.process_time() - started < 2
