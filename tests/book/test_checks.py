"""Every row that breaks the schema is named with table, row, column, value and reason; the sound book passes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from hefu.book.book import Book
from hefu.book.checks import BookRefusedError
from hefu.book.schema import SCHEMA
from hefu.core.refusal_kinds.kind import RefusalKind
from hefu.core.refusals import Refusal, RefusalError
from hefu.core.texts import Language
from tests.book.builders import INVOICE, KNOWN, SAID, SOURCE

BROKEN = """
invoices       | number         |             | invoices, row 2, number: – – must not be empty.
invoices       | buyer_id       |             | invoices, row 2, buyer_id: – – must not be empty.
invoices       | currency       | RMB         | invoices, row 2, currency: RMB – is not a currency code of ISO 4217.
invoices       | kind           | bill        | invoices, row 2, kind: bill – is none of: invoice, credit_note.
invoices       | source_id      | s9          | invoices, row 2, source_id: s9 – there is no such row in sources.
invoice_lines  | invoice_id     | i9          | invoice_lines, row 2, invoice_id: i9 – there is no such row in invoices.
payments       | amount_minor   | -1          | payments, row 2, amount_minor: -1 – must not be below 0.
party_links    | valid_to       | 2026-01-01  | party_links, row 2, valid_to: 2026-01-01 – must be after valid_from.
"""
LINE = {"invoice_line_id": "l1", "invoice_id": "i1", "line_number": "1", "currency": "CNY", **SAID}
PAYMENT = {"payment_id": "p1", "amount_minor": 0, "currency": "CNY", "state": "booked", "way": "transfer", **SAID}
LINK = {"link_id": "k1", "from_id": "a", "to_id": "b", "kind": "owns", "valid_from": date(2026, 1, 1), **SAID}
SOUND: dict[str, dict[str, Any]] = {
    "sources": SOURCE,
    "invoices": INVOICE,
    "invoice_lines": LINE,
    "payments": PAYMENT,
    "party_links": LINK,
}


def rows(table: str, change: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A sound book whose table has a second row with one change."""
    book = {name: [row] for name, row in SOUND.items()}
    key = next(iter(SOUND[table]))
    return {**book, table: [SOUND[table], {**SOUND[table], key: "second", **change}]}


def value(text: str, column: str) -> object:
    """The cell of a text table as the column's Python type."""
    if not text:
        return None
    return int(text) if column.endswith("_minor") else date.fromisoformat(text) if column.endswith("_to") else text


def test_the_sound_book_passes() -> None:
    assert Book.of_rows(rows("payments", {})).checked().names == tuple(name for name in SCHEMA if name in SOUND)


@pytest.mark.parametrize(
    ("table", "column", "cell", "said"), [[c.strip() for c in line.split("|")] for line in BROKEN.strip().splitlines()]
)
def test_a_broken_row_is_named(table: str, column: str, cell: str, said: str) -> None:
    book = Book.of_rows(rows(table, {column: value(cell, column)}))
    assert [refused.render(Language.EN) for refused in book.broken_rows()] == [said]
    assert "第 2 行" in book.broken_rows()[0].render(Language.ZH)
    with pytest.raises(BookRefusedError) as refused:
        book.checked()
    assert refused.value.all_refused == tuple(book.broken_rows())


def test_an_empty_text_is_as_empty_as_none() -> None:
    book = Book.of_rows(rows("invoices", {"number": ""}))
    assert [refused.refusal for refused in book.broken_rows()] == [Refusal.ROW_BREAKS_SCHEMA]


def test_one_source_states_a_thing_once_per_moment_but_may_repeat_itself_and_restate_it_later() -> None:
    said, other = INVOICE, {**INVOICE, "number": "2"}
    later = {**other, "known_at": datetime.fromisoformat("2026-04-01T00:00:00+00:00")}
    sources = [SOURCE, {**SOURCE, "source_id": "s2"}]
    conflict = Book.of_rows({"sources": sources, "invoices": [said, other]}).broken_rows()
    assert [(refused.refusal, dict(refused.fields)["row"]) for refused in conflict] == [(Refusal.ROW_CONFLICT, 2)]
    for sound in ([said, said], [said, later], [said, {**other, "source_id": "s2"}]):
        assert Book.of_rows({"sources": sources, "invoices": sound}).broken_rows() == []


def test_all_broken_rows_are_named_up_to_one_screen_per_table() -> None:
    many = [{**INVOICE, "invoice_id": f"i{n}", "currency": "RMB"} for n in range(100)]
    assert len(Book.of_rows({"sources": [SOURCE], "invoices": many}).broken_rows()) == 20


