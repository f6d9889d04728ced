"""The scorer reads points off a plain card: exact at every end, strict about cells, reasons in both languages."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.refusals import Refusal, RefusalError
from hefu.core.texts import Language
from hefu.credit.scoring import Bin, Kind, Scorecard, Variable, score
from hefu.credit.scoring.score import MISSING, UNSEEN
from hefu.credit.scoring.texts import REASONS
from tests.credit.scoring.cards import AGE, CARD, TRADE

# age | trade | points | bins
CASES = """
0        | steel   | 40 | 0 0
11.99    | steel   | 40 | 0 0
12       | steel   | 55 | 1 0
12.00    | timber  | 55 | 1 0
36.49999 | steel   | 55 | 1 0
36.5     | salvage | 45 | 2 1
-3       | salvage | 15 | 0 1
         | steel   | 40 | -1 0
40       |         | 52 | 2 -1
40       | ships   | 45 | 2 -2
40       | Steel   | 45 | 2 -2
"""


def cases() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in CASES.strip("\n").splitlines()]


@pytest.mark.parametrize(("age", "trade", "points", "bins"), cases())
def test_each_cell_earns_the_points_of_its_bin(age: str, trade: str, points: str, bins: str) -> None:
    found = score(CARD, {"age_months": age, "trade": trade})
    assert (found.points, [part.bin_at for part in found.parts]) == (int(points), [int(at) for at in bins.split()])


def slow(card: Scorecard, age: str, trade: str) -> int:
    """The obvious twin: walk the bins one by one with rational numbers."""
    points = 0
    if age:
        ends = [(Fraction(one.below) if one.below else None, one.points) for one in card.variables[0].bins]
        points += next(one for end, one in ends if end is None or Fraction(age) < end)
    else:
        points += card.variables[0].missing.points
    held = {text: one.points for one in card.variables[1].bins for text in one.categories}
    return points + (held.get(trade, TRADE.unseen_points) if trade else TRADE.missing.points)


@given(
    st.one_of(st.just(""), st.decimals(-99, 99, places=3, allow_nan=False).map(lambda one: f"{one:f}")),
    st.sampled_from(["", "steel", "timber", "salvage", "ships"]),
)
def test_it_agrees_with_its_slow_twin(age: str, trade: str) -> None:
    assert score(CARD, {"age_months": age, "trade": trade}).points == slow(CARD, age, trade)


@pytest.mark.parametrize(
    ("age", "code"),
    [
        ("NaN", "score_cell_no_number"),
        ("inf", "score_cell_no_number"),
        ("-Infinity", "score_cell_no_number"),
        ("1e3", "score_cell_no_number"),
        ("1,000", "score_cell_no_number"),
        ("１２", "score_cell_no_number"),
        ("1_0", "score_cell_no_number"),
        ("+1", "score_cell_no_number"),
        ("9" * 31, "score_cell_no_number"),
        ("1234567890123456", "score_cell_too_long"),
        ("0.1234567890123456", "score_cell_too_long"),
        ("1234567890123450", "score_cell_too_long"),
    ],
)
def test_a_cell_that_is_no_plain_number_is_refused_by_row_and_column(age: str, code: str) -> None:
    with pytest.raises(RefusalError) as caught:
        score(CARD, {"age_months": age, "trade": "steel"}, row=7)
    assert (caught.value.refused.refusal.code, dict(caught.value.refused.fields)["row"]) == (code, 7)


def test_fifteen_digits_are_enough() -> None:
    assert score(CARD, {"age_months": "12.0000000000001", "trade": ""}).parts[0].bin_at == 1
    assert score(CARD, {"age_months": "11.9999999999999000", "trade": ""}).parts[0].bin_at == 0


def test_a_column_that_is_absent_is_refused() -> None:
    with pytest.raises(RefusalError) as caught:
        score(CARD, {"age_months": "3"})
    assert caught.value.refused.refusal is Refusal.SCORE_COLUMN_ABSENT


def test_silence_earns_no_more_than_the_worst_answer() -> None:
    worst = min(one.points for one in AGE.bins)
    assert AGE.missing.points <= worst
    assert TRADE.unseen_points <= min(one.points for one in TRADE.bins)


@pytest.mark.parametrize(
    ("age", "trade", "language", "said"),
    [
        ("3", "steel", "en", ["Age in months, below 12: 10 points of at most 40"]),
        ("3", "steel", "zh", ["成立月数（小于 12）：10 分，最高 40 分"]),
        ("99", "steel", "en", []),
        (
            "",
            "ships",
            "en",
            [
                "Age in months is not given: 10 points of at most 40",
                "Trade has a value that training never saw: 5 points of at most 30",
            ],
        ),
        ("20", "", "zh", ["未提供行业：12 分，最高 30 分", "成立月数（12 至 36.5 以下）：25 分，最高 40 分"]),
        ("40", "salvage", "zh", ["行业（salvage）：5 分，最高 30 分"]),
    ],
)
def test_reasons_name_what_cost_most_first(age: str, trade: str, language: str, said: list[str]) -> None:
    found = score(CARD, {"age_months": age, "trade": trade})
    assert [reason.render(Language(language), REASONS) for reason in found.reasons] == said


def test_what_was_empty_or_never_seen_is_named() -> None:
    found = score(CARD, {"age_months": "", "trade": "ships"})
    assert found.unseen == ("age_months", "trade")
    assert [part.bin_at for part in found.parts] == [MISSING, UNSEEN]


LOW = Bin(1, 1, 1, 0, below="5")
HIGH = Bin(3, 1, 1, 0)
BROKEN: dict[str, tuple[Scorecard | Variable, dict[str, Any]]] = {
    "no bins": (AGE, {"bins": ()}),
    "nothing above the last end": (AGE, {"bins": (LOW,)}),
    "an end twice": (AGE, {"bins": (LOW, LOW, HIGH)}),
    "an end that is no plain number": (AGE, {"bins": (dataclasses.replace(LOW, below="1e3"), HIGH)}),
    "numbers read as texts": (AGE, {"kind": Kind.CATEGORY}),
    "a text in two bins": (TRADE, {"bins": (*TRADE.bins, TRADE.bins[0])}),
    "no variables": (CARD, {"variables": ()}),
    "a variable twice": (CARD, {"variables": (AGE, AGE)}),
    "another form": (CARD, {"form": 2}),
    "ends that fall": (CARD, {"score_ends": (55, 35)}),
    "too few bands": (CARD, {"score_counts": (1,)}),
    "a cut-off twice": (CARD, {"cutoffs": (40, 40)}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_card_that_does_not_hold_together_is_refused(what: str) -> None:
    sound, change = BROKEN[what]
    with pytest.raises(ValueError, match=r"\w"):
        dataclasses.replace(sound, **change)


def test_every_reason_has_its_text_in_both_languages() -> None:
    assert set(REASONS) == {"reason_low", "reason_missing", "reason_unseen"}
