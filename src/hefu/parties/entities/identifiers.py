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

from hefu.book.book import Book
from hefu.graph.kernel import kernel
from hefu.parties.identity import trusted_sources

TELLING = ("uscc", "lei", "register")
"""Schemes of which one legal person has one: two values are two persons, succession apart. In the order of columns."""

_NATIONAL = ("sirene", "orgnr-se", "orgnr-no")
_COLUMNS = ("uscc", "lei", "tax_number", "registration_number", "other_number")
_ORGANISATION = 9
_OLD_TAX_NUMBER = 15
_USCC_LENGTH = 18
_LEI_LENGTH = 20


def identifiers(book: Book, frame: pl.DataFrame) -> pl.DataFrame:
    """Return party, scheme, value: each valid identifier of each party once, in order.

    `frame` is the table of parties with their number `party`.
    """
    trusted = trusted_sources(book)
    own = frame.select("party", "country", scheme=_before_colon("party_id"), value=_after_colon("party_id"))
    spoken = frame.filter(pl.col("source_id").is_in(sorted(trusted)))
    told = [_column(spoken, column) for column in _COLUMNS]
    every = pl.concat([own, *told]).with_columns(_compact("value")).filter(pl.col("value") != "")
    named = every.unique(maintain_order=True)
    named = named.with_columns(_valid(named))
    return _schemes(named).unique().sort("party", "scheme", "value")


def _before_colon(column: str) -> pl.Expr:
    return pl.col(column).str.extract(r"^([^:]*):")


def _after_colon(column: str) -> pl.Expr:
    return pl.col(column).str.extract(r"^[^:]*:(.*)$")


def _column(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    some = frame.filter(pl.col(column).is_not_null())
    if column == "other_number":
        return some.select("party", "country", scheme=_before_colon(column), value=_after_colon(column))
    return some.select("party", "country", scheme=pl.lit(column), value=pl.col(column))


def _compact(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[\W_]", "").str.to_uppercase()


def _valid(frame: pl.DataFrame) -> list[pl.Series]:
    column = frame["value"].fill_null("")
    width = _LEI_LENGTH
    padded = column.str.slice(0, width).str.pad_end(width, " ")
    plain = np.array([ascii(t)[1:-1] if not t.isascii() else t for t in padded.to_list()], dtype=f"S{width}")
    letters = plain.view(np.uint8).reshape(len(column), width)
    long = column.str.len_chars().to_numpy()
    uscc = uscc_kernel(letters) & (long == _USCC_LENGTH)
    lei = lei_kernel(letters) & (long == _LEI_LENGTH)
    return [pl.Series("is_uscc", uscc), pl.Series("is_lei", lei)]


def _schemes(frame: pl.DataFrame) -> pl.DataFrame:
    """Sort values by what they prove.

    A GLN or DUNS names a site, an id without a scheme a customer: they prove nothing.
    """
    scheme, value = pl.col("scheme"), pl.col("value")
    china = frame.filter("is_uscc")
    old = frame.filter((scheme == "tax_number") & (value.str.len_chars() == _OLD_TAX_NUMBER))
    home = frame.filter(pl.col("country").is_not_null() & ~pl.col("is_uscc"))
    of_country = pl.col("country").str.to_uppercase() + ":" + value
    return pl.concat(
        [
            china.select("party", scheme=pl.lit("uscc"), value=value),
            china.select("party", scheme=pl.lit("organisation"), value=value.str.slice(8, _ORGANISATION)),
            old.select("party", scheme=pl.lit("organisation"), value=value.str.slice(-_ORGANISATION)),
            frame.filter(pl.col("is_lei") & (scheme == "lei")).select("party", "scheme", "value"),
            frame.filter(scheme.is_in(_NATIONAL)).select("party", "scheme", "value"),
            home.filter(scheme == "registration_number").select("party", scheme=pl.lit("register"), value=of_country),
            home.filter(scheme == "tax_number").select("party", scheme=pl.lit("tax"), value=of_country),
        ]
    )


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
