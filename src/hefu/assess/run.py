"""One request, from its folder to its decision: read, join with the lender's book, ask the rules, decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hefu import parties, trade
from hefu.assess.papers import check_papers, offered_invoices
from hefu.assess.policy import Policy
from hefu.assess.registry import Registered, catalogue, registered
from hefu.assess.request import Request, read_request
from hefu.assess.scope import Scope
from hefu.book import Book
from hefu.book.readers.folder import ReadReport, read_folder
from hefu.core.context import Context
from hefu.core.findings import Finding, Unassessed
from hefu.core.texts import Text
from hefu.credit import Ask, Step, supportable
from hefu.decide import Check, Constraint, Decision, decide
from hefu.decide.decision import sort_findings

HOPS = 1
"""How far around applicant and debtor the lender's book is looked at."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything one decision rests on, and the decision."""

    request: Request
    at: Context
    policy: Policy
    report: ReadReport
    papers: Book
    lender_book: Book
    book: Book
    invoice_ids: frozenset[str]
    checks: tuple[Check, ...]
    findings: list[Finding]
    steps: tuple[Step, ...]
    decision: Decision
    catalogue: Mapping[str, Mapping[str, Text]]
    rules: tuple[tuple[str, int], ...]


def assess(folder: Path, lender_book: Book, at: Context, policy: Policy) -> Assessment:
    """Return the assessment of the request in `folder`. Raises RefusalError where it cannot be read.

    Papers that are refused one by one do not stop it; they are listed, and leave a check open.
    """
    request = read_request(folder)
    report = read_folder(folder, received_at=at.as_of)
    papers = report.book.checked().as_of(at.as_of)
    offered = offered_invoices(request, papers)
    invoice_ids = frozenset(row["invoice_id"] for rows in offered.values() for row in rows)
    book = _joined(lender_book, papers, request, invoice_ids).as_of(at.as_of)
    for name, table in {**trade.derive(book, policy.trade, at), **parties.derive(book, policy.parties, at)}.items():
        book = book.with_table(name, table)
    scope = Scope(request, papers, invoice_ids)
    papers_check = check_papers(request, papers, [file.refused for file in report.refusals if file.refused])
    entries = tuple(registered(policy))
    checks = (papers_check, *(_asked(entry, book, at, scope) for entry in entries))
    ladder = supportable(book, _ask(request, invoice_ids), policy.credit, at)
    constraints = [Constraint(limit.code, limit.name, limit.amount, limit.why) for limit in ladder.limits]
    return Assessment(
        request=request,
        at=at,
        policy=policy,
        report=report,
        papers=papers,
        lender_book=lender_book,
        book=book,
        invoice_ids=invoice_ids,
        checks=checks,
        findings=sort_findings(checks),
        steps=ladder.steps,
        decision=decide(checks, request.amount, constraints, policy.decide),
        catalogue=catalogue(),
        rules=tuple((entry.rule.name, entry.rule.version) for entry in entries),
    )


def _joined(lender_book: Book, papers: Book, request: Request, invoice_ids: frozenset[str]) -> Book:
    """Join the papers with what the lender's book knows around them.

    All of the book's parties come along, since a company that looks like the debtor need not have
    traded with anybody here.
    """
    named = {request.lender_id, request.applicant_id, request.debtor_id}
    named |= {row["party_id"] for row in papers.rows("parties")}
    near = lender_book.neighbourhood(named, HOPS, invoice_ids)
    everyone = Book({name: lender_book.table(name) for name in ("parties", "sources")})
    return near.joined(everyone).joined(papers)


def _asked(entry: Registered, book: Book, at: Context, scope: Scope) -> Check:
    """Put one rule's question and keep the answers that concern this request."""
    rule = entry.rule
    answers = [answer for answer in rule.check(book, entry.config, at) if scope.holds(answer)]
    return Check(
        rule.name,
        rule.question,
        entry.group,
        tuple(answer for answer in answers if isinstance(answer, Finding)),
        tuple(answer for answer in answers if isinstance(answer, Unassessed)),
    )


def _ask(request: Request, invoice_ids: frozenset[str]) -> Ask:
    return Ask(
        lender_id=request.lender_id,
        applicant_id=request.applicant_id,
        debtor_id=request.debtor_id,
        invoice_ids=invoice_ids,
        amount=request.amount,
        ends_on=request.ends_on,
        roles=request.product.roles,
    )
