"""One line of the coverage sheet: a check that was made, could not be, or had nothing to look at."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from hefu.core.findings import Finding, NotApplicable, Severity, Unassessed
from hefu.core.texts import Text


class State(enum.StrEnum):
    """What became of a check. Neither not assessed nor not applicable is ever passed."""

    FAILED = "failed"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule answered about one request. `group` is the question of the field it belongs to."""

    rule: str
    name: Text
    group: Text
    findings: tuple[Finding, ...] = ()
    unassessed: tuple[Unassessed, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()

    def state(self, refer_at: Severity) -> State:
        """Failed if a finding is as grave as `refer_at`; else not assessed if any part was not.

        Else not applicable if it had nothing to look at; else passed.
        """
        if any(finding.severity <= refer_at for finding in self.findings):
            return State.FAILED
        if self.unassessed:
            return State.NOT_ASSESSED
        return State.NOT_APPLICABLE if self.not_applicable and not self.findings else State.PASSED
