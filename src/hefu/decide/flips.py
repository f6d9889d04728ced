"""The smallest changes that would give a better outcome: every minimal set, found by search over the real decision.

A change is something that can come about: a finding is cleared, a check is made, less is asked, a limit is raised to
what is asked. Making a change never makes an outcome worse, so a set that suffices suffices with more, and every
minimal set is reached by leaving out, one after another, an element of each set found before (Reiter, "A theory of
diagnosis from first principles", Artificial Intelligence 32, 1987, section 4).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from hefu.core.money import Money
from hefu.core.texts import Text
from hefu.decide.case import Case, findings_of, outcome_of
from hefu.decide.checks import Check
from hefu.decide.conditions import AskedAtMost, FindingsAtMost, parts_of
from hefu.decide.outcomes import Outcome

_UNNAMED = Text("", "")

NODES_MAX = 256
"""How many leavings-out are tried before the search says that it is not whole."""


@dataclass(frozen=True, slots=True)
class ClearFinding:
    """A finding is cleared."""

    finding_id: str


@dataclass(frozen=True, slots=True)
class MakeCheck:
    """A check that is open is made and passes."""

    rule: str


@dataclass(frozen=True, slots=True)
class RaiseLimit:
    """A limit is raised to the amount asked."""

    code: str


@dataclass(frozen=True, slots=True)
class AskLess:
    """No more than this is asked."""

    amount: Money


Change = ClearFinding | MakeCheck | RaiseLimit | AskLess


@dataclass(frozen=True, slots=True)
class Flip:
    """One minimal set of changes and the outcome it gives: each is needed, together they suffice."""

    outcome: Outcome
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Flips:
    """Every minimal set, fewest changes first. `whole` is false where the search was cut short."""

    sets: tuple[Flip, ...]
    whole: bool = True


def flips_of(case: Case) -> Flips:
    """Return the minimal sets that give each better outcome: from decline to refer or better, and to lend."""
    now = outcome_of(case)
    candidates = tuple(_candidates(case))
    found: dict[tuple[Change, ...], Flip] = {}
    whole = True
    for target in (outcome for outcome in Outcome if outcome > now):
        sets, all_found = _minimal(candidates, _reaches(case, target))
        whole = whole and all_found
        for changes in _largest_amounts(sets):
            found.setdefault(changes, Flip(outcome_of(changed(case, changes)), changes))
    places = {change: at for at, change in enumerate(candidates)}
    order = sorted(
        found.values(), key=lambda flip: (flip.outcome, len(flip.changes), [places[c] for c in flip.changes])
    )
    return Flips(tuple(order), whole)


def changed(case: Case, changes: Sequence[Change]) -> Case:
    """Return the case after some changes, whatever their order."""
    cleared = {change.finding_id for change in changes if isinstance(change, ClearFinding)}
    made = {change.rule for change in changes if isinstance(change, MakeCheck)}
    raised = {change.code for change in changes if isinstance(change, RaiseLimit)}
    asked = min((change.amount for change in changes if isinstance(change, AskLess)), default=case.asked)
    checks = tuple(_check_after(check, cleared, made) for check in case.checks)
    new = tuple(Check(rule, _UNNAMED, _UNNAMED) for rule in case.absent if rule in made)
    limits = [replace(c, amount=max(c.amount, case.asked)) if c.code in raised else c for c in case.constraints]
    ladder = tuple(sorted(limits, key=lambda limit: (limit.amount.amount_minor, limit.code)))
    return replace(case, checks=(*checks, *new), asked=min(asked, case.asked), constraints=ladder)


def _check_after(check: Check, cleared: set[str], made: set[str]) -> Check:
    if not check.findings and check.rule not in made:
        return check
    findings = tuple(finding for finding in check.findings if finding.finding_id not in cleared)
    return replace(check, findings=findings, unassessed=() if check.rule in made else check.unassessed)


def _reaches(case: Case, target: Outcome) -> Callable[[Sequence[Change]], bool]:
    return lambda changes: outcome_of(changed(case, changes)) >= target


def _candidates(case: Case) -> Iterator[Change]:
    """Give every change that may bear on the outcome, in the order in which they are told."""
    conditions = [part for policy in case.terms.policies for part in parts_of(policy.require)]
    counted = any(isinstance(part, FindingsAtMost) for part in conditions)
    for finding in findings_of(case.checks):
        if counted or finding.severity <= case.config.refer_at:
            yield ClearFinding(finding.finding_id)
    for rule in dict.fromkeys([*(check.rule for check in case.open_checks), *case.absent]):
        yield MakeCheck(rule)
    ceilings = {limit.amount for limit in case.constraints}
    ceilings |= {Money(part.asked_max_minor, part.currency) for part in conditions if isinstance(part, AskedAtMost)}
    same = [money for money in ceilings if money.currency == case.asked.currency and money.amount_minor > 0]
    for amount in sorted((money for money in same if money < case.asked), key=lambda money: -money.amount_minor):
        yield AskLess(amount)
    for limit in case.constraints:
        if limit.amount < case.asked:
            yield RaiseLimit(limit.code)


def _minimal(
    candidates: Sequence[Change], suffices: Callable[[Sequence[Change]], bool]
) -> tuple[list[tuple[Change, ...]], bool]:
    """Return every minimal set that suffices, and whether the search was whole."""
    if not suffices(candidates):
        return [], True
    needed = [one for one in candidates if not suffices([other for other in candidates if other != one])]
    rest = [one for one in candidates if one not in needed]
    found: list[tuple[Change, ...]] = []
    seen: set[frozenset[Change]] = {frozenset()}
    left_out = deque(seen)
    for _ in range(NODES_MAX):
        if not left_out:
            return found, True
        out = left_out.popleft()
        known = next((one for one in found if out.isdisjoint(one)), None)
        minimal = known or _shrunk(candidates, needed, [one for one in rest if one not in out], suffices)
        if minimal is None:
            continue
        if known is None:
            found.append(minimal)
        for one in minimal:
            further = out | {one}
            if one not in needed and further not in seen:
                seen.add(further)
                left_out.append(further)
    return found, not left_out


def _shrunk(
    order: Sequence[Change],
    needed: Sequence[Change],
    pool: Sequence[Change],
    suffices: Callable[[Sequence[Change]], bool],
) -> tuple[Change, ...] | None:
    """Return one minimal set of the needed and the pool, what comes last left out first; None if all fall short."""
    kept = list(pool)
    if not suffices([*needed, *kept]):
        return None
    for one in reversed(pool):
        without = [other for other in kept if other != one]
        if suffices([*needed, *without]):
            kept = without
    return tuple(one for one in order if one in needed or one in kept)


def _largest_amounts(sets: Sequence[tuple[Change, ...]]) -> Iterator[tuple[Change, ...]]:
    """Give the sets less those that differ from another only by asking for still less."""
    largest: dict[frozenset[Change], int] = {}
    for changes in sets:
        others = frozenset(change for change in changes if not isinstance(change, AskLess))
        largest[others] = max(largest.get(others, 0), _asked_minor(changes))
    for changes in sets:
        others = frozenset(change for change in changes if not isinstance(change, AskLess))
        if _asked_minor(changes) == largest[others]:
            yield changes


def _asked_minor(changes: Sequence[Change]) -> int:
    return next((change.amount.amount_minor for change in changes if isinstance(change, AskLess)), 0)
