"""What a rule may know besides the book and its thresholds: the moment, the seed, the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hefu.core.law import Law


@dataclass(frozen=True, slots=True)
class Context:
    """The moment a question is asked. Time is an input: nothing below `cli` reads a clock.

    `as_of` is a moment in UTC: only what was known by then is seen. `seed` feeds whatever is drawn.
    `rulebook` names the version of the rules and legal figures in force; `law` is where the figures are asked for,
    and a rule that needs one and has none says that it could not judge.
    """

    as_of: datetime
    seed: int = 0
    rulebook: str = ""
    law: Law | None = None

    def __post_init__(self) -> None:
        """Insist on UTC, so that one moment has one form."""
        if self.as_of.utcoffset() != timedelta(0):
            raise ValueError("as_of must be in UTC")

    @property
    def today(self) -> date:
        """The day of `as_of`."""
        return self.as_of.date()
