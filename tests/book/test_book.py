"""A book never changes; every act returns another, and every way of asking gives the same rows."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings

from hefu.book.book import Book
from hefu.core.refusals import Refusal, RefusalError
from tests.book.builders import INVOICE, SOURCE, any_book

SOUND = Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE]})


@settings(max_examples=40)
@given(any_book())
def test_scan_and_rows_give_what_table_gives(book: Book) -> None:
    for name in book.names:
        table = book.table(name)
        assert book.rows(name) == table.to_pylist()
        scanned = book.scan(name).to_arrow_table()
        assert scanned.cast(table.schema).to_pylist() == table.to_pylist()


@settings(max_examples=40)
@given(any_book(), any_book())
def test_joining_has_no_order_and_joining_again_adds_nothing(left: Book, right: Book) -> None:
    joined = left.joined(right)
    assert joined.sha256() == right.joined(left).sha256()
    assert joined.joined(right).sha256() == joined.sha256()
    assert left.joined(left).sha256() == left.sha256()
    assert left.joined(Book()).sha256() == left.sha256()


@settings(max_examples=40)
@given(any_book(), any_book())
def test_a_joined_book_holds_every_row_of_both_once(left: Book, right: Book) -> None:
    joined = left.joined(right)
    for name in {*left.names, *right.names}:
        expected = {repr(row) for row in (*left.rows(name), *right.rows(name))}
        found = [repr(row) for row in joined.rows(name)]
        assert sorted(found) == sorted(expected)


def test_a_table_without_rows_is_empty_never_missing() -> None:
    empty = Book().table("invoices")
    assert empty.num_rows == 0
    assert empty.schema.names == SOUND.table("invoices").schema.names
    assert Book().rows("invoices") == []
    assert Book().scan("invoices").fetchall() == []
    assert Book().names == ()


def test_columns_come_in_the_order_asked_for() -> None:
    assert SOUND.table("invoices", columns=["currency", "number"]).to_pylist() == [{"currency": "CNY", "number": "1"}]


def test_a_table_is_replaced_in_the_new_book_and_stays_in_the_old() -> None:
    other = SOUND.with_table("invoices", SOUND.table("invoices").slice(0, 0))
    assert other.names == ("sources",)
    assert SOUND.names == ("sources", "invoices")


def test_a_table_that_does_not_fit_cannot_be_put_in() -> None:
    with pytest.raises(RefusalError) as refused:
        SOUND.with_table("allocations", pa.table({"allocation_id": ["a"]}))
    assert refused.value.refused.refusal is Refusal.COLUMN_MISSING
