"""What a drawdown (用信) needs beyond a facility: the facility in force, the filing, and whom the money goes to.

These checks speak of the request itself, so they live with the request and not in a rule. Whoever reviews the payout
(放款审核) looks at them again; that is another person's decision and is not made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from hefu.assess.request import Request
from hefu.book import Book, Row
from hefu.book.voices import controllers
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, Licence, Standing, stands
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.decide import Check

VERSION = 1
GROUP = Text("May it be paid out?", "可否放款？")
ENTRUSTED_OVER = "entrusted_payment.payee_over"
_SECURITY = {"factoring", "pledge"}
_CLAIMED = {"assigned", "pledged"}
_LICENCES = {
    "bank": Licence.BANK,
    "commercial_factor": Licence.COMMERCIAL_FACTOR,
    "guarantor": Licence.FINANCING_GUARANTOR,
}
"""Licences as the book names them. A lender of another kind is one of which the rule book says nothing."""

DRAWDOWN_TEXTS = {
    "facility_none": Text("This lender granted no {role} line that is in force", "本行没有有效的{role}额度"),
    "facility_other": Text(
        "This lender granted the parties no facility {facility} that is in force",
        "本行没有授予当事人有效的授信 {facility}",
    ),
    "facility_none_clears": Text("A facility decision in force on the day of drawdown", "放款当日有效的授信批复"),
    "facility_unnamed": Text("The request names no facility that it draws on", "申请未注明所依据的授信"),
    "facility_hearsay": Text(
        "Only others than the lender say that facility {facility} is in force",
        "仅有本行以外的来源称授信 {facility} 有效",
    ),
    "facility_clears": Text("The lender's own record of the facility decision", "本行的授信批复记录"),
    "filing_none": Text(
        "No live filing for this lender names invoice {invoice}", "没有以本行为权利人、列明发票 {invoice} 的有效登记"
    ),
    "filing_clears": Text(
        "An extract of the movables register that shows the filing", "动产融资登记系统查询结果，载明该登记"
    ),
    "filing_behind": Text(
        "{creditor} filed on invoice {invoice} on {filed_on}, before this lender",
        "{creditor} 已于 {filed_on} 先于本行就发票 {invoice} 办理登记",
    ),
    "filing_behind_clears": Text(
        "A release by the earlier creditor, filed in the register", "在先权利人解除并办理注销登记"
    ),
    "filing_ends": Text(
        "The filing on invoice {invoice} ends on {expires_on}, before the term does",
        "发票 {invoice} 的登记于 {expires_on} 到期，早于融资期限",
    ),
    "filing_ends_clears": Text("An extension of the filing beyond the term", "将登记展期至融资到期日之后"),
    "law_unknown": Text(
        "Whether payment by the lender is asked for is unknown: {why}", "无法判断是否须受托支付：{why}"
    ),
    "law_clears": Text(
        "The record of the rule, and the lender's licence in the book", "相应法规记录，以及账簿中的贷款人牌照"
    ),
    "payee_unnamed": Text(
        "Above {limit} the lender pays the payee itself, and none is named with an account",
        "单笔超过 {limit} 须由贷款人受托支付，但未指明收款人及账户",
    ),
    "payee_clears": Text("The payment instruction with payee and account", "载明收款人及账户的支付委托书"),
    "payee_is_applicant": Text(
        "Above {limit} the lender pays the payee itself, and the payee named is the applicant",
        "单笔超过 {limit} 须由贷款人受托支付，而所列收款人是申请人自己",
    ),
}
_ROLES = {"seller": Text("seller", "卖方"), "buyer": Text("buyer", "买方")}

Answer = Finding | Unassessed


@dataclass(frozen=True, slots=True)
class _Scene:
    """A drawdown with what the book knows around it."""

    request: Request
    book: Book
    invoice_ids: frozenset[str]
    at: Context

    def controlled_by(self, row: Row) -> str:
        """Return who controls a row's source; one that nobody describes is the borrower's own."""
        known = controllers(self.book).get(row["source_id"])
        return known.controlled_by if known else "borrower"


def checks_of(request: Request, book: Book, invoice_ids: frozenset[str], at: Context) -> tuple[Check, ...]:
    """Return the checks of a drawdown, in the order of the coverage sheet."""
    scene = _Scene(request, book, invoice_ids, at)
    return tuple(_check(name, question, list(ask(scene))) for name, (question, ask) in _asked(request).items())


def required_of(request: Request) -> tuple[str, ...]:
    """Return the names of the checks without which nothing is paid out."""
    return tuple(_asked(request))


def without_own_security(request: Request, book: Book, invoice_ids: frozenset[str]) -> Book:
    """Return the book less this lender's own filing and claim on the invoices that no loan stands behind yet.

    That is the security of this very drawdown; to a rule that looks for an earlier financing it would be one. Where a
    loan was paid out on an invoice, the rows that name the loan stay.
    """
    own = {"filings": ("creditor_id", _SECURITY, "kind"), "receivables": ("holder_id", _CLAIMED, "state")}
    for table, (holder, words, word) in own.items():
        rows = book.rows(table)
        kept = [
            not (
                row[holder] == request.lender_id
                and row["invoice_id"] in invoice_ids
                and row[word] in words
                and not row.get("loan_id")
            )
            for row in rows
        ]
        if not all(kept):
            book = book.with_table(table, book.table(table).filter(pa.array(kept)))
    return book


def _asked(request: Request) -> Mapping[str, tuple[Text, Callable[[_Scene], Iterator[Answer]]]]:
    return _CHECKS if request.product.law_product else {name: _CHECKS[name] for name in (_FACILITY, _PERFECTION)}


def _check(name: str, question: Text, answers: list[Answer]) -> Check:
    findings = tuple(answer for answer in answers if isinstance(answer, Finding))
    return Check(name, question, GROUP, findings, tuple(answer for answer in answers if isinstance(answer, Unassessed)))


def _facility(scene: _Scene) -> Iterator[Answer]:
    """Every line that the product uses is in force by the lender's own word, the one named among them."""
    request = scene.request
    holders = {"seller": request.applicant_id, "buyer": request.debtor_id}
    lines = [row for row in scene.book.rows("facilities") if row["lender_id"] == request.lender_id]
    lines = [row for row in lines if _in_force(row, scene.at.today)]
    if not request.facility_id:
        yield _open(_FACILITY, Message.of("facility_unnamed"), "facility_clears", (), PaperKind.FACILITY_DECISION)
    for role in request.product.roles:
        held = [row for row in lines if (row["party_id"], row["role"]) == (holders[role], role)]
        own = [row for row in held if scene.controlled_by(row) == "lender"]
        if not held:
            message = Message.of("facility_none", role=_ROLES[role])
            yield _found(_FACILITY, Severity.STOP, message, "facility_none_clears", ())
        elif not own:
            reason = Message.of("facility_hearsay", facility=held[0]["facility_id"])
            yield _open(_FACILITY, reason, "facility_clears", _refs("facilities", held), PaperKind.FACILITY_DECISION)
    named = [row for row in lines if row["facility_id"] == request.facility_id and row["party_id"] in holders.values()]
    if request.facility_id and not named:
        message = Message.of("facility_other", facility=request.facility_id)
        yield _found(_FACILITY, Severity.STOP, message, "facility_none_clears", ())


