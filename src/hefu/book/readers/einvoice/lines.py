"""Lines of an e-invoice: goods, discounts, rates and taxes.

A line's number is its place on the invoice, since the paper prints none. A discount (折扣行) is printed as a line of
its own behind the goods, with their name, below zero, without quantity and price; it is kept as an allowance
on the goods' line, whose amount is then net of it, so that the lines still sum to the total. Any other line
below zero stays a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from hefu.book.book import Row
from hefu.book.readers.einvoice.parts import filled, missing, word
from hefu.book.readers.xml import Element, children, path_of
from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.quantity import parse_fine_quantity, parse_percent_bps
from hefu.core.refusals import Refusal, refuse

CURRENCY = "CNY"
"""The tax administration's invoices are in yuan; another currency stands in the remark only."""

_DECIMALS = 2
_BPS_DECIMALS = 4
_ITEM = "IssuItemInformation"
_WITH_TAX = "TotaltaxIncludedAmount"
_UNTAXED = {"免税": "E", "不征税": "O"}
"""Words in place of a rate, with their UNCL 5305 codes."""

_NO_RATE = frozenset({"", "*", "**", "***"})
"""Printed where several rates or none apply."""

Part = tuple[str, str, str, Row]
"""A row that hangs on the invoice: its table, the name of its key, its kind, and the row."""


@dataclass(slots=True)
class Lines:
    """What the lines of one invoice give: rows of `invoice_lines`, and rows of the document tables."""

    rows: list[Row] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Rate:
    bps: int | None
    category: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Item:
    """One printed line; amounts of a red-letter invoice are turned already."""

    number: str
    name: str
    specification: str
    unit: str
    quantity: tuple[int | None, Decimal | None]
    price: Decimal | None
    net_minor: int
    tax_minor: int | None
    with_tax: Decimal | None
    rate: _Rate
    path: str


def read_lines(invoice: Element, *, red: bool) -> Lines:
    """Return the rows of an invoice's lines, whose document is still to be named; a red one's amounts are turned.

    Raises RefusalError: FIELD_MISSING where there is no line, no name or no amount; CODE_UNKNOWN for a rate
    that is none; and what the grammars of numbers refuse.
    """
    found = Lines()
    items = [_read(item, str(at), -1 if red else 1) for at, item in enumerate(_items(invoice), 1)]
    if not items:
        raise missing(invoice, _ITEM)
    goods: _Item | None = None
    for item in items:
        if goods is not None and _is_discount(item, goods):
            _take_off(found, item, goods)
            goods = None
        else:
            found.rows.append(_row(item))
            found.parts.extend(_hanging(item, item.number))
            goods = item
    found.parts.extend(_subtotals(items))
    return found


def _items(invoice: Element) -> Iterator[Element]:
    """Every printed line; one that is declared nil has no children."""
    return (item for item in invoice.iterchildren(_ITEM) if next(children(item), None) is not None)


def _read(item: Element, number: str, sign: int) -> _Item:
    quantity, price, tax, with_tax = (word(item, name) for name in ("Quantity", "UnPrice", "ComTaxAm", _WITH_TAX))
    milli, exact = parse_fine_quantity(quantity) if quantity else (None, None)
    return _Item(
        number=number,
        name=filled(item, "ItemName"),
        specification=word(item, "SpecMod"),
        unit=word(item, "MeaUnits"),
        quantity=(None if milli is None else sign * milli, None if exact is None else sign * exact),
        price=parse_major(price) if price else None,
        net_minor=sign * amount_minor(filled(item, "Amount")),
        tax_minor=sign * tax_minor(tax) if tax else None,
        with_tax=sign * parse_major(with_tax) if with_tax else None,
        rate=_rate(item, word(item, "TaxRate")),
        path=path_of(item),
    )


def amount_minor(text: str) -> int:
    """Return an amount of yuan in fen; finer than a fen is refused."""
    return parse_scaled(text, _DECIMALS, Refusal.AMOUNT_TOO_FINE)


