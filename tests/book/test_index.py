"""Rows found by index are those that a plain look through the table finds, in its order."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.index import ColumnIndex, Finder

CELLS = st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab", "甲", "a\x00"])), max_size=20)
WANTED = st.lists(st.sampled_from(["", "a", "b", "c", "甲", "a\x00"]), max_size=4)


@given(CELLS, WANTED)
def test_an_index_finds_the_rows_of_an_id(cells: list[str | None], wanted: list[str]) -> None:
    column = pa.chunked_array([pa.array(cells, pa.string())])
    rows = ColumnIndex(column).rows(pa.array(wanted, pa.string()))
    assert rows.tolist() == [at for at, cell in enumerate(cells) if cell in wanted]


@given(CELLS, CELLS, WANTED, WANTED)
def test_a_row_that_any_column_names_is_found_once(
    left: list[str | None], right: list[str | None], some: list[str], others: list[str]
) -> None:
    size = min(len(left), len(right))
    table = pa.table({"left": pa.array(left[:size], pa.string()), "right": pa.array(right[:size], pa.string())})
    finder = Finder({"t": table})
    for _ in range(2):
        found = finder.find("t", [("left", some), ("right", others)]).to_pylist()
        assert found == [row for row in table.to_pylist() if row["left"] in some or row["right"] in others]


def test_two_ids_of_one_hash_are_told_apart(monkeypatch: object) -> None:
    """The planted defect of a hash: every id has the same one."""
    import numpy as np  # noqa: PLC0415 - only the planted hash needs it

    monkeypatch.setattr("hefu.book.index._hashes", lambda column: np.zeros(len(column), np.uint64))  # type: ignore[attr-defined]  # pytest's own
    column = pa.chunked_array([pa.array(["a", "b", "a"], pa.string())])
    assert ColumnIndex(column).rows(pa.array(["a"], pa.string())).tolist() == [0, 2]
