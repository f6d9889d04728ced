"""Thresholds of the questions about money paid."""

from __future__ import annotations

from dataclasses import dataclass, field

from hefu.parties.config import PartiesConfig


@dataclass(frozen=True, slots=True)
class FundsConfig:
    """What counts as a look-alike and as control comes from the questions about parties, so both agree."""

    parties: PartiesConfig = field(default_factory=PartiesConfig)
    evidence_rows_max: int = 20
