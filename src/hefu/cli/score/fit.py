"""The only file that loads optbinning and scikit-learn: rows in, a scorecard of whole numbers out.

Optimal binning is that of Navas-Palencia (arXiv 2001.08025): bins whose risk only rises or only falls and that keep
the most information. On the weights of evidence stands a logistic regression. A variable whose coefficient has the
wrong sign (a bin with fewer defaults would earn fewer points) is dropped and the rest is fitted again, the worst first.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from optbinning import BinningProcess
from optbinning import Scorecard as OptScorecard
from sklearn.linear_model import LogisticRegression

from hefu.cli.score.figures import three
from hefu.cli.score.measures import micro
from hefu.cli.score.prepare import Prepared
from hefu.cli.score.settings import TrainSettings
from hefu.core.refusals import Refusal, refuse
from hefu.credit.scoring import Bin, Kind, Variable

VERSIONS = {name: version(name) for name in ("optbinning", "scikit-learn", "ortools", "numpy")}
"""What it was trained with; the same data give the same bytes under the same versions."""

_TREND = {"auto": "auto_asc_desc", "ascending": "ascending", "descending": "descending"}


@dataclass(frozen=True)
class Fitted:
    """The variables of a card in header order, and optbinning's own card, which tests hold ours against."""

    variables: tuple[Variable, ...]
    peer: Any
    dropped: Mapping[str, str]


def fit(data: Prepared, settings: TrainSettings) -> Fitted:
    """Fit a scorecard. Raises RefusalError (SCORE_NOTHING_TELLS) where no variable is left."""
    with warnings.catch_warnings():
        # optbinning 1.0 sets cells in a way that pandas 4 will not allow; what it sets today is right.
        warnings.simplefilter("ignore", pd.errors.Pandas4Warning)
        return _fit(data, settings)


def _fit(data: Prepared, settings: TrainSettings) -> Fitted:
    cells = frame(data.table.records(), data.kinds)
    found = _information(cells, data, settings)
    dropped = {name: "iv_too_small" for name, iv in found.items() if iv * 1000 < settings.iv_min_milli}
    names = [name for name in data.kinds if name not in dropped]
    while names:
        peer = _card(cells, data, names, settings)
        coefficient, worst = max(zip(peer.estimator_.coef_.flatten(), names, strict=True))
        if coefficient < 0:
            return Fitted(tuple(_variable(peer, name, data, settings) for name in names), peer, dropped)
        names.remove(worst)
        dropped[worst] = "wrong_sign"
    raise refuse(Refusal.SCORE_NOTHING_TELLS, least=three(settings.iv_min_milli * 1000))


def _information(cells: pd.DataFrame, data: Prepared, settings: TrainSettings) -> dict[str, float]:
    """Return the information value of each column by itself."""
    names = list(data.kinds)
    binning = _binning(names, data.kinds, settings)
    binning.fit(cells[names], np.array(data.bads, dtype=int))
    tables = {name: binning.get_binned_variable(name).binning_table for name in names}
    for table in tables.values():
        table.build()
    return {name: float(table.iv) for name, table in tables.items()}


def frame(records: Sequence[Mapping[str, str]], kinds: Mapping[str, Kind]) -> pd.DataFrame:
    """Return the cells as optbinning takes them: doubles and texts, empty cells as its missing values."""
    columns = {}
    for name, kind in kinds.items():
        cells = [record[name] for record in records]
        if kind is Kind.NUMBER:
            columns[name] = np.array([float(cell) if cell else np.nan for cell in cells])
        else:
            columns[name] = np.array([cell or None for cell in cells], dtype=object)
    return pd.DataFrame({name: pd.Series(column, dtype=column.dtype) for name, column in columns.items()})


def _binning(names: list[str], kinds: Mapping[str, Kind], settings: TrainSettings) -> BinningProcess:
    trends = {name: {"monotonic_trend": _TREND[settings.column(name).trend]} for name in names}
    rare = {"cat_cutoff": settings.bin_share_min_percent / 100}
    return BinningProcess(
        names,
        categorical_variables=[name for name in names if kinds[name] is Kind.CATEGORY],
        max_n_bins=settings.bins_max,
        min_bin_size=settings.bin_share_min_percent / 100,
        binning_fit_params={name: rare if kinds[name] is Kind.CATEGORY else trends[name] for name in names},
    )


def _card(cells: pd.DataFrame, data: Prepared, names: list[str], settings: TrainSettings) -> OptScorecard:
    scaling = {"pdo": settings.points_to_double, "odds": settings.base_odds, "scorecard_points": settings.base_points}
    card = OptScorecard(
        _binning(names, data.kinds, settings),
        LogisticRegression(max_iter=1000),
        scaling_method="pdo_odds",
        scaling_method_params=scaling,
        rounding=True,
    )
    return card.fit(cells[names], np.array(data.bads, dtype=int), metric_missing="empirical")


def _variable(peer: OptScorecard, name: str, data: Prepared, settings: TrainSettings) -> Variable:
    """Return one variable of optbinning's card in our form."""
    table = peer.table(style="detailed")
    lines = table[table["Variable"] == name].to_dict("records")
    # The last two lines are optbinning's special values, which we do not use, and its missing values.
    *inner, _special, missing = lines
    binned = peer.binning_process_.get_binned_variable(name)
    if data.kinds[name] is Kind.NUMBER:
        ends = [_decimal(split) for split in binned.splits] + [""]
        bins = tuple(_bin(line, below=end) for line, end in zip(inner, ends, strict=True))
    else:
        bins = tuple(_bin(line, categories=tuple(sorted(map(str, line["Bin"])))) for line in inner)
    fewest = min(one.points for one in bins)
    silent = _bin(missing)
    if not silent.goods_count or not silent.bads_count:
        silent = Bin(fewest, silent.goods_count, silent.bads_count, 0)
    return Variable(
        name=name,
        title=settings.title(name),
        kind=data.kinds[name],
        iv_micro=micro(sum(line["IV"] for line in lines)),
        coefficient_micro=micro(lines[0]["Coefficient"]),
        bins=bins,
        missing=silent,
        unseen_points=fewest,
    )


def _bin(line: Mapping[str, Any], below: str = "", categories: tuple[str, ...] = ()) -> Bin:
    return Bin(
        points=int(line["Points"]),
        goods_count=int(line["Non-event"]),
        bads_count=int(line["Event"]),
        woe_micro=micro(line["WoE"]),
        below=below,
        categories=categories,
    )


def _decimal(split: float) -> str:
    """Return a limit as plain digits that give the very same double."""
    return np.format_float_positional(split, unique=True, trim="-")
