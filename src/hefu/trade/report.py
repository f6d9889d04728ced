"""How a rule writes down what it found: its name and version are given once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hefu.core.findings import Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text, Value

NOT_WRITTEN = Text("not written", "未写明")
"""Stands in a text where the paper leaves a field empty."""

SETTLED_BY = {
    "send_lines": PaperKind.INVOICE,
    "read_judged": PaperKind.INVOICE,
    "send_whole_line": PaperKind.INVOICE,
    "send_whole_invoice": PaperKind.INVOICE,
    "send_order": PaperKind.ORDER,
    "send_due_day": PaperKind.ORDER,
    "send_quantity": PaperKind.DELIVERY_PROOF,
    "send_receipt": PaperKind.DELIVERY_PROOF,
    "send_statement": PaperKind.BANK_STATEMENT,
    "send_own_book": PaperKind.FILING_EXTRACT,
}
"""The kind of paper that each way of clearing an open check asks for; what is not here asks for none."""


@dataclass(frozen=True, slots=True)
class Report:
    """One rule's pen. References are sorted and stand once, so that the order of rows changes no finding's id."""

    rule: str
    version: int

    def finding(
        self,
        severity: Severity,
        message: Message,
        clears: Message,
        *,
        subjects: Iterable[RowRef],
        evidence: Iterable[RowRef],
        at_risk: Money | None = None,
    ) -> Finding:
        """Return a finding; an amount at risk below nothing is left out."""
        risk = at_risk if at_risk and at_risk.amount_minor > 0 else None
        return Finding(self.rule, self.version, severity, message, _once(subjects), _once(evidence), clears, risk)

    def unassessed(self, reason: Message, clears: Message, *, subjects: Iterable[RowRef]) -> Unassessed:
        """Return a check that could not be made."""
        paper = SETTLED_BY.get(clears.code, PaperKind.UNSTATED)
        return Unassessed(self.rule, self.version, reason, _once(subjects), clears, paper)

    def not_applicable(self, reason: Message, *, subjects: Iterable[RowRef]) -> NotApplicable:
        """Return a check that had nothing to look at; `subjects` are all things it does not apply to."""
        return NotApplicable(self.rule, self.version, reason, _once(subjects))


def written(text: str | None) -> Value:
    """Return what a paper says, or that it says nothing."""
    return text or NOT_WRITTEN


def _once(refs: Iterable[RowRef]) -> tuple[RowRef, ...]:
    return tuple(sorted(set(refs)))
