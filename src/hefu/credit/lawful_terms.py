"""A loan's terms as the rule book has them: days of the year, day of settlement, and how far penalty interest may go.

Source: 银发〔2003〕251号 art. 3 for penalty interest; the custom of renminbi loans for year and settlement day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence, NoFigure, Standing, stands
from hefu.credit.figures import figure_of, value_of
from hefu.credit.interest import Terms


@dataclass(frozen=True, slots=True)
class LawfulTerms:
    """Terms to reckon with, whether the uplift agreed is within the law's bounds, and the figures both rest on."""

    terms: Terms
    uplift: Standing
    cites: tuple[Figure, ...]


def lawful_terms(
    at: Context,
    licence: Licence | None,
    rate_bps: int,
    uplift_bps: int,
    drawn_on: date,
    due_on: date,
    *,
    misuse: bool = False,
) -> LawfulTerms | NoFigure:
    """Return the terms of a loan signed on the day it was drawn, or the figure that is missing: nothing is assumed.

    `misuse` asks the bounds for money used for another purpose instead of those for money overdue.
    """
    kind, days = "misuse" if misuse else "overdue", {Anchor.LOAN_SIGNING: drawn_on}
    ids = (
        "interest.year_days",
        "interest.settled_day",
        f"penalty.{kind}_min",
        f"penalty.{kind}_max",
        "penalty.compound",
    )
    found = [figure_of(at, rule_id, days, licence) for rule_id in ids]
    missing = next((one for one in found if isinstance(one, NoFigure)), None)
    if missing is not None:
        return missing
    figures = tuple(one for one in found if isinstance(one, Figure))
    year, settled, least, most, _ = figures
    kept = {stands(least, uplift_bps), stands(most, uplift_bps)} == {Standing.ALLOWED}
    terms = Terms(rate_bps, uplift_bps, drawn_on, due_on, value_of(settled), value_of(year))
    return LawfulTerms(terms, Standing.ALLOWED if kept else Standing.BARRED, figures)
