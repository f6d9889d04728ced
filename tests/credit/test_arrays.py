"""Columns as arrays: what is summed, counted out and put in order is what plain Python gives."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hefu.credit.arrays import NEVER, coded, day_number, day_of, days_of, flags_of, ints_of, is_among, is_unique

CELLS = st.lists(st.tuples(st.sampled_from(["a", "b", "甲", "", None]), st.integers(-(10**15), 10**15)), max_size=20)


@given(CELLS)
def test_each_value_has_the_sum_the_least_and_the_most_of_its_own_amounts(cells: list[tuple[str | None, int]]) -> None:
    keys, amounts = [key for key, _ in cells], np.array([amount for _, amount in cells], np.int64)
    by = coded(pa.chunked_array([pa.array(keys, pa.string())]))
    values = by.values.to_pylist()
    assert [values[code] for code in by.codes] == keys
    own = [[amount for key, amount in cells if key == value] for value in values]
    assert by.sums(amounts).tolist() == [sum(some) for some in own]
    assert by.least(amounts, 10**16).tolist() == [min(some) for some in own]
    assert by.most(amounts, -(10**16)).tolist() == [max(some) for some in own]


@given(st.lists(st.sampled_from(["CNY", "USD", "EUR", "人民币"]), max_size=9))
def test_in_order_a_lower_code_is_a_lower_text_and_the_cells_stay(cells: list[str]) -> None:
    by = coded(pa.array(cells, pa.string())).ordered()
    values = by.values.to_pylist()
    assert values == sorted(set(cells))
    assert [values[code] for code in by.codes] == cells
    for text in ("USD", "none"):
        assert by.equals(text).tolist() == [cell == text for cell in cells]


def test_an_empty_cell_is_what_is_said_for_it_and_a_day_comes_back() -> None:
    assert ints_of(pa.chunked_array([[1, None]])).tolist() == [1, 0]
    assert flags_of(pa.chunked_array([[True, None]]), empty=True).tolist() == [True, True]
    day = date(2026, 2, 28)
    numbers = days_of(pa.chunked_array([[day, None, day + timedelta(days=1)]])).tolist()
    assert numbers == [day_number(day), NEVER, day_number(day) + 1]
    assert [day_of(one) for one in numbers] == [day, None, date(2026, 3, 1)]
    assert day_number(date.max) < NEVER


def test_what_stands_twice_is_not_unique_and_nothing_is_among_none() -> None:
    column = pa.chunked_array([["a", "b"], ["a"]])
    assert not is_unique(column)
    assert is_unique(column.slice(0, 2))
    assert is_among(column, {"a"}).tolist() == [True, False, True]
    assert is_among(column, ()).tolist() == [False] * 3
