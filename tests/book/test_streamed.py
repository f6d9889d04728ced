"""A book checked file by file gives what the book opened whole gives."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefu.book.book import Book, rows_to_arrow
from hefu.book.checks import BookRefusedError
from hefu.book.files import write_batch
from hefu.book.schema import SCHEMA
from hefu.book.streamed import check_streamed
from hefu.core.refusals import Refused
from tests.book.builders import INVOICE, KNOWN, SAID, SOURCE

LINE = {"invoice_line_id": "l1", "invoice_id": "i1", "line_number": "1", "currency": "CNY", **SAID}

Row = dict[str, Any]


def written(folder: Path, *batches: dict[str, list[Row]]) -> Path:
    """Each batch as files of its own."""
    for number, tables in enumerate(batches):
        arrow = {name: rows_to_arrow(SCHEMA[name], rows) for name, rows in tables.items()}
        write_batch(arrow, folder, f"batch-{number}")
    return folder


def whole(folder: Path) -> tuple[dict[str, int], set[Refused]]:
    try:
        book = Book.open(folder)
    except BookRefusedError as error:
        return {}, set(error.all_refused)
    return {name: book.table(name).num_rows for name in book.names}, set()


def streamed(folder: Path) -> tuple[dict[str, int], set[Refused]]:
    try:
        return check_streamed(folder), set()
    except BookRefusedError as error:
        return {}, set(error.all_refused)


SECOND = {**INVOICE, "invoice_id": "i2"}
LATER = KNOWN + timedelta(days=1)


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ({}, 0),
        ({"invoices": [SECOND]}, 0),
        ({"invoices": [INVOICE]}, 0),
        ({"invoices": [{**INVOICE, "number": "another"}]}, 1),
        ({"invoices": [{**INVOICE, "number": "another", "known_at": LATER}]}, 0),
        ({"invoices": [SECOND, {**SECOND, "number": "another"}]}, 1),
        ({"invoices": [{**SECOND, "currency": "RMB"}]}, 1),
        ({"invoices": [{**SECOND, "source_id": "s9"}]}, 1),
        ({"invoices": [SECOND], "invoice_lines": [{**LINE, "invoice_id": "i1"}, {**LINE, "invoice_line_id": "l2"}]}, 0),
        ({"invoice_lines": [{**LINE, "invoice_id": "i9"}]}, 1),
        ({"invoices": [{**SECOND, "kind": "bill"}], "invoice_lines": [{**LINE, "invoice_id": "i9"}]}, 2),
    ],
)
def test_two_batches_are_checked_as_one_book(second: dict[str, list[Row]], refused: int, tmp_path: Path) -> None:
    folder = written(tmp_path, {"sources": [SOURCE], "invoices": [INVOICE]}, second)
    assert streamed(folder) == whole(folder)
    assert len(streamed(folder)[1]) == refused


def invoice(thing: int, number: int, later_days: int, source_id: str) -> Row:
    """An invoice of few values, so that rows meet."""
    known_at = KNOWN + timedelta(days=later_days)
    return {**INVOICE, "invoice_id": f"i{thing}", "number": f"n{number}", "known_at": known_at, "source_id": source_id}


SOURCES = st.sampled_from([SAID["source_id"], SAID["source_id"], "s9"])
INVOICES = st.builds(invoice, st.integers(1, 3), st.integers(1, 2), st.integers(0, 1), SOURCES)


@settings(max_examples=20)
@given(batches=st.lists(st.lists(INVOICES, max_size=4), min_size=1, max_size=3))
def test_any_batches_are_checked_as_one_book(
    batches: list[list[Row]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("book")
    written(folder, {"sources": [SOURCE]}, *({"invoices": rows} for rows in batches))
    assert streamed(folder) == whole(folder)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert check_streamed(tmp_path) == {}
