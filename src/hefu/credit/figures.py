"""How the questions about credit ask the rule book: one call, and never a figure where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hefu.book import Book
from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence, NoFigure

NO_LAW = "no_law"
NO_VALUE = "no_value"

_LICENCES = {
    "bank": Licence.BANK,
    "commercial_factor": Licence.COMMERCIAL_FACTOR,
    "guarantor": Licence.FINANCING_GUARANTOR,
}


def figure_of(
    at: Context, rule_id: str, days: Mapping[Anchor, date], licence: Licence | None = None, product: str = ""
) -> Figure | NoFigure:
    """Return the figure in force on the anchor days, or why there is none: no rule book, no figure, not reached."""
    if at.law is None:
        return NoFigure(rule_id, NO_LAW)
    found = at.law.figure(rule_id, days, licence, product)
    return NoFigure(rule_id, NO_VALUE) if isinstance(found, Figure) and found.value is None else found


def value_of(figure: Figure) -> int:
    """Return the figure's number; `figure_of` gives none without."""
    if figure.value is None:
        raise ValueError(f"{figure.rule_id} is a duty without a figure")
    return figure.value


def licence_of(book: Book, lender_id: str) -> Licence | None:
    """Return what a lender is licensed as by its latest capital figures; None where no licence we know is stated."""
    rows = [row for row in book.rows("lender_capital") if row["lender_id"] == lender_id]
    latest = max(rows, key=lambda row: (row["stated_on"], row["known_at"], row["source_id"]), default=None)
    return _LICENCES.get(latest["licence"]) if latest else None
