"""The lender's thresholds for how much may be lent."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.money import BPS_WHOLE


@dataclass(frozen=True, slots=True)
class CreditConfig:
    """Rates of the amount formula, in basis points.

    `advance_rate_bps` is lent on what is left after the reserves; `dilution_reserve_bps` of the delivered
    amount is held back for credit notes to come.
    """

    advance_rate_bps: int = 8000
    dilution_reserve_bps: int = 200

    def __post_init__(self) -> None:
        """Refuse rates that are no shares of a whole."""
        for name in ("advance_rate_bps", "dilution_reserve_bps"):
            if not 0 <= getattr(self, name) <= BPS_WHOLE:
                raise ValueError(f"{name} must lie between 0 and {BPS_WHOLE}")
