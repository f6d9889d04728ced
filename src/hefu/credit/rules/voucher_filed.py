"""Whether the financing of every voucher is filed in the register of movable security (银发〔2025〕77号 art. 13)."""

from __future__ import annotations

from collections.abc import Iterable

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, why_none
from hefu.credit.rules.voucher_tenor import VOUCHER
from hefu.credit.texts.voucher_filed import QUESTION, TEXTS

NAME = "credit.voucher_filed"
VERSION = 1

_CLEARS = Message.of("clear_filing")


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return a finding for each financed voucher for whose invoice no live filing is in the book."""
    del config
    financed = [row for row in book.rows("vouchers") if row["state"] == "financed"]
    if not financed:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    figure = figure_of(at, "voucher.financing_filed", {Anchor.FILING: at.today}, product=VOUCHER)
    if isinstance(figure, NoFigure):
        if is_unknown(figure):
            reason = Message.of("no_figure", why=why_none(figure))
            yield Unassessed(NAME, VERSION, reason, (), _CLEARS, PaperKind.LEGAL_RECORD)
        return
    filed = {row["invoice_id"] for row in book.rows("filings") if _live(row, at)}
    for row in sorted(financed, key=lambda row: (row["voucher_id"], row["source_id"])):
        subjects = (RowRef("vouchers", row["voucher_id"]), RowRef("parties", row["holder_id"]))
        if not row["invoice_id"]:
            reason = Message.of("invoice_unknown", voucher=row["voucher_id"])
            yield Unassessed(NAME, VERSION, reason, subjects, _CLEARS, PaperKind.FILING_EXTRACT)
        elif row["invoice_id"] not in filed:
            message = Message.of("not_filed", voucher=row["voucher_id"], holder=row["holder_id"])
            evidence = (RowRef("vouchers", row["voucher_id"], row["source_id"]),)
            amount = Money(row["amount_minor"], row["currency"])
            yield Finding(NAME, VERSION, Severity.HIGH, message, subjects, evidence, _CLEARS, amount, (figure,))


def _live(row: Row, at: Context) -> bool:
    return row["state"] in {"live", "objected"} and (row["expires_on"] is None or row["expires_on"] >= at.today)


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
