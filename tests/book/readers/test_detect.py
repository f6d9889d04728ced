from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hefu.book.readers.detect import read_document
from hefu.book.readers.rows import Source
from hefu.core.refusals import RefusalError

HERE = Path(__file__).parent
STEEL = HERE.parents[2] / "examples" / "steel"
SOURCE = Source("file:1", "borrower", "upload", datetime(2026, 11, 20, tzinfo=UTC))

# a file of our own, the kind its reader says it is
KINDS = (
    (next(STEEL.glob("sound/from-applicant/invoice-*.xml")), "Invoice"),
    (next(STEEL.glob("sound/from-buyer/order-*.xml")), "Order"),
    (next(STEEL.glob("sound/from-bank/statement-*.xml")), "bank_statement"),
    (HERE / "gleif" / "lei.xml", "gleif"),
    (HERE / "gleif" / "rr.xml", "gleif"),
    (HERE / "gleif" / "flat.json", "gleif"),
)


@pytest.mark.parametrize(("path", "kind"), KINDS, ids=lambda value: getattr(value, "name", value))
def test_a_document_finds_its_reader_by_what_it_is(path: Path, kind: str) -> None:
    assert read_document(path.read_bytes(), SOURCE).document_kind == kind


@pytest.mark.parametrize(
    "path", sorted(p for p in (HERE / "epcis").iterdir() if "hashes" not in p.suffix), ids=lambda path: path.name
)
def test_every_epcis_sample_finds_its_reader(path: Path) -> None:
    assert read_document(path.read_bytes(), SOURCE).document_kind == "epcis"


# first bytes, refusal
REFUSED = (
    (b"", "document_empty"),
    (b" \n\t", "document_empty"),
    (b"PAR1", "kind_unknown"),
    (b"\x89PNG\r\n", "kind_unknown"),
    (b"<a/>", "kind_unknown"),
    (b"<!DOCTYPE a><a/>", "xml_doctype"),
    (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml_doctype"),
    ("<!DOCTYPE a><a/>".encode("utf-16"), "xml_doctype"),
    (b"<a", "xml_malformed"),
    (b"date;amount\n", "mapping_missing"),
)


@pytest.mark.parametrize(("data", "code"), REFUSED, ids=lambda value: str(value)[:24])
def test_what_has_no_reader_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        read_document(data, SOURCE)
    assert caught.value.refused.refusal.code == code
