"""The lender's thresholds for how much may be lent. No legal figure stands here: those come from the rule book."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.money import BPS_WHOLE

_SHARES = (
    "advance_rate_bps",
    "dilution_reserve_bps",
    "concentration_bps_max",
    "cross_aging_bps_max",
    "dependence_bps_min",
)
_COUNTS = ("cross_aging_days", "splitting_window_days", "growth_bps_max", "evidence_rows_max")


@dataclass(frozen=True, slots=True)
class CreditConfig:
    """Rates in basis points and days of the amount formula and of the checks beside it.

    `advance_rate_bps` is lent on what is left after the reserves. `dilution_reserve_bps` is the floor of the
    reserve for credit notes to come; a debtor whose own history is worse is reserved at that.
    `concentration_bps_max` is the largest share of the base that one debtor may have. Where more than
    `cross_aging_bps_max` of what a debtor owes is overdue by more than `cross_aging_days`, none of it counts.
    `dependence_bps_min` is the share of its business from which one party depends on another. Payments to one
    payee within `splitting_window_days` are one payment. Sales are taken to grow as they did, by
    `growth_bps_max` at most. `late_year_days` are the days of a year over which a yearly rate of late interest
    is taken. Loans under a product of `without_recourse` are at risk on the debtor alone.
    """

    advance_rate_bps: int = 8000
    dilution_reserve_bps: int = 200
    concentration_bps_max: int = 10_000
    cross_aging_bps_max: int = 5_000
    cross_aging_days: int = 90
    dependence_bps_min: int = 5_000
    splitting_window_days: int = 30
    growth_bps_max: int = 2_000
    late_year_days: int = 365
    without_recourse: tuple[str, ...] = ("factoring_without_recourse",)
    evidence_rows_max: int = 20

    def __post_init__(self) -> None:
        """Refuse rates that are no shares of a whole, and counts that are negative."""
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= BPS_WHOLE:
                raise ValueError(f"{name} must lie between 0 and {BPS_WHOLE}")
        for name in _COUNTS:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative")
        if self.late_year_days < 1:
            raise ValueError("a year has days")