STRANGE_VALUES = [
    ("lines_minor", 1.0),
    ("lines_minor", 1.5),
    ("lines_minor", True),
    ("lines_minor", "1"),
    ("lines_minor", Decimal(1)),
    ("lines_minor", 2**63),
    ("known_at", datetime(2026, 1, 1)),  # noqa: DTZ001 - without its zone on purpose
    ("known_at", date(2026, 1, 1)),
    ("known_at", 5),
    ("issued_on", datetime.fromisoformat("2026-01-01T00:00:00+00:00")),
    ("issued_on", "2026-01-01"),
    ("number", 1),
    ("number", b"1"),
]


@pytest.mark.parametrize(("column", "strange"), STRANGE_VALUES, ids=[repr(pair) for pair in STRANGE_VALUES])
def test_a_python_value_of_another_type_is_refused_never_converted(column: str, strange: object) -> None:
    with pytest.raises(RefusalError) as refused:
        Book.of_rows({"sources": [SOURCE], "invoices": [{**INVOICE, column: strange}]})
    assert refused.value.refused.refusal is Refusal.ROW_BREAKS_SCHEMA
    assert dict(refused.value.refused.fields)["column"] == column


STRANGE_COLUMNS = {
    "a float for money": ("lines_minor", pa.array([1.0])),
    "a text for money": ("lines_minor", pa.array(["1"])),
    "a decimal for money": ("lines_minor", pa.array([Decimal(1)])),
    "a number too large": ("lines_minor", pa.array([2**63], pa.uint64())),
    "a moment without its zone": ("known_at", pa.array([datetime(2026, 1, 1)], pa.timestamp("us"))),  # noqa: DTZ001 - ditto
    "a moment finer than a microsecond": ("known_at", pa.array([1], pa.timestamp("ns", "UTC"))),
    "a moment for a day": ("issued_on", pa.array([KNOWN], pa.timestamp("us", "UTC"))),
    "a number for a text": ("number", pa.array([1])),
    "a column named with braces": ("number", pa.array([{"{x}": 1}])),
}


@pytest.mark.parametrize(("column", "strange"), STRANGE_COLUMNS.values(), ids=STRANGE_COLUMNS)
def test_an_arrow_column_of_another_type_is_refused_and_can_be_told(column: str, strange: pa.Array) -> None:
    data = Book.of_rows({"invoices": [INVOICE]}).table("invoices")
    place = data.column_names.index(column)
    with pytest.raises(RefusalError) as refused:
        Book({"invoices": data.set_column(place, column, strange)})
    assert refused.value.refused.refusal is Refusal.ROW_BREAKS_SCHEMA
    assert column in refused.value.refused.render(Language.ZH)


KEPT_COLUMNS = {
    "a narrow number": ("lines_minor", pa.array([1], pa.int32())),
    "a dictionary of texts": ("number", pa.array(["1"]).dictionary_encode()),
    "a large text": ("number", pa.array(["1"], pa.large_string())),
    "a moment in another zone": ("known_at", pa.array([KNOWN], pa.timestamp("ms", "Asia/Shanghai"))),
    "nothing": ("lines_minor", pa.nulls(1)),
}


@pytest.mark.parametrize(("column", "kept"), KEPT_COLUMNS.values(), ids=KEPT_COLUMNS)
def test_a_cast_that_keeps_the_meaning_is_made(column: str, kept: pa.Array) -> None:
    data = Book.of_rows({"invoices": [INVOICE]}).table("invoices")
    book = Book({"invoices": data.set_column(data.column_names.index(column), column, kept)})
    assert book.rows("invoices")[0][column] == kept.to_pylist()[0]


def test_columns_and_tables_that_the_schema_does_not_have_are_refused() -> None:
    data = Book.of_rows({"invoices": [INVOICE]}).table("invoices")
    cases: list[tuple[Callable[[], object], RefusalKind]] = [
        (lambda: Book({"invoicez": data}), Refusal.TABLE_UNKNOWN),
        (lambda: Book().table("invoicez"), Refusal.TABLE_UNKNOWN),
        (lambda: Book().table("invoices", columns=["amount"]), Refusal.COLUMN_UNKNOWN),
        (lambda: Book.of_rows({"invoices": [{**INVOICE, "amount": 1}]}), Refusal.COLUMN_UNKNOWN),
        (lambda: Book({"invoices": data.append_column("amount", pa.nulls(1))}), Refusal.COLUMN_UNKNOWN),
        (lambda: Book({"invoices": data.append_column("number", pa.array(["1"]))}), Refusal.COLUMN_REPEATED),
        (lambda: Book({"invoices": data.drop_columns(["number"])}), Refusal.COLUMN_MISSING),
    ]
    for act, expected in cases:
        with pytest.raises(RefusalError) as refused:
            act()
        assert refused.value.refused.refusal is expected
