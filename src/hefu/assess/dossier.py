"""The dossier as plain JSON: what was asked, what was found, what was decided, and what it rests on.

Every text stands in both languages, every amount is whole minor units, and the same inputs give the
same bytes. The pages are drawn from this and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hefu.assess.content import Contents, evidence_of
from hefu.assess.law import LawInUse
from hefu.assess.reasoning import (
    both,
    cited_part,
    figure_part,
    figure_short,
    policies_part,
    unknown_part,
    verdict_part,
)
from hefu.assess.registry import DECISION
from hefu.assess.request import Request
from hefu.assess.run import Assessment
from hefu.assess.tally import tally_of
from hefu.book import Book
from hefu.core.canonical import plain
from hefu.core.findings import Finding, RowRef, Severity
from hefu.core.money import BPS_WHOLE
from hefu.core.texts import Language, Text
from hefu.credit import Measure
from hefu.decide import KIND_NAMES, Check, Constraint, Decision, State

FORMAT = "hefu-dossier/3"
DAY_COUNT = "ACT/360"
ADVISORY = Text("A person must look at it; what only advises declines nothing", "须由人工审阅；仅供参考者本身不作拒绝")
UNSURE = Text(
    "Would decline, but rests on unconfirmed rules alone: a person must look at it",
    "本应拒绝，但仅以未经证实的规则为依据：须由人工审阅",
)


def dossier_of(assessed: Assessment, law: LawInUse, utc_offset: timedelta, version: str) -> dict[str, Any]:
    """Return the whole dossier. `utc_offset` is the zone its times are shown in, `law` the rule book in use."""
    decision, request = assessed.decision, assessed.request
    contents = Contents(assessed.book)
    labels = dict(decision.labels)
    return {
        "format": FORMAT,
        "hefu_version": version,
        "as_of": plain(assessed.at.as_of),
        "utc_offset_minutes": utc_offset // timedelta(minutes=1),
        "rulebook": assessed.at.rulebook,
        "request": request_part(request, assessed.invoice_ids, contents),
        "verdict": verdict_part(decision, request, assessed.catalogue[DECISION]),
        "amount": _amount(assessed),
        "tally": tally_of(
            assessed.book, assessed.invoice_ids, assessed.findings, request.amount.currency, assessed.at.today
        ),
        "findings": [_finding(finding, labels, contents, assessed) for finding in assessed.findings],
        "coverage": _coverage(assessed.checks, labels, assessed.catalogue, assessed.policy.decide.refer_at),
        "unknown": unknown_part(assessed),
        "policies": policies_part(decision, assessed.catalogue[DECISION]),
        "cited": cited_part(assessed.findings, assessed.decision.constraints, labels),
        "law": {"version": law.book.version, "records": len(law.record_hashes)},
        "inputs": _inputs(assessed),
        "refused": _refused(assessed),
        "book": _book(assessed.lender_book),
        "rules": [{"name": name, "version": version} for name, version in assessed.rules],
        "config": assessed.policy.plain(),
        "config_sha256": assessed.policy.sha256(),
    }


def party_part(party_id: str, contents: Contents) -> dict[str, str]:
    """Return a party as its id and the name it bears in the book."""
    row = contents.row(RowRef("parties", party_id))
    return {"party_id": party_id, "name": (row or {}).get("name") or party_id}


def request_part(request: Request, invoice_ids: frozenset[str], contents: Contents) -> dict[str, Any]:
    """Return what was asked."""
    return {
        "request_id": request.request_id,
        "kind": request.kind.code,
        "kind_name": KIND_NAMES[request.kind].plain(),
        "product": request.product.name.plain(),
        "amount": request.amount.plain(),
        "starts_on": plain(request.starts_on),
        "ends_on": plain(request.ends_on),
        "tenor_days": request.tenor_days,
        "rate_bps": request.rate_bps,
        "day_count": DAY_COUNT,
        "invoice_ids": sorted(invoice_ids),
        "lender": party_part(request.lender_id, contents),
        "applicant": party_part(request.applicant_id, contents),
        "debtor": party_part(request.debtor_id, contents),
    }


def _amount(assessed: Assessment) -> dict[str, Any]:
    decision = assessed.decision
    measures = {limit.code: limit.measure for limit in assessed.ladder.limits}
    return {
        "asked": decision.asked.plain(),
        "supportable": decision.supportable.plain(),
        "share_bps": decision.supportable.amount_minor * BPS_WHOLE // decision.asked.amount_minor,
        "constraints": [_constraint(constraint, decision, measures) for constraint in decision.constraints],
        "workings": [
            {"name": step.name.plain(), "sign": step.sign, "amount": plain(step.amount), "rate_bps": step.rate_bps}
            for step in assessed.ladder.steps
        ],
    }


def _constraint(constraint: Constraint, decision: Decision, measures: Mapping[str, Measure | None]) -> dict[str, Any]:
    measure = measures[constraint.code]
    return {
        "code": constraint.code,
        "name": constraint.name.plain(),
        "amount": constraint.amount.plain(),
        "binding": constraint is decision.binding,
        "why": constraint.why.plain(),
        "cites": [figure_short(figure) for figure in constraint.cites],
        "measure": _measure(measure) if measure else None,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    """Return a limit on exposures: what it is a share of, and what is used before and after the amount asked."""
    return {
        "of": measure.of.plain(),
        "limit": measure.limit.plain(),
        "before": measure.before.plain(),
        "after": measure.after.plain(),
        "before_bps": measure.before_bps,
        "after_bps": measure.after_bps,
    }


def _finding(finding: Finding, labels: dict[str, str], contents: Contents, assessed: Assessment) -> dict[str, Any]:
    policy, texts = assessed.policy.decide, assessed.catalogue[finding.rule]
    if finding.severity <= policy.decline_at and not finding.may_decline:
        effect = ADVISORY if finding.advisory else UNSURE
    elif finding.severity <= policy.decline_at:
        effect = Text("Declines the request", "使申请被拒绝")
    elif finding.severity <= policy.refer_at:
        effect = Text("A person must look at it", "须由人工审阅")
    else:
        effect = Text("Shown; does not change the outcome", "仅作提示，不改变结论")
    return {
        "finding_id": finding.finding_id,
        "label": labels[finding.finding_id],
        "rule": finding.rule,
        "rule_version": finding.rule_version,
        "severity": finding.severity.code,
        "text": both(finding.message, texts),
        "code": finding.message.code,
        "at_risk": plain(finding.at_risk),
        "evidence": evidence_of(contents, finding.evidence),
        "clears": both(finding.clears, texts),
        "effect": effect.plain(),
        "counts": finding.severity <= policy.refer_at,
        "unsure": not finding.may_decline,
        "cites": [figure_part(figure) for figure in finding.cites],
    }


def _coverage(
    checks: Sequence[Check],
    labels: dict[str, str],
    catalogue: Mapping[str, Mapping[str, Text]],
    refer_at: Severity,
) -> list[dict[str, Any]]:
    groups: dict[Text, list[Check]] = {}
    for check in checks:
        groups.setdefault(check.group, []).append(check)
    return [
        {
            "question": group.plain(),
            "checks": [_check(check, labels, catalogue[check.rule], refer_at) for check in members],
        }
        for group, members in groups.items()
    ]


def _check(check: Check, labels: dict[str, str], catalogue: Mapping[str, Text], refer_at: Severity) -> dict[str, Any]:
    state, first = check.state(refer_at), check.unassessed[0] if check.unassessed else None
    why = check.not_applicable[0].reason if state is State.NOT_APPLICABLE else first and first.reason
    return {
        "rule": check.rule,
        "name": check.name.plain(),
        "state": state.value,
        "labels": sorted((labels[finding.finding_id] for finding in check.findings), key=lambda label: int(label[1:])),
        "why": both(why, catalogue) if why else None,
        "next": both(first.clears, catalogue) if first else None,
        "open": [both(part.reason, catalogue) for part in check.unassessed],
        "papers": sorted({part.paper.value for part in check.unassessed}),
    }


def _inputs(assessed: Assessment) -> list[dict[str, Any]]:
    sources = {row["source_id"]: row for row in assessed.papers.rows("sources")}
    return [
        {
            "name": file.name,
            "sha256": file.sha256,
            "size_bytes": file.size_bytes,
            "document_kind": file.document_kind,
            "controlled_by": sources[file.source_id]["controlled_by"] if file.source_id in sources else None,
            "received_at": plain(sources[file.source_id]["known_at"]) if file.source_id in sources else None,
        }
        for file in assessed.report.files
        if not file.refused
    ]


def _refused(assessed: Assessment) -> list[dict[str, Any]]:
    """Return the files that were refused; one that could not even be opened has no hash."""
    return [
        {
            "name": file.name,
            "sha256": file.sha256 or None,
            "code": file.refused.refusal.code,
            "text": {lang.value: file.refused.render(lang) for lang in (Language.EN, Language.ZH)},
        }
        for file in assessed.report.refusals
        if file.refused
    ]


def _book(book: Book) -> dict[str, Any]:
    return {
        "sha256": book.sha256(),
        "tables": [{"name": name, "rows": book.table(name).num_rows} for name in book.names],
    }
