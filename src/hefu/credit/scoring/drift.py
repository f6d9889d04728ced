"""Drift: whether those scored today still look like those the card was trained on.

The population stability index of a variable is the sum over its bins of (q - p) ln(q / p), p and q being the shares of
training rows and of today's rows (Siddiqi 2006, chapter 9). Below 0.10 is stable, from 0.25 shifted. With few rows it
is large by chance alone: about (bins - 1)(1/n + 1/m) (Yurdakul and Naranjo, Journal of Risk Model Validation, 2020).
Where that reaches 0.10 by itself the state is unknown, never stable. An empty bin is given half a row.

Logarithms are of `decimal`, correctly rounded, so that every machine gives the same whole millionths.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from hefu.core.money import Rounding, divide
from hefu.core.texts import Text
from hefu.credit.scoring.model import Scorecard, Variable
from hefu.credit.scoring.score import MISSING, UNSEEN, Scored

MICRO = 1_000_000
WATCH_MICRO = 100_000
SHIFTED_MICRO = 250_000

_EXACT = Context(prec=40)


class DriftState(enum.StrEnum):
    """How far a distribution has moved, gravest first. Unknown is no pass."""

    SHIFTED = "shifted"
    UNKNOWN = "unknown"
    WATCH = "watch"
    STABLE = "stable"


STATES = {
    DriftState.SHIFTED: Text("shifted", "明显偏移"),
    DriftState.UNKNOWN: Text("unknown: too few rows", "无法判断：样本过少"),
    DriftState.WATCH: Text("to watch", "需关注"),
    DriftState.STABLE: Text("stable", "稳定"),
}
"""The states in words."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The index of one variable, or of the score where `variable` is "", in millionths, and what chance would give."""

    variable: str
    psi_micro: int
    chance_micro: int
    state: DriftState
    trained: tuple[int, ...]
    seen: tuple[int, ...]


def drift(card: Scorecard, scored: Sequence[Scored]) -> tuple[Drift, ...]:
    """Return the drift of the score first, then of each variable in the card's order. Needs at least one scored row."""
    points = Counter(bisect_right(card.score_ends, one.points) for one in scored)
    seen = [points[at] for at in range(len(card.score_counts))]
    parts: Mapping[str, Counter[int]] = {variable.name: Counter() for variable in card.variables}
    for one in scored:
        for part in one.parts:
            parts[part.variable][part.bin_at] += 1
    return (
        _drift("", card.score_counts, seen),
        *(_of_variable(variable, parts[variable.name]) for variable in card.variables),
    )


def _of_variable(variable: Variable, seen: Mapping[int, int]) -> Drift:
    """Compare the bins, the empty cells and the unseen texts; a bin empty on both sides says nothing."""
    trained = {at: one.rows_count for at, one in enumerate(variable.bins)} | {MISSING: variable.missing.rows_count}
    at_all = [at for at in [*range(len(variable.bins)), MISSING, UNSEEN] if trained.get(at, 0) or seen.get(at, 0)]
    return _drift(variable.name, [trained.get(at, 0) for at in at_all], [seen.get(at, 0) for at in at_all])


def _drift(name: str, trained: Iterable[int], seen: Iterable[int]) -> Drift:
    before, now = tuple(trained), tuple(seen)
    index, chance = psi_micro(before, now), chance_micro(before, now)
    return Drift(name, index, chance, state_of(index, chance), before, now)


def state_of(index_micro: int, by_chance_micro: int) -> DriftState:
    """Return the band of an index: what few rows cannot tell is unknown, unless it is shifted far beyond chance."""
    if by_chance_micro >= WATCH_MICRO and index_micro < SHIFTED_MICRO + 2 * by_chance_micro:
        return DriftState.UNKNOWN
    if index_micro >= SHIFTED_MICRO:
        return DriftState.SHIFTED
    return DriftState.WATCH if index_micro >= WATCH_MICRO else DriftState.STABLE


def psi_micro(trained: Sequence[int], seen: Sequence[int]) -> int:
    """Return the population stability index of two rows of counts, in millionths, half away from zero."""
    before, now = _shares(trained), _shares(seen)
    total = sum((_term(p, q) for p, q in zip(before, now, strict=True)), Decimal(0))
    return int((total * MICRO).to_integral_value("ROUND_HALF_UP"))


def chance_micro(trained: Sequence[int], seen: Sequence[int]) -> int:
    """Return what the index is on average where nothing moved: (bins - 1)(1/n + 1/m), in millionths."""
    fair = (len(trained) - 1) * (Fraction(1, max(1, sum(trained))) + Fraction(1, max(1, sum(seen))))
    return divide(fair.numerator * MICRO, fair.denominator, Rounding.HALF_UP)


def _shares(counts: Sequence[int]) -> list[Fraction]:
    halves = [2 * count or 1 for count in counts]
    return [Fraction(half, sum(halves)) for half in halves]


def _term(trained: Fraction, seen: Fraction) -> Decimal:
    ratio, gap = Fraction(seen, trained), seen - trained
    return _EXACT.multiply(_decimal(gap), _EXACT.ln(_decimal(ratio)))


def _decimal(value: Fraction) -> Decimal:
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
