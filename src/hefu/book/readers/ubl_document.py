"""One UBL document while it is read, and what is done with each of its leaves.

UBL (OASIS Universal Business Language 2.0-2.4) names each leaf in the namespace CommonBasicComponents and
each group in CommonAggregateComponents, whatever the kind of document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from hefu.book.book import Row
from hefu.book.readers.rows import Rows
from hefu.book.readers.xml import Element, day_of, path_of, text_of
from hefu.core.currencies import EXPONENTS
from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.money import exponent
from hefu.core.quantity import parse_fine_quantity, parse_percent_bps, parse_quantity_milli
from hefu.core.refusals import Refusal, RefusalError, refuse

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"


@dataclass(slots=True)
class Document:
    """A document being read: its rows, its currency, and what waits for its id.

    `parts` are rows of the document tables as (table, kind, row), `lines` those of its lines, `accounts` those
    of its bank accounts by id. They get the document's id when its issuer is known. `mark` is how many parts
    there were before the group at the top that is being read.
    """

    rows: Rows
    currency: str
    parts: list[tuple[str, str, Row]] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    accounts: dict[str, Row] = field(default_factory=dict)
    mark: int = 0


MILLI_DECIMALS = 3

_bps = lru_cache(maxsize=1024)(parse_percent_bps)


def text(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a text as written; an empty one says nothing."""
    if column in row:
        raise repeated(leaf)
    row[column] = text_of(leaf) or None


def first_text(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take the first of several texts."""
    if column not in row:
        row[column] = text_of(leaf) or None


def best_text(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a text in place of a code or a longer description that stood before it."""
    row[column] = text_of(leaf) or row.get(column)


def day(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a day."""
    if column in row:
        raise repeated(leaf)
    row[column] = day_of(filled(leaf))


def latest_day(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take the latest of several days."""
    found = day_of(filled(leaf))
    row[column] = max(found, row.get(column, found))


def days(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Gather several days."""
    row.setdefault(column, set()).add(day_of(filled(leaf)))


def percent(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a percentage as basis points; said twice, it must be the same."""
    found = _bps(filled(leaf))
    if row.setdefault(column, found) != found:
        raise repeated(leaf)


def agreed_percent(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a percentage as basis points where several may stand; where they differ, none is the rate."""
    found = _bps(filled(leaf))
    if row.setdefault(column, found) != found:
        row[column] = None


def agreed_text(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a text where several may stand; where they differ, none is the one."""
    found = text_of(leaf) or None
    if row.setdefault(column, found) != found:
        row[column] = None


def quantity(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take a line's own quantity and its unit as written; one finer than a thousandth is kept exactly beside."""
    if column in row:
        raise repeated(leaf)
    value = filled(leaf)
    if len(value.partition(".")[2]) <= MILLI_DECIMALS:
        row[column] = parse_quantity_milli(value)
    else:
        row[column], row["quantity_major"] = parse_fine_quantity(value)
    row["unit"] = leaf.get("unitCode")


def side_quantity(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take another quantity of the line, short or rejected; one in another unit than the line's is refused."""
    if column in row:
        raise repeated(leaf)
    unit, expected = leaf.get("unitCode"), row.get("unit")
    if unit and expected and unit != expected:
        raise refuse(Refusal.UNITS_MIXED, field=path_of(leaf), found=unit, expected=expected)
    row[column] = parse_quantity_milli(filled(leaf))


def base_quantity(_document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take the base quantity of a price in thousandths."""
    if column in row:
        raise repeated(leaf)
    row[column] = parse_quantity_milli(filled(leaf))


def minor(document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take money of the document's currency in whole minor units; another currency is refused."""
    if column in row:
        raise repeated(leaf)
    currency = document.currency
    if leaf.get("currencyID") != currency:
        found = currency_of(leaf)
        raise refuse(Refusal.CURRENCIES_MIXED, field=path_of(leaf), found=found, expected=currency)
    row[column] = parse_scaled(filled(leaf), EXPONENTS[currency], Refusal.AMOUNT_TOO_FINE)


def working(document: Document, leaf: Element, row: Row, column: str) -> None:
    """Take an exact amount of a working, whose first amount says the row's currency.

    An amount in another currency than the row's stands among the document's other amounts.
    """
    if column in row:
        raise repeated(leaf)
    amount, currency = amount_of(leaf)
    if row.setdefault("currency", currency) == currency:
        row[column] = amount
    else:
        loose_amount(document, leaf, row, column)


def loose_amount(document: Document, leaf: Element, _row: Row, _column: str) -> None:
    """Keep an amount that no other table has a place for, with its path."""
    amount, currency = amount_of(leaf)
    row: Row = {"path": path_of(leaf), "amount_major": amount, "currency": currency}
    document.parts.append(("document_amounts", "amount", row))


def amount_of(leaf: Element) -> tuple[Decimal, str]:
    """Return an exact amount and its currency."""
    return parse_major(filled(leaf)), currency_of(leaf)


def currency_of(leaf: Element) -> str:
    """Return the currency an amount is in; one without it, or with an unknown one, is refused."""
    currency = leaf.get("currencyID")
    if not currency:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(leaf)}/@currencyID")
    exponent(currency)
    return currency


def filled(leaf: Element) -> str:
    """Return a leaf's text; an empty one is refused (FIELD_EMPTY)."""
    value = text_of(leaf)
    if not value:
        raise refuse(Refusal.FIELD_EMPTY, field=path_of(leaf))
    return value


def repeated(element: Element) -> RefusalError:
    """Build the refusal of a field that stands more than once."""
    return refuse(Refusal.FIELD_REPEATED, field=path_of(element))


def missing(parent: Element, name: str) -> RefusalError:
    """Build the refusal of a field that is not there."""
    return refuse(Refusal.FIELD_MISSING, field=f"{path_of(parent)}/{name}")
