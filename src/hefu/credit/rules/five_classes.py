"""The five classes of what parties owe a bank: one finding for each debtor that is not normal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Licence, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.credit.classes import CLASSES, SUBSTANDARD, ClassFigures, class_figures, figures_behind, loan_classes
from hefu.credit.config import CreditConfig
from hefu.credit.figures import is_unknown, licence_of, why_none
from hefu.credit.texts.five_classes import CLASS_NAMES, QUESTION, REASONS, TEXTS

NAME = "credit.five_classes"
VERSION = 1

_CLEARS = Message.of("clear_class")


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return one finding for each debtor, lender and currency with a loan that is not normal.

    Lenders without a licence in the book count for what a debtor owes everywhere and are not classed themselves.
    """
    lenders = sorted(book.table("loans")["lender_id"].unique().to_pylist())
    banks = [one for one in lenders if licence_of(book, one) is Licence.BANK]
    if not lenders:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    figures = class_figures(at)
    if isinstance(figures, NoFigure):
        if is_unknown(figures):
            yield _open(Message.of("no_figure", why=why_none(figures)))
        return
    if not banks:
        yield _open(Message.of("no_bank"))
        return
    classed = loan_classes(book, figures, at.today)
    not_normal = pc.not_equal(classed["final_class"], CLASSES[0])
    odd = classed.filter(pc.and_(not_normal, pc.is_in(classed["lender_id"], pa.array(banks))))
    debtor = ("lender_id", "borrower_id", "currency")
    rows = sorted(odd.to_pylist(), key=itemgetter(*debtor, "loan_id"))
    for _, loans in groupby(rows, key=itemgetter(*debtor)):
        yield _finding(list(loans), figures, config)


def _finding(loans: list[dict[str, Any]], figures: ClassFigures, config: CreditConfig) -> Finding:
    worst = max(loans, key=lambda row: (CLASSES.index(row["final_class"]), row["overdue_days"]))
    owed = Money(sum(row["outstanding_minor"] for row in loans), worst["currency"])
    bad = CLASSES.index(worst["final_class"]) >= SUBSTANDARD
    message = Message.of(
        "debtor_class",
        borrower=worst["borrower_id"],
        lender=worst["lender_id"],
        count=len(loans),
        owed=owed,
        worst=CLASS_NAMES[worst["final_class"]],
        days=max(row["overdue_days"] for row in loans),
        why=_joined(sorted({row["final_reason"] for row in loans})),
    )
    cites = dict.fromkeys(one for row in loans for one in figures_behind(row["final_reason"], figures))
    return Finding(
        NAME,
        VERSION,
        Severity.HIGH if bad else Severity.MEDIUM,
        message,
        subjects=(RowRef("parties", worst["borrower_id"]),),
        evidence=tuple(RowRef("loans", row["loan_id"]) for row in loans[: config.evidence_rows_max]),
        clears=_CLEARS,
        at_risk=owed,
        cites=tuple(cites),
    )


def _joined(reasons: list[str]) -> Text:
    texts = [REASONS[one] for one in reasons]
    return Text("; ".join(one.en for one in texts), "；".join(one.zh for one in texts))


def _open(reason: Message) -> Unassessed:
    return Unassessed(NAME, VERSION, reason, (), _CLEARS, PaperKind.LEGAL_RECORD)


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
