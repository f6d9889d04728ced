"""Named policies of a lender, each in versions with the days they hold. A policy can only make an answer stricter.

A policy that does not pass has its effect, refer or decline; one that cannot be told has at least the same, since
unknown is worse than refused. Where it stands on findings of unsure law alone it refers and never declines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hefu.core.texts import Text
from hefu.decide.checks import Check
from hefu.decide.conditions import Condition, Facts, PolicyHolds, evaluate, parts_of
from hefu.decide.kinds import DecisionKind
from hefu.decide.outcomes import Outcome
from hefu.decide.verdicts import Verdict, not_assessed


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """One version of one policy: what it requires, and what follows where that does not hold.

    It holds from `valid_from` until the day before `valid_to`; empty `kinds` and `products` mean every one.
    """

    name: str
    version: int
    name_en: str
    name_zh: str
    effect: Outcome
    require: Condition
    valid_from: date | None = None
    valid_to: date | None = None
    kinds: tuple[DecisionKind, ...] = ()
    products: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an effect that makes nothing stricter, and days that hold on none."""
        if self.effect is Outcome.LEND:
            raise ValueError(f"{self.name}: effect must be refer or decline")
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError(f"{self.name}: valid_from must come before valid_to")

    @property
    def title(self) -> Text:
        """The name a reader sees."""
        return Text(self.name_en, self.name_zh)

    def in_force(self, day: date) -> bool:
        """Tell whether this version holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def applies(self, kind: DecisionKind, product: str) -> bool:
        """Tell whether it speaks of such a decision."""
        return (not self.kinds or kind in self.kinds) and (not self.products or product in self.products)


@dataclass(frozen=True, slots=True)
class PolicyAnswer:
    """What one policy said: its verdict, and the outcome that it allows at most."""

    policy: NamedPolicy
    verdict: Verdict
    allows: Outcome


def insist_sound(policies: Sequence[NamedPolicy]) -> None:
    """Refuse with ValueError versions that overlap, a name that no policy bears, and policies that turn in a circle."""
    names = {policy.name for policy in policies}
    for at, one in enumerate(policies):
        for other in policies[:at]:
            if one.name == other.name and (one.version == other.version or _overlap(one, other)):
                raise ValueError(f"{one.name}: versions {other.version} and {one.version} overlap")
    named: dict[str, set[str]] = {name: set() for name in names}
    for policy in policies:
        named[policy.name] |= {part.policy for part in parts_of(policy.require) if isinstance(part, PolicyHolds)}
    for name, others in named.items():
        if others - names:
            raise ValueError(f"{name}: there is no policy {min(others - names)}")
    _insist_no_circle(named)


def _overlap(one: NamedPolicy, other: NamedPolicy) -> bool:
    begins_before = other.valid_to is None or one.valid_from is None or one.valid_from < other.valid_to
    ends_after = one.valid_to is None or other.valid_from is None or other.valid_from < one.valid_to
    return begins_before and ends_after


def _insist_no_circle(named: Mapping[str, set[str]]) -> None:
    left = dict(named)
    while left:
        free = [name for name, others in left.items() if not others & left.keys()]
        if not free:
            raise ValueError(f"{min(left)}: policies that name each other in a circle")
        for name in free:
            del left[name]


def answers_of(
    policies: Iterable[NamedPolicy], facts: Facts, day: date, kind: DecisionKind, product: str
) -> tuple[PolicyAnswer, ...]:
    """Return what each policy in force says of a decision of this kind, in the order of their names."""
    held = sorted((one for one in policies if one.in_force(day)), key=lambda one: one.name)
    strong, weak = _with_policies(facts, held), _with_policies(_without_weak_findings(facts), held)
    return tuple(_answer(one, strong, weak) for one in held if one.applies(kind, product))


def _answer(policy: NamedPolicy, facts: Facts, sure: Facts) -> PolicyAnswer:
    verdict = evaluate(policy.require, facts)
    if verdict.passed:
        return PolicyAnswer(policy, verdict, Outcome.LEND)
    alone_unsure = policy.effect is Outcome.DECLINE and evaluate(policy.require, sure).passed
    return PolicyAnswer(policy, verdict, Outcome.REFER if alone_unsure else policy.effect)


def _with_policies(facts: Facts, held: Sequence[NamedPolicy]) -> Facts:
    """Let conditions ask for other policies by name; one of which no version is in force is unknown."""
    by_name = {one.name: one for one in held}

    def verdict_on(name: str) -> Verdict:
        found = by_name.get(name)
        return evaluate(found.require, whole) if found else not_assessed("policy_not_in_force", policy=name)

    whole = replace(facts, policies=verdict_on)
    return whole


def _without_weak_findings(facts: Facts) -> Facts:
    return replace(facts, checks={rule: _sure(check) for rule, check in facts.checks.items()})


def _sure(check: Check) -> Check:
    return replace(check, findings=tuple(finding for finding in check.findings if finding.may_decline))
