"""Data made ready to train on: target, variables and their kinds. Every fault is refused at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hefu.cli.score.measures import auc_of
from hefu.cli.score.settings import TrainSettings
from hefu.cli.score.table import Table
from hefu.core.money import BPS_WHOLE
from hefu.core.refusals import Refusal, RefusalError, Refused, refuse
from hefu.credit.scoring import Kind
from hefu.credit.scoring.score import number

CLASS_ROWS_MIN = 30
"""Fewer defaults than this tell nothing that would last."""

IDENTIFIES_BPS = 9_000
"""A text that differs in so many of all rows names the row, not its kind."""

TELLS_AUC = 0.98
"""No honest fact known beforehand tells defaults apart like this, alone."""

CODE_DIGITS = 8
"""Whole numbers of one length, this long, and all different are codes."""


class DataRefusedError(RefusalError):
    """Everything in a table that must be settled before it is trained on."""

    def __init__(self, all_refused: list[Refused]) -> None:
        """Carry all of them; the first is what a traceback shows."""
        super().__init__(all_refused[0])
        self.all_refused = tuple(all_refused)


@dataclass(frozen=True)
class Prepared:
    """Rows to train on. `bads` says of each row whether it defaulted; `kinds` are the variables in header order."""

    table: Table
    bads: list[bool]
    kinds: dict[str, Kind]

    def of_rows(self, places: list[int]) -> Prepared:
        """Return some of the rows."""
        return Prepared(self.table.of_rows(places), [self.bads[at] for at in places], self.kinds)


def prepare(table: Table, target: str, settings: TrainSettings) -> Prepared:
    """Return rows ready to train on, in the order of their cells. Raises DataRefusedError that names every fault."""
    ordered = table.in_order()
    bads = target_of(table, target, settings)
    for name in (*settings.apart, *settings.confirmed, *(one.name for one in settings.columns)):
        table.column(name)
    if settings.key:
        _check_key(table, settings.key)
    for name in settings.groups:
        _check_levels(name, table.column(name), settings)
    if min(sum(bads), len(bads) - sum(bads)) < CLASS_ROWS_MIN:
        raise refuse(Refusal.SCORE_ONE_CLASS, rows=len(bads), bads=sum(bads), needed=CLASS_ROWS_MIN)
    kinds, refused = {}, []
    for name in table.header:
        if name not in {target, *settings.apart}:
            try:
                kinds[name] = _checked_kind(name, table.column(name), bads, settings)
            except RefusalError as error:
                refused.append(error.refused)
    if refused:
        raise DataRefusedError(refused)
    return Prepared(ordered, target_of(ordered, target, settings), kinds)


def target_of(table: Table, target: str, settings: TrainSettings) -> list[bool]:
    """Return of each row whether it defaulted; any other word than the two is refused, emptiness included."""
    words = {settings.bad: True, settings.good: False}
    found = []
    for row, value in enumerate(table.column(target), start=1):
        if value not in words:
            raise refuse(
                Refusal.SCORE_TARGET_WORD,
                row=row,
                column=target,
                value=value[:80],
                bad=settings.bad,
                good=settings.good,
            )
        found.append(words[value])
    return found


def days_of(table: Table, column: str) -> list[date]:
    """Return the days of the date column; a cell that is no day is refused."""
    found = []
    for row, cell in enumerate(table.column(column), start=1):
        day = _day(cell)
        if day is None:
            raise refuse(Refusal.SCORE_CELL_NO_DAY, row=row, column=column, value=cell[:80])
        found.append(day)
    return found


def _checked_kind(name: str, cells: list[str], bads: list[bool], settings: TrainSettings) -> Kind:
    filled = [cell for cell in cells if cell]
    if len(set(cells)) == 1:
        raise refuse(Refusal.SCORE_COLUMN_CONSTANT, column=name)
    if all(_day(cell) for cell in filled):
        raise refuse(Refusal.SCORE_COLUMN_IS_DAYS, column=name)
    kind = _kind(name, cells, settings)
    if kind is Kind.CATEGORY:
        _check_levels(name, cells, settings)
    elif name not in settings.confirmed and _is_serial(cells):
        raise refuse(Refusal.SCORE_COLUMN_IDENTIFIES, column=name, levels=len(cells), rows=len(cells))
    if name not in settings.confirmed and (found := _tells(cells, bads, kind)) >= TELLS_AUC:
        raise refuse(Refusal.SCORE_COLUMN_TELLS, column=name, auc=f"{found:.3f}")
    return kind


def _kind(name: str, cells: list[str], settings: TrainSettings) -> Kind:
    """Return what a column is. One number makes all cells numbers, so that `NaN` is never a category."""
    said = settings.column(name).kind
    numbers = [_is_number(cell) for cell in cells if cell]
    if said == "category" or (said == "auto" and not any(numbers)):
        return Kind.CATEGORY
    for row, cell in enumerate(cells, start=1):
        if cell:
            number(cell, row, name)
    return Kind.NUMBER


def _is_number(cell: str) -> bool:
    try:
        number(cell, 0, "")
    except RefusalError as error:
        # A number of too many digits is one all the same, and is refused as such.
        return error.refused.refusal is Refusal.SCORE_CELL_TOO_LONG
    return True


def _check_levels(name: str, cells: list[str], settings: TrainSettings) -> None:
    levels = len(set(cells))
    if levels > settings.levels_max:
        named = levels * BPS_WHOLE >= IDENTIFIES_BPS * len(cells)
        refusal = Refusal.SCORE_COLUMN_IDENTIFIES if named else Refusal.SCORE_COLUMN_LEVELS
        fields = {"rows": len(cells)} if named else {"limit": settings.levels_max}
        raise refuse(refusal, column=name, levels=levels, **fields)


def _check_key(table: Table, key: str) -> None:
    first: dict[str, int] = {}
    for row, cell in enumerate(table.column(key), start=1):
        if cell in first:
            raise refuse(Refusal.SCORE_KEY_REPEATED, row=row, key=cell, first=first[cell])
        first[cell] = row


def _tells(cells: list[str], bads: list[bool], kind: Kind) -> float:
    """Return how well a column alone tells defaults apart: by its number, by its levels, or by where it is empty."""
    ways = [[float(not cell) for cell in cells]] if kind is Kind.NUMBER else [_shares(cells, bads)]
    found = [auc_of(way, bads) for way in ways]
    filled = [(float(cell), bad) for cell, bad in zip(cells, bads, strict=True) if cell and kind is Kind.NUMBER]
    if 0 < sum(bad for _, bad in filled) < len(filled):
        found.append(auc_of([value for value, _ in filled], [bad for _, bad in filled]))
    return max(max(one, 1 - one) for one in found)


def _shares(cells: list[str], bads: list[bool]) -> list[float]:
    """Return of each row the share of defaults at its level."""
    counts: dict[str, list[int]] = {}
    for cell, bad in zip(cells, bads, strict=True):
        counts.setdefault(cell, [0, 0])[bad] += 1
    return [counts[cell][1] / sum(counts[cell]) for cell in cells]


def _is_serial(cells: list[str]) -> bool:
    """Tell whether numbers merely name rows: all whole and different, and dense like a counter or long like a code."""
    if len(set(cells)) < len(cells) or not all(map(str.isdecimal, cells)):
        return False
    numbers = [int(cell) for cell in cells]
    code = len(set(map(len, cells))) == 1 and len(cells[0]) >= CODE_DIGITS
    return code or max(numbers) - min(numbers) < 2 * len(numbers)


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell) if "-" in cell else None
    except ValueError:
        return None