def tax_minor(text: str) -> int:
    """Return a tax in fen; the words and stars that stand for no tax are none."""
    return 0 if text in _NO_RATE or text in _UNTAXED else amount_minor(text)


def _rate(item: Element, text: str) -> _Rate:
    """The rate of `13%`, `0.13` or 免税.

    A bare 0 may mean zero-rated or exempt, so it names no category. A bare number of 1 or more could be a
    percentage or a factor, and is refused.
    """
    if text in _UNTAXED:
        return _Rate(None, _UNTAXED[text], text)
    if text in _NO_RATE:
        return _Rate(None, None, None)
    if text.endswith("%"):
        bps = parse_percent_bps(text.removesuffix("%").rstrip())
    else:
        bps = parse_scaled(text, _BPS_DECIMALS, Refusal.RATE_TOO_FINE)
    if not 0 <= bps < 10**_BPS_DECIMALS:
        raise refuse(Refusal.CODE_UNKNOWN, field=f"{path_of(item)}/TaxRate", value=text[:40])
    return _Rate(bps, "S" if bps else None, None)


def _is_discount(item: _Item, goods: _Item) -> bool:
    bare = item.quantity == (None, None) and item.price is None and item.net_minor < 0
    return bare and item.name == goods.name and item.rate == goods.rate and goods.net_minor + item.net_minor >= 0


def _take_off(found: Lines, item: _Item, goods: _Item) -> None:
    """Turn a discount into an allowance on the goods' line, which is the last row."""
    row = found.rows[-1]
    row["net_minor"] += item.net_minor
    row["allowances_minor"] = -item.net_minor
    charge: Row = {
        "line_number": goods.number,
        "part": "line",
        "sign": "allowance",
        "amount_major": _major(-item.net_minor),
        "base_major": _major(goods.net_minor),
        "category": item.rate.category,
        "tax_bps": item.rate.bps,
        "currency": CURRENCY,
        "reason": "折扣",
    }
    found.parts.append(("document_charges", "charge_id", "charge", charge))
    found.parts.extend(_hanging(item, goods.number))


def _row(item: _Item) -> Row:
    return {
        "line_number": item.number,
        "item_name": item.name,
        "specification": item.specification or None,
        "quantity_milli": item.quantity[0],
        "quantity_major": item.quantity[1],
        "unit": item.unit or None,
        "net_minor": item.net_minor,
        "currency": CURRENCY,
        "unit_price_major": item.price,
        "tax_bps": item.rate.bps,
        "tax_category": item.rate.category,
    }


def _hanging(item: _Item, line_number: str) -> Iterator[Part]:
    """The tax of a printed line, and its amount with tax, which no column of the line has a place for."""
    yield _tax("total", [item], line_number)
    if item.with_tax is not None:
        row = {"path": f"{item.path}/{_WITH_TAX}", "amount_major": item.with_tax, "currency": CURRENCY}
        yield "document_amounts", "amount_id", "amount", {**row, "line_number": line_number}


def _subtotals(items: list[_Item]) -> Iterator[Part]:
    """The lines' taxes added up by rate: the paper prints no subtotals, and its total is held against these."""
    by_rate: dict[_Rate, list[_Item]] = {}
    for item in items:
        by_rate.setdefault(item.rate, []).append(item)
    for same in by_rate.values():
        yield _tax("subtotal", same, None)


def _tax(part: str, items: list[_Item], line_number: str | None) -> Part:
    taxes = [item.tax_minor for item in items if item.tax_minor is not None]
    rate = items[0].rate
    row: Row = {
        "line_number": line_number,
        "part": part,
        "category": rate.category,
        "tax_bps": rate.bps,
        "taxable_major": _major(sum(item.net_minor for item in items)),
        "tax_major": _major(sum(taxes)) if len(taxes) == len(items) else None,
        "currency": CURRENCY,
        "reason": rate.reason,
    }
    return "document_taxes", "tax_id", "tax", row


def _major(amount_minor: int) -> Decimal:
    return Decimal(amount_minor).scaleb(-_DECIMALS)
