"""Training and its proof: a scorecard on all rows, judged on rows that the judged card never saw."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hefu.cli.score.apply import score_rows
from hefu.cli.score.fit import VERSIONS, Fitted, fit
from hefu.cli.score.judge import Group, Measured, certainty, groups, measure
from hefu.cli.score.prepare import CLASS_ROWS_MIN, Prepared, days_of, prepare, target_of
from hefu.cli.score.settings import TrainSettings
from hefu.cli.score.table import Table
from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.refusals import Refusal, refuse
from hefu.credit.scoring import Drift, Scorecard, Scored, drift
from hefu.credit.scoring.model import FORMAT

BANDS = 10
JUDGED_CLASS_ROWS_MIN = 2
"""What a sample that is only judged needs of each class."""


@dataclass(frozen=True)
class Trained:
    """A card, the data it is from, and how it did. `fitted` keeps optbinning's own card for tests."""

    card: Scorecard
    fitted: Fitted
    measured: dict[str, Measured]
    fold_auc_micro: tuple[int, ...]
    groups: tuple[Group, ...]
    rows_count: int
    bads_count: int
    repeated_count: int
    certainty: str
    settings: TrainSettings

    def plain(self) -> dict[str, object]:
        """Return the model card as canonical JSON holds it."""
        return {
            "model": self.card.plain(),
            "model_sha256": self.card.sha256,
            "settings": _plain(self.settings),
            "trained_with": VERSIONS,
            "rows_count": self.rows_count,
            "bads_count": self.bads_count,
            "repeated_count": self.repeated_count,
            "dropped": dict(self.fitted.dropped),
            "measured": {name: _plain(one) for name, one in self.measured.items()},
            "fold_auc_micro": list(self.fold_auc_micro),
            "groups": [_plain(one) for one in self.groups],
            "certainty": self.certainty,
        }


def train(table: Table, target: str, settings: TrainSettings, seed: int, held: Table | None = None) -> Trained:
    """Train a card and judge it. Raises RefusalError; see `prepare` and `fit`.

    `seed` deals the rows into folds and is kept in the card; the fit itself draws nothing.
    """
    prepared = prepare(table, target, settings)
    within, later = _by_day(prepared, settings)
    fitted = fit(within, settings)
    card = _card(within, fitted, target, settings, seed, table.sha256)
    points, fold_auc_micro = _out_of_fold(card, within, settings, seed)
    seen = _points(score_rows(card, within.table))
    measured = {
        "training": measure(card, "training", seen, within.bads),
        "out_of_fold": measure(card, "out_of_fold", points, within.bads),
    }
    if later:
        measured["out_of_time"] = judge_on(card, "out_of_time", later.table, later.bads)
    if held:
        measured["held_out"] = judge_on(card, "held_out", held, target_of(held, target, settings))
    columns = {name: within.table.column(name) for name in settings.groups}
    return Trained(
        card=card,
        fitted=fitted,
        measured=measured,
        fold_auc_micro=fold_auc_micro,
        groups=groups(card, columns, points, within.bads),
        rows_count=len(within.bads),
        bads_count=sum(within.bads),
        repeated_count=within.table.repeated_count,
        certainty=certainty(measured),
        settings=settings,
    )


def judge_on(card: Scorecard, sample: str, table: Table, bads: Sequence[bool]) -> Measured:
    """Judge a card on rows it never saw, drift included."""
    _check_classes(bads, JUDGED_CLASS_ROWS_MIN)
    scored = score_rows(card, table)
    drifts: tuple[Drift, ...] = drift(card, scored)
    return measure(card, sample, _points(scored), bads, drifts)


def fold_places(data: Prepared, folds: int, seed: int) -> list[int]:
    """Deal rows into folds, class by class, by a hash of seed and cells: the same rows, the same folds, in any order.

    Rows that are the very same fall into one fold, so that none is judged by a card that saw its twin.
    """
    named = [sha256_hex(canonical_json([seed, *row])) for row in data.table.rows]
    place: dict[tuple[str, bool], int] = {}
    for bad in (False, True):
        distinct = sorted({name for name, is_bad in zip(named, data.bads, strict=True) if is_bad == bad})
        place |= {(name, bad): at % folds for at, name in enumerate(distinct)}
    return [place[name, bad] for name, bad in zip(named, data.bads, strict=True)]


def _out_of_fold(
    card: Scorecard, data: Prepared, settings: TrainSettings, seed: int
) -> tuple[list[int], tuple[int, ...]]:
    """Return the points of each row by a card trained without its fold, and the AUC fold by fold."""
    place = fold_places(data, settings.folds, seed)
    points, found = [0] * len(place), []
    for fold in range(settings.folds):
        inside = data.of_rows([at for at, one in enumerate(place) if one != fold])
        places = [at for at, one in enumerate(place) if one == fold]
        outside = data.of_rows(places)
        _check_classes(outside.bads, JUDGED_CLASS_ROWS_MIN)
        part = dataclasses.replace(card, variables=fit(inside, settings).variables)
        scored = _points(score_rows(part, outside.table))
        for at, one in zip(places, scored, strict=True):
            points[at] = one
        found.append(measure(card, "fold", scored, outside.bads).auc.at_micro)
    return points, tuple(found)


def _by_day(data: Prepared, settings: TrainSettings) -> tuple[Prepared, Prepared | None]:
    """Return the rows to train on and those dated on or after the day from which rows are only judged."""
    if not settings.date:
        return data, None
    days = days_of(data.table, settings.date)
    if not settings.out_of_time_from:
        return data, None
    since = date.fromisoformat(settings.out_of_time_from)
    later = [at for at, day in enumerate(days) if day >= since]
    before = [at for at, day in enumerate(days) if day < since]
    _check_classes([data.bads[at] for at in before], CLASS_ROWS_MIN)
    return data.of_rows(before), data.of_rows(later)


def _check_classes(bads: Sequence[bool], needed: int) -> None:
    """Refuse rows of which too few are defaults or too few are not: a part of the data may lack what the whole has."""
    if min(sum(bads), len(bads) - sum(bads)) < needed:
        raise refuse(Refusal.SCORE_ONE_CLASS, rows=len(bads), bads=sum(bads), needed=needed)


def _card(
    data: Prepared, fitted: Fitted, target: str, settings: TrainSettings, seed: int, data_sha256: str
) -> Scorecard:
    card = Scorecard(
        form=FORMAT,
        name=settings.name,
        label=settings.label,
        example=settings.example,
        target=target,
        points_to_double=settings.points_to_double,
        base_points=settings.base_points,
        base_odds=settings.base_odds,
        variables=fitted.variables,
        score_ends=(),
        score_counts=(len(data.bads),),
        cutoffs=settings.cutoffs,
        seed=seed,
        data_sha256=data_sha256,
        config_sha256=sha256_hex(canonical_json(_plain(settings))),
    )
    points = sorted(_points(score_rows(card, data.table)))
    ends = tuple(sorted({points[at * len(points) // BANDS] for at in range(1, BANDS)} - {points[0]}))
    counts = Counter(bisect_right(ends, one) for one in points)
    return dataclasses.replace(card, score_ends=ends, score_counts=tuple(counts[at] for at in range(len(ends) + 1)))


def _points(scored: Sequence[Scored]) -> list[int]:
    return [one.points for one in scored]


def _plain(record: TrainSettings | Measured | Group) -> dict[str, object]:
    return dataclasses.asdict(record)
