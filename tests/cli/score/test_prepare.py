"""What should not be trained on is refused by code, in both languages, every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from hefu.cli.score.prepare import prepare
from hefu.cli.score.settings import ColumnSetting, TrainSettings
from hefu.cli.score.table import Table, checked
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language
from hefu.credit.scoring import Kind
from tests.cli.score.made import HEADER, rows

SETTINGS = TrainSettings(key="company", date="founded")
COUNT = 400


def table(with_column: str = "", cells: Callable[[int, list[str]], str] | None = None) -> Table:
    """The made rows, with one column more where it is named."""
    lines = rows(COUNT)
    if cells is None:
        return checked("made.csv", [list(HEADER), *lines])
    return checked("made.csv", [[*HEADER, with_column], *[[*line, cells(at, line)] for at, line in enumerate(lines)]])


def codes(some: Table, settings: TrainSettings = SETTINGS, target: str = "defaulted") -> list[str]:
    with pytest.raises(RefusalError) as caught:
        prepare(some, target, settings)
    refused = getattr(caught.value, "all_refused", (caught.value.refused,))
    assert all(one.render(language) for one in refused for language in Language)
    return [one.refusal.code for one in refused]


def test_sound_rows_pass_with_the_kind_of_each_column() -> None:
    kinds = {"age_months": Kind.NUMBER, "capital": Kind.NUMBER, "trade": Kind.CATEGORY}
    assert prepare(table(), "defaulted", SETTINGS).kinds == {**kinds, "grade": Kind.CATEGORY, "region": Kind.CATEGORY}


COLUMNS: dict[str, tuple[Callable[[int, list[str]], str], str]] = {
    "constant": (lambda _at, _row: "x", "score_column_constant"),
    "constant and empty": (lambda _at, _row: "", "score_column_constant"),
    "days": (lambda at, _row: f"2026-01-{at % 28 + 1:02d}", "score_column_is_days"),
    "an identifier of text": (lambda at, _row: f"id-{at}", "score_column_identifies"),
    "a counter": (lambda at, _row: str(at + 17), "score_column_identifies"),
    "long codes": (lambda at, _row: str(91_000_000 + at * 7_919), "score_column_identifies"),
    "thousands of texts": (lambda at, _row: f"t{at % 200}", "score_column_levels"),
    "NaN among numbers": (lambda at, _row: "NaN" if at == 9 else str(at % 50), "score_cell_no_number"),
    "infinity among numbers": (lambda at, _row: "inf" if at == 9 else str(at % 50), "score_cell_no_number"),
    "a word among numbers": (lambda at, _row: "none" if at == 9 else str(at % 50), "score_cell_no_number"),
    "numbers of 18 digits": (lambda at, _row: f"91110000100{at % 9}00000", "score_cell_too_long"),
    "written after the default": (lambda _at, row: row[-1], "score_column_tells"),
    "the default turned": (lambda _at, row: "no" if row[-1] == "1" else "yes", "score_column_tells"),
    "filled only after the default": (lambda at, row: str(at % 9) if row[-1] == "1" else "", "score_column_tells"),
}


@pytest.mark.parametrize("what", COLUMNS)
def test_a_column_that_should_not_be_trained_on_is_refused(what: str) -> None:
    cells, code = COLUMNS[what]
    assert codes(table("more", cells)) == [code]


@pytest.mark.parametrize("what", COLUMNS)
def test_and_may_be_excluded_by_name(what: str) -> None:
    cells, _ = COLUMNS[what]
    assert "more" not in prepare(table("more", cells), "defaulted", replace(SETTINGS, exclude=("more",))).kinds


def test_every_fault_is_named_at_once() -> None:
    lines = [[*line, "x", f"2026-01-{at % 28 + 1:02d}", line[-1]] for at, line in enumerate(rows(COUNT))]
    some = checked("made.csv", [[*HEADER, "a", "b", "c"], *lines])
    assert codes(some) == ["score_column_constant", "score_column_is_days", "score_column_tells"]


def test_a_lender_may_confirm_what_tells_well() -> None:
    some = table("more", lambda _at, row: row[-1])
    assert "more" in prepare(some, "defaulted", replace(SETTINGS, confirmed=("more",))).kinds


def test_numbers_may_be_categories_where_the_lender_says_so() -> None:
    some = table("more", lambda at, _row: "none" if at % 9 == 0 else str(at % 5))
    told = replace(SETTINGS, columns=(ColumnSetting("more", kind="category"),))
    assert prepare(some, "defaulted", told).kinds["more"] is Kind.CATEGORY


@pytest.mark.parametrize(
    ("settings", "target", "code"),
    [
        (SETTINGS, "nothing", "score_column_absent"),
        (replace(SETTINGS, exclude=("nothing",)), "defaulted", "score_column_absent"),
        (replace(SETTINGS, key="trade"), "defaulted", "score_key_repeated"),
        (replace(SETTINGS, key="", date="founded", groups=("company",)), "defaulted", "score_column_identifies"),
        (replace(SETTINGS, bad="yes", good="no"), "defaulted", "score_target_word"),
        (SETTINGS, "grade", "score_target_word"),
    ],
)
def test_settings_and_target_must_fit_the_data(settings: TrainSettings, target: str, code: str) -> None:
    assert codes(table(), settings, target) == [code]


def test_one_class_is_refused() -> None:
    lines = [line for line in rows(COUNT) if line[-1] == "0"]
    assert codes(checked("made.csv", [list(HEADER), *lines])) == ["score_one_class"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([["a", "b"]], "score_no_rows"),
        ([], "score_no_rows"),
        ([["a", "a"], ["1", "2"]], "column_repeated"),
        ([["a", ""], ["1", "2"]], "column_repeated"),
        ([["a", "b"], ["1"]], "row_ragged"),
    ],
)
def test_a_table_that_is_none_is_refused(lines: list[list[str]], code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        checked("made.csv", lines)
    assert caught.value.refused.refusal.code == code
