"""Bills of which nothing else in a book speaks: no order, delivery, credit or payment. They are tallied by the column.

Around a large buyer most bills are such, and what stands beside one hangs on its due day alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.book.rows import values_of
from hefu.book.schema import table_named
from hefu.book.voices import places_of_one_voice
from hefu.core.context import Context
from hefu.core.names import fold_number
from hefu.trade.config import TradeConfig
from hefu.trade.links import Links
from hefu.trade.papers import folded_numbers, line_order, references_of, share_out
from hefu.trade.tallies import Billed, beside

_OF_LINE = {
    "invoice_line_id": "invoice_line_id",
    "line_number": "line_number",
    "item_name": "item_name",
    "unit": "unit",
    "invoiced_milli": "quantity_milli",
    "invoiced_minor": "net_minor",
}
_TALLIES = table_named("tallies").arrow
_OF_INVOICE = ("invoice_id", "currency", "due_on")


@dataclass(frozen=True, slots=True)
class Alone:
    """Bills that stand alone: their invoices' ids, and of each line its place, its invoice's, and what it asks for."""

    invoice_ids: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    invoices: list[int] = field(default_factory=list)
    gross_minor: list[int] = field(default_factory=list)


def find_alone(book: Book, links: Links, named: Collection[str]) -> Alone:
    """Return the bills that nothing answers; `named` are the numbers that payments and notes name, in folded form."""
    found, numbers, told = Alone(), folded_numbers(book), set(_values(book, "invoice_events", "invoice_id"))
    lines, nets = _lines_alone(book), _values(book, "invoice_lines", "net_minor")
    columns = ("invoice_id", "kind", "order_number", "buyer_id", "seller_id", "payable_minor", "gross_minor")
    bills = list(zip(*(_values(book, "invoices", name) for name in columns), strict=True))
    for at in places_of_one_voice(book, "invoices"):
        key, kind, order, buyer, seller, payable, gross = bills[at]
        asked, own = gross if payable is None else payable, lines.get(key, [])
        spoken_of = (
            order or own is None or key in told or numbers[at] in named or links.orders.is_between(buyer, seller)
        )
        if kind != "invoice" or own is None or not asked or spoken_of:
            continue
        shares = share_out(asked, [nets[line] or 0 for line in own])
        if min(shares, default=1) > 0:
            found.invoice_ids.append(key)
            found.lines.extend(own)
            found.invoices.extend([at] * len(own))
            found.gross_minor.extend(shares)
    return found


def numbers_credited(book: Book) -> set[str]:
    """Return every number that a credit note names, in folded form."""
    ids, kinds = _values(book, "invoices", "invoice_id"), _values(book, "invoices", "kind")
    notes = [key for key, kind in zip(ids, kinds, strict=True) if kind == "credit_note"]
    return {fold_number(row["number"]) for key in notes for row in references_of(book).get(key, ())}


def numbers_billed(book: Book) -> set[str]:
    """Return the numbers of all invoices, in folded form."""
    numbers, kinds = folded_numbers(book), _values(book, "invoices", "kind")
    return {numbers[at] for at in places_of_one_voice(book, "invoices") if kinds[at] == "invoice"}


def without(book: Book, alone: Alone) -> Book:
    """Return the book less the bills that stand alone."""
    ids = pa.array(alone.invoice_ids, pa.string())
    for name in ("invoices", "invoice_lines") if alone.invoice_ids else ():
        data = book.table(name)
        book = book.with_table(name, data.filter(pc.invert(pc.is_in(data["invoice_id"], ids))))
    return book


def tally_alone(book: Book, alone: Alone, config: TradeConfig, at: Context) -> pa.Table:
    """Return the rows of the table `tallies` of bills that stand alone."""
    invoices = book.table("invoices", _OF_INVOICE).take(pa.array(alone.invoices, pa.int64()))
    billed = book.table("invoice_lines", list(_OF_LINE.values())).take(pa.array(alone.lines, pa.int64()))
    given = {name: billed[column] for name, column in _OF_LINE.items()}
    given |= {name: invoices[name] for name in _OF_INVOICE}
    given |= {"gross_minor": pa.array(alone.gross_minor, pa.int64())}
    days = values_of(invoices["due_on"])
    places = {day: place for place, day in enumerate(dict.fromkeys(days))}
    at_place = pa.array([places[day] for day in days], pa.int64())
    others = _beside(list(places), [one for one in _TALLIES if one.name not in given], config, at).take(at_place)
    given |= dict(zip(others.schema.names, others.columns, strict=True))
    return pa.Table.from_arrays([given[name] for name in _TALLIES.names], schema=_TALLIES)


def _beside(days: list[date | None], columns: list[pa.Field], config: TradeConfig, at: Context) -> pa.RecordBatch:
    """What stands beside a bill that is due on each day; any that asks for something says the same."""
    line: Row = {"quantity_milli": 0, "unit": ""}
    bills = [Billed(line, {"due_on": day}, 1, 0, None, None, None) for day in days]
    rows = [{"credited_minor": 0, **beside(one, config, at)} for one in bills]
    arrays = [pa.array([row.get(column.name) for row in rows], column.type) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(columns))


def _values(book: Book, table: str, column: str) -> list[Any]:
    return values_of(book.table(table)[column])


def _lines_alone(book: Book) -> dict[str, list[int] | None]:
    """The places of each invoice's lines in their order; None where one names an order or a despatch advice."""
    columns = ("invoice_id", "order_number", "despatch_number", "line_number")
    rows = list(zip(*(_values(book, "invoice_lines", name) for name in columns), strict=True))
    found: dict[str, list[int] | None] = {}
    for at in places_of_one_voice(book, "invoice_lines"):
        key, order, despatch, _ = rows[at]
        own = found.setdefault(key, [])
        if order or despatch:
            found[key] = None
        elif own is not None:
            own.append(at)
    for own in found.values():
        if own and len(own) > 1:
            own.sort(key=lambda at: line_order(rows[at][3]))
    return found
