"""How a scorecard did on rows: every measure of one sample, by group, and how sure one may be of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from hefu.cli.score.measures import (
    Calibrated,
    Confusion,
    Interval,
    auc_interval,
    brier_micro,
    calibration,
    confusion,
    ks_micro,
    micro,
    roc,
)
from hefu.core.money import BPS_WHOLE
from hefu.core.texts import Text
from hefu.credit.scoring import Drift, Scorecard

BADS_FOR_MEDIUM = 100
AUC_FOR_MEDIUM_MICRO = 600_000
GROUP_CLASS_MIN = 10
"""A group's own AUC is given where it has this many of each class."""

_CURVE_POINTS_MAX = 100

SAMPLES = {
    "training": Text("training rows, seen by the card", "训练样本（评分卡已见过）"),
    "out_of_fold": Text(
        "cross-validated: each row scored by a card that never saw it", "交叉验证：每行由未见过它的评分卡评分"
    ),
    "out_of_time": Text("out of time: later rows, never seen", "跨期样本：时间更晚，未参与训练"),
    "held_out": Text("held out: rows of another file, never seen", "留出样本：另一文件，未参与训练"),
}
"""The samples a card is judged on, weakest evidence first."""

CERTAINTY = {
    "low": Text(
        "low: fewer than 100 defaults, or an interval that reaches below 0.60, or later rows that fall below it",
        "低：违约不足 100 行，或区间下限低于 0.60，或后续样本低于区间",
    ),
    "medium": Text(
        "medium: cross-validated on 100 defaults or more, not confirmed on later rows",
        "中：交叉验证且违约不少于 100 行，但未经跨期样本证实",
    ),
    "high": Text(
        "high: later rows with 100 defaults or more lie inside the cross-validated interval",
        "高：跨期样本违约不少于 100 行，且落在交叉验证区间内",
    ),
}
"""How sure the performance is, in words."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One band of the score: goods and bads in it."""

    goods_count: int
    bads_count: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Every measure on one sample. `brier_base_micro` is the error of giving every row the sample's own rate."""

    sample: str
    rows_count: int
    bads_count: int
    auc: Interval
    ks_micro: int
    brier_micro: int
    brier_base_micro: int
    calibration: tuple[Calibrated, ...]
    confusion: tuple[Confusion, ...]
    spread: tuple[Spread, ...]
    roc_micro: tuple[tuple[int, int], ...]
    drift: tuple[Drift, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """How one level of a group fares: its share of defaults, its mean points, its share below each cut-off, its AUC."""

    column: str
    level: str
    rows_count: int
    bads_count: int
    mean_points: int
    below_bps: tuple[int, ...]
    auc: Interval | None


def probability(card: Scorecard, points: int) -> float:
    """Return the probability of default that points stand for; used to judge a card, never to decide."""
    odds = card.base_odds * 2 ** ((points - card.base_points) / card.points_to_double)
    return 1 / (1 + odds)


def measure(
    card: Scorecard, sample: str, points: Sequence[int], bads: Sequence[bool], drifts: tuple[Drift, ...] = ()
) -> Measured:
    """Return every measure on one sample. Needs two rows of each class."""
    risks = [-point for point in points]
    chances = [probability(card, point) for point in points]
    rate = fmean(bads)
    bands = [bisect_right(card.score_ends, point) for point in points]
    pairs = list(zip(bands, bads, strict=True))
    curve = roc(risks, bads)
    step = max(1, len(curve) // _CURVE_POINTS_MAX)
    return Measured(
        sample=sample,
        rows_count=len(points),
        bads_count=sum(bads),
        auc=auc_interval(risks, bads),
        ks_micro=ks_micro(risks, bads),
        brier_micro=brier_micro(chances, bads),
        brier_base_micro=micro(rate * (1 - rate)),
        calibration=calibration(chances, bads),
        confusion=tuple(confusion(points, bads, cutoff) for cutoff in card.cutoffs),
        spread=tuple(Spread(pairs.count((at, False)), pairs.count((at, True))) for at in range(len(card.score_counts))),
        roc_micro=tuple((micro(x), micro(y)) for x, y in [*curve[:-1:step], curve[-1]]),
        drift=drifts,
    )


def groups(
    card: Scorecard, columns: Mapping[str, Sequence[str]], points: Sequence[int], bads: Sequence[bool]
) -> tuple[Group, ...]:
    """Return how each level of each group fares, in order."""
    found = []
    for column, cells in columns.items():
        for level in sorted(set(cells)):
            places = [at for at, cell in enumerate(cells) if cell == level]
            found.append(_group(card, column, level, [points[at] for at in places], [bads[at] for at in places]))
    return tuple(found)


def _group(card: Scorecard, column: str, level: str, points: Sequence[int], bads: Sequence[bool]) -> Group:
    enough = min(sum(bads), len(bads) - sum(bads)) >= GROUP_CLASS_MIN
    return Group(
        column=column,
        level=level,
        rows_count=len(points),
        bads_count=sum(bads),
        mean_points=round(fmean(points)),
        below_bps=tuple(sum(one < cutoff for one in points) * BPS_WHOLE // len(points) for cutoff in card.cutoffs),
        auc=auc_interval([-one for one in points], bads) if enough else None,
    )


def certainty(measured: Mapping[str, Measured]) -> str:
    """Return how sure the performance is: a key of CERTAINTY, the strictest that holds."""
    folds = measured["out_of_fold"]
    later = measured.get("out_of_time") or measured.get("held_out")
    if folds.bads_count < BADS_FOR_MEDIUM or folds.auc.low_micro < AUC_FOR_MEDIUM_MICRO:
        return "low"
    if later and later.auc.at_micro < folds.auc.low_micro:
        return "low"
    return "high" if later and later.bads_count >= BADS_FOR_MEDIUM else "medium"
