"""GLEIF files that are hostile or defective are refused with the right reason, the same one in either syntax."""

from datetime import UTC, datetime

import pytest

from hefu.book.readers.gleif.reader import read_gleif_json, read_gleif_xml
from hefu.book.readers.rows import Source
from hefu.core.refusals import RefusalError
from tests.book.readers.gleif_syntax import as_golden_copy
from tests.samples import ROOT

SOURCE = Source("file:test", "registry", "registry", datetime(2026, 11, 21, tzinfo=UTC))


def own(name: str) -> bytes:
    return (ROOT / "tests/book/readers/gleif" / name).read_bytes()


HOSTILE = [
    (
        "wrong check digits",
        "lei.xml",
        "9695HEFUTEST00000252</lei:LEI>",
        "9695HEFUTEST00000253</lei:LEI>",
        "identifier_wrong",
    ),
    ("a short LEI", "lei.xml", "9695HEFUTEST00000252</lei:LEI>", "98</lei:LEI>", "identifier_wrong"),
    ("no name", "lei.xml", '<lei:LegalName xml:lang="en">Harbour Metals Limited', "<lei:LegalName>", "field_missing"),
    ("an unknown state", "lei.xml", ">LAPSED<", ">SLEEPING<", "code_unknown"),
    ("a state of links", "lei.xml", ">LAPSED<", ">PUBLISHED<", "code_unknown"),
    ("an unknown entity state", "lei.xml", ">INACTIVE<", ">GONE<", "code_unknown"),
    ("an unknown category", "lei.xml", ">SOLE_PROPRIETOR<", ">GHOST<", "code_unknown"),
    ("no state", "lei.xml", "<lei:RegistrationStatus>LAPSED</lei:RegistrationStatus>", "", "field_missing"),
    (
        "two names",
        "lei.xml",
        "<lei:LegalJurisdiction>HK",
        "<lei:LegalName>X</lei:LegalName><lei:LegalJurisdiction>HK",
        "field_repeated",
    ),
    ("an LEI twice", "lei.xml", "9695HEFUTEST00000349</lei:LEI>", "9695HEFUTEST00000252</lei:LEI>", "field_repeated"),
    ("a day that is none", "lei.xml", "1998-05-04T", "1998-02-30T", "date_unknown"),
    ("a renewal that is no day", "lei.xml", "2026-12-07T06:00:09+00:00", "soon", "date_unknown"),
    ("a split name", "lei.xml", "Harbour Metals", "Harbour<!-- -->Metals", "xml_text_split"),
    ("text beside elements", "lei.xml", "<lei:Entity>", "<lei:Entity>and more", "xml_text_split"),
    ("a document type", "lei.xml", "<lei:LEIData", "<!DOCTYPE x [<!ENTITY e 'x'>]><lei:LEIData", "xml_doctype"),
    ("another schema", "lei.xml", "leidata/2016", "leidata/2031", "kind_unknown"),
    ("a record of another kind", "lei.xml", "<lei:LEIRecords>", "<lei:LEIRecords><lei:Exception/>", "field_unexpected"),
    ("a part of its own", "lei.xml", "<lei:LEIRecords>", "<lei:Extra/><lei:LEIRecords>", "field_unexpected"),
    ("no records", "lei.xml", "lei:LEIRecords>", "lei:LEIHeader>", "field_repeated"),
    ("half a file", "lei.xml", "</lei:LEIRecords>", "", "xml_malformed"),
    ("an unknown relationship", "rr.xml", ">IS_SUBFUND_OF<", ">IS_FRIEND_OF<", "code_unknown"),
    ("an unknown relationship state", "rr.xml", "Status>NULL<", "Status>MAYBE<", "code_unknown"),
    ("an unknown node type", "rr.xml", ">PNI<", ">DUNS<", "code_unknown"),
    ("an unknown period", "rr.xml", ">ACCOUNTING_PERIOD<", ">LEAP_PERIOD<", "code_unknown"),
    (
        "a parent's wrong check digits",
        "rr.xml",
        "9695HEFUTEST00000252</rr",
        "9695HEFUTEST00000262</rr",
        "identifier_wrong",
    ),
    ("a period that ends first", "rr.xml", "2012-06-30", "2009-06-30", "document_contradicts"),
    ("more than the whole", "rr.xml", ">51.236<", ">151.236<", "field_malformed"),
    ("a share in words", "rr.xml", ">51.236<", ">half<", "number_not_plain"),
    ("a share of another unit", "rr.xml", ">PERCENTAGE<", ">PIECES<", "code_unknown"),
    ("an unknown reason", "repex.xml", ">NATURAL_PERSONS<", ">JUST_SO<", "code_unknown"),
    ("an unknown exception", "repex.xml", ">ULTIMATE_ACC", ">SIDEWAYS_ACC", "code_unknown"),
    ("no reason", "repex.xml", "<repex:ExceptionReason>NATURAL_PERSONS</repex:ExceptionReason>", "", "field_missing"),
    ("an exception twice", "repex.xml", ">ULTIMATE_ACC", ">DIRECT_ACC", "field_repeated"),
]
HOSTILE_JSON = [
    ("nothing", "", "document_empty"),
    ("an empty list", "[]", "kind_unknown"),
    ("a number", "7", "kind_unknown"),
    ("an object of another kind", '{"Invoice": 1}', "kind_unknown"),
    ("records that are none", '{"records": 1}', "kind_unknown"),
    ("a record that is none", '{"records": [1]}', "kind_unknown"),
    ("a record in the wrong list", '{"records": [{"ExceptionCategory": "X"}]}', "field_unexpected"),
    ("something beside the records", '{"records": [], "more": 1}', "field_unexpected"),
    ("a list in a list", '[{"LEI": [["X"]]}]', "field_malformed"),
    ("an attribute that is an object", '[{"LEI": {"@type": {}}}]', "field_malformed"),
    ("a text beside elements", '[{"LEI": {"$": "X", "Y": "Z"}}]', "field_malformed"),
    ("an attribute twice", '[{"LEI": {"@type": "X", "type": "Y"}}]', "field_repeated"),
    ("a key twice", '[{"LEI": "X", "LEI": "Y"}]', "json_key_repeated"),
    ("NaN", '[{"LEI": NaN}]', "json_not_finite"),
    ("a record without state", '[{"LEI": "9695HEFUTEST00000155"}]', "field_missing"),
    ("too deep", "[" * 99 + "]" * 99, "json_too_deep"),
]


@pytest.mark.parametrize(
    ("file", "before", "after", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_what_does_not_hold_is_refused_with_its_reason(file: str, before: str, after: str, code: str) -> None:
    text = own(file).decode()
    assert before in text
    with pytest.raises(RefusalError) as caught:
        read_gleif_xml(text.replace(before, after).encode(), SOURCE)
    assert caught.value.refused.refusal.code == code


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in HOSTILE_JSON], ids=[case[0] for case in HOSTILE_JSON])
def test_json_that_does_not_hold_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        read_gleif_json(text.encode(), SOURCE)
    assert caught.value.refused.refusal.code == code


@pytest.mark.parametrize("file", ["lei.xml", "rr.xml", "repex.xml"])
def test_either_syntax_refuses_the_same_fault_for_the_same_reason(file: str) -> None:
    for _, name, before, after, code in HOSTILE:
        text = own(name).decode().replace(before, after)
        if name == file and code in {"identifier_wrong", "code_unknown", "date_unknown", "document_contradicts"}:
            with pytest.raises(RefusalError) as caught:
                read_gleif_json(as_golden_copy(text.encode()), SOURCE)
            assert caught.value.refused.refusal.code == code
