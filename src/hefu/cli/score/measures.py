"""How well scores tell defaults apart and how true their probabilities are. Statistics, so these are floats; no money.

AUC is that of Mann and Whitney, ties counting half; its 95 % interval that of DeLong, DeLong and Clarke-Pearson
(Biometrics 44, 1988) by the ranks of Sun and Xu (IEEE Signal Processing Letters 21, 2014), on the logit scale so that
it stays within 0 and 1. KS is the largest gap between the two cumulative distributions; Brier the mean squared error.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from statistics import NormalDist, fmean, variance

MICRO = 1_000_000
Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval, in millionths."""

    at_micro: int
    low_micro: int
    high_micro: int


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One tenth of the rows by their probability: how many, what was expected of them, what became of them."""

    rows_count: int
    bads_count: int
    expected_micro: int
    low_micro: int
    high_micro: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """What a cut-off would have done: rows below it and defaults among them, rows at or above and defaults there."""

    cutoff: int
    below_bads: int
    below_goods: int
    above_bads: int
    above_goods: int


def micro(value: float) -> int:
    """Return a ratio in whole millionths."""
    return round(value * MICRO)


def auc_of(risks: Sequence[float], bads: Sequence[bool]) -> float:
    """Return the chance that a default has the higher risk than a row that is none, ties counting half."""
    ranks = _midranks(risks)
    bad = [rank for rank, is_bad in zip(ranks, bads, strict=True) if is_bad]
    return (sum(bad) - len(bad) * (len(bad) + 1) / 2) / (len(bad) * (len(ranks) - len(bad)))


def auc_interval(risks: Sequence[float], bads: Sequence[bool]) -> Interval:
    """Return AUC with DeLong's interval. Needs two rows of each class."""
    at = auc_of(risks, bads)
    error = math.sqrt(auc_variance(risks, bads))
    if not 0 < at < 1:
        return Interval(micro(at), micro(at), micro(at))
    logit, wide = math.log(at / (1 - at)), Z95 * error / (at * (1 - at))
    return Interval(micro(at), micro(_expit(logit - wide)), micro(_expit(logit + wide)))


def auc_variance(risks: Sequence[float], bads: Sequence[bool]) -> float:
    """Return DeLong's variance of the AUC."""
    bad = [risk for risk, is_bad in zip(risks, bads, strict=True) if is_bad]
    good = [risk for risk, is_bad in zip(risks, bads, strict=True) if not is_bad]
    among_all = _midranks([*bad, *good])
    above = [(whole - own) / len(good) for whole, own in zip(among_all, _midranks(bad), strict=False)]
    below = [1 - (whole - own) / len(bad) for whole, own in zip(among_all[len(bad) :], _midranks(good), strict=True)]
    return variance(above) / len(bad) + variance(below) / len(good)


def ks_micro(risks: Sequence[float], bads: Sequence[bool]) -> int:
    """Return the largest gap between the cumulative shares of defaults and of the others."""
    return micro(max(abs(bad - good) for good, bad in roc(risks, bads)))


def roc(risks: Sequence[float], bads: Sequence[bool]) -> list[tuple[float, float]]:
    """Return the curve from (0, 0) to (1, 1): of the highest risks, the share of goods and of defaults caught."""
    ordered = sorted(zip(risks, bads, strict=True), key=lambda pair: -pair[0])
    steps = [[is_bad for _, is_bad in group] for _, group in groupby(ordered, key=lambda pair: pair[0])]
    caught = list(accumulate((sum(step) for step in steps), initial=0))
    alarmed = list(accumulate((len(step) - sum(step) for step in steps), initial=0))
    return [(good / alarmed[-1], bad / caught[-1]) for good, bad in zip(alarmed, caught, strict=True)]


def brier_micro(probabilities: Sequence[float], bads: Sequence[bool]) -> int:
    """Return the mean squared error of probabilities."""
    return micro(fmean((one - bad) ** 2 for one, bad in zip(probabilities, bads, strict=True)))


def calibration(probabilities: Sequence[float], bads: Sequence[bool], groups: int = 10) -> tuple[Calibrated, ...]:
    """Return groups of nearly equal size, lowest probability first; equal probabilities stay together."""
    ordered = sorted(zip(probabilities, bads, strict=True))
    values = [value for value, _ in ordered]
    ends = [bisect_left(values, values[at * len(values) // groups]) for at in range(groups)] + [len(values)]
    return tuple(_calibrated(ordered[low:high]) for low, high in pairwise(ends) if high > low)


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Journal of the American Statistical Association 22, 1927)."""
    share, z2 = hits / count, Z95 * Z95
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z95 / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0, middle - half), min(1, middle + half)


def confusion(points: Sequence[int], bads: Sequence[bool], cutoff: int) -> Confusion:
    """Return what a cut-off would have done; a row below it is one that a person would look at."""
    cells = [(point < cutoff, is_bad) for point, is_bad in zip(points, bads, strict=True)]
    return Confusion(
        cutoff, *(cells.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False)))
    )


def _calibrated(group: Sequence[tuple[float, bool]]) -> Calibrated:
    bads = sum(is_bad for _, is_bad in group)
    low, high = wilson(bads, len(group))
    return Calibrated(len(group), bads, micro(fmean(value for value, _ in group)), micro(low), micro(high))


def _midranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 1, equal values sharing the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, rank = [0.0] * len(values), 1
    for _, group in groupby(order, key=values.__getitem__):
        places = list(group)
        for at in places:
            ranks[at] = rank + (len(places) - 1) / 2
        rank += len(places)
    return ranks


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-value))