def _perfection(scene: _Scene) -> Iterator[Answer]:
    """The register shows this lender's live filing on every invoice, before anybody else's, until the end."""
    filings = [row for row in scene.book.rows("filings") if row["kind"] in _SECURITY and _is_live(row, scene.at.today)]
    filings = [row for row in filings if scene.controlled_by(row) == "registry"]
    for invoice_id in sorted(scene.invoice_ids):
        rows = sorted((row for row in filings if row["invoice_id"] == invoice_id), key=lambda row: row["filed_at"])
        own = [row for row in rows if row["creditor_id"] == scene.request.lender_id]
        yield from _filed(scene, invoice_id, rows, own)


def _filed(scene: _Scene, invoice_id: str, rows: list[Row], own: list[Row]) -> Iterator[Answer]:
    shown = invoice_id.partition(":")[2]
    ref = (RowRef("invoices", invoice_id),)
    if not own:
        reason = Message.of("filing_none", invoice=shown)
        yield _open(_PERFECTION, reason, "filing_clears", ref, PaperKind.FILING_EXTRACT)
    for row in rows:
        if row["creditor_id"] != scene.request.lender_id and (not own or row["filed_at"] < own[0]["filed_at"]):
            fields = {"creditor": row["creditor_id"], "invoice": shown, "filed_on": row["filed_at"].date()}
            message = Message.of("filing_behind", **fields)
            yield _found(_PERFECTION, Severity.HIGH, message, "filing_behind_clears", _refs("filings", [row]), ref)
    last = max((row["expires_on"] or date.max for row in own), default=date.max)
    if last < scene.request.ends_on:
        message = Message.of("filing_ends", invoice=shown, expires_on=last)
        yield _found(_PERFECTION, Severity.MEDIUM, message, "filing_ends_clears", _refs("filings", own), ref)


