"""Measures against oracles: scikit-learn, the definition counted pair by pair, and a resampled interval."""

from __future__ import annotations

import itertools
import math
import random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.metrics import roc_curve as sklearn_roc

from hefu.cli.score.measures import (
    auc_interval,
    auc_of,
    auc_variance,
    brier_micro,
    calibration,
    confusion,
    ks_micro,
    roc,
    wilson,
)

samples = st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=4, max_size=60).filter(
    lambda rows: 2 <= sum(bad for _, bad in rows) <= len(rows) - 2
)


def pairs(rows: list[tuple[int, bool]]) -> list[list[float]]:
    """For each default beside each other row: 1 where its risk is higher, a half where equal."""
    bad, good = [risk for risk, is_bad in rows if is_bad], [risk for risk, is_bad in rows if not is_bad]
    return [[(one > other) + (one == other) / 2 for other in good] for one in bad]


@given(samples)
def test_auc_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[int, bool]]) -> None:
    risks, bads = zip(*rows, strict=True)
    grid = pairs(rows)
    assert math.isclose(auc_of(risks, bads), fmean(itertools.chain(*grid)))
    assert math.isclose(auc_of(risks, bads), roc_auc_score(bads, risks))


@given(samples)
def test_its_variance_is_that_of_the_components_counted_pair_by_pair(rows: list[tuple[int, bool]]) -> None:
    risks, bads = zip(*rows, strict=True)
    grid = pairs(rows)
    above = [fmean(row) for row in grid]
    below = [fmean(column) for column in zip(*grid, strict=True)]
    expected = stdev(above) ** 2 / len(above) + stdev(below) ** 2 / len(below)
    assert math.isclose(auc_variance(risks, bads), expected, abs_tol=1e-12)


def test_the_interval_covers_the_true_value_as_often_as_it_says() -> None:
    draws = random.Random(7)  # noqa: S311 - a simulation, not a secret
    truth = 0.5 * (1 + math.erf(1 / 2))  # two normals one deviation apart
    covered = 0
    for _ in range(400):
        bads = [at < 60 for at in range(200)]
        risks = [draws.gauss(float(bad), 1) for bad in bads]
        found = auc_interval(risks, bads)
        covered += found.low_micro <= truth * 1e6 <= found.high_micro
    assert 0.92 <= covered / 400 <= 0.98


def test_an_interval_stays_within_nil_and_one() -> None:
    assert auc_interval([1, 2, 3, 4], [False, False, True, True]).high_micro == 1_000_000
    near = auc_interval([1, 2, 3, 2.5, 4, 5], [False, False, False, True, True, True])
    assert near.low_micro < near.at_micro < near.high_micro < 1_000_000


@given(samples)
def test_the_curve_and_ks_are_those_of_scikit_learn(rows: list[tuple[int, bool]]) -> None:
    risks, bads = zip(*rows, strict=True)
    false, true, _ = sklearn_roc(bads, risks, drop_intermediate=False)
    ours = roc(risks, bads)
    assert [pair for one in ours for pair in one] == pytest.approx(
        [x for pair in zip(false, true, strict=True) for x in pair]
    )
    assert ks_micro(risks, bads) == round(max(abs(false - true)) * 1e6)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=50))
def test_brier_is_that_of_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    chances, bads = zip(*rows, strict=True)
    expected = brier_score_loss([int(bad) for bad in bads], chances, labels=[0, 1], pos_label=1)
    assert abs(brier_micro(chances, bads) - expected * 1e6) <= 1


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=1, max_size=80))
def test_calibration_loses_no_row_and_splits_no_tie(rows: list[tuple[float, bool]]) -> None:
    chances, bads = zip(*rows, strict=True)
    found = calibration(chances, bads)
    assert sum(one.rows_count for one in found) == len(rows)
    assert sum(one.bads_count for one in found) == sum(bads)
    assert len({one.expected_micro for one in found}) == len(found) <= len(set(chances))


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634)]
)
def test_wilsons_interval_is_the_published_one(hits: int, count: int, low: float, high: float) -> None:
    assert wilson(hits, count) == pytest.approx((low, high), abs=1e-4)


def test_a_cut_off_counts_every_row_once() -> None:
    found = confusion([400, 500, 500, 501, 600], [True, True, False, False, True], 501)
    assert (found.below_bads, found.below_goods, found.above_bads, found.above_goods) == (2, 1, 1, 1)
