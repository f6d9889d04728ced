"""One UBL document while it is read, and what is done with each of its leaves.

UBL (OASIS Universal Business Language 2.0-2.4) names each leaf in the namespace CommonBasicComponents and
each group in CommonAggregateComponents, whatever the kind of document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

from hefu.book.book import Row
from hefu.book.readers.rows import Rows
from hefu.book.readers.xml import Element, day_of, path_of
from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.money import exponent
from hefu.core.quantity import parse_fine_quantity, parse_percent_bps, parse_quantity_milli
from hefu.core.refusals import Refusal, RefusalError, refuse

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


@dataclass(slots=True)
class Document:
    """A document being read: its rows, its currency with its decimals, and what waits for its id.

    `parts` are rows of the document tables as (table, kind, row), `lines` those of its lines, `accounts` those
    of its bank accounts by id. They get the document's id when its issuer is known. `mark` is how many parts
    there were before the group at the top that is being read.
    """

    rows: Rows
    currency: str
    decimals: int = 0
    parts: list[tuple[str, str, Row]] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    accounts: dict[str, Row] = field(default_factory=dict)
    mark: int = 0


MILLI_DECIMALS = 3

_bps = lru_cache(maxsize=1024)(parse_percent_bps)
_milli = lru_cache(maxsize=4096)(parse_quantity_milli)


def text(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a text as written; an empty one says nothing."""
    if column in row:
        raise repeated(leaf)
    row[column] = value or None


def first_text(_document: Document, _leaf: Element, value: str, row: Row, column: str) -> None:
    """Take the first of several texts."""
    row.setdefault(column, value or None)


def best_text(_document: Document, _leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a text in place of a code or a longer description that stood before it."""
    row[column] = value or row.get(column)


def agreed_text(_document: Document, _leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a text where several may stand; where they differ, none is the one."""
    if row.setdefault(column, value or None) != (value or None):
        row[column] = None


def day(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a day."""
    if column in row:
        raise repeated(leaf)
    row[column] = day_of(value or empty(leaf))


def latest_day(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take the latest of several days."""
    found = day_of(value or empty(leaf))
    row[column] = max(found, row.get(column, found))


def days(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Gather several days."""
    row.setdefault(column, set()).add(day_of(value or empty(leaf)))


def percent(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a percentage as basis points; said twice, it must be the same."""
    found = _bps(value or empty(leaf))
    if row.setdefault(column, found) != found:
        raise repeated(leaf)


def agreed_percent(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a percentage as basis points where several may stand; where they differ, none is the rate."""
    found = _bps(value or empty(leaf))
    if row.setdefault(column, found) != found:
        row[column] = None


def quantity(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a line's own quantity and its unit as written; one finer than a thousandth is kept exactly beside."""
    if column in row:
        raise repeated(leaf)
    if len(value.partition(".")[2]) <= MILLI_DECIMALS:
        row[column] = _milli(value or empty(leaf))
    else:
        row[column], row["quantity_major"] = parse_fine_quantity(value)
    row["unit"] = leaf.get("unitCode")


def side_quantity(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take another quantity of the line, short or rejected; one in another unit than the line's is refused."""
    if column in row:
        raise repeated(leaf)
    unit, expected = leaf.get("unitCode"), row.get("unit")
    if unit and expected and unit != expected:
        raise refuse(Refusal.UNITS_MIXED, field=path_of(leaf), found=unit, expected=expected)
    row[column] = _milli(value or empty(leaf))


def base_quantity(_document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take the base quantity of a price in thousandths."""
    if column in row:
        raise repeated(leaf)
    row[column] = _milli(value or empty(leaf))


def minor(document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take money of the document's currency in whole minor units; another currency is refused."""
    if column in row:
        raise repeated(leaf)
    if leaf.get("currencyID") != document.currency:
        found = currency_of(leaf)
        raise refuse(Refusal.CURRENCIES_MIXED, field=path_of(leaf), found=found, expected=document.currency)
    row[column] = parse_scaled(value or empty(leaf), document.decimals, Refusal.AMOUNT_TOO_FINE)


def price(document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take a unit price in the document's currency; one in another stands among the other amounts."""
    if column in row:
        raise repeated(leaf)
    if leaf.get("currencyID") == document.currency:
        row[column] = parse_major(value or empty(leaf))
    else:
        loose_amount(document, leaf, value, row, column)


def working(document: Document, leaf: Element, value: str, row: Row, column: str) -> None:
    """Take an exact amount of a working, whose first amount says the row's currency.

    An amount in another currency than the row's stands among the document's other amounts.
    """
    if column in row:
        raise repeated(leaf)
    currency = currency_of(leaf)
    if row.setdefault("currency", currency) == currency:
        row[column] = parse_major(value or empty(leaf))
    else:
        loose_amount(document, leaf, value, row, column)


def loose_amount(document: Document, leaf: Element, value: str, _row: Row, _column: str) -> None:
    """Keep an amount that no other table has a place for, with its path."""
    amount = parse_major(value or empty(leaf))
    row: Row = {"path": path_of(leaf), "amount_major": amount, "currency": currency_of(leaf)}
    document.parts.append(("document_amounts", "amount", row))


def currency_of(leaf: Element) -> str:
    """Return the currency an amount is in; one without it, or with an unknown one, is refused."""
    currency = leaf.get("currencyID")
    if not currency:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(leaf)}/@currencyID")
    exponent(currency)
    return currency


def empty(leaf: Element) -> NoReturn:
    """Refuse a leaf that must have a value and has none (FIELD_EMPTY)."""
    raise refuse(Refusal.FIELD_EMPTY, field=path_of(leaf))


def repeated(element: Element) -> RefusalError:
    """Build the refusal of a field that stands more than once."""
    return refuse(Refusal.FIELD_REPEATED, field=path_of(element))


def missing(parent: Element, name: str) -> RefusalError:
    """Build the refusal of a field that is not there."""
    return refuse(Refusal.FIELD_MISSING, field=f"{path_of(parent)}/{name}")
