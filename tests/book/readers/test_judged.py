from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hefu.book.readers.detect import read_document
from hefu.book.readers.folder import read_folder, read_folder_into
from hefu.book.readers.judged import read_judged
from hefu.book.readers.rows import Source

AT = datetime(2026, 11, 20, tzinfo=UTC)
SOURCE = Source("file:1", "borrower", "upload", AT)
INVOICE = next((Path(__file__).parent / "en16931").glob("**/*invoice*.xml"))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A folder with our own invoice, whose currency of a sum is out of the list and whose type is taken away."""
    folder = tmp_path / "papers"
    folder.mkdir()
    shutil.copy(INVOICE, folder / "good.xml")
    text = re.sub(r"<cbc:InvoiceTypeCode>[^<]*<", "<cbc:InvoiceTypeCode>0<", INVOICE.read_text(encoding="utf-8"))
    (folder / "bad.xml").write_text(text, encoding="utf-8")
    return folder


def test_a_request_s_papers_are_judged_by_the_standard_they_claim(faulty: Path) -> None:
    rules = {row["rule"] for row in read_folder(faulty, AT).book.rows("document_faults")}
    assert rules == {"BR-CL-01"}


def test_a_large_folder_is_judged_only_where_it_is_asked_for(faulty: Path, tmp_path: Path) -> None:
    plain = read_folder_into(faulty, tmp_path / "plain", AT)
    judged = read_folder_into(faulty, tmp_path / "judged", AT, read=read_judged)
    assert "document_faults" not in plain.rows_by_table()
    assert judged.rows_by_table()["document_faults"] == 1


def test_judging_changes_no_other_row(faulty: Path) -> None:
    data = (faulty / "bad.xml").read_bytes()
    judged = read_judged(data, SOURCE).tables
    del judged["document_faults"], judged["document_judgements"]
    assert judged == read_document(data, SOURCE).tables


def test_what_claims_no_standard_is_not_judged() -> None:
    text = INVOICE.read_text(encoding="utf-8").replace("urn:cen.eu:en16931", "urn:example")
    tables = read_judged(text.encode(), SOURCE).tables
    assert "document_judgements" not in tables
    assert tables["invoices"][0]["follows"].startswith("urn:example")
