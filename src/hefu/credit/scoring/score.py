"""The scorer: one row of cells against a scorecard, points and reasons out. Whole numbers and exact decimals only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Message, Value
from hefu.credit.scoring.model import Bin, Kind, Scorecard, Variable

DIGITS_MAX = 15
"""What a binary double tells apart: with more digits the trainer and this scorer could put a number into two bins."""

REASONS_MAX = 4
"""As many as an adverse action notice usually gives."""

MISSING = -1
UNSEEN = -2

_PLAIN = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """What one variable gave: the index of its bin (MISSING, UNSEEN), its points, and how far below its best bin."""

    variable: str
    bin_at: int
    points: int
    lost_points: int


@dataclass(frozen=True, slots=True)
class Scored:
    """The sum of points, its parts in the card's order, and at most four reasons, most points lost first."""

    points: int
    parts: tuple[Part, ...]
    reasons: tuple[Message, ...]

    @property
    def unseen(self) -> tuple[str, ...]:
        """The variables whose cell was empty or of a text that training never saw."""
        return tuple(part.variable for part in self.parts if part.bin_at < 0)


def score(card: Scorecard, cells: Mapping[str, str], row: int = 1) -> Scored:
    """Score one row of cells; an empty text is a missing value. `row` is named in refusals.

    Raises RefusalError: SCORE_COLUMN_ABSENT where a variable has no cell at all, SCORE_CELL_NO_NUMBER and
    SCORE_CELL_TOO_LONG where a number is none (NaN and infinity included) or has more digits than were trained on.
    """
    parts = tuple(_part(variable, _cell(cells, variable, row), row) for variable in card.variables)
    lost = sorted((part for part in parts if part.lost_points > 0), key=lambda part: -part.lost_points)
    variables = {variable.name: variable for variable in card.variables}
    reasons = tuple(_reason(variables[part.variable], part) for part in lost[:REASONS_MAX])
    return Scored(sum(part.points for part in parts), parts, reasons)


def number(text: str, row: int, column: str) -> Decimal:
    """Return a cell as an exact number: plain digits, at most 15 that count."""
    match = _PLAIN.fullmatch(text) if len(text) <= DIGITS_MAX * 2 else None
    if match is None:
        raise refuse(Refusal.SCORE_CELL_NO_NUMBER, row=row, column=column, value=text[:80])
    whole, fraction = match.groups(default="")
    if len((whole + fraction.rstrip("0")).lstrip("0")) > DIGITS_MAX:
        raise refuse(Refusal.SCORE_CELL_TOO_LONG, row=row, column=column, value=text, limit=DIGITS_MAX)
    return Decimal(text)


def bin_of(variable: Variable, text: str, row: int = 1) -> int:
    """Return the index of the bin a cell falls into, MISSING or UNSEEN."""
    if not text:
        return MISSING
    if variable.kind is Kind.NUMBER:
        return bisect_right(variable.limits(), number(text, row, variable.name))
    found = [at for at, one in enumerate(variable.bins) if text in one.categories]
    return found[0] if found else UNSEEN


def _cell(cells: Mapping[str, str], variable: Variable, row: int) -> str:
    if variable.name not in cells:
        raise refuse(Refusal.SCORE_COLUMN_ABSENT, path=str(row), column=variable.name)
    return cells[variable.name]


def _part(variable: Variable, text: str, row: int) -> Part:
    at = bin_of(variable, text, row)
    points = variable.unseen_points if at == UNSEEN else _held(variable, at).points
    return Part(variable.name, at, points, variable.best_points - points)


def _held(variable: Variable, at: int) -> Bin:
    return variable.missing if at == MISSING else variable.bins[at]


def _reason(variable: Variable, part: Part) -> Message:
    fields: dict[str, Value] = {"variable": variable.title, "points": part.points, "best": variable.best_points}
    if part.bin_at < 0:
        return Message.of("reason_missing" if part.bin_at == MISSING else "reason_unseen", **fields)
    return Message.of("reason_low", said=variable.said(part.bin_at), **fields)
