"""Say which rules of EN 16931 an invoice breaks that claims to follow them.

| Finding | Severity |
|---|---|
| a mandatory term is missing, a sum or a VAT figure does not follow from its parts | MEDIUM |
| a code is on no list, an amount has too many decimals, UBL is used otherwise than bound | LOW |
| a rule that only advises is not kept | NOTE |

One finding per invoice and rule, however many places and papers. The faults are found while a document is read
(`document_faults`), if it is judged then (`document_judgements`): an invoice that claims the standard and was not
judged is open. To an invoice that does not claim it (`invoices.follows`) the check does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hefu.book.book import Book, Row
from hefu.book.readers.en16931 import STATEMENTS, follows_en16931
from hefu.book.rule import Rule
from hefu.book.voices import statements
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, RowRef, Severity
from hefu.core.texts import Message, Text
from hefu.trade.config import TradeConfig
from hefu.trade.papers import grouped
from hefu.trade.report import Report
from hefu.trade.texts.en16931 import QUESTION, TEXTS

REPORT = Report("trade.en16931", 2)

_FORM = ("BR-CL-", "BR-DEC-", "UBL-")
"""Families of rules about how a thing is written, not about what is said."""

_UNKNOWN = Text("", "")


def check(book: Book, config: TradeConfig, at: Context) -> Iterator[Answer]:
    """Yield one finding per invoice and rule broken, in the order of invoice ids and rules; then what was not asked."""
    faults = grouped(statements(book, "document_faults"), lambda row: (row["document_id"], row["rule"]))
    numbers = {row["invoice_id"]: row["number"] for row in statements(book, "invoices")}
    for (document_id, rule), rows in sorted(faults.items()):
        if document_id in numbers:
            yield _finding(numbers[document_id], document_id, rule, rows)
    judged = {row["document_id"] for row in statements(book, "document_judgements")}.union(key[0] for key in faults)
    yield from _not_asked(book, numbers, judged)


RULE: Rule[TradeConfig] = Rule(REPORT.rule, REPORT.version, QUESTION, "invoice_id", TEXTS, check)


def _not_asked(book: Book, numbers: Mapping[str, str], judged: set[str]) -> Iterator[Answer]:
    claiming = {row["invoice_id"] for row in statements(book, "invoices") if follows_en16931(row["follows"])}
    for invoice_id in sorted(claiming - judged):
        reason = Message.of("not_judged", number=numbers[invoice_id])
        yield REPORT.unassessed(reason, Message.of("read_judged"), subjects=[RowRef("invoices", invoice_id)])
    others = set(numbers) - claiming - judged
    if others or not numbers:
        yield REPORT.not_applicable(Message.of("none_follows"), subjects=[RowRef("invoices", one) for one in others])


def _finding(number: str, document_id: str, rule: str, rows: list[Row]) -> Finding:
    advised = all(row["severity"] == "warning" for row in rows)
    # The same paper from two hands has the same faults: places are counted once, in the order of the document.
    in_order = sorted(rows, key=lambda row: (len(row["fault_id"]), row["fault_id"]))
    places = list(dict.fromkeys(row["location"] for row in in_order))
    says = STATEMENTS.get(rule, _UNKNOWN)
    code = "rule_advised" if advised else "rule_broken"
    message = Message.of(code, number=number, rule=rule, says=says, count=len(places), location=places[0])
    return REPORT.finding(
        Severity.NOTE if advised else _severity(rule),
        message,
        Message.of("send_valid"),
        subjects=[RowRef("invoices", document_id)],
        evidence=[RowRef("document_faults", row["fault_id"], row["source_id"]) for row in rows],
    )


def _severity(rule: str) -> Severity:
    return Severity.LOW if rule.startswith(_FORM) else Severity.MEDIUM
