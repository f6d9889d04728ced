"""One dated record of the law, as it stands in a file of `records/`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from hefu.core.law import Anchor, Bound, Certainty, Figure, Licence
from hefu.core.texts import Text


class Status(enum.StrEnum):
    """Where a record stands. A model is a text for legislators that is in force nowhere by itself."""

    IN_FORCE = "in_force"
    ANNOUNCED = "announced"
    REPEALED = "repealed"
    MODEL = "model"


class Stricter(enum.StrEnum):
    """In which direction a lender's own policy may move a figure."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


UNITS = ("days", "working_days", "months", "bps", "bps_per_day", "minor", "count")
"""What a figure may be counted in; `minor` is fen."""

BASES = ("net_capital", "net_tier1", "net_assets", "risk_assets", "total_assets", "deposits")
"""Of what a share in bps may be, besides words of the record itself."""


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulation: its name with document number and date in both languages."""

    regulation_id: str
    name: Text
    number: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Transition:
    """Until when what stood before may be brought in line.

    `until` is the first day on which it must be. Where `anchor` is given, the clause reaches only things whose
    day of that kind lies before the record's start.
    """

    until: date
    says: Text
    certainty: Certainty
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One figure or duty, from when to when it holds, for whom, and how sure we are.

    Empty `licences` or `products` reach every lender or product. `debtors` and `creditors` say whom else it
    concerns (`large_firm`, `public_body`, `sme`). `valid_to` is the first day on which it no longer holds. `certainty`
    speaks of the figure, `dates_certainty` of its days.
    """

    rule_id: str
    regulation: Regulation
    article: str
    says: Text
    value: int | None
    unit: str
    of: str
    bound: Bound
    stricter: Stricter
    anchor: Anchor
    licences: tuple[Licence, ...]
    products: tuple[str, ...]
    debtors: tuple[str, ...]
    creditors: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    status: Status
    certainty: Certainty
    dates_certainty: Certainty
    source: Text
    transition: Transition | None
    path: str

    def holds_on(self, day: date) -> bool:
        """Tell whether the record is in force on a day."""
        return self.valid_from is not None and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def figure(self, transition_to: date | None = None) -> Figure:
        """Return the record as rules see it."""
        return Figure(
            rule_id=self.rule_id,
            regulation=self.regulation.name,
            article=self.article,
            says=self.says,
            value=self.value,
            unit=self.unit,
            certainty=self.certainty,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            bound=self.bound,
            transition_to=transition_to,
        )

    def plain(self) -> dict[str, object]:
        """Return all that the record says, for hashing; not the file it stands in."""
        return {
            "rule_id": self.rule_id,
            "regulation": [self.regulation.name, self.regulation.number, self.regulation.issued_on],
            "article": self.article,
            "says": self.says,
            "figure": [self.value, self.unit, self.of, self.bound.value, self.stricter.value],
            "anchor": self.anchor.value,
            "reaches": [list(self.licences), list(self.products), list(self.debtors), list(self.creditors)],
            "days": [self.valid_from, self.valid_to],
            "status": self.status.value,
            "certainty": [self.certainty.code, self.dates_certainty.code],
            "source": self.source,
            "transition": _plain_transition(self.transition),
        }


def _plain_transition(clause: Transition | None) -> list[object] | None:
    if clause is None:
        return None
    return [clause.until, clause.says, clause.certainty.code, clause.anchor.value if clause.anchor else None]
