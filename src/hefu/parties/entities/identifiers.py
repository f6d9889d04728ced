"""Identifiers of whole books: which prove that two ids are one party, and which that they are two.

What the borrower alone says counts against him, never for him: only columns of sources that somebody else controls
are read; the id itself was read from the paper and is always counted.

A unified social credit code holds the nine-character organisation code (GB 11714) in places 9 to 17, and a tax number
of 15 characters issued before 2015 ends in it: both name one organisation.
"""

# ruff: noqa: PLR2004 - code points of letters and places in a code

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.graph.kernel import kernel
from hefu.parties.arrays import fresh, numbers_in, texts
from hefu.parties.identity import trusted_sources

TELLING = ("uscc", "lei", "register")
"""Schemes of which one legal person has one: two values are two persons, succession apart. In the order of columns."""

_NATIONAL = ("sirene", "orgnr-se", "orgnr-no")
_NAMED = (*_NATIONAL, "lei", "registration_number", "tax_number")
_COLUMNS = ("uscc", "lei", "tax_number", "registration_number", "other_number")
_ORGANISATION = 9
_OLD_TAX_NUMBER = 15
_USCC_LENGTH = 18
_LEI_LENGTH = 20
_NONE = pl.DataFrame(schema={"party": pl.Int32, "scheme": pl.String, "value": pl.String})


def identifiers(book: Book, frame: pl.DataFrame) -> pl.DataFrame:
    """Return party, scheme, value: each valid identifier of each party once, in order.

    `frame` is the table of parties with their number `party`.
    """
    trusted = numbers_in(texts(frame["source_id"]), pa.array(sorted(trusted_sources(book)), pa.string())) >= 0
    told = [(np.arange(len(frame)), *_apart(texts(frame["party_id"])))]
    for column in _COLUMNS:
        if frame[column].null_count() < len(frame):
            cells = texts(frame[column])
            rows = np.flatnonzero(trusted & np.array(pc.is_valid(cells)))
            values = cells.take(pa.array(rows))
            told.append(
                (rows, *(_apart(values) if column == "other_number" else (pa.repeat(column, len(rows)), values)))
            )
    rows = np.concatenate([rows for rows, _, _ in told])
    schemes, values = (pa.concat_arrays(column) for column in ([s for _, s, _ in told], [v for _, _, v in told]))
    return _schemes(frame, rows, schemes, _compact(pl.Series(values, dtype=pl.String)))


def _apart(column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Scheme and value of ids, by the colon between; empty where there is none."""
    parts = pc.extract_regex(column, r"^(?P<scheme>[^:]*):(?P<value>.*)$")
    return pc.struct_field(parts, 0), pc.struct_field(parts, 1)


def _compact(column: pl.Series) -> pl.Series:
    return column.str.replace_all(r"[\W_]", "").str.to_uppercase()


def _valid(values: list[str], lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell which values are unified social credit codes and which are LEI."""
    width = _LEI_LENGTH
    plain = [text[:width] if text.isascii() else ascii(text[:width])[1:-1] for text in values]
    letters = np.array(plain, dtype=f"S{width}").view(np.uint8).reshape(len(values), width)
    return uscc_kernel(letters) & (lengths == _USCC_LENGTH), lei_kernel(letters) & (lengths == _LEI_LENGTH)


def _schemes(frame: pl.DataFrame, rows: np.ndarray, schemes: pa.Array, values: pl.Series) -> pl.DataFrame:
    """Sort values by what they prove.

    A GLN or DUNS names a site, an id without a scheme a customer: they prove nothing.
    """
    cells = ["" if value is None else value for value in values.to_list()]
    lengths = np.fromiter(map(len, cells), np.int64, len(cells))
    is_uscc, is_lei = _valid(cells, lengths)
    scheme = numbers_in(schemes, pa.array(_NAMED))
    tax, register = scheme == _NAMED.index("tax_number"), scheme == _NAMED.index("registration_number")
    home = np.array(pc.is_valid(texts(frame["country"])))[rows] & ~is_uscc & (lengths > 0)
    countries = frame["country"]

    def of_country(some: pl.Series, chosen: np.ndarray) -> pl.Series:
        return countries.gather(rows[chosen]).str.to_uppercase() + ":" + some

    kinds: list[tuple[np.ndarray, str, Callable[[pl.Series, np.ndarray], pl.Series]]] = [
        (is_uscc, "uscc", lambda some, _: some),
        (is_uscc, "organisation", lambda some, _: some.str.slice(8, _ORGANISATION)),
        (tax & (lengths == _OLD_TAX_NUMBER), "organisation", lambda some, _: some.str.slice(-_ORGANISATION)),
        (is_lei & (scheme == _NAMED.index("lei")), "lei", lambda some, _: some),
        *(((scheme == place) & (lengths > 0), name, lambda some, _: some) for place, name in enumerate(_NATIONAL)),
        (home & register, "register", of_country),
        (home & tax, "tax", of_country),
    ]
    found = [
        pl.DataFrame(
            [
                frame["party"].gather(rows[chosen]),
                pl.Series("scheme", [name], dtype=pl.String).new_from_index(0, int(chosen.sum())),
                proven(values.filter(pl.Series(chosen)), chosen).alias("value"),
            ]
        )
        for chosen, name, proven in kinds
        if chosen.any()
    ]
    if not found:
        return _NONE
    ordered = pl.concat(found).sort("party", "scheme", "value")
    return ordered.filter(fresh(*ordered))


@kernel
def uscc_kernel(letters: np.ndarray) -> np.ndarray:
    """Tell of each row of 18 ASCII letters whether it is a unified social credit code (GB 32100-2015)."""
    weights = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28], np.int64)
    valid = np.ones(len(letters), np.bool_)
    for row in range(len(letters)):
        total, last = 0, 0
        for place in range(18):
            number = _uscc_number(letters[row, place])
            if number < 0 or (place < 8 and number > 9):
                valid[row] = False
                break
            if place < 17:
                total += weights[place] * number
            else:
                last = number
        valid[row] &= (31 - total % 31) % 31 == last
    return valid


@kernel
def _uscc_number(letter: int) -> int:
    """Place of a letter in 0-9 A-Z without I, O, S, V, Z."""
    if 48 <= letter <= 57:
        return letter - 48
    if letter < 65 or letter > 89 or letter in (73, 79, 83, 86):
        return -1
    skipped = (1 if letter > 73 else 0) + (1 if letter > 79 else 0) + (1 if letter > 83 else 0)
    return letter - 55 - skipped - (1 if letter > 86 else 0)


@kernel
def lei_kernel(letters: np.ndarray) -> np.ndarray:
    """Tell of each row of 20 ASCII letters whether it is an LEI (ISO 17442, check digits of ISO 7064 mod 97-10)."""
    valid = np.ones(len(letters), np.bool_)
    for row in range(len(letters)):
        rest = 0
        for place in range(20):
            letter = letters[row, place]
            if 48 <= letter <= 57:
                rest = (rest * 10 + letter - 48) % 97
            elif 65 <= letter <= 90 and place < 18:
                rest = (rest * 100 + letter - 55) % 97
            else:
                rest = -1
                break
        valid[row] = rest == 1
    return valid
