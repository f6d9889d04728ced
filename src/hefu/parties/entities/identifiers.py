"""Identifiers of whole books: which prove that two ids are one party, and which that they are two.

What the borrower alone says counts against him, never for him: only columns of sources that somebody else controls
are read; the id itself was read from the paper and is always counted.

A unified social credit code holds the nine-character organisation code (GB 11714) in places 9 to 17, and a tax number
of 15 characters issued before 2015 ends in it: both name one organisation.
"""

# ruff: noqa: PLR2004 - code points of letters and places in a code

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

from hefu.book.book import Book
from hefu.graph.kernel import kernel
from hefu.parties.arrays import fresh, numbers_in, texts
from hefu.parties.identity import trusted_sources

TELLING = ("uscc", "lei", "register")
"""Schemes of which one legal person has one: two values are two persons, succession apart. In the order of columns."""

_NATIONAL = ("sirene", "orgnr-se", "orgnr-no")
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
    told = [(np.arange(len(frame)), *_apart(frame["party_id"]))]
    for column in _COLUMNS:
        rows = np.flatnonzero(trusted & frame[column].is_not_null().to_numpy())
        if len(rows):
            values = frame[column].gather(rows)
            told.append((rows, *(_apart(values) if column == "other_number" else (_all(column, len(rows)), values))))
    rows = np.concatenate([rows for rows, _, _ in told])
    every = pl.DataFrame(
        [
            frame["party"].gather(rows),
            frame["country"].gather(rows),
            pl.concat([schemes for _, schemes, _ in told]).rename("scheme"),
            pl.concat([values.alias("value") for _, _, values in told]),
        ]
    )
    every = every.with_columns(_compact("value")).filter(pl.col("value") != "")
    return _schemes(every, *_valid(every["value"]))


def _apart(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Scheme and value of ids, by the colon between; empty where there is none."""
    return column.str.extract(r"^([^:]*):"), column.str.extract(r"^[^:]*:(.*)$")


def _all(word: str, count: int) -> pl.Series:
    return pl.Series([word], dtype=pl.String).new_from_index(0, count)


def _compact(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[\W_]", "").str.to_uppercase()


def _valid(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Tell which values are unified social credit codes and which are LEI."""
    width = _LEI_LENGTH
    padded = column.str.slice(0, width).str.pad_end(width, " ")
    plain = np.array([ascii(t)[1:-1] if not t.isascii() else t for t in padded.to_list()], dtype=f"S{width}")
    letters = plain.view(np.uint8).reshape(len(column), width)
    long = column.str.len_chars().to_numpy()
    return pl.Series(uscc_kernel(letters) & (long == _USCC_LENGTH)), pl.Series(
        lei_kernel(letters) & (long == _LEI_LENGTH)
    )


def _schemes(every: pl.DataFrame, is_uscc: pl.Series, is_lei: pl.Series) -> pl.DataFrame:
    """Sort values by what they prove.

    A GLN or DUNS names a site, an id without a scheme a customer: they prove nothing.
    """
    scheme, tax = every["scheme"], every["scheme"] == "tax_number"
    register, home = scheme == "registration_number", every["country"].is_not_null() & ~is_uscc
    value, at_home = pl.col("value"), pl.col("country").str.to_uppercase() + ":" + pl.col("value")
    kinds: list[tuple[pl.Series, str, pl.Expr]] = [
        (is_uscc, "uscc", value),
        (is_uscc, "organisation", value.str.slice(8, _ORGANISATION)),
        (tax & (every["value"].str.len_chars() == _OLD_TAX_NUMBER), "organisation", value.str.slice(-_ORGANISATION)),
        (is_lei & (scheme == "lei"), "lei", value),
        *((scheme == national, national, value) for national in _NATIONAL),
        (home & register, "register", at_home),
        (home & tax, "tax", at_home),
    ]
    found = [
        every.filter(chosen).select("party", scheme=pl.lit(name), value=value)
        for chosen, name, value in kinds
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
