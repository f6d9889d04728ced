"""A folder of documents: nothing is lost, nothing counts twice, and whatever dies, the book is whole."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hefu.book.book import Book
from hefu.book.files import STAGING, staged, table_files
from hefu.book.readers import files, folder
from hefu.book.readers.detect import read_document
from hefu.book.readers.folder import ReadReport, read_folder, read_folder_into
from hefu.book.readers.manifest import Entry, Manifest
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.sandbox import workers
from hefu.book.readers.tabular.mapping import Mapping
from hefu.core.refusals import RefusalError
from tests.book.readers.excel import workbook
from tests.samples import ROOT

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
OWN = ROOT / "tests" / "book" / "readers" / "data" / "camt"
STATEMENT = (OWN / "statement_v8.xml").read_bytes()
DEADLY = b"<!-- deadly -->"
SLOW = b"<!-- slow -->"


def statement(number: int) -> bytes:
    return STATEMENT.replace(b"S-324", b"S-%d" % number)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Seven statements that differ, in two folders."""
    inbox = tmp_path / "papers"
    for number in range(7):
        path = inbox / ("bank" if number % 2 else "applicant") / f"{number}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(statement(number))
    return inbox


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "CHUNK_FILES", 2)


def codes(report: ReadReport) -> dict[str, str]:
    return {file.name: file.refused.refusal.code for file in report.refusals if file.refused}


# Readers for the children, found there by this module's name.


