"""The twenty bad inputs that concern files: each refused with its own code, cheaply, once, and nothing half-written."""

import resource
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from hefu.book.book import Book
from hefu.book.files import STAGING
from hefu.book.readers import json_strict, xml
from hefu.book.readers.detect import read_document
from hefu.book.readers.folder import ReadReport, read_folder_into
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.tabular import sheets
from hefu.book.readers.tabular.mapping import Mapping, parse_mapping
from hefu.core.refusals import RefusalError, Refused
from hefu.core.texts import Language
from tests.book.readers import hostile

AT = datetime(2026, 11, 21, 8, tzinfo=UTC)
SOURCES = """[[source]]
files = "*.csv"
controlled_by = "borrower"
channel = "upload"
mapping = "mappings/prices.toml"
[[source]]
files = "*.xlsx"
controlled_by = "borrower"
channel = "upload"
mapping = "mappings/prices.toml"
"""
HONEST = {
    "invoice.xml": hostile.INVOICE,
    "events.json": hostile.EVENTS,
    "prices.csv": (hostile.HEADER + hostile.ROW).encode(),
}


def measured(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Read in the child, and let a refusal carry what it cost there."""
    began, before_kib = time.process_time_ns(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        return read_document(data, source, mapping)
    except RefusalError as error:
        after_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        cost = (("cpu_ms", (time.process_time_ns() - began) // 1_000_000), ("memory_kib", after_kib - before_kib))
        raise RefusalError(Refused(error.refused.refusal, (*error.refused.fields, *cost))) from None


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every hostile file among three honest ones."""
    folder = tmp_path_factory.mktemp("bad") / "papers"
    (folder / "mappings").mkdir(parents=True)
    (folder / "mappings" / "prices.toml").write_text(hostile.MAPPING)
    (folder / "sources.toml").write_text(SOURCES)
    for bad in hostile.ALL:
        (folder / bad.name).write_bytes(bad.make())
    for name, data in HONEST.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def book(inbox: Path) -> Path:
    """Where the book of them lies."""
    return inbox.parent / "book"


@pytest.fixture(scope="module")
def report(inbox: Path, book: Path) -> ReadReport:
    """What became of them, read once for all tests."""
    return read_folder_into(inbox, book, AT, read=measured)


@pytest.mark.parametrize("bad", [pytest.param(bad, id=f"{bad.number}-{bad.name}") for bad in hostile.ALL])
def test_each_bad_input_is_refused_with_its_code_cheaply_and_once(bad: hostile.Bad, report: ReadReport) -> None:
    (file,) = [file for file in report.files if file.name == bad.name]
    assert file.refused
    assert file.refused.refusal.code == bad.code
    cost = dict(file.refused.fields)
    assert int(str(cost["cpu_ms"])) <= 2_000
    assert int(str(cost["memory_kib"])) <= 512 * 1024
    for language in Language:
        said = file.refused.render(language)
        assert said.isprintable()
        assert len(said) < 500
    assert (file.document_kind, file.rows) == ("", {})


def test_the_honest_files_among_them_come_in_whole_and_nothing_else(report: ReadReport, book: Path) -> None:
    assert sorted(file.name for file in report.files if file.document_kind) == sorted(HONEST)
    assert len(report.files) == len(hostile.ALL) + len(HONEST)
    opened = Book.open(book)
    assert sorted(row["file_name"] for row in opened.rows("sources")) == sorted(HONEST)
    assert [path.name for path in (book / STAGING).iterdir()] == ["lock"]


def test_each_family_has_a_code_of_its_own() -> None:
    families: dict[str, set[int]] = {}
    for bad in hostile.ALL:
        families.setdefault(bad.code, set()).add(bad.number)
    # A formula is one in CSV and in Excel; nothing else is said of two families.
    assert {code: numbers for code, numbers in families.items() if len(numbers) > 1} == {}
    assert Counter(bad.number for bad in hostile.ALL).keys() == {1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 20}


def test_the_files_are_small_on_disk(inbox: Path) -> None:
    assert max(path.stat().st_size for path in inbox.iterdir()) < 32 * 1024 * 1024


def outcome(bad: hostile.Bad) -> str:
    """What becomes of one of them in this process."""
    mapping = parse_mapping(hostile.MAPPING.encode(), "prices.toml") if bad.name.endswith(".csv") else None
    try:
        Book.of_rows(read_document(bad.make(), Source("file:1", "borrower", "upload", AT), mapping).tables)
    except RefusalError as error:
        return error.refused.refusal.code
    return "read"


@pytest.mark.parametrize(
    ("module", "name", "defect", "file"),
    [
        (xml, "_refuse_twins", lambda *_: None, "one_id_twice.xml"),
        (xml, "_refuse_twins", lambda *_: None, "split_by_character_data.xml"),
        (sheets, "_refuse_width", lambda *_: None, "ten_million_columns.csv"),
        (json_strict, "_folded", lambda key: key, "key_twice_by_case.json"),
    ],
    ids=["ids", "character data", "width", "keys"],
)
def test_a_planted_defect_shows(
    module: ModuleType, name: str, defect: object, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = next(bad for bad in hostile.ALL if bad.name == file)
    assert outcome(bad) == bad.code
    monkeypatch.setattr(module, name, defect)
    assert outcome(bad) != bad.code
