"""The decision: strictest first, each step with its reason.

A stop declines; so does an amount of nil. Anything a person must look at, any check that could not be
made, and any amount beyond what is supportable refers. Only what is left is lent on. With no check at
all nothing is known, so the request is referred.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from hefu.core.findings import Finding
from hefu.core.money import Money
from hefu.core.texts import Language, Message, Text
from hefu.decide.checks import Check, State
from hefu.decide.config import DecideConfig
from hefu.decide.texts import TEXTS

REASONS_MAX = 3
"""More than three reasons are not read."""


class Outcome(enum.IntEnum):
    """The three outcomes, strictest first."""

    DECLINE = 0
    REFER = 1
    LEND = 2

    @property
    def code(self) -> str:
        """The word that stands in machine-readable answers."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Constraint:
    """One limit on the amount: its name, how much it allows, and why."""

    code: str
    name: Text
    amount: Money
    why: Text


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the outcome, with the findings it speaks of."""

    message: Message
    finding_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided. `constraints` are tightest first and the first binds; `labels` number the findings."""

    outcome: Outcome
    asked: Money
    supportable: Money
    constraints: tuple[Constraint, ...]
    reasons: tuple[Reason, ...]
    flip: Message
    labels: tuple[tuple[str, str], ...]

    @property
    def binding(self) -> Constraint:
        """The tightest constraint."""
        return self.constraints[0]


@dataclass(frozen=True, slots=True)
class _Case:
    """The facts of one decision, sorted once."""

    stops: tuple[Finding, ...]
    refers: tuple[Finding, ...]
    open_checks: int
    total_checks: int
    asked: Money
    supportable: Money
    binding: Constraint


def decide(checks: Sequence[Check], asked: Money, constraints: Sequence[Constraint], config: DecideConfig) -> Decision:
    """Return the decision on one request. Needs at least one constraint, all in the currency asked.

    Same inputs, same decision, whatever their order. Raises ValueError where nothing constrains the
    amount, since a lender without a limit has not been asked yet.
    """
    if not constraints:
        raise ValueError("an amount without any constraint cannot be supported")
    ladder = tuple(sorted(constraints, key=lambda c: (c.amount.amount_minor, c.code)))
    findings = sort_findings(checks)
    nil = Money(0, asked.currency)
    case = _Case(
        stops=tuple(f for f in findings if f.severity <= config.decline_at),
        refers=tuple(f for f in findings if config.decline_at < f.severity <= config.refer_at),
        open_checks=sum(bool(check.unassessed) for check in checks),
        # A check that had nothing to look at is none: with no other, nothing is known.
        total_checks=sum(check.state(config.refer_at) is not State.NOT_APPLICABLE for check in checks),
        asked=asked,
        supportable=max(nil, min(asked, ladder[0].amount)),
        binding=ladder[0],
    )
    labels = {finding.finding_id: f"F{at}" for at, finding in enumerate(findings, start=1)}
    outcome = _outcome(case)
    return Decision(
        outcome=outcome,
        asked=asked,
        supportable=case.supportable,
        constraints=ladder,
        reasons=_reasons(case, labels)[:REASONS_MAX],
        flip=_flip(case, outcome, labels),
        labels=tuple(labels.items()),
    )


def sort_findings(checks: Sequence[Check]) -> list[Finding]:
    """Return all findings, gravest first, in one order whatever the order of the checks."""
    unique = {finding.finding_id: finding for check in checks for finding in check.findings}
    return sorted(unique.values(), key=lambda f: (f.severity, f.rule, f.message.code, f.finding_id))


def _outcome(case: _Case) -> Outcome:
    if case.stops or case.supportable.amount_minor == 0:
        return Outcome.DECLINE
    if case.refers or case.open_checks or not case.total_checks or case.supportable < case.asked:
        return Outcome.REFER
    return Outcome.LEND


def _reasons(case: _Case, labels: dict[str, str]) -> tuple[Reason, ...]:
    reasons = [
        _of_findings(code, some, labels) for code, some in (("stops", case.stops), ("refers", case.refers)) if some
    ]
    if case.supportable.amount_minor == 0:
        reasons.append(Reason(Message.of("nothing_supportable", constraint=case.binding.name)))
    elif case.supportable < case.asked:
        reasons.append(
            Reason(
                Message.of(
                    "asked_too_much", asked=case.asked, supportable=case.supportable, constraint=case.binding.name
                )
            )
        )
    if case.open_checks:
        reasons.append(Reason(Message.of("unassessed", count=case.open_checks, total=case.total_checks)))
    if not case.total_checks:
        reasons.append(Reason(Message.of("no_check")))
    if not reasons:
        reasons.append(Reason(Message.of("all_clear", total=case.total_checks)))
        reasons.append(Reason(Message.of("within_limits", asked=case.asked, supportable=case.supportable)))
    return tuple(reasons)


def _of_findings(code: str, findings: Sequence[Finding], labels: dict[str, str]) -> Reason:
    return Reason(Message.of(code, labels=_named(findings, labels)), tuple(f.finding_id for f in findings))


def _named(findings: Sequence[Finding], labels: dict[str, str]) -> str:
    return ", ".join(labels[finding.finding_id] for finding in findings)


def _flip(case: _Case, outcome: Outcome, labels: dict[str, str]) -> Message:
    """Name the smallest set of changes that moves the outcome up: each one is needed, together they suffice."""
    if outcome is Outcome.LEND:
        return Message.of("stays", supportable=case.binding.amount)
    changes: list[Text] = []
    cleared = case.stops if outcome is Outcome.DECLINE else case.refers
    if cleared:
        changes.append(_filled("clear_findings", labels=_named(cleared, labels)))
    if outcome is Outcome.DECLINE and case.supportable.amount_minor == 0:
        changes.append(_filled("base_above_nil", constraint=case.binding.name))
    if outcome is Outcome.REFER:
        if case.open_checks or not case.total_checks:
            changes.append(_filled("assess_checks", count=case.open_checks))
        if case.supportable < case.asked:
            changes.append(_filled("ask_less", supportable=case.supportable))
    better = _after(case) if outcome is Outcome.DECLINE else Outcome.LEND
    return Message.of("flip", outcome=TEXTS[better.code], changes=_joined(changes))


def _after(case: _Case) -> Outcome:
    """The outcome once what declines is gone."""
    held = case.refers or case.open_checks or not case.total_checks or case.supportable < case.asked
    return Outcome.REFER if held else Outcome.LEND


def _filled(code: str, **fields: str | int | Money | Text) -> Text:
    message = Message.of(code, **fields)
    return Text(*(message.render(language, TEXTS) for language in (Language.EN, Language.ZH)))


def _joined(parts: Sequence[Text]) -> Text:
    joint = TEXTS["and"]
    return Text(joint.en.join(part.en for part in parts), joint.zh.join(part.zh for part in parts))