def deadly(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    if DEADLY in data:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_document(data, source, mapping)


def slow(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    if SLOW in data:
        time.sleep(600)
    return read_document(data, source, mapping)


def greedy(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """The second document takes more memory, the third more time than a child may have."""
    if b"S-1<" in data:
        # A megabyte above: where a few pages were given back since the limit was set, as much fits beneath it.
        return Rows(source, str(len(bytearray(workers.LIMITS.memory_bytes + 1024 * 1024))))
    while b"S-2<" in data:
        pass
    return read_document(data, source, mapping)


def faulty(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    rows = read_document(data, source, mapping)
    if b"S-3<" in data:
        raise ZeroDivisionError
    if b"S-5<" in data:
        rows.tables["payments"][0]["amount_minor"] = -1
    return rows


# What comes in


@pytest.mark.usefixtures("small_chunks")
def test_the_number_of_workers_makes_no_difference(papers: Path, tmp_path: Path) -> None:
    in_memory = read_folder(papers, AT).book.checked()
    names = set()
    for count in (1, 2, 3):
        report = read_folder_into(papers, tmp_path / f"book{count}", AT, workers=count)
        assert report.batch
        names.add(report.batch.name)
        assert Book.open(tmp_path / f"book{count}").sha256() == in_memory.sha256()
        assert report.documents_by_kind() == {"bank_statement": 7}
        assert report.rows_by_table()["payments"] == 28
    assert len(names) == 1


def test_reading_again_changes_nothing_and_a_new_file_alone_comes_in(papers: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    read_folder_into(papers, book, AT)
    before = Book.open(book).sha256()
    again = read_folder_into(papers, book, datetime(2027, 1, 1, tzinfo=UTC))
    assert (again.batch, Book.open(book).sha256()) == (None, before)
    assert all(file.known for file in again.files)
    (papers / "8.xml").write_bytes(statement(8))
    report = read_folder_into(papers, book, AT)
    assert report.documents_by_kind() == {"bank_statement": 1}
    assert len(Book.open(book).rows("sources")) == 8


def test_the_same_file_twice_is_one_source_but_two_controllers_are_two(papers: Path) -> None:
    (papers / "bank" / "again.xml").write_bytes(statement(1))
    (papers / "applicant" / "again.xml").write_bytes(statement(1))
    (papers / "sources.toml").write_text(
        '[[source]]\nfiles = "bank/*"\ncontrolled_by = "bank"\nchannel = "feed"\n'
        'received_at = 2026-11-16T09:14:00+08:00\ncontroller_id = "lei:529900HEFUTESTCORP69"\n'
    )
    report = read_folder(papers, AT)
    assert [(file.name, file.same_as) for file in report.files if file.same_as] == [("bank/again.xml", "bank/1.xml")]
    sources = {row["file_name"]: row for row in report.book.checked().rows("sources")}
    assert len(sources) == 8
    bank = sources["bank/1.xml"]
    assert (bank["controlled_by"], bank["channel"], bank["controller_id"]) == (
        "bank",
        "feed",
        "lei:529900HEFUTESTCORP69",
    )
    assert bank["known_at"] == datetime(2026, 11, 16, 1, 14, tzinfo=UTC)
    weakest = sources["applicant/again.xml"]
    assert (weakest["controlled_by"], weakest["channel"], weakest["known_at"]) == ("borrower", "upload", AT)


def test_only_plain_files_are_read_and_settings_are_no_documents(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_LIMIT_BYTES", 20_000)
    (papers / "link.xml").symlink_to(papers / "bank" / "1.xml")
    (papers / "folder_link").symlink_to(papers / "bank")
    (papers / "device.xml").symlink_to("/dev/zero")
    os.mkfifo(papers / "pipe.xml")
    (papers / "large.xml").write_bytes(b" " * 20_001)
    (papers / "empty.xml").write_bytes(b"\n")
    (papers / "note.txt").write_bytes(b"hello")
    (papers / "scan.png").write_bytes(b"\x89PNG\r\n")
    (papers / "bad\x1b[31m\u202e.xml").write_bytes(b"<a/>")
    for quiet in (".hidden.xml", "README.md", "request.toml", "mappings/gate.toml", ".git/x.xml"):
        (papers / quiet).parent.mkdir(exist_ok=True)
        (papers / quiet).write_bytes(b"x")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(papers)
        listening.bind("socket.xml")
        report = read_folder(papers, AT)
    assert codes(report) == {
        "link.xml": "file_not_regular",
        "folder_link": "file_not_regular",
        "device.xml": "file_not_regular",
        "pipe.xml": "file_not_regular",
        "socket.xml": "file_not_regular",
        "large.xml": "file_too_large",
        "empty.xml": "document_empty",
        "note.txt": "mapping_missing",
        "scan.png": "kind_unknown",
        "bad\\x1b[31m\\u202e.xml": "kind_unknown",
    }
    assert report.documents_by_kind() == {"bank_statement": 7}


def test_a_name_that_is_no_text_is_still_reported(papers: Path) -> None:
    (Path(os.fsdecode(os.fsencode(papers) + b"/\xff.xml"))).write_bytes(statement(9))
    report = read_folder(papers, AT)
    assert "\\udcff.xml" in [row["file_name"] for row in report.book.checked().rows("sources")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a><b></a>", "xml_malformed"),
        (b"<", "xml_malformed"),
        (b"<a", "xml_malformed"),
        (b"<a:b/>", "kind_unknown"),
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "xml_doctype"),
        (b"<?xml version='1.0' encoding='gb18030'?><a xmlns='\xb5\xa5'/>", "kind_unknown"),
        ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), "kind_unknown"),
        (b"\xd0\xcf\x11\xe0rest", "kind_unknown"),
        (b"PK\x03\x04rest", "mapping_missing"),
        (b"%PDF-1.7", "pdf_broken"),
        (b"<EInvoice/>", "field_missing"),
        (b'\n{"a": 1, "a": 2}', "json_key_repeated"),
        (b"a,b\n1,2\n", "mapping_missing"),
        (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'/>", "field_missing"),
    ],
)
def test_what_no_reader_reads_is_refused_with_its_reason(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(data)
    assert codes(read_folder(tmp_path, AT)) == {"a.xml": code}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (STATEMENT, "bank_statement"),
        ((ROOT / "tests/book/readers/ubl/invoice.xml").read_bytes(), "Invoice"),
        ((ROOT / "tests/book/readers/einvoice/general.xml").read_bytes(), "EInvoice"),
        (b"good\ntin\n", "prices"),
        (workbook([["good"], ["tin"]]), "prices"),
    ],
)
def test_each_kind_of_document_finds_its_reader_whatever_its_name(data: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "paper").write_bytes(data)
    (tmp_path / "mappings").mkdir()
    (tmp_path / "sources.toml").write_text(SAYS + 'mapping = "mappings/prices.toml"\n')
    (tmp_path / "mappings" / "prices.toml").write_text(
        'document_kind = "prices"\n[[table]]\nname = "indicators"\n[table.columns]\nindicator_id = "good"\n'
        'name = "good"\nperiod_from = { value = "2026-01-01" }\nperiod_to = { value = "2026-01-31" }\n'
        'value_milli = { value = "1" }\nunit = { value = "TNE" }\n'
    )
    report = read_folder(tmp_path, AT)
    assert (codes(report), report.documents_by_kind()) == ({}, {kind: 1})


# Manifests

SAYS = '[[source]]\nfiles = "**"\ncontrolled_by = "bank"\nchannel = "feed"\n'

WRONG = [
    ('controlled_by = "bank"\nchannel = "feed"', "config_key_missing"),
    ('files = "*"\ncontrolled_by = "banks"\nchannel = "feed"', "config_value_wrong"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "fax"', "config_value_wrong"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\nreceived = "x"', "config_key_unknown"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\nreceived_at = "2026-11-16"', "config_value_wrong"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\nreceived_at = 2026-11-16T01:02:03', "config_value_wrong"),
    (
        'files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\ncontroller_id = "uscc:91310000MA1FL00001"',
        "config_value_wrong",
    ),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\ncontroller_id = "Some Bank"', "config_value_wrong"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\nmapping = "../secret.toml"', "config_value_wrong"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\nmapping = "/etc/hosts"', "config_value_wrong"),
    ('files = "*"\ncontrolled_by = "bank"\nchannel = "feed"\nmapping = "none.toml"', "file_missing"),
    ('files = 7\ncontrolled_by = "bank"\nchannel = "feed"', "config_value_wrong"),
    ("files = ", "config_unreadable"),
]


@pytest.mark.parametrize(("entry", "code"), WRONG)
def test_a_manifest_that_does_not_hold_is_refused_whole(entry: str, code: str, papers: Path) -> None:
    (papers / "sources.toml").write_text(f"[[source]]\n{entry}\n")
    with pytest.raises(RefusalError) as caught:
        read_folder(papers, AT)
    assert caught.value.refused.refusal.code == code


@pytest.mark.parametrize(
    ("glob", "name", "covered"),
    [
        ("a/*", "a/b.xml", True),
        ("a/*", "a/b/c.xml", False),
        ("a/**", "a/b/c.xml", True),
        ("**/c.xml", "c.xml", True),
        ("**/c.xml", "a/b/c.xml", True),
        ("*.xml", "a.xml.txt", False),
        ("a?.xml", "ab.xml", True),
        ("a[1].xml", "a1.xml", False),
        ("a[1].xml", "a[1].xml", True),
    ],
)
def test_a_pattern_covers_what_it_says(glob: str, name: str, covered: bool) -> None:
    entry = Manifest((Entry(glob, "bank", "feed"),)).entry(name)
    assert (entry.controlled_by == "bank") == covered


# What goes wrong on the way


@pytest.mark.usefixtures("small_chunks")
def test_a_document_that_kills_its_reader_costs_only_itself(papers: Path, tmp_path: Path) -> None:
    (papers / "bank" / "3.xml").write_bytes(statement(3) + DEADLY)
    report = read_folder_into(papers, tmp_path / "book", AT, workers=2, read=deadly)
    assert codes(report) == {"bank/3.xml": "worker_died"}
    assert report.refusals[0].refused
    assert report.refusals[0].refused.refusal.retryable
    assert report.documents_by_kind() == {"bank_statement": 6}
    (papers / "bank" / "3.xml").unlink()
    assert Book.open(tmp_path / "book").sha256() == read_folder(papers, AT).book.sha256()


def test_a_document_that_takes_too_much_memory_or_time_costs_only_itself(papers: Path, tmp_path: Path) -> None:
    report = read_folder_into(papers, tmp_path / "book", AT, workers=1, read=greedy)
    assert codes(report) == {"bank/1.xml": "document_too_large_to_read", "applicant/2.xml": "document_too_slow"}
    assert report.documents_by_kind() == {"bank_statement": 5}


def test_a_reader_that_fails_or_breaks_the_schema_costs_only_its_document(papers: Path) -> None:
    report = read_folder(papers, AT, read=faulty)
    assert codes(report) == {"bank/3.xml": "reader_failed", "bank/5.xml": "row_breaks_schema"}
    assert len(report.book.checked().rows("sources")) == 5


READING = """
import contextlib, sys
from datetime import UTC, datetime
from pathlib import Path
from hefu.book.readers import folder
from tests.book.readers.test_folder import slow

@contextlib.contextmanager
def in_place(book):
    (book / "batch-early").mkdir()
    yield book / "batch-early"

if __name__ == "__main__":
    folder.CHUNK_FILES = 2
    folder.staged = {staged}
    told = lambda done, total: print(done, flush=True)
    folder.read_folder_into(
        Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 11, 21, tzinfo=UTC), progress=told, read=slow
    )
"""


def killed_midway(papers: Path, book: Path, staged: str = "folder.staged") -> None:
    """Start a real process that reads, and kill it when its first parts are written."""
    script = papers.parent / "reading.py"
    script.write_text(READING.format(staged=staged))
    (papers / "z.xml").write_bytes(statement(99) + SLOW)
    command = [sys.executable, str(script), str(papers), str(book)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.kill()
    assert list(book.rglob("payments.*.parquet"))
    (papers / "z.xml").unlink()


@pytest.fixture
def book(papers: Path, tmp_path: Path) -> Path:
    """A book that holds one of the statements."""
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(papers / "bank" / "1.xml", first)
    read_folder_into(first, tmp_path / "book", AT)
    return tmp_path / "book"


def test_a_reading_killed_midway_leaves_the_book_as_it_was(papers: Path, book: Path) -> None:
    before = (Book.open(book).sha256(), table_files(book))
    killed_midway(papers, book)
    assert (Book.open(book).sha256(), table_files(book)) == before
    report = read_folder_into(papers, book, AT)
    assert report.documents_by_kind() == {"bank_statement": 6}
    assert len(Book.open(book).rows("sources")) == 7
    assert [path.name for path in (book / STAGING).iterdir()] == ["lock"]


def test_the_kill_catches_a_reading_that_writes_where_the_book_is_read(papers: Path, book: Path) -> None:
    before = Book.open(book).sha256()
    killed_midway(papers, book, staged="in_place")
    assert Book.open(book).sha256() != before


def test_only_one_process_writes_into_a_book_at_a_time(papers: Path, book: Path) -> None:
    with staged(book), pytest.raises(RefusalError) as caught:
        read_folder_into(papers, book, AT)
    assert caught.value.refused.refusal.code == "book_busy"


@pytest.mark.parametrize("inside", ["papers", "papers/book", "."])
def test_book_and_folder_may_not_lie_in_one_another(inside: str, papers: Path) -> None:
    with pytest.raises(RefusalError) as caught:
        read_folder_into(papers, papers.parent / inside, AT)
    assert caught.value.refused.refusal.code == "folders_overlap"


def test_a_part_of_a_table_that_does_not_exist_is_refused(book: Path) -> None:
    batch = next(path for path in book.iterdir() if path.name.startswith("batch"))
    shutil.copy(batch / "payments.0001.parquet", batch / "payment.0001.parquet")
    with pytest.raises(RefusalError) as caught:
        Book.open(book)
    assert caught.value.refused.refusal.code == "table_unknown"


def test_the_manifest_of_the_reference_page_is_one(papers: Path) -> None:
    page = (ROOT / "docs" / "reference" / "sources.md").read_text(encoding="utf-8")
    (papers / "sources.toml").write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (papers / "mappings").mkdir()
    mapping = (ROOT / "docs" / "reference" / "mapping.md").read_text(encoding="utf-8")
    (papers / "mappings" / "bank.toml").write_text(mapping.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert read_folder(papers, AT).documents_by_kind() == {"bank_statement": 7}