def _entrusted(scene: _Scene) -> Iterator[Answer]:
    """Where the law wants the lender to pay the payee itself (受托支付), a payee other than the applicant is named."""
    request = scene.request
    figure = _threshold(scene)
    if isinstance(figure, str):
        reason = Message.of("law_unknown", why=figure)
        yield _open(_ENTRUSTED, reason, "law_clears", (), PaperKind.LEGAL_RECORD)
        return
    if figure is None or stands(figure, request.amount.amount_minor) is not Standing.REACHED:
        return
    limit = Money(figure.value or 0, "CNY")
    if not (request.payee_id and request.payee_account_id):
        reason = Message.of("payee_unnamed", limit=limit)
        yield _open(_ENTRUSTED, reason, "payee_clears", (), PaperKind.PAYMENT_INSTRUCTION)
    elif request.payee_id == request.applicant_id:
        message = Message.of("payee_is_applicant", limit=limit)
        ref = (RowRef("parties", request.payee_id),)
        yield _found(_ENTRUSTED, Severity.HIGH, message, "payee_clears", ref, ref, (figure,))


def _threshold(scene: _Scene) -> Figure | str | None:
    """Return the figure in force on the day of signing, None where none reaches this lender, or why it is unknown."""
    law, request = scene.at.law, scene.request
    if law is None:
        return "no_law"
    if request.amount.currency != "CNY":
        return "currency_other"
    licences = {row["licence"] for row in scene.book.rows("lender_capital") if row["lender_id"] == request.lender_id}
    licence = _LICENCES.get(licences.pop()) if len(licences) == 1 else None
    days = {Anchor.LOAN_SIGNING: request.starts_on}
    figure = law.figure(ENTRUSTED_OVER, days, licence, request.product.law_product)
    if isinstance(figure, Figure):
        return figure
    return figure.code if figure.unknown else None


def _open(rule: str, reason: Message, clears: str, refs: tuple[RowRef, ...], paper: PaperKind) -> Unassessed:
    return Unassessed(rule, VERSION, reason, refs, Message.of(clears), paper)


def _found(
    rule: str,
    severity: Severity,
    message: Message,
    clears: str,
    evidence: tuple[RowRef, ...],
    subjects: tuple[RowRef, ...] = (),
    cites: tuple[Figure, ...] = (),
) -> Finding:
    return Finding(rule, VERSION, severity, message, subjects or evidence, evidence, Message.of(clears), cites=cites)


def _refs(table: str, rows: list[Row]) -> tuple[RowRef, ...]:
    key = {"facilities": "facility_id", "filings": "filing_id"}[table]
    return tuple(sorted({RowRef(table, row[key], row["source_id"]) for row in rows}))


def _in_force(row: Row, day: date) -> bool:
    begins, ends = row["valid_from"], row["valid_to"]
    return (begins is None or begins <= day) and (ends is None or day < ends)


def _is_live(row: Row, day: date) -> bool:
    return row["state"] == "live" and (row["expires_on"] is None or day <= row["expires_on"])


_FACILITY, _PERFECTION, _ENTRUSTED = "drawdown.facility", "drawdown.perfection", "drawdown.entrusted_payment"
_CHECKS: dict[str, tuple[Text, Callable[[_Scene], Iterator[Answer]]]] = {
    _FACILITY: (Text("A facility decision is in force", "授信批复有效"), _facility),
    _PERFECTION: (
        Text("The security is filed, first in rank, until the end", "担保已登记，顺位在先，期限覆盖"),
        _perfection,
    ),
    _ENTRUSTED: (
        Text("The payee is named where the lender must pay it itself", "须受托支付时已指明收款人"),
        _entrusted,
    ),
}
NAMES = tuple(_CHECKS)
"""The name of every check of a drawdown."""
