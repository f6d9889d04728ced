"""The facts of one decision, and the outcome they come to. Everything else in this package explains that outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hefu.core.findings import Finding
from hefu.core.law import Figure
from hefu.core.money import Money
from hefu.core.texts import Text
from hefu.decide.checks import Check, State
from hefu.decide.conditions import Facts
from hefu.decide.config import DecideConfig
from hefu.decide.kinds import DecisionKind
from hefu.decide.outcomes import Outcome
from hefu.decide.policies import NamedPolicy, PolicyAnswer, answers_of
from hefu.decide.verdicts import Verdict, not_assessed


@dataclass(frozen=True, slots=True)
class Constraint:
    """One limit on the amount: its name, how much it allows, why, and the legal figures it rests on."""

    code: str
    name: Text
    amount: Money
    why: Text
    cites: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What is decided on, beside checks and amounts.

    `required` are the checks without which nothing is lent; `parties` are ids by role. The default is the strictest
    kind, with no check required beyond those given.
    """

    kind: DecisionKind = DecisionKind.DRAWDOWN
    product: str = ""
    day: date = date.min
    tenor_days: int = 0
    parties: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    policies: tuple[NamedPolicy, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """All that one decision rests on. `constraints` are tightest first."""

    checks: tuple[Check, ...]
    asked: Money
    constraints: tuple[Constraint, ...]
    config: DecideConfig
    terms: Terms

    @property
    def supportable(self) -> Money:
        """What the tightest limit allows, never more than asked and never below nil."""
        return max(Money(0, self.asked.currency), min(self.asked, self.constraints[0].amount))

    @property
    def made(self) -> int:
        """How many checks there are, less those that had nothing to look at: with no other, nothing is known."""
        return sum(check.state(self.config.refer_at) is not State.NOT_APPLICABLE for check in self.checks)

    @property
    def absent(self) -> tuple[str, ...]:
        """Required checks that nobody made."""
        made = {check.rule for check in self.checks}
        return tuple(rule for rule in self.terms.required if rule not in made)

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """The checks of which any part could not be made."""
        return tuple(check for check in self.checks if check.unassessed)

    def stops(self, finding: Finding) -> bool:
        """Tell whether a finding declines by itself."""
        return finding.severity <= self.config.decline_at and finding.may_decline

    def refers(self, finding: Finding) -> bool:
        """Tell whether a person must look at a finding that does not decline."""
        return finding.severity <= self.config.refer_at and not self.stops(finding)


def case_of(
    checks: Sequence[Check], asked: Money, constraints: Sequence[Constraint], config: DecideConfig, terms: Terms
) -> Case:
    """Return the case in one order, whatever the order given. Raises ValueError where nothing limits the amount."""
    if not constraints:
        raise ValueError("an amount without any constraint cannot be supported")
    ladder = tuple(sorted(constraints, key=lambda limit: (limit.amount.amount_minor, limit.code)))
    return Case(tuple(checks), asked, ladder, config, terms)


def findings_of(checks: Sequence[Check]) -> list[Finding]:
    """Return all findings, gravest first, in one order whatever the order of the checks."""
    unique = {finding.finding_id: finding for check in checks for finding in check.findings}
    return sorted(unique.values(), key=lambda f: (f.severity, f.rule, f.message.code, f.finding_id))


def policy_answers(case: Case) -> tuple[PolicyAnswer, ...]:
    """Return what the lender's policies in force say."""
    terms = case.terms
    if not terms.policies:
        return ()
    facts = Facts(
        checks={check.rule: check for check in case.checks},
        asked=case.asked,
        supportable=case.supportable,
        tenor_days=terms.tenor_days,
        parties=dict(terms.parties),
        refer_at=case.config.refer_at,
        policies=_unnamed,
    )
    return answers_of(terms.policies, facts, terms.day, terms.kind, terms.product)


def _unnamed(name: str) -> Verdict:
    return not_assessed("policy_not_in_force", policy=name)


def outcome_of(case: Case) -> Outcome:
    """Return the strictest outcome that anything asks for."""
    return min(_house(case), *(answer.allows for answer in policy_answers(case)), Outcome.LEND)


def _house(case: Case) -> Outcome:
    findings = [finding for check in case.checks for finding in check.findings]
    if case.supportable.amount_minor == 0 or any(case.stops(finding) for finding in findings):
        return Outcome.DECLINE
    held = case.open_checks or case.supportable < case.asked or case.absent or not case.made
    return Outcome.REFER if held or any(case.refers(finding) for finding in findings) else Outcome.LEND
