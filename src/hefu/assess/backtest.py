"""Champion and challenger side by side on past requests: what each would have decided, and what came of it.

Each request is judged as of its own moment, on what the book knew by then. Both policies are taken as if they had been
in force, in their latest versions. What a challenger would lend on and the past did not has no known result; it is
counted as unknown and never as good.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from hefu.assess.gather import gather
from hefu.assess.law import LawInUse, law_shipped
from hefu.assess.opened import OpenedBook
from hefu.assess.outcomes import Result
from hefu.assess.policy import Policy
from hefu.assess.reasoning import both
from hefu.assess.registry import DECISION
from hefu.assess.request import Request, read_request
from hefu.assess.run import Assessment, judge
from hefu.assess.write import rulebook_of
from hefu.core.context import Context
from hefu.core.intervals import wilson_bps
from hefu.core.money import Money
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language
from hefu.decide import Outcome

FORMAT = "hefu-backtest/1"
SIDES = ("champion", "challenger")
PRC_ZONE = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Case:
    """One past request as each policy decides it, and what became of it, where that is known."""

    name: str
    request: Request
    as_of: datetime
    champion: Assessment
    challenger: Assessment
    result: Result | None

    def outcome(self, side: str) -> Outcome:
        """Return the outcome on one side."""
        return self.assessed(side).decision.outcome

    def assessed(self, side: str) -> Assessment:
        """Return the assessment of one side."""
        return self.champion if side == "champion" else self.challenger


def backtest(
    requests: Sequence[Path],
    lender: OpenedBook,
    policies: Mapping[str, Policy],
    results: Mapping[str, Result],
    as_of: datetime | None = None,
) -> dict[str, Any]:
    """Return the comparison as plain JSON. `policies` are those of SIDES.

    Without `as_of` each request is judged as of the end of the day before it starts, in UTC+8.
    """
    timeless = {side: as_if_in_force(policies[side]) for side in SIDES}
    cases: list[Case] = []
    refused: list[dict[str, Any]] = []
    for folder in requests:
        try:
            cases.append(_case(folder, lender, timeless, results, as_of))
        except RefusalError as error:
            texts = {language.value: error.refused.render(language) for language in Language}
            refused.append({"name": folder.name, "code": error.refused.refusal.code, "text": texts})
    return _report(cases, refused, policies)


def as_if_in_force(policy: Policy) -> Policy:
    """Return a policy with the latest version of each named policy, as if it held on every day."""
    latest = {one.name: one for one in sorted(policy.policies, key=lambda one: one.version)}
    held = tuple(dataclasses.replace(one, valid_from=None, valid_to=None) for one in latest.values())
    return dataclasses.replace(policy, policies=held)


def _case(
    folder: Path,
    lender: OpenedBook,
    policies: Mapping[str, Policy],
    results: Mapping[str, Result],
    as_of: datetime | None,
) -> Case:
    request = read_request(folder)
    moment = as_of or datetime.combine(request.starts_on - timedelta(days=1), time(23, 59, 59), PRC_ZONE)
    law = law_shipped()
    gathered = gather(folder, lender.book, _context(moment, policies["champion"], law), _likenesses(policies))
    judged = {
        side: judge(dataclasses.replace(gathered, at=_context(moment, policies[side], law)), policies[side])
        for side in SIDES
    }
    return Case(folder.name, request, moment, judged["champion"], judged["challenger"], results.get(request.request_id))


def _likenesses(policies: Mapping[str, Policy]) -> list[Any]:
    return list(dict.fromkeys(policy.parties for policy in policies.values()))


def _context(moment: datetime, policy: Policy, law: LawInUse) -> Context:
    return Context(moment.astimezone(UTC), rulebook=rulebook_of(policy, law), law=law.book)


def _report(cases: list[Case], refused: list[dict[str, Any]], policies: Mapping[str, Policy]) -> dict[str, Any]:
    currencies = sorted({case.request.amount.currency for case in cases})
    return {
        "format": FORMAT,
        "policies": {
            side: {"name": policy.about.name, "version": policy.about.version, "sha256": policy.sha256()}
            for side, policy in policies.items()
        },
        "requests": len(cases),
        "refused": refused,
        "matrix": [
            {
                "champion": mine.code,
                "challenger": theirs.code,
                "count": len(some := _in_cell(cases, mine, theirs)),
                "asked": [_sum(_amounts(some, currency), currency).plain() for currency in currencies],
            }
            for mine in Outcome
            for theirs in Outcome
        ],
        "sides": {side: [_side(cases, side, currency) for currency in currencies] for side in SIDES},
        "difference": [_difference(cases, currency).plain() for currency in currencies],
        "flips": [_flip(case) for case in cases if case.outcome("champion") is not case.outcome("challenger")],
        "amounts": [
            _amount(case) for case in cases if _supportable(case, "champion") != _supportable(case, "challenger")
        ],
    }


def _in_cell(cases: list[Case], mine: Outcome, theirs: Outcome) -> list[Case]:
    return [case for case in cases if (case.outcome("champion"), case.outcome("challenger")) == (mine, theirs)]


def _amounts(cases: list[Case], currency: str) -> Iterator[Money]:
    yield from (case.request.amount for case in cases if case.request.amount.currency == currency)


def _sum(amounts: Iterator[Money], currency: str) -> Money:
    return sum(amounts, start=Money(0, currency))


def _side(cases: list[Case], side: str, currency: str) -> dict[str, Any]:
    """Return what one policy lends in one currency, and what became of it."""
    lent = [case for case in cases if case.outcome(side) is Outcome.LEND and case.request.amount.currency == currency]
    known = [case.result for case in lent if case.result]
    return {
        "currency": currency,
        "lent_count": len(lent),
        "lent": _sum(_amounts(lent, currency), currency).plain(),
        "known_count": len(known),
        "unknown_count": len(lent) - len(known),
        "lost": _sum((one.lost for one in known), currency).plain(),
        "earned": _sum((one.earned for one in known), currency).plain(),
        **{
            word: _share([one for one in known if one.result in results], known)
            for word, results in (("bad", {"overdue", "fraud"}), ("fraud", {"fraud"}))
        },
    }


def _share(some: list[Result], known: list[Result]) -> dict[str, int]:
    low, high = wilson_bps(len(some), len(known))
    return {"count": len(some), "low_bps": low, "high_bps": high}


def _difference(cases: list[Case], currency: str) -> Money:
    """Return what the challenger would have made more than the champion, as far as results are known."""
    net = {
        side: [
            case.result.earned - case.result.lost
            for case in cases
            if case.result and case.outcome(side) is Outcome.LEND and case.request.amount.currency == currency
        ]
        for side in SIDES
    }
    return _sum(iter(net["challenger"]), currency) - _sum(iter(net["champion"]), currency)


def _supportable(case: Case, side: str) -> Money:
    return case.assessed(side).decision.supportable


def _flip(case: Case) -> dict[str, Any]:
    return {
        "request_id": case.request.request_id,
        "name": case.name,
        "as_of": case.as_of.isoformat(),
        "asked": case.request.amount.plain(),
        "result": case.result.result if case.result else None,
        "net": (case.result.earned - case.result.lost).plain() if case.result else None,
        **{side: _why(case.assessed(side)) for side in SIDES},
    }


def _why(assessed: Assessment) -> dict[str, Any]:
    decision, texts = assessed.decision, assessed.catalogue
    ids = {finding_id for reason in decision.reasons for finding_id in reason.finding_ids}
    found = [finding for finding in assessed.findings if finding.finding_id in ids]
    return {
        "outcome": decision.outcome.code,
        "supportable": decision.supportable.plain(),
        "reasons": [both(reason.message, texts[DECISION]) for reason in decision.reasons],
        "findings": [both(finding.message, texts[finding.rule]) for finding in found],
    }


def _amount(case: Case) -> dict[str, Any]:
    sides = {side: _supportable(case, side).plain() for side in SIDES}
    return {"request_id": case.request.request_id, "name": case.name, "asked": case.request.amount.plain(), **sides}
