"""Small books, and random ones, that hold to the schema."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.book.columns import Column, Kind, Table
from hefu.book.schema import SCHEMA

KNOWN = datetime(2026, 3, 1, tzinfo=UTC)
SOURCE = {"source_id": "s1", "controlled_by": "bank", "channel": "feed", "known_at": KNOWN}
SAID = {"source_id": "s1", "known_at": KNOWN}
INVOICE = {
    "invoice_id": "i1",
    "number": "1",
    "kind": "invoice",
    "seller_id": "a",
    "buyer_id": "b",
    "issued_on": date(2026, 3, 1),
    "currency": "CNY",
    **SAID,
}

_VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.ID: st.sampled_from(["x", "y,z", 'q"q', "中文", "1"]),
    Kind.TEXT: st.text(alphabet="ab,\"'\n\r 中;\x1f\x1e|é-", min_size=1, max_size=6),
    Kind.MINOR: st.integers(0, 10**18 - 1),
    Kind.CURRENCY: st.sampled_from(["CNY", "JPY"]),
    Kind.MILLI: st.integers(0, 10**12),
    Kind.BPS: st.integers(-10_000, 20_000),
    Kind.COUNT: st.integers(0, 1000),
    Kind.MAJOR: st.decimals(-(10**6), 10**6, places=18).map(lambda number: Decimal(format(number, "f"))),
    Kind.EXACT: st.decimals(-(10**6), 10**6, places=18).map(lambda number: Decimal(format(number, "f"))),
    Kind.DAY: st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    Kind.MOMENT: st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    Kind.FLAG: st.booleans(),
}


def value(column: Column) -> st.SearchStrategy[Any]:
    """Any value that holds to the column, empty where it may be."""
    some = st.sampled_from(column.codes) if column.codes else _VALUES[column.kind]
    return some if column.required else st.none() | some


@st.composite
def any_row(draw: st.DrawFn, table: Table, key: str) -> dict[str, Any]:
    """A row of a table without parts, in the words of source s1."""
    row = {column.name: draw(value(column)) for column in table.columns if column.name not in {"source_id", "known_at"}}
    if "valid_from" in row and row["valid_from"] and row["valid_to"]:
        row["valid_to"] = row["valid_from"] + timedelta(days=1)
    return {**row, table.key: key, **(SAID if not table.derived else {})}


_LOOSE = sorted(
    name
    for name, table in SCHEMA.items()
    if name != "sources" and not any(c.owned and c.name != "source_id" for c in table.columns)
)


@st.composite
def any_book(draw: st.DrawFn) -> Book:
    """A book of some rows in a few tables of any kind."""
    rows: dict[str, list[dict[str, Any]]] = {"sources": [SOURCE]}
    for name in draw(st.lists(st.sampled_from(_LOOSE), max_size=4, unique=True)):
        keys = draw(st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True))
        rows[name] = [draw(any_row(SCHEMA[name], f"k{one}")) for one in keys]
    return Book.of_rows(rows).checked()
