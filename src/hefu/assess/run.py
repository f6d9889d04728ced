"""One request, from its folder to its decision: gather what is known around it, ask the rules, decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hefu import parties, trade
from hefu.assess import drawdown
from hefu.assess.gather import Gathered, gather
from hefu.assess.owners import check_owners
from hefu.assess.papers import NAME as PAPERS
from hefu.assess.papers import check_papers
from hefu.assess.policy import Policy
from hefu.assess.registry import HOW_MUCH_MAY_WE_LEND, Registered, catalogue, registered
from hefu.assess.request import Request
from hefu.assess.scope import Scope, of_own_numbers, of_own_sellers
from hefu.book import Book
from hefu.book.readers.folder import ReadReport
from hefu.core.context import Context
from hefu.core.findings import Finding, NotApplicable, Unassessed
from hefu.core.texts import Text
from hefu.credit import Ask, Ladder, supportable
from hefu.credit.texts import amount as amounts
from hefu.decide import Check, Constraint, Decision, DecisionKind, Terms, decide
from hefu.decide.case import findings_of

BY_INVOICE = ("invoice_id", "seller_id")
"""Rules that may be cut by one of these are asked about the request's own sellers only."""

BY_NUMBER = "number"
"""Rules that may be cut by it are asked about the invoices that share a number with the request's own."""


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
    ladder: Ladder
    decision: Decision
    catalogue: Mapping[str, Mapping[str, Text]]
    rules: tuple[tuple[str, int], ...]


def assess(folder: Path, lender_book: Book, at: Context, policy: Policy) -> Assessment:
    """Return the assessment of the request in `folder`. Raises RefusalError where it cannot be read.

    Papers that are refused one by one do not stop it; they are listed, and leave a check open.
    """
    return judge(gather(folder, lender_book, at, [policy.parties]), policy)


def judge(given: Gathered, policy: Policy) -> Assessment:
    """Return the assessment of what was gathered around a request, under one policy. Reads no file."""
    request, at = given.request, given.at
    book = given.near
    if request.kind is DecisionKind.DRAWDOWN:
        book = drawdown.without_own_security(request, book, given.invoice_ids)
    for name, table in {**trade.derive(book, policy.trade, at), **parties.derive(book, policy.parties, at)}.items():
        book = book.with_table(name, table)
    entries = tuple(registered(policy))
    ladder = supportable(book, _ask(request, given.invoice_ids), policy.credit, at)
    amount = Check(amounts.NAME, amounts.QUESTION, HOW_MUCH_MAY_WE_LEND, unassessed=ladder.unknown)
    checks = (*_checks(given, book, entries), amount)
    constraints = [Constraint(limit.code, limit.name, limit.amount, limit.why, limit.cites) for limit in ladder.limits]
    return Assessment(
        request=request,
        at=at,
        policy=policy,
        report=given.report,
        papers=given.papers,
        lender_book=given.lender_book,
        book=book,
        invoice_ids=given.invoice_ids,
        checks=checks,
        findings=findings_of(checks),
        ladder=ladder,
        decision=decide(checks, request.amount, constraints, policy.decide, _terms(request, at, policy, entries)),
        catalogue=catalogue(),
        rules=tuple((entry.rule.name, entry.rule.version) for entry in entries),
    )


def _checks(given: Gathered, book: Book, entries: tuple[Registered, ...]) -> list[Check]:
    """Make every check on the coverage sheet, in its order."""
    refused = [file.refused for file in given.report.refusals if file.refused]
    checks = [check_papers(given.request, given.papers, refused)]
    if given.request.kind is DecisionKind.DRAWDOWN:
        checks += drawdown.checks_of(given.request, given.near, given.invoice_ids, given.at)
    checks += check_owners(given.owners, given.request.applicant_id, given.request.debtor_id)
    scope = Scope(given.request, given.papers, given.invoice_ids)
    parts = dict.fromkeys(BY_INVOICE, of_own_sellers(book, given.request, given.papers))
    parts[BY_NUMBER] = of_own_numbers(book, scope)
    return checks + [_asked(entry, parts.get(entry.rule.partition_by, book), given.at, scope) for entry in entries]


def _terms(request: Request, at: Context, policy: Policy, entries: tuple[Registered, ...]) -> Terms:
    required = [PAPERS, amounts.NAME, *(entry.rule.name for entry in entries)]
    required += drawdown.required_of(request) if request.kind is DecisionKind.DRAWDOWN else ()
    roles = {"lender": request.lender_id, "applicant": request.applicant_id, "debtor": request.debtor_id}
    return Terms(
        kind=request.kind,
        product=request.product.code,
        day=at.today,
        tenor_days=request.tenor_days,
        parties=tuple(roles.items()),
        required=tuple(required),
        policies=policy.policies,
    )


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
        tuple(answer for answer in answers if isinstance(answer, NotApplicable)),
    )


def _ask(request: Request, invoice_ids: frozenset[str]) -> Ask:
    return Ask(
        lender_id=request.lender_id,
        applicant_id=request.applicant_id,
        debtor_id=request.debtor_id,
        invoice_ids=invoice_ids,
        amount=request.amount,
        ends_on=request.ends_on,
        roles=request.product.roles_of(request.kind),
        product=request.product.code,
        starts_on=request.starts_on,
    )
