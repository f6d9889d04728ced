"""What is asked for: how many companies, how long, from which seed, with which schemes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

COMPANIES_MIN, COMPANIES_MAX = 50, 5_000_000
MONTHS_MAX = 60
BLOCK_COMPANIES_MAX = 10_000
_BLOCKS_AT_LEAST = 4
_BLOCK_COMPANIES_MIN = 250

EPOCH = date(1970, 1, 1)
START = date(2025, 1, 1)
"""The first day of every economy."""


@dataclass(frozen=True, slots=True)
class Plant:
    """One scheme at one strength, by their names."""

    scheme: str
    strength: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An economy to make; equal plans give equal bytes."""

    companies: int
    months: int
    seed: int
    plants: tuple[Plant, ...] = ()

    @property
    def block_companies(self) -> int:
        """How many companies a block has. It depends on the size alone, never on the machine."""
        return min(BLOCK_COMPANIES_MAX, max(_BLOCK_COMPANIES_MIN, -(-self.companies // _BLOCKS_AT_LEAST)))

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return -(-self.companies // self.block_companies)

    @property
    def first_day(self) -> int:
        """The first day, counted from 1970."""
        return (START - EPOCH).days

    @property
    def month_starts(self) -> list[int]:
        """The first day of every month, and of the month after the last."""
        return [(month_start(START, at) - EPOCH).days for at in range(self.months + 1)]

    @property
    def end_day(self) -> int:
        """The day after the last."""
        return self.month_starts[-1]


def month_start(day: date, later: int) -> date:
    """Return the first day of the month so many months later."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)
