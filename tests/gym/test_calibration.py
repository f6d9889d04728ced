"""The gym's figures stand beside the real ones at several seeds, and leave them where a parameter is disturbed."""

import csv
import itertools
import math
import statistics
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.gym import calibration
from hefu.gym.calibration_page import NAMES, write_pages
from hefu.gym.measure import (
    Figure,
    component_of,
    measure,
    network_figures,
    price_autocorrelation,
    price_figures,
    size_figures,
    strong_sizes,
)
from tests.samples import ROOT, SHARED

SEEDS = (3, 1_972, 20_260_101)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_holds_at_several_seeds(seed: int) -> None:
    figures = [one for some in measure(seed).values() for one in some]
    assert len(figures) > 20
    assert [one for one in figures if not one.holds] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_averages_of_prices_trend_as_those_of_a_walk_do(seed: int) -> None:
    # The real series lie between 0.14 and 0.47.
    assert 0.14 <= price_autocorrelation(seed) <= 0.47


def payments_at(seed: int) -> list[Figure]:
    return measure(seed, 2_000)["payments"]


DISTURBED: list[tuple[str, object, Callable[[int], list[Figure]], str]] = [
    ("PRICE_FREEDOM", 2.2, price_figures, "Monthly price change"),
    ("MONTH_DAYS", 12.0, price_figures, "Monthly price change"),
    ("GUARANTEE_EXTRA_MEAN", 0.9, network_figures, "Companies in"),
    ("GUARANTEE_AGAIN", 0.5, network_figures, "Guarantees"),
    ("GUARANTEE_STRONG_PER_COMPANY", 0.01, network_figures, "Strong components"),
    ("GUARANTEE_LARGEST", 1_100, network_figures, "Largest component"),
    ("TAIL_EXPONENT", 2.0, size_figures, "Exponent"),
    ("LATE_GAMMA_SCALE", 11.0, payments_at, "Days late"),
    ("EARLY_GAMMA_SCALE", 3.0, payments_at, "Days early"),
    ("DISPUTE_BPS", 1_000, payments_at, "Invoices paid late"),
    ("LATE_IF_UNDISPUTED", 1.0, payments_at, "Invoices paid late"),
    ("ON_TIME_IF_DISPUTED", 0.9, payments_at, "Paid late if disputed"),
    ("LATE_ALPHA", 3.0, payments_at, "Invoices paid late"),
]


@pytest.mark.parametrize(("name", "value", "figures", "says"), DISTURBED, ids=[one[0] for one in DISTURBED])
def test_a_disturbed_parameter_is_seen(
    name: str, value: object, figures: Callable[[int], list[Figure]], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {one.says.en: one.real for one in figures(SEEDS[0])}
    monkeypatch.setattr(calibration, name, value)
    found = [one for one in figures(SEEDS[0]) if one.says.en.startswith(says)]
    assert found
    # Some parameters are themselves the real figure, which must not move along.
    judged = [Figure(one.says, one.unit, real[one.says.en], one.gym, one.tolerance_percent) for one in found]
    assert any(not one.holds for one in judged)


def test_the_page_is_the_one_that_is_written(tmp_path: Path) -> None:
    write_pages(tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_text(encoding="utf-8") == (ROOT / "docs/reference" / name).read_text(
            encoding="utf-8"
        )


def test_the_real_figures_are_those_of_the_data_where_it_lies_beside() -> None:
    found = {**real_volatility(), **real_payments()} if SHARED else {}
    known = {
        **{price.series: price.monthly_sd_bps for price in calibration.PRICES.values() if price.series},
        "late": calibration.LATE_SHARE_BPS, "disputed": calibration.DISPUTE_BPS,
        "late if disputed": calibration.LATE_IF_DISPUTED_BPS, "median": calibration.LATE_MEDIAN_DAYS,
        "ninetieth": calibration.LATE_90_DAYS, "early": calibration.EARLY_MEDIAN_DAYS,
        "customers": calibration.LATE_CUSTOMER_MEAN_BPS, "customers' spread": calibration.LATE_CUSTOMER_SD_BPS,
    }  # fmt: skip
    assert {name: known[name] for name in found} == found
    assert len(known) > len(calibration.PRICES)


def real_volatility() -> dict[str, int]:
    assert SHARED
    with (SHARED / "worldbank-pink-sheet/CMO-Historical-Data-Monthly.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    names, since = rows[6], [row for row in rows[7:] if row[0] >= "2005M09"]
    found = {}
    for series in (price.series for price in calibration.PRICES.values() if price.series):
        values = [float(row[names.index(series)]) for row in since]
        found[series] = round(1e4 * statistics.stdev(math.log(b / a) for a, b in itertools.pairwise(values)))
    return found


def real_payments() -> dict[str, int]:
    assert SHARED
    with (SHARED / "ibm-late-payment/WA_Fn-UseC_-Accounts-Receivable.csv").open() as file:
        rows = list(csv.DictReader(file))
    late = [int(row["DaysLate"]) for row in rows]
    disputed = [days for days, row in zip(late, rows, strict=True) if row["Disputed"] == "Yes"]
    by_customer: dict[str, list[bool]] = {}
    for row in rows:
        by_customer.setdefault(row["customerID"], []).append(int(row["DaysLate"]) > 0)
    rates = [sum(some) / len(some) for some in by_customer.values()]
    positive = [days for days in late if days > 0]
    return {
        "late": round(1e4 * len(positive) / len(rows)),
        "disputed": round(1e4 * len(disputed) / len(rows)),
        "late if disputed": round(1e4 * sum(days > 0 for days in disputed) / len(disputed)),
        "median": int(statistics.median(positive)),
        "ninetieth": int(np.quantile(positive, 0.9)),
        "early": int(statistics.median(30 - int(row["DaysToSettle"]) for row in rows if row["DaysLate"] == "0")),
        "customers": round(1e4 * statistics.mean(rates)),
        "customers' spread": round(1e4 * statistics.stdev(rates)),
    }


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda edge: edge[0] != edge[1]), max_size=30))
def test_components_are_those_that_networkx_finds(edges: list[tuple[int, int]]) -> None:
    source, target = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))
    graph = nx.DiGraph(edges)
    graph.add_nodes_from(range(13))
    least = component_of(13, source, target)
    assert {frozenset(np.flatnonzero(least == one)) for one in set(least)} == {
        frozenset(part) for part in nx.weakly_connected_components(graph)
    }
    strong = sorted(len(part) for part in nx.strongly_connected_components(graph) if len(part) > 1)
    assert strong_sizes(13, source, target) == strong
