"""How a value stands to a legal figure, beside the plain comparison each bound means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.law import UNKNOWN_CODES, Bound, Certainty, Figure, NoFigure, Standing, stands
from hefu.core.texts import Text

TABLE = """
at_most  |  9 | allowed
at_most  | 10 | allowed
at_most  | 11 | barred
at_least |  9 | barred
at_least | 10 | allowed
at_least | 11 | allowed
over     |  9 | not_reached
over     | 10 | not_reached
over     | 11 | reached
from     |  9 | not_reached
from     | 10 | reached
from     | 11 | reached
within   |  9 | reached
within   | 10 | reached
within   | 11 | not_reached
exact    | 10 | no_measure
duty     | 10 | no_measure
"""


def figure(bound: Bound, value: int | None) -> Figure:
    nothing = Text("", "")
    return Figure("r", nothing, "", nothing, value, "days", Certainty.CONFIRMED, None, None, bound)


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_value_stands_to_ten_as_the_bound_says(line: str) -> None:
    bound, value, expected = (part.strip() for part in line.split("|"))
    assert stands(figure(Bound(bound), 10), int(value)) == Standing(expected)


@pytest.mark.parametrize("bound", Bound)
def test_without_a_figure_nothing_is_measured(bound: Bound) -> None:
    assert stands(figure(bound, None), 0) == Standing.NO_MEASURE


@given(limit=st.integers(), value=st.integers())
def test_a_limit_and_its_opposite_never_both_bar(limit: int, value: int) -> None:
    most, least = (stands(figure(bound, limit), value) for bound in (Bound.AT_MOST, Bound.AT_LEAST))
    assert (most == Standing.BARRED, least == Standing.BARRED) == (value > limit, value < limit)
    assert (stands(figure(Bound.OVER, limit), value) == Standing.REACHED) == (most == Standing.BARRED)
    assert (stands(figure(Bound.WITHIN, limit), value) == Standing.REACHED) == (most == Standing.ALLOWED)
    assert (stands(figure(Bound.FROM, limit), value) == Standing.REACHED) == (least == Standing.ALLOWED)


@pytest.mark.parametrize("code", ["not_yet_in_force", "no_longer_in_force", "no_start_date", "not_for_product"])
def test_a_rule_that_does_not_reach_is_not_unknown(code: str) -> None:
    assert not NoFigure("r", code).unknown


@pytest.mark.parametrize("code", sorted(UNKNOWN_CODES))
def test_what_the_question_lacks_is_unknown(code: str) -> None:
    assert NoFigure("r", code).unknown


@pytest.mark.parametrize(
    ("certainty", "may"), [("confirmed", 1), ("single_source", 1), ("from_memory", 0), ("unconfirmed", 0)]
)
def test_what_is_only_remembered_never_declines(certainty: str, may: int) -> None:
    assert {one.code: one.may_decline for one in Certainty}[certainty] == bool(may)
