"""Whole columns of names as arrays of folded code points, for the kernels.

`fold_party_name` says what the folded form is; `fold_column` gives the same for a column. The common case, where each
character folds by itself, is done by a kernel over UTF-8; names with characters that fold to several, or with marks
that join the letter before them, go through the plain function.
"""

# ruff: noqa: PLR2004 - the bits of UTF-8

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
import pyarrow as pa

from hefu.book.simplified import simplified
from hefu.core.names import fold_name
from hefu.graph.kernel import kernel

_DROPPED = np.uint32(0)
_ODD = np.uint32(0xFFFFFFFF)
_BMP_SIZE = 0x10000
_SIZE = 0x110000
_HAN_PLANES = range(0x20000, 0x32000)
_AS_THEY_ARE = (range(0x3400, 0x4DC0), range(0x4E00, 0x9FFD), range(0xAC00, 0xD7A4))
"""Han and Hangul of the basic plane, which fold to themselves but for the simplified form."""
_JAMO = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as code points: text i is `points[starts[i]:starts[i + 1]]`. int64 and uint32."""

    starts: np.ndarray
    points: np.ndarray

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.starts) - 1

    def text(self, place: int) -> str:
        """Return one text, for messages and tests."""
        return "".join(map(chr, self.points[self.starts[place] : self.starts[place + 1]]))


def fold_party_name(name: str) -> str:
    """Return a name folded for comparison: `core.names.fold_name`, and traditional characters made simplified."""
    return fold_name(name).translate(_simplified())


def simplified_column(names: pl.Series) -> pl.Series:
    """Return every name of a column with its traditional characters made simplified, and nothing else changed."""
    points = np.frombuffer("".join(names.drop_nulls()).encode("utf-32-le", "surrogatepass"), np.uint32)
    found = np.unique(points[_traditional()[points]]).tolist()
    if not found:
        return names
    return names.str.replace_many([chr(point) for point in found], [chr(_simplified()[point]) for point in found])


@cache
def _traditional() -> np.ndarray:
    """Tell of each code point whether it has a simplified form."""
    table = np.zeros(_SIZE, np.bool_)
    table[list(_simplified())] = True
    return table


@cache
def _simplified() -> dict[int, int]:
    """The table with chains followed to their end, so that folding twice changes nothing."""
    table = dict(simplified())
    return {old: _end(table, old) for old in table}


def _end(table: dict[int, int], point: int) -> int:
    seen = {point}
    while (after := table.get(point, point)) not in seen:
        seen.add(after)
        point = after
    return point


def fold_column(names: pl.Series) -> Texts:
    """Return every name of a column folded; an empty cell gives an empty text."""
    table = _table()
    starts, points, odd = _run(names, table, np.zeros(len(names), np.bool_))
    places = np.flatnonzero(odd)
    if not len(places):
        return Texts(starts, points)
    folded = [fold_party_name(name) for name in names.gather(places).to_list()]
    spliced = names.scatter(places, folded)
    starts, points, _ = _run(spliced, table, odd)
    return Texts(starts, points)


def _run(names: pl.Series, table: np.ndarray, raw: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    column = (names.fill_null("") if names.null_count() else names).to_arrow().cast(pa.large_string())
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    letters = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    return fold_kernel(letters, ends, table, raw)


@kernel
def fold_kernel(
    letters: np.ndarray, ends: np.ndarray, table: np.ndarray, raw: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Decode UTF-8 and fold each code point by the table; tell which texts it cannot fold (odd).

    Raw ones only decode.
    """
    count = len(ends) - 1
    starts = np.zeros(count + 1, np.int64)
    odd = np.zeros(count, np.bool_)
    points = np.empty(max(1, ends[-1] - ends[0]), np.uint32)
    filled = 0
    for text in range(count):
        at = ends[text]
        while at < ends[text + 1]:
            first = np.uint32(letters[at])
            if first < 0x80:
                point, width = first, 1
            elif first < 0xE0:
                point, width = first & np.uint32(0x1F), 2
            elif first < 0xF0:
                point, width = first & np.uint32(0x0F), 3
            else:
                point, width = first & np.uint32(0x07), 4
            for more in range(1, width):
                point = (point << np.uint32(6)) | (np.uint32(letters[at + more]) & np.uint32(0x3F))
            at += width
            folded = point if raw[text] else table[point]
            if folded == np.uint32(0xFFFFFFFF):
                odd[text] = True
            elif folded:
                points[filled] = folded
                filled += 1
        starts[text + 1] = filled
    return starts, points[:filled].copy(), odd


@cache
def _table() -> np.ndarray:
    table = np.full(_SIZE, _ODD, np.uint32)
    plain = np.zeros(_BMP_SIZE, np.bool_)
    for some in _AS_THEY_ARE:
        plain[some.start : some.stop] = True
        table[some.start : some.stop] = np.arange(some.start, some.stop, dtype=np.uint32)
    # What no script uses: private use and half pairs.
    plain[0xD800:0xF900] = True
    table[0xD800:0xF900] = _DROPPED
    for point in np.flatnonzero(~plain).tolist():
        table[point] = _folded(point)
    table[_HAN_PLANES.start : _HAN_PLANES.stop] = np.arange(_HAN_PLANES.start, _HAN_PLANES.stop, dtype=np.uint32)
    for point in _HAN_PLANES:
        if unicodedata.category(chr(point)) == "Cn" or unicodedata.decomposition(chr(point)):
            table[point] = _ODD
    for old, new in _simplified().items():
        if table[old] == old:
            table[old] = new
    return table


def _folded(point: int) -> np.uint32:
    character = chr(point)
    joins = unicodedata.combining(character) or unicodedata.category(character).startswith("M")
    if joins or any(point in jamo for jamo in _JAMO):
        return _ODD
    folded = fold_party_name(character)
    return np.uint32(ord(folded)) if len(folded) == 1 else _ODD if folded else _DROPPED
