"""Books on disk: the same rows in any file, all of a batch or nothing, and every hostile file refused."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from hefu.book.book import Book
from hefu.core.refusals import Refusal, RefusalError
from tests.book.builders import INVOICE, SAID, SOURCE, any_book

SOUND = Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE]})


def as_csv(book: Book, folder: Path) -> None:
    """The book as plain CSV, written by the standard library."""
    for name in book.names:
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow(book.table(name).column_names)
        lines.writerows([[cell(value) for value in row.values()] for row in book.rows(name)])
        (folder / f"{name}.csv").write_bytes(out.getvalue().encode())


def cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


@settings(max_examples=40)
@given(any_book())
def test_a_book_is_the_same_in_memory_in_parquet_and_in_csv(book: Book) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        book.write(Path(one))
        as_csv(book, Path(other))
        hashes = {book.sha256(), Book.open(Path(one)).sha256(), Book.open(Path(other)).sha256()}
        assert len(hashes) == 1


def test_the_order_of_rows_and_files_does_not_change_the_hash_but_any_cell_does(tmp_path: Path) -> None:
    other = {**INVOICE, "invoice_id": "i2"}
    here = Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE, other]})
    there = Book.of_rows({"invoices": [other, INVOICE], "sources": [SOURCE]})
    assert here.sha256() == there.sha256()
    Book.of_rows({"sources": [SOURCE], "invoices": [other]}).write(tmp_path)
    Book.of_rows({"invoices": [INVOICE]}).write(tmp_path)
    assert Book.open(tmp_path).sha256() == here.sha256()
    assert (
        Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE, {**other, "net_minor": 0}]}).sha256() != here.sha256()
    )


CELLS = [
    ({"number": "a\x1fb", "type_code": "c"}, {"number": "a", "type_code": "b\x1fc"}),
    ({"number": "1", "type_code": "\x00"}, {"number": "1", "type_code": None}),
    ({"number": "1", "type_code": ""}, {"number": "1", "type_code": None}),
    ({"number": "12", "type_code": "3"}, {"number": "1", "type_code": "23"}),
]


@pytest.mark.parametrize(("left", "right"), CELLS, ids=range(len(CELLS)))
def test_no_two_books_share_a_hash_by_a_trick_of_separators(left: dict[str, str], right: dict[str, str]) -> None:
    books = [Book.of_rows({"invoices": [{**INVOICE, **cells}]}) for cells in (left, right)]
    assert books[0].sha256() != books[1].sha256()


def test_writing_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    first = SOUND.write(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    assert SOUND.write(tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before


def test_a_writer_that_is_stopped_before_its_last_step_leaves_the_book_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SOUND.write(tmp_path)
    more = Book.of_rows({"invoices": [{**INVOICE, "invoice_id": "i2"}]})

    def stop(_path: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "rename", stop)
        with pytest.raises(KeyboardInterrupt):
            more.write(tmp_path)
    assert Book.open(tmp_path).sha256() == SOUND.sha256()
    more.write(tmp_path)
    assert Book.open(tmp_path).table("invoices").num_rows == 2


def test_a_writer_that_is_stopped_in_the_middle_does_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SOUND.write(tmp_path)
    written: list[Path] = []

    def stop(_data: pa.Table, path: Path, **_more: object) -> None:
        written.append(path)
        path.write_bytes(b"PAR1 half")
        raise OSError("disk full")

    with monkeypatch.context() as stopped:
        stopped.setattr(pq, "write_table", stop)
        with pytest.raises(OSError, match="disk full"):
            Book.of_rows({"invoices": [{**INVOICE, "number": "9"}]}).write(tmp_path)
    assert written
    assert Book.open(tmp_path).sha256() == SOUND.sha256()


HEADER = b"source_id,controlled_by,channel,known_at\n"
ROW = b"s1,bank,feed,2026-03-01T00:00:00Z\n"
READ = {
    "plain": HEADER + ROW,
    "with a byte order mark": b"\xef\xbb\xbf" + HEADER + ROW,
    "with carriage returns": (HEADER + ROW).replace(b"\n", b"\r\n"),
    "without its last line end": (HEADER + ROW).rstrip(),
    "quoted": HEADER + b'"s1","bank","feed","2026-03-01T08:00:00+08:00"\n',
    "columns in another order": b"known_at,channel,controlled_by,source_id\n2026-03-01T00:00:00Z,feed,bank,s1\n",
}
REFUSED = {
    "NUL": (HEADER + b"s1,bank,feed\0,2026-03-01T00:00:00Z\n", "file_unreadable"),
    "nothing": (b"", "file_unreadable"),
    "a short row": (HEADER + b"s1,bank,feed\n", "file_unreadable"),
    "a long row": (HEADER + ROW.strip() + b",x\n", "file_unreadable"),
    "a blank row": (HEADER + b"\n" + ROW, "file_unreadable"),
    "an open quote": (HEADER + b'"s1,bank,feed,2026-03-01T00:00:00Z\n', "file_unreadable"),
    "text behind a quote": (HEADER + b'"s"1,bank,feed,2026-03-01T00:00:00Z\n', "file_unreadable"),
    "another encoding": (HEADER + "来源,bank,feed,2026-03-01T00:00:00Z\n".encode("gb18030"), "file_unreadable"),
    "UTF-16": ((HEADER + ROW).decode().encode("utf-16"), "file_unreadable"),
    "a cell without end": (HEADER + b"s" * 200_000 + b",bank,feed,2026-03-01T00:00:00Z\n", "file_unreadable"),
    "a column twice": (b"source_id,source_id,controlled_by,channel,known_at\ns1,s1,bank,feed,x\n", "column_repeated"),
    "an unknown column": (
        b"source_id,controlled_by,channel,known_at,x\ns1,bank,feed,2026-03-01T00:00:00Z,\n",
        "column_unknown",
    ),
    "a column missing": (b"source_id,controlled_by,channel\ns1,bank,feed\n", "column_missing"),
    "a moment without its zone": (HEADER + b"s1,bank,feed,2026-03-01T00:00:00\n", "row_breaks_schema"),
    "a moment that is none": (HEADER + b"s1,bank,feed,2026-02-30T00:00:00Z\n", "row_breaks_schema"),
    "a moment too fine": (HEADER + b"s1,bank,feed,2026-03-01T00:00:00.1234567Z\n", "row_breaks_schema"),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_an_ordinary_csv_file_is_read(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_bytes(data)
    assert Book.open(tmp_path).sha256() == Book.of_rows({"sources": [SOURCE]}).sha256()


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_a_hostile_csv_file_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_bytes(data)
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path)
    assert refused.value.refused.refusal.code == code


CELLS_REFUSED = """
amount_minor | 1.0
amount_minor | 1e3
amount_minor | １
amount_minor | +1
amount_minor | 1_0
amount_minor | 9999999999999999999
amount_minor | ' 1'
booked_on    | 2026-1-5
booked_on    | 2026-02-30
booked_on    | 05/01/2026
booked_on    | 2026-01-05T00:00:00Z
currency     | RMB
state        | paid
"""


@pytest.mark.parametrize(
    ("column", "text"), [[c.strip() for c in r.split("|")] for r in CELLS_REFUSED.strip().splitlines()]
)
def test_a_cell_that_is_not_of_its_kind_is_named(column: str, text: str, tmp_path: Path) -> None:
    row = {
        "payment_id": "p",
        "amount_minor": "1",
        "currency": "CNY",
        "state": "booked",
        "way": "transfer",
        "booked_on": "",
    }
    cells = {**row, column: text.strip("'"), "source_id": "s1", "known_at": "2026-03-01T00:00:00Z"}
    (tmp_path / "sources.csv").write_bytes(HEADER + ROW)
    (tmp_path / "payments.csv").write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", encoding="utf-8")
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path)
    fields = dict(refused.value.refused.fields)
    assert (fields["table"], fields["row"], fields["column"], fields["value"]) == (
        "payments",
        1,
        column,
        text.strip("'"),
    )


@pytest.mark.parametrize("name", ["invoicez.csv", "INVOICES.csv", "invoice.parquet", "invoicez.CSV", "batch/x.parquet"])
def test_a_file_named_for_no_table_is_refused(name: str, tmp_path: Path) -> None:
    SOUND.write(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path)
    assert refused.value.refused.refusal is Refusal.TABLE_UNKNOWN


def test_a_file_is_read_whatever_the_case_of_its_ending(tmp_path: Path) -> None:
    (tmp_path / "sources.CSV").write_bytes(HEADER + ROW)
    assert Book.open(tmp_path).names == ("sources",)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 50 + b"PAR1", b"a,b\n"])
def test_a_broken_parquet_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "sources.parquet").write_bytes(data)
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path)
    assert refused.value.refused.refusal is Refusal.FILE_UNREADABLE


def test_a_parquet_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = (SOUND.write(tmp_path / "whole") / "invoices.parquet").read_bytes()
    for cut in range(0, len(whole), 97):
        (tmp_path / "invoices.parquet").write_bytes(whole[:cut])
        with pytest.raises(RefusalError):
            Book.open(tmp_path)


def test_a_float_column_for_money_is_refused_in_parquet_too(tmp_path: Path) -> None:
    data = SOUND.table("invoices")
    floats = data.set_column(data.column_names.index("net_minor"), "net_minor", pa.array([1.0]))
    pq.write_table(floats, tmp_path / "invoices.parquet")
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path)
    assert dict(refused.value.refused.fields)["column"] == "net_minor"


def test_a_book_with_one_broken_row_is_not_loaded_at_all(tmp_path: Path) -> None:
    Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE, {**INVOICE, "invoice_id": "i2", "buyer_id": ""}]}).write(
        tmp_path
    )
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path)
    assert refused.value.refused.refusal is Refusal.ROW_BREAKS_SCHEMA


def test_a_folder_that_is_missing_is_refused_and_an_empty_one_is_an_empty_book(tmp_path: Path) -> None:
    with pytest.raises(RefusalError) as refused:
        Book.open(tmp_path / "nowhere")
    assert refused.value.refused.refusal is Refusal.FOLDER_MISSING
    assert Book.open(tmp_path).names == ()
    assert SAID["source_id"] == "s1"
