"""What a page shows that its facts imply: counts, widths, groups and links. Nothing here judges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hefu.assess.pages import formats, labels

Facts = Mapping[str, Any]
"""A JSON object of the contract."""

_SEAM_GRAVITY = ("misfit", "missing", "partial")


@dataclass(frozen=True, slots=True)
class Bar:
    """One rung of the ladder: how far its bar reaches, of the longest."""

    limit: Facts
    length: str


def bars(amount: Facts) -> list[Bar]:
    """Return the rungs in the order they were given, drawn from one zero to one scale."""
    longest = _longest(amount)
    return [Bar(limit, formats.width(limit["amount"]["amount_minor"], longest)) for limit in amount["constraints"]]


def scaled(amount: Facts, name: str) -> str:
    """Return the place of `asked` or `supportable` on the ladder's scale."""
    return formats.width(amount[name]["amount_minor"], _longest(amount))


def _longest(amount: Facts) -> int:
    """The amount asked: a limit far beyond it would squeeze the others to nothing, so its bar just runs to the end."""
    asked: int = amount["asked"]["amount_minor"]
    return asked


def line_state(line: Facts) -> str:
    """Return the gravest state of a line's seams; a payment in part, or not due yet, spoils nothing."""
    states = {seam["state"] for name, seam in line["seams"].items() if (name, seam["state"]) != ("payment", "partial")}
    return next((state for state in _SEAM_GRAVITY if state in states), "match")


def tally_counts(invoices: Iterable[Facts]) -> dict[str, int]:
    """Return how many lines there are and how many are in each state."""
    states = Counter(line_state(line) for invoice in invoices for line in invoice["lines"])
    return {"lines": states.total()} | {state: states[state] for state in ("match", *_SEAM_GRAVITY)}


def severity_counts(findings: Iterable[Facts]) -> dict[str, int]:
    """Return the number of findings of each severity, strictest first, naughts included."""
    found = Counter(finding["severity"] for finding in findings)
    return {severity: found[severity] for severity in labels.SEVERITIES}


def check_counts(checks: Iterable[Facts]) -> dict[str, int]:
    """Return how many checks there are and how many are in each state."""
    states = Counter(check["state"] for check in checks)
    return {"total": states.total()} | {state: states[state] for state in labels.CHECK_STATES}


def every_check(coverage: Iterable[Facts]) -> list[Facts]:
    """Return the checks of all questions, so that a total is counted from them and not added up."""
    return [check for row in coverage for check in row["checks"]]


def failed_labels(checks: Iterable[Facts]) -> list[str]:
    """Return the labels of the findings behind a question's checks, each once: F2 before F10."""
    return sorted({label for check in checks for label in check["labels"]}, key=lambda label: (len(label), label))


def labels_by_id(findings: Iterable[Facts]) -> dict[str, str]:
    """Return each finding's label by its id."""
    return {finding["finding_id"]: finding["label"] for finding in findings}


def cited(finding_ids: Iterable[str], label_of: Mapping[str, str]) -> list[str]:
    """Return the labels of the findings that a reason names."""
    return [label_of[finding_id] for finding_id in finding_ids if finding_id in label_of]


def linked(text: str, labels_cited: Sequence[str]) -> list[tuple[str, str]]:
    """Return the text in pieces (text, label it links to or nothing); a cited label it does not name is added."""
    if not labels_cited:
        return [(text, "")]
    named = re.compile(r"(?<![\w-])(" + "|".join(re.escape(label) for label in labels_cited) + r")(?![\w-])", re.ASCII)
    cut = [(piece, piece if piece in labels_cited else "") for piece in named.split(text) if piece]
    there = {label for _, label in cut}
    return cut + [pair for label in labels_cited if label not in there for pair in ((" ", ""), (label, label))]


def by_controller(inputs: Iterable[Facts]) -> list[tuple[str | None, list[Facts]]]:
    """Return the files by who controls their source, most independent of the applicant first, unknown last."""
    order = [*labels.CONTROLLERS, None]
    groups: dict[str | None, list[Facts]] = {}
    for file in inputs:
        groups.setdefault(file["controlled_by"], []).append(file)
    return sorted(groups.items(), key=lambda group: order.index(group[0]) if group[0] in order else len(order))
