"""Training: the plain scorer equals optbinning's, the same rows give the same bytes, and nothing judges what it saw."""

from __future__ import annotations

import dataclasses
import itertools
import json
import random
from functools import cache
from pathlib import Path

import pytest

from hefu.cli.score.apply import score_rows
from hefu.cli.score.files import read_model, readable_json
from hefu.cli.score.fit import frame
from hefu.cli.score.prepare import prepare
from hefu.cli.score.settings import ColumnSetting, TrainSettings, read_settings
from hefu.cli.score.table import Table, checked, read_cells
from hefu.cli.score.train import Trained, fold_places, train
from hefu.core.refusals import RefusalError
from hefu.credit.scoring import Kind
from tests.cli.score.made import HEADER, rows
from tests.samples import ROOT, SHARED, samples

SETTINGS = TrainSettings(key="company", date="founded", groups=("region",), folds=3, cutoffs=(540, 580))
SEED = 11


def made(count: int = 900, seed: int = 1) -> Table:
    return checked("made.csv", [list(HEADER), *rows(count, seed)])


@cache
def trained() -> Trained:
    return train(made(), "defaulted", SETTINGS, SEED, made(400, 2))


def differing(some: Trained, table: Table) -> int:
    """How many rows get other points from our scorer than from optbinning's."""
    kinds = {variable.name: variable.kind for variable in some.card.variables}
    theirs = some.fitted.peer.score(frame(table.records(), kinds))
    assert all(float(one).is_integer() for one in theirs)
    ours = [one.points for one in score_rows(some.card, table)]
    return sum(one != int(other) for one, other in zip(ours, theirs, strict=True))


def test_our_points_are_optbinnings_on_every_row_seen_and_unseen() -> None:
    assert {variable.kind for variable in trained().card.variables} == {Kind.NUMBER, Kind.CATEGORY}
    assert differing(trained(), made()) == 0
    assert differing(trained(), made(2_000, 3)) == 0


def test_one_point_more_in_one_bin_is_noticed() -> None:
    card = trained().card
    first = card.variables[0]
    bins = (dataclasses.replace(first.bins[0], points=first.bins[0].points + 1), *first.bins[1:])
    planted = dataclasses.replace(card, variables=(dataclasses.replace(first, bins=bins), *card.variables[1:]))
    assert differing(dataclasses.replace(trained(), card=planted), made()) == first.bins[0].rows_count


def settings_beside(path: Path) -> TrainSettings:
    """The settings of a sample: those of the shipped example for German Credit, else those of the made rows."""
    if path.name == "german.data":
        return read_settings(ROOT / "examples" / "scoring" / "german-credit" / "settings.toml")
    return SETTINGS


@pytest.mark.parametrize("path", samples("tests/cli/score/made-300.csv", "german-credit/german.data"))
def test_it_trains_on_files_and_agrees_with_optbinning(path: Path) -> None:
    settings = dataclasses.replace(settings_beside(path), folds=2)
    table = read_cells(path, settings.separator)
    found = train(table, "CLASSIFICATION" if path.name == "german.data" else "defaulted", settings, SEED)
    assert differing(found, table) == 0
    assert found.measured["out_of_fold"].auc.at_micro <= found.measured["training"].auc.at_micro
    # What ships is what its settings train on the data it names.
    shipped = read_model(ROOT / "examples" / "scoring" / "german-credit")
    assert (found.card.variables == shipped.variables) is (path.name == "german.data")


def test_the_shipped_example_is_trained_by_its_settings_on_the_data_it_names() -> None:
    folder = ROOT / "examples" / "scoring" / "german-credit"
    card = read_model(folder)
    assert card.example
    assert card.label.en == "example, not for lending"
    beside = SHARED / "german-credit" / "german.data" if SHARED else None
    hashes = {read_cells(beside, " ").sha256} if beside and beside.is_file() else {card.data_sha256}
    assert hashes == {card.data_sha256}
    assert json.loads((folder / "card.json").read_text())["model_sha256"] == card.sha256


def test_risk_only_rises_or_only_falls_along_a_number_and_points_follow() -> None:
    for variable in trained().card.variables:
        ordered = [one.points for one in variable.bins]
        woes = [one.woe_micro for one in variable.bins]
        if variable.kind is Kind.NUMBER:
            assert ordered in (sorted(ordered), sorted(ordered, reverse=True))
        assert all(
            (a[1] - b[1]) * (a[0] - b[0]) >= 0 for a, b in itertools.combinations(zip(woes, ordered, strict=True), 2)
        )
        assert variable.coefficient_micro < 0


def test_a_trend_that_the_lender_states_is_kept() -> None:
    against = dataclasses.replace(SETTINGS, columns=(ColumnSetting("age_months", trend="ascending"),), iv_min_milli=0)
    found = train(made(), "defaulted", against, SEED)
    rising = [variable for variable in found.card.variables if variable.name == "age_months"]
    assert not rising or [one.points for one in rising[0].bins] == sorted(
        (one.points for one in rising[0].bins), reverse=True
    )


