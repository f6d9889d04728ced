"""The decision: strictest first, each step with its reason.

A stop declines; so does an amount of nil. Anything a person must look at, any check that could not be
made, and any amount beyond what is supportable refers. A lender's policies may make it stricter, never looser.
Only what is left is lent on. With no check at all nothing is known, so the request is referred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hefu.core.findings import Finding
from hefu.core.law import Figure
from hefu.core.money import Money
from hefu.core.texts import Language, Message, Text
from hefu.decide.case import Case, Constraint, Terms, case_of, findings_of, outcome_of, policy_answers
from hefu.decide.checks import Check
from hefu.decide.config import DecideConfig
from hefu.decide.flips import AskLess, ClearFinding, Flip, Flips, MakeCheck, RaiseLimit, flips_of
from hefu.decide.kinds import DecisionKind
from hefu.decide.outcomes import Outcome
from hefu.decide.policies import PolicyAnswer
from hefu.decide.texts import TEXTS, outcome_text
from hefu.decide.unknown import Settles, settling

REASONS_MAX = 3
"""More than three reasons are not read."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the outcome, with the findings it speaks of and the legal figures they apply."""

    message: Message
    finding_ids: tuple[str, ...] = ()
    cites: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided. `constraints` are tightest first and the first binds; `labels` number the findings.

    `flips` are the smallest changes for a better outcome; `settles` says which paper would settle most of what is
    unknown; `policies` are the answers of the lender's policies in force.
    """

    kind: DecisionKind
    outcome: Outcome
    asked: Money
    supportable: Money
    constraints: tuple[Constraint, ...]
    reasons: tuple[Reason, ...]
    flip: Message
    flips: Flips
    settles: tuple[Settles, ...]
    policies: tuple[PolicyAnswer, ...]
    labels: tuple[tuple[str, str], ...]

    @property
    def binding(self) -> Constraint:
        """The tightest constraint."""
        return self.constraints[0]


def decide(
    checks: Sequence[Check],
    asked: Money,
    constraints: Sequence[Constraint],
    config: DecideConfig,
    terms: Terms = Terms(),  # noqa: B008 - a frozen record
) -> Decision:
    """Return the decision on one request. Needs at least one constraint, all in the currency asked.

    Same inputs, same decision, whatever their order. Raises ValueError where nothing constrains the
    amount, since a lender without a limit has not been asked yet.
    """
    case = case_of(checks, asked, constraints, config, terms)
    findings = findings_of(case.checks)
    labels = {finding.finding_id: f"F{at}" for at, finding in enumerate(findings, start=1)}
    outcome, answers, flips = outcome_of(case), policy_answers(case), flips_of(case)
    return Decision(
        kind=terms.kind,
        outcome=outcome,
        asked=asked,
        supportable=case.supportable,
        constraints=case.constraints,
        reasons=_reasons(case, findings, answers, labels)[:REASONS_MAX],
        flip=_flip(case, outcome, flips, labels),
        flips=flips,
        settles=settling(case.checks),
        policies=answers,
        labels=tuple(labels.items()),
    )


def _reasons(
    case: Case, findings: Sequence[Finding], answers: Sequence[PolicyAnswer], labels: dict[str, str]
) -> tuple[Reason, ...]:
    stops = [finding for finding in findings if case.stops(finding)]
    refers = [finding for finding in findings if case.refers(finding)]
    reasons = [_of_findings("stops", stops, labels)] if stops else []
    reasons += [_of_policy(answer) for answer in answers if answer.allows is Outcome.DECLINE]
    if refers:
        reasons.append(_of_findings("refers", refers, labels))
    reasons += _of_amount(case)
    reasons += [_of_policy(answer) for answer in answers if answer.allows is Outcome.REFER]
    if case.absent:
        reasons.append(Reason(Message.of("required_absent", rules=", ".join(case.absent))))
    if case.open_checks:
        reasons.append(Reason(Message.of("unassessed", count=len(case.open_checks), total=case.made)))
    if not case.made:
        reasons.append(Reason(Message.of("no_check")))
    if not reasons:
        reasons.append(Reason(Message.of("all_clear", total=case.made)))
        reasons.append(Reason(Message.of("within_limits", asked=case.asked, supportable=case.supportable)))
    return tuple(reasons)


def _of_findings(code: str, findings: Sequence[Finding], labels: dict[str, str]) -> Reason:
    cites = dict.fromkeys(figure for finding in findings for figure in finding.cites)
    ids = tuple(finding.finding_id for finding in findings)
    return Reason(Message.of(code, labels=_named(ids, labels)), ids, tuple(cites))


def _of_policy(answer: PolicyAnswer) -> Reason:
    policy = answer.policy
    why = _joined([_filled(message) for message in answer.verdict.why], "; ")
    return Reason(
        Message.of(f"policy_{answer.verdict.kind.code}", policy=policy.title, version=policy.version, why=why)
    )


def _of_amount(case: Case) -> list[Reason]:
    binding = case.constraints[0]
    if case.supportable.amount_minor == 0:
        return [Reason(Message.of("nothing_supportable", constraint=binding.name), cites=binding.cites)]
    if case.supportable < case.asked:
        fields = {"asked": case.asked, "supportable": case.supportable}
        return [Reason(Message.of("asked_too_much", constraint=binding.name, **fields), cites=binding.cites)]
    return []


def _named(finding_ids: Sequence[str], labels: dict[str, str]) -> str:
    return ", ".join(labels[finding_id] for finding_id in finding_ids)


def _flip(case: Case, outcome: Outcome, flips: Flips, labels: dict[str, str]) -> Message:
    """Tell the smallest set of changes that moves the outcome up."""
    if outcome is Outcome.LEND:
        return Message.of("stays", supportable=case.constraints[0].amount)
    if not flips.sets:
        return Message.of("no_flip")
    first = flips.sets[0]
    changes = changes_text(case.constraints, case.asked, first, labels)
    return Message.of("flip", outcome=outcome_text(first.outcome, case.terms.kind), changes=changes)


def changes_text(constraints: Sequence[Constraint], asked: Money, flip: Flip, labels: dict[str, str]) -> Text:
    """Return a set of changes in words: findings by label, checks by number, limits by name."""
    cleared = [change.finding_id for change in flip.changes if isinstance(change, ClearFinding)]
    made = [change for change in flip.changes if isinstance(change, MakeCheck)]
    parts = [_filled(Message.of("clear_findings", labels=_named(cleared, labels)))] if cleared else []
    parts += [_filled(Message.of("assess_checks", count=len(made)))] if made else []
    names = {constraint.code: constraint.name for constraint in constraints}
    amounts = [change for change in flip.changes if isinstance(change, AskLess | RaiseLimit)]
    parts += [_amount_change(change, names, asked) for change in amounts]
    return _joined(parts, "")


def _amount_change(change: AskLess | RaiseLimit, names: dict[str, Text], asked: Money) -> Text:
    if isinstance(change, AskLess):
        return _filled(Message.of("ask_less", supportable=change.amount))
    return _filled(Message.of("limit_raised", constraint=names[change.code], asked=asked))


def _filled(message: Message) -> Text:
    return Text(*(message.render(language, TEXTS) for language in (Language.EN, Language.ZH)))


def _joined(parts: Sequence[Text], joint: str) -> Text:
    word = Text(joint, "；") if joint else TEXTS["and"]
    return Text(word.en.join(part.en for part in parts), word.zh.join(part.zh for part in parts))
