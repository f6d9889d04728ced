"""Reckon again, paper by paper, every figure that an invoice gives twice.

| Finding | Severity |
|---|---|
| total with tax, or payable amount, does not follow from its parts | HIGH |
| a line, the sum of lines, the total without tax, a tax figure does not; due before issued | MEDIUM |
| a negative quantity on an invoice | LOW |

Each source's paper is reckoned for itself; the same gap on two papers is one finding. Allowances, charges,
prepayment and rounding that a paper leaves out are none (EN 16931 makes them optional); any other
part that is missing leaves its sum unassessed. Credit notes are reckoned like invoices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hefu.book.book import Book, Row
from hefu.book.rule import Rule
from hefu.book.voices import statements
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.money import BPS_WHOLE, Money, exponent
from hefu.core.quantity import Quantity
from hefu.core.texts import Message, Text, Value
from hefu.trade.config import TradeConfig
from hefu.trade.papers import grouped, line_order
from hefu.trade.report import Report
from hefu.trade.texts.invoice_arithmetic import FIGURES, QUESTION, TEXTS

REPORT = Report("trade.invoice_arithmetic", 1)
Answer = Finding | Unassessed


def check(book: Book, config: TradeConfig, at: Context) -> Iterator[Answer]:
    """Yield what does not add up, and what could not be added, in the order of invoice ids."""
    lines = grouped(statements(book, "invoice_lines"), lambda row: (row["invoice_id"], row["source_id"]))
    taxes = grouped(statements(book, "document_taxes"), lambda row: (row["document_id"], row["source_id"]))
    found: dict[tuple[str, Message], tuple[_Gap, list[RowRef]]] = {}
    reckoned: set[tuple[str, Message]] = set()
    for invoice in statements(book, "invoices"):
        paper = (invoice["invoice_id"], invoice["source_id"])
        for gap in _gaps(invoice, lines.get(paper, []), taxes.get(paper, []), config):
            if isinstance(gap, _Reckoned):
                reckoned.add((paper[0], gap.message))
                continue
            _, refs = found.setdefault((paper[0], gap.message), (gap, []))
            refs += [RowRef("invoices", *paper), *gap.read]
    # What one paper leaves out (a lender's book keeps no tax lines), another may state.
    return (_answer(key[0], gap, refs) for key, (gap, refs) in found.items() if key not in reckoned)


RULE: Rule[TradeConfig] = Rule(REPORT.rule, REPORT.version, QUESTION, "invoice_id", TEXTS, check)


@dataclass(frozen=True, slots=True)
class _Gap:
    """One thing that does not add up on one paper; without a severity, one that could not be added."""

    message: Message
    clears: str
    severity: Severity | None = None
    at_risk: Money | None = None
    read: tuple[RowRef, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """Something that one paper did let be reckoned; `message` is what would say that it does not."""

    message: Message


_Reckoning = Iterator[_Gap | _Reckoned]


def _answer(invoice_id: str, gap: _Gap, refs: list[RowRef]) -> Answer:
    subjects = [RowRef("invoices", invoice_id)]
    if gap.severity is None:
        return REPORT.unassessed(gap.message, Message.of(gap.clears), subjects=subjects)
    return REPORT.finding(
        gap.severity, gap.message, Message.of(gap.clears), subjects=subjects, evidence=refs, at_risk=gap.at_risk
    )


def _gaps(invoice: Row, lines: list[Row], taxes: list[Row], config: TradeConfig) -> _Reckoning:
    lines = sorted(lines, key=lambda line: line_order(line["line_number"]))
    for line in lines:
        yield from _line(invoice, line, config)
    yield from _sum_of_lines(invoice, lines, config)
    yield from _totals(invoice, config)
    yield from _taxes(invoice, taxes, len(lines), config)
    if invoice["due_on"] is not None and invoice["due_on"] < invoice["issued_on"]:
        days: dict[str, Value] = {"due_on": invoice["due_on"], "issued_on": invoice["issued_on"]}
        message = Message.of("due_before_issue", number=invoice["number"], **days)
        yield _Gap(message, "send_terms", Severity.MEDIUM)


# Lines


def _line(invoice: Row, line: Row, config: TradeConfig) -> _Reckoning:
    ref = RowRef("invoice_lines", line["invoice_line_id"], line["source_id"])
    fields: dict[str, Value] = {"number": invoice["number"], "line": line["line_number"]}
    quantity, price, net_minor = line["quantity_milli"], line["unit_price_major"], line["net_minor"]
    if quantity is not None and quantity < 0 and invoice["kind"] == "invoice":
        message = Message.of("negative_quantity", **fields, quantity=Quantity(quantity, line["unit"] or ""))
        yield _Gap(message, "send_credit_note", Severity.LOW, read=(ref,))
    incomplete = Message.of("line_incomplete", **fields)
    if _quantity_milli(line) is None or price is None or net_minor is None or line["price_base_milli"] == 0:
        yield _Gap(incomplete, "send_whole_line")
        return
    yield _Reckoned(incomplete)
    expected = _line_minor(line)
    gap = net_minor - expected
    if abs(gap) > config.line_tolerance_minor + _price_slack_minor(line):
        both = {"written": Money(net_minor, line["currency"]), "reckoned": _nearest(expected, line["currency"])}
        message = Message.of("line_differs", **fields, **both, gap=_nearest(abs(gap), line["currency"]))
        yield _Gap(message, "send_corrected", Severity.MEDIUM, _nearest(abs(gap), line["currency"]), (ref,))


def _line_minor(line: Row) -> Fraction:
    """Quantity times unit price over its base, plus charges, less allowances, exactly, in minor units."""
    price_minor = Fraction(line["unit_price_major"]) * _minor_per_major(line["currency"])
    whole = price_minor * Fraction(_quantity_milli(line) or 0, int(line["price_base_milli"] or 1000))
    return whole + int(line["charges_minor"] or 0) - int(line["allowances_minor"] or 0)


def _price_slack_minor(line: Row) -> Fraction:
    """Half the last decimal of the price as written, times quantity: so far the line may be off by its price.

    The book keeps no zeros behind the last digit, so a price has at least the currency's own decimals.
    """
    price: Decimal = line["unit_price_major"]
    written = -int(price.normalize().as_tuple().exponent)
    last_decimal = Fraction(1, 10 ** max(exponent(line["currency"]), written))
    half_minor = Fraction(1, 2) * last_decimal * _minor_per_major(line["currency"])
    return half_minor * abs(Fraction(_quantity_milli(line) or 0, int(line["price_base_milli"] or 1000)))


def _quantity_milli(line: Row) -> Fraction | None:
    """The quantity in thousandths, exactly: one that is finer than a thousandth stands beside its nearest."""
    if line["quantity_major"] is not None:
        return Fraction(line["quantity_major"]) * 1000
    return None if line["quantity_milli"] is None else Fraction(line["quantity_milli"])


def _nearest(minor: Fraction, currency: str) -> Money:
    return Money(round(minor), currency)


# Sums


def _sum_of_lines(invoice: Row, lines: list[Row], config: TradeConfig) -> _Reckoning:
    nets = [line["net_minor"] for line in lines]
    whole = None if not nets or None in nets else sum(nets)
    yield from _sum(invoice, "lines_minor", whole, Severity.MEDIUM, config)


def _totals(invoice: Row, config: TradeConfig) -> _Reckoning:
    less, more = -(invoice["allowances_minor"] or 0), invoice["charges_minor"] or 0
    yield from _sum(invoice, "net_minor", _plus(invoice["lines_minor"], less + more), Severity.MEDIUM, config)
    gross = _plus(invoice["net_minor"], invoice["tax_minor"])
    yield from _sum(invoice, "gross_minor", gross, Severity.HIGH, config)
    rest = (invoice["rounding_minor"] or 0) - (invoice["prepaid_minor"] or 0)
    yield from _sum(invoice, "payable_minor", _plus(invoice["gross_minor"], rest), Severity.HIGH, config)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _sum(invoice: Row, figure: str, reckoned: int | None, severity: Severity, config: TradeConfig) -> _Reckoning:
    written = invoice[figure]
    fields: dict[str, Value] = {"number": invoice["number"], "figure": FIGURES[figure]}
    missing = Message.of("figure_missing", **fields)
    if written is None or reckoned is None:
        yield _Gap(missing, "send_whole_invoice")
        return
    yield _Reckoned(missing)
    if abs(written - reckoned) > config.sum_tolerance_minor:
        both = {"written": Money(written, invoice["currency"]), "reckoned": Money(reckoned, invoice["currency"])}
        gap = Money(abs(written - reckoned), invoice["currency"])
        yield _Gap(Message.of("figure_differs", **fields, **both, gap=gap), "send_corrected", severity, gap)


# Taxes


def _taxes(invoice: Row, taxes: list[Row], lines_count: int, config: TradeConfig) -> _Reckoning:
    """Tax of the whole document in its currency; a second total in the tax currency restates the first."""
    whole = [t for t in taxes if not t["line_number"] and t["currency"] == invoice["currency"]]
    subtotals = sorted((t for t in whole if t["part"] == "subtotal"), key=lambda t: str(t["tax_id"]))
    for tax in subtotals:
        yield from _subtotal(invoice, tax, lines_count, config)
    parts = [_minor(tax["tax_major"], tax["currency"]) for tax in subtotals]
    reckoned = [part for part in parts if part is not None]
    missing = Message.of("figure_missing", number=invoice["number"], figure=FIGURES["subtotals"])
    if not subtotals and not invoice["tax_minor"]:
        return
    if not subtotals or len(reckoned) < len(parts):
        yield _Gap(missing, "send_whole_invoice")
        return
    yield _Reckoned(missing)
    if invoice["tax_minor"] is not None and abs(sum(reckoned) - invoice["tax_minor"]) > config.sum_tolerance_minor:
        stated = Fraction(invoice["tax_minor"])
        yield _tax_gap(invoice, FIGURES["tax_minor"], stated, sum(reckoned, Fraction(0)), taxes=subtotals)


def _subtotal(invoice: Row, tax: Row, lines_count: int, config: TradeConfig) -> _Reckoning:
    """Tax may be rounded once per category or once per line: half a minor unit per line is allowed beside."""
    base, part = _minor(tax["taxable_major"], tax["currency"]), _minor(tax["tax_major"], tax["currency"])
    if base is None or part is None or (tax["tax_bps"] is None and part != 0):
        fields: dict[str, Value] = {"number": invoice["number"], "figure": _category(tax)}
        yield _Gap(Message.of("figure_missing", **fields), "send_whole_invoice")
        return
    reckoned = base * Fraction(tax["tax_bps"] or 0, BPS_WHOLE)
    if abs(part - reckoned) > config.tax_tolerance_minor + Fraction(lines_count, 2):
        yield _tax_gap(invoice, _category(tax), part, reckoned, taxes=[tax])


def _tax_gap(invoice: Row, figure: Text, written: Fraction, reckoned: Fraction, *, taxes: list[Row]) -> _Gap:
    currency = invoice["currency"]
    both = {"written": _nearest(written, currency), "reckoned": _nearest(reckoned, currency)}
    gap = _nearest(abs(written - reckoned), currency)
    message = Message.of("figure_differs", number=invoice["number"], figure=figure, **both, gap=gap)
    read = tuple(RowRef("document_taxes", tax["tax_id"], tax["source_id"]) for tax in taxes)
    return _Gap(message, "send_corrected", Severity.MEDIUM, gap, read)


def _category(tax: Row) -> Text:
    name = f"{tax['category'] or '–'} {(tax['tax_bps'] or 0) // 100}.{(tax['tax_bps'] or 0) % 100:02d}%"
    return Text(f"tax subtotal ({name})", f"税额分项（{name}）")


def _minor(amount: Decimal | None, currency: str) -> Fraction | None:
    return None if amount is None else Fraction(amount) * _minor_per_major(currency)


def _minor_per_major(currency: str) -> int:
    return int(10 ** exponent(currency))