def test_the_same_rows_give_the_same_bytes_in_any_order() -> None:
    shuffled = rows(900)
    random.Random(3).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    again = train(checked("made.csv", [list(HEADER), *shuffled]), "defaulted", SETTINGS, SEED, made(400, 2))
    assert readable_json(again.plain()) == readable_json(trained().plain())


def test_another_seed_deals_other_folds_and_fits_the_same_card() -> None:
    other = train(made(), "defaulted", SETTINGS, SEED + 1, made(400, 2))
    assert other.card.variables == trained().card.variables
    assert other.measured["out_of_fold"] != trained().measured["out_of_fold"]


def test_a_card_reads_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_bytes(readable_json(trained().card.plain()))
    assert read_model(tmp_path) == trained().card


def test_twins_fall_into_one_fold_and_classes_are_dealt_evenly() -> None:
    lines = rows(300)
    doubled = prepare(
        checked("x", [list(HEADER), *lines, *lines]),
        "defaulted",
        dataclasses.replace(SETTINGS, key="", exclude=("company",)),
    )
    places = fold_places(doubled, 3, SEED)
    by_row: dict[tuple[str, ...], set[int]] = {}
    for row, place in zip(doubled.table.rows, places, strict=True):
        by_row.setdefault(row, set()).add(place)
    assert {len(found) for found in by_row.values()} == {1}
    counts = [sum(bad for bad, place in zip(doubled.bads, places, strict=True) if place == fold) for fold in range(3)]
    assert max(counts) - min(counts) <= 2


def test_a_card_on_noise_is_not_flattered() -> None:
    lines = rows(900)
    labels = [line[-1] for line in lines]
    random.Random(5).shuffle(labels)  # noqa: S311 - an order, not a secret
    noise = checked("noise", [list(HEADER), *([*line[:-1], label] for line, label in zip(lines, labels, strict=True))])
    found = train(noise, "defaulted", dataclasses.replace(SETTINGS, iv_min_milli=0), SEED)
    folds = found.measured["out_of_fold"].auc
    assert folds.low_micro < 560_000
    assert found.measured["training"].auc.at_micro > folds.at_micro
    assert found.certainty == "low"


def test_later_rows_are_judged_on_and_never_trained_on() -> None:
    since = dataclasses.replace(SETTINGS, out_of_time_from="2019-01-01")
    found = train(made(), "defaulted", since, SEED)
    later = sum(line[1] >= "2019-01-01" for line in rows(900))
    assert found.measured["out_of_time"].rows_count == later
    assert found.rows_count == 900 - later == sum(found.card.score_counts)


def test_a_day_that_is_none_is_refused() -> None:
    lines = rows(300)
    lines[7][1] = "last spring"
    with pytest.raises(RefusalError) as caught:
        train(
            checked("x", [list(HEADER), *lines]),
            "defaulted",
            dataclasses.replace(SETTINGS, out_of_time_from="2019-01-01"),
            SEED,
        )
    assert caught.value.refused.refusal.code == "score_cell_no_day"


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        (dataclasses.replace(SETTINGS, folds=20), 100),
        (dataclasses.replace(SETTINGS, out_of_time_from="2010-02-01"), 300),
        (dataclasses.replace(SETTINGS, out_of_time_from="2099-01-01"), 300),
    ],
    ids=["a fold", "before the day", "after the day"],
)
def test_a_part_of_the_rows_that_has_too_few_of_a_class_is_refused(settings: TrainSettings, count: int) -> None:
    lines = rows(count)
    bads = sum(line[-1] == "1" for line in lines)
    assert bads >= 30
    with pytest.raises(RefusalError) as caught:
        train(checked("x", [list(HEADER), *lines]), "defaulted", settings, SEED)
    assert caught.value.refused.refusal.code == "score_one_class"


def test_groups_are_reported_and_never_variables() -> None:
    assert "region" not in {variable.name for variable in trained().card.variables}
    assert [(one.column, one.level) for one in trained().groups] == [("region", "N"), ("region", "S")]
    assert sum(one.rows_count for one in trained().groups) == 900


def test_rows_of_the_same_kind_do_not_drift_and_others_do() -> None:
    held = trained().measured["held_out"]
    assert {one.state.value for one in held.drift} <= {"stable", "watch"}
    moved = [[*line[:2], "500.5", *line[3:]] for line in rows(400, 2)]
    drifts = train(made(), "defaulted", SETTINGS, SEED, checked("x", [list(HEADER), *moved])).measured["held_out"].drift
    assert {one.variable: one.state.value for one in drifts}["age_months"] == "shifted"
