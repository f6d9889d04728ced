"""Do the papers belong to the request? Every offered invoice is there, and names applicant and debtor.

This is the one check that speaks of the request itself, so it lives with the request and not in a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hefu.assess.request import Request
from hefu.book import Book, Row
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.names import fold_number
from hefu.core.paper_kinds import PaperKind
from hefu.core.refusals import Refused
from hefu.core.texts import Message, Text
from hefu.decide import Check

NAME = "request.papers"
VERSION = 1
GROUP = Text("Is the request complete?", "申请是否齐全？")
QUESTION = Text(
    "Every offered invoice is among the papers and names both parties", "所报发票均在材料中，且买卖双方相符"
)

PAPERS_TEXTS = {
    "invoice_of_others": Text(
        "Invoice {number} is from {seller} to {buyer}, not from the applicant to the debtor",
        "发票 {number} 由 {seller} 开给 {buyer}，不是申请人开给债务人的",
    ),
    "invoice_of_others_clears": Text(
        "An invoice of the applicant on the debtor, or a request that names the right parties",
        "提供申请人开给债务人的发票，或更正申请中的当事人",
    ),
    "invoice_absent": Text("Invoice {number} is not among the papers", "材料中没有发票 {number}"),
    "invoice_absent_clears": Text("The invoice file from the tax platform", "提供税务平台的发票文件"),
    "papers_refused": Text("{count} of the files could not be read", "有 {count} 份文件未能读取"),
    "papers_refused_clears": Text(
        "The same papers in a form that can be read; each refusal says why", "按各拒读原因重新提供可读取的文件"
    ),
}


def offered_invoices(request: Request, book: Book) -> dict[str, list[Row]]:
    """Return for each offered number the invoices the applicant's request may mean, by folded number.

    Where one of them is from the applicant to the debtor, only that one is meant; otherwise all are
    shown, since the number alone is no identity.
    """
    parties = (request.applicant_id, request.debtor_id)
    found: dict[str, list[Row]] = {}
    for number in request.invoice_numbers:
        same = [row for row in book.rows("invoices") if fold_number(row["number"]) == fold_number(number)]
        own = [row for row in same if (row["seller_id"], row["buyer_id"]) == parties]
        found[number] = own or same
    return found


def check_papers(request: Request, book: Book, refused: Sequence[Refused]) -> Check:
    """Return the check on the papers of a request, `book` holding what came with it."""
    answers = list(_answers(request, book, refused))
    return Check(
        NAME,
        QUESTION,
        GROUP,
        tuple(answer for answer in answers if isinstance(answer, Finding)),
        tuple(answer for answer in answers if isinstance(answer, Unassessed)),
    )


def _answers(request: Request, book: Book, refused: Sequence[Refused]) -> Iterator[Finding | Unassessed]:
    parties = (request.applicant_id, request.debtor_id)
    for number, invoices in offered_invoices(request, book).items():
        if not invoices:
            reason, clears = Message.of("invoice_absent", number=number), Message.of("invoice_absent_clears")
            yield Unassessed(NAME, VERSION, reason, (), clears, PaperKind.INVOICE)
        for row in invoices:
            if (row["seller_id"], row["buyer_id"]) != parties:
                yield _of_others(row)
    if refused:
        reason, clears = Message.of("papers_refused", count=len(refused)), Message.of("papers_refused_clears")
        yield Unassessed(NAME, VERSION, reason, (), clears, PaperKind.READABLE_COPY)


def _of_others(row: Row) -> Finding:
    ref = RowRef("invoices", row["invoice_id"], row["source_id"])
    return Finding(
        rule=NAME,
        rule_version=VERSION,
        severity=Severity.STOP,
        message=Message.of("invoice_of_others", number=row["number"], seller=row["seller_id"], buyer=row["buyer_id"]),
        subjects=(ref,),
        evidence=(ref,),
        clears=Message.of("invoice_of_others_clears"),
    )
