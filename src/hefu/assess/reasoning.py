"""Why it was decided so, as plain JSON: reasons with article and date, smallest changes, what is unknown, policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hefu.assess.request import Request
from hefu.assess.run import Assessment
from hefu.core.canonical import plain
from hefu.core.findings import Finding
from hefu.core.law import Figure
from hefu.core.paper_kinds import PAPER_NAMES
from hefu.core.texts import Language, Message, Text
from hefu.decide import Constraint, Decision, Reason
from hefu.decide.decision import changes_text
from hefu.decide.flips import AskLess, Change, ClearFinding, Flip, MakeCheck
from hefu.decide.texts import outcome_text

FLIPS_MAX = 8
"""So many sets of changes are written down, fewest changes first."""


def both(message: Message, catalogue: Mapping[str, Text]) -> dict[str, str]:
    """Return a message in both languages."""
    return {language.value: message.render(language, catalogue) for language in (Language.EN, Language.ZH)}


def verdict_part(decision: Decision, request: Request, catalogue: Mapping[str, Text]) -> dict[str, Any]:
    """Return the outcome with its reasons, its conditions, and the smallest changes that would better it."""
    return {
        "outcome": decision.outcome.code,
        "kind": decision.kind.code,
        "reasons": [_reason(reason, catalogue) for reason in decision.reasons],
        "flip": both(decision.flip, catalogue),
        "flips": [_flip(flip, decision, catalogue) for flip in decision.flips.sets[:FLIPS_MAX]],
        "flips_count": len(decision.flips.sets),
        "flips_whole": decision.flips.whole,
        "conditions": [condition.plain() for condition in request.product.conditions_of(request.kind)],
    }


def _reason(reason: Reason, catalogue: Mapping[str, Text]) -> dict[str, Any]:
    return {
        "text": both(reason.message, catalogue),
        "code": reason.message.code,
        "finding_ids": list(reason.finding_ids),
        "cites": [figure_short(figure) for figure in reason.cites],
    }


def figure_short(figure: Figure) -> dict[str, Any]:
    """Return a legal figure by article, date and certainty; what it says stands under rules cited."""
    return {key: value for key, value in figure_part(figure).items() if key != "says"}


def _flip(flip: Flip, decision: Decision, catalogue: Mapping[str, Text]) -> dict[str, Any]:
    text = changes_text(decision.constraints, decision.asked, flip, dict(decision.labels))
    return {
        "outcome": flip.outcome.code,
        "text": both(
            Message.of("flip_set", outcome=outcome_text(flip.outcome, decision.kind), changes=text), catalogue
        ),
        "changes": [_change(change) for change in flip.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    if isinstance(change, ClearFinding):
        return {"change": "clear_finding", "finding_id": change.finding_id}
    if isinstance(change, MakeCheck):
        return {"change": "make_check", "rule": change.rule}
    if isinstance(change, AskLess):
        return {"change": "ask_less", "amount": change.amount.plain()}
    return {"change": "raise_limit", "code": change.code}


def figure_part(figure: Figure) -> dict[str, Any]:
    """Return a legal figure: regulation, article, what it says, from when to when, how sure we are."""
    return {
        "rule_id": figure.rule_id,
        "regulation": figure.regulation.plain(),
        "article": figure.article,
        "says": figure.says.plain(),
        "valid_from": plain(figure.valid_from),
        "valid_to": plain(figure.valid_to),
        "certainty": figure.certainty.code,
        "may_decline": figure.certainty.may_decline,
    }


def cited_part(
    findings: Sequence[Finding], constraints: Sequence[Constraint], labels: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return each legal figure that a finding or a limit on the amount rests on, once, with the names of those."""
    citing: dict[Figure, list[str]] = {}
    for finding in findings:
        for figure in finding.cites:
            citing.setdefault(figure, []).append(labels[finding.finding_id])
    limiting: dict[Figure, list[dict[str, Any]]] = {}
    for constraint in constraints:
        for figure in constraint.cites:
            limiting.setdefault(figure, []).append(constraint.name.plain())
    order = sorted({**citing, **limiting}, key=lambda figure: (figure.rule_id, figure.article, str(figure.valid_from)))
    return [
        {**figure_part(figure), "labels": citing.get(figure, []), "limits": limiting.get(figure, [])}
        for figure in order
    ]


def policies_part(decision: Decision, catalogue: Mapping[str, Text]) -> list[dict[str, Any]]:
    """Return what each of the lender's policies in force said."""
    return [
        {
            "name": answer.policy.name,
            "title": answer.policy.title.plain(),
            "version": answer.policy.version,
            "valid_from": plain(answer.policy.valid_from),
            "valid_to": plain(answer.policy.valid_to),
            "effect": answer.policy.effect.code,
            "verdict": answer.verdict.kind.code,
            "allows": answer.allows.code,
            "why": [both(message, catalogue) for message in answer.verdict.why],
        }
        for answer in decision.policies
    ]


def unknown_part(assessed: Assessment) -> dict[str, Any]:
    """Return how many checks are open, and what each kind of paper would settle, the most useful first."""
    names = {check.rule: check.name for check in assessed.checks}
    return {
        "open": sum(bool(check.unassessed) for check in assessed.checks),
        "papers": [
            {
                "paper": one.paper.value,
                "name": PAPER_NAMES[one.paper].plain(),
                "rules": list(one.rules),
                "checks": [names[rule].plain() for rule in one.rules],
            }
            for one in assessed.decision.settles
        ],
    }
