"""The lender's thresholds for turning findings into an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.findings import Severity


@dataclass(frozen=True, slots=True)
class DecideConfig:
    """What declines and what a person must look at. A lender may be stricter, never looser.

    `decline_at` and every graver severity declines; `refer_at` and every graver one refers. Lower
    findings are shown and do not change the outcome.
    """

    decline_at: Severity = Severity.STOP
    refer_at: Severity = Severity.MEDIUM

    def __post_init__(self) -> None:
        """Refuse a policy that is looser than the house's own."""
        if self.refer_at < Severity.HIGH or self.decline_at > self.refer_at:
            raise ValueError("stop findings decline and high findings refer at the least")
