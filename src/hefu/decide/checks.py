"""One line of the coverage sheet: a check that was made, or could not be."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from hefu.core.findings import Finding, Severity, Unassessed
from hefu.core.texts import Text


class State(enum.StrEnum):
    """What became of a check. Not assessed is never passed."""

    FAILED = "failed"
    NOT_ASSESSED = "not_assessed"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule answered about one request. `group` is the question of the field it belongs to."""

    rule: str
    name: Text
    group: Text
    findings: tuple[Finding, ...] = ()
    unassessed: tuple[Unassessed, ...] = ()

    def state(self, refer_at: Severity) -> State:
        """Failed if a finding is as grave as `refer_at`; else not assessed if any part was not; else passed."""
        if any(finding.severity <= refer_at for finding in self.findings):
            return State.FAILED
        return State.NOT_ASSESSED if self.unassessed else State.PASSED
