"""The figures of a model card as plain tables, for a terminal or a file of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from hefu.cli.score.figures import percent, share, three
from hefu.cli.score.judge import CERTAINTY, SAMPLES, Measured
from hefu.cli.score.measures import Interval
from hefu.cli.score.train import Trained
from hefu.cli.score.words import WORDS, bands
from hefu.core.texts import Language, Value, show

_GAP = "  "


def card_text(trained: Trained, language: Language) -> str:
    """Return performance, calibration, distribution, cut-offs, groups and bins as tables under headings."""
    return "\n".join(line.rstrip() for part in _parts(trained, language) for line in part) + "\n"


def _parts(trained: Trained, language: Language) -> Iterator[list[str]]:
    folds = trained.measured["out_of_fold"]
    sure = CERTAINTY[trained.certainty].shown(language)
    yield [_word("title", language, name=show(trained.card.name, language)), trained.card.label.shown(language)]
    yield [_word("certainty", language, said=sure), ""]
    yield _table("performance", _performance(trained), language)
    yield _table("calibration", _calibration(folds), language)
    yield _table("spread", _spread(trained, folds, language), language)
    if folds.confusion:
        yield _table("cutoffs", _cutoffs(folds), language)
    if trained.groups:
        yield _table("fairness", _groups(trained), language)
    yield _table("variables", _bins(trained, language), language)


def _performance(trained: Trained) -> list[list[Value]]:
    rows: list[list[Value]] = [[WORDS[one] for one in ("sample", "rows", "bads", "auc", "ks", "brier", "brier_base")]]
    for one in trained.measured.values():
        figures = [three(value) for value in (one.ks_micro, one.brier_micro, one.brier_base_micro)]
        rows.append([SAMPLES[one.sample], one.rows_count, one.bads_count, _interval(one.auc), *figures])
    return rows


def _calibration(folds: Measured) -> list[list[Value]]:
    rows: list[list[Value]] = [[WORDS[one] for one in ("expected", "observed", "interval", "bads", "rows")]]
    for one in folds.calibration:
        interval = f"{percent(one.low_micro)} – {percent(one.high_micro)}"
        observed = share(one.bads_count, one.rows_count)
        rows.append([percent(one.expected_micro), observed, interval, one.bads_count, one.rows_count])
    return rows


def _spread(trained: Trained, folds: Measured, language: Language) -> list[list[Value]]:
    rows: list[list[Value]] = [[WORDS[one] for one in ("band", "rows", "bads", "rate")]]
    for band, one in zip(bands(trained.card.score_ends), folds.spread, strict=True):
        count = one.goods_count + one.bads_count
        rows.append([band.shown(language), count, one.bads_count, share(one.bads_count, count)])
    return rows


def _cutoffs(folds: Measured) -> list[list[Value]]:
    names = ("below_bads", "below_goods", "above_bads", "above_goods")
    rows: list[list[Value]] = [[WORDS[one] for one in ("cutoff", *names)]]
    return [*rows, *([one.cutoff, *(getattr(one, name) for name in names)] for one in folds.confusion)]


def _groups(trained: Trained) -> list[list[Value]]:
    rows: list[list[Value]] = [[WORDS[one] for one in ("column", "group", "rows", "rate", "mean_points", "auc")]]
    for one in trained.groups:
        auc = _interval(one.auc) if one.auc else "–"
        rate = share(one.bads_count, one.rows_count)
        rows.append([one.column, one.level or "–", one.rows_count, rate, one.mean_points, auc])
    return rows


def _bins(trained: Trained, language: Language) -> list[list[Value]]:
    names = ("column", "bin", "points", "woe", "rows", "bads", "rate")
    rows: list[list[Value]] = [[WORDS[one] for one in names]]
    for variable in trained.card.variables:
        for at, one in enumerate(variable.bins):
            rate = share(one.bads_count, one.rows_count)
            figures: list[Value] = [one.points, three(one.woe_micro), one.rows_count, one.bads_count, rate]
            rows.append([variable.title.shown(language), variable.said(at).shown(language), *figures])
    return rows


def _table(heading: str, rows: Sequence[Sequence[Value]], language: Language) -> list[str]:
    """Return a heading and its rows: the first column to the left, the others to the right."""
    cells = [[show(value, language) for value in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return [_word(heading, language), *(_GAP + _GAP.join(_padded(row, widths)) for row in cells), ""]


def _padded(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (width - _width(cell))
        yield blank + cell if at else cell + blank


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _interval(auc: Interval) -> str:
    return f"{three(auc.at_micro)} ({three(auc.low_micro)} – {three(auc.high_micro)})"


def _word(code: str, language: Language, **fields: Value) -> str:
    return WORDS[code].render(language, fields)
