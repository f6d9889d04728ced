"""What is compared: for every id of the book its names taken apart, its identifiers, and what else speaks for it.

All is gathered column-wise; parties are numbered in the order of their ids, so that neither the order of rows nor the
run changes an answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.parties.arrays import Numbers, array, begins, each_once, flat, fresh, numbers_in, texts
from hefu.parties.entities.folding import Texts, fold_column
from hefu.parties.entities.identifiers import identifiers
from hefu.parties.entities.parsing import Parts, parse_texts
from hefu.parties.identity import OTHER_NAMES_BETWEEN

KINDS = ("phone", "account", "representative", "address")
"""What else may agree, in the order of the arrays."""

_PHONE_DIGITS_MIN = 7
_CHINA = "86"
_CHINA_MOBILE_DIGITS = 13
_LOW = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one kind by party: those of party p are `codes[starts[p]:starts[p + 1]]`.

    `weights[i]` is how many firms share the value, counted by distinct names, so that many papers of one firm do not
    make its own telephone look like that of an office tower.
    """

    starts: np.ndarray
    codes: np.ndarray
    sharers: np.ndarray


@dataclass(frozen=True, slots=True)
class Records:
    """The parties of a book laid out for the kernels. `owners[m]` is the party of name m; addresses are by party."""

    ids: pl.Series
    owners: np.ndarray
    names: Texts
    parts: Parts
    values: tuple[Values, ...]
    addresses: Texts
    address_parts: Parts
    identifiers: pl.DataFrame

    def __len__(self) -> int:
        """How many parties."""
        return len(self.ids)


def records_of(book: Book) -> Records:
    """Lay out the parties of a book. Only what the book holds as of its moment counts; cut it with `as_of` before."""
    frame = book.frame("parties").sort("party_id", "known_at", "source_id")
    ids, parties = _numbered(frame["party_id"])
    frame = frame.hstack([pl.Series("party", parties)])
    mentions = _mentions(frame)
    owners = array(mentions["party"], np.int32)
    names = fold_column(mentions["name"])
    parts = parse_texts(names)
    firms = _firms(owners, names, parts, len(ids))
    addresses, address_parts = _addresses(frame, len(ids))
    columns = (
        _phones(frame),
        _accounts(book, ids),
        _representatives(book, ids, frame),
        _address_codes(addresses, address_parts),
    )
    return Records(
        ids=ids,
        owners=owners,
        names=names,
        parts=parts,
        values=tuple(_values(*column, firms, len(ids)) for column in columns),
        addresses=addresses,
        address_parts=address_parts,
        identifiers=identifiers(book, frame),
    )


def _numbered(column: pl.Series) -> tuple[pl.Series, Numbers]:
    """Return the ids of a column that lies in their order, and for each row the number of its own."""
    first = fresh(column)
    return column.filter(first), (np.cumsum(first.to_numpy()) - 1).astype(np.int32)


def _mentions(frame: pl.DataFrame) -> pl.DataFrame:
    """Party and name, once each: names, former and trading names."""
    both = pl.DataFrame([frame["party"], frame["name"]])
    if frame["other_names"].null_count() < len(frame):
        others = pc.split_pattern(texts(frame["other_names"]), OTHER_NAMES_BETWEEN)
        party = frame["party"].to_numpy()[np.array(pc.list_parent_indices(others))]
        names = pl.Series("name", pc.list_flatten(others), dtype=pl.String)
        both = pl.concat([both, pl.DataFrame([pl.Series("party", party), names])])
    ordered = both.filter(both["name"] != "").sort("party", "name")
    return ordered.filter(fresh(ordered["party"], ordered["name"]))


def _firms(owners: np.ndarray, names: Texts, parts: Parts, count: int) -> np.ndarray:
    """A number per party that firms of one core share: that of its first name; a party without a name is its own."""
    codes = text_codes(names, parts.starts, parts.ends)
    firms = -np.arange(1, count + 1, dtype=np.int64)
    first = begins(owners)
    firms[owners[first]] = codes[first].view(np.int64)
    return np.unique(firms, return_inverse=True)[1].astype(np.int64)


def text_codes(folded: Texts, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a 64-bit hash of the part of each text between its ends; two parts are equal where theirs are."""
    from hefu.parties.entities.blocks import hash_kernel  # noqa: PLC0415 - blocks needs Records

    return hash_kernel(folded.points, starts, ends)


Column = tuple[Numbers, pa.Array]
"""Values by row: the number of the party, and a value; int32 and any kind that compares."""

_NO_VALUES: Column = (np.zeros(0, np.int32), pa.array([], pa.string()))


def _phones(frame: pl.DataFrame) -> Column:
    if frame["phone"].null_count() == len(frame):
        return _NO_VALUES
    digits = pl.col("phone").str.normalize("NFKC").str.replace_all(r"[^0-9]", "").str.strip_prefix("00")
    long = digits.str.len_bytes() >= _CHINA_MOBILE_DIGITS
    plain = pl.when(long).then(digits.str.strip_prefix(_CHINA)).otherwise(digits)
    some = frame.filter(pl.col("phone").is_not_null()).select("party", value=plain)
    some = some.filter(pl.col("value").str.len_bytes() >= _PHONE_DIGITS_MIN)
    return some["party"].to_numpy(), texts(some["value"])


def _accounts(book: Book, ids: pl.Series) -> Column:
    owned = book.table("bank_accounts", columns=["owner_id", "account_id"])
    parties = numbers_in(owned["owner_id"], texts(ids))
    known = np.flatnonzero(parties >= 0)
    return parties[known], flat(owned["account_id"].take(pa.array(known)))


def _representatives(book: Book, ids: pl.Series, frame: pl.DataFrame) -> Column:
    """The legal representative by folded name where one is known, else by id: papers seldom identify a person."""
    links = book.table("party_links", columns=["from_id", "to_id", "kind"])
    links = links.filter(pc.equal(links["kind"], "represents"))
    if not links.num_rows:
        return _NO_VALUES
    wanted = frame.filter(
        pl.col("party_id").is_in(pl.Series(links["from_id"]).implode()) & pl.col("name").is_not_null()
    )
    named = wanted.unique("party_id", keep="first", maintain_order=True)
    folded = fold_column(named["name"])
    names = pa.array([folded.text(place) for place in range(len(folded))], pa.string())
    places = pc.index_in(links["from_id"], texts(named["party_id"]))
    parties = numbers_in(links["to_id"], texts(ids))
    known = np.flatnonzero(parties >= 0)
    values = pc.coalesce(names.take(flat(places)), flat(links["from_id"]))
    return parties[known], values.take(pa.array(known))


def _addresses(frame: pl.DataFrame, count: int) -> tuple[Texts, Parts]:
    """The last stated address of each party, folded and without the places in front."""
    stated = texts(frame["address"])
    rows = np.flatnonzero(np.array(pc.is_valid(stated)))
    places = np.full(count, -1, np.int64)
    # Of several rows of one party the last is written last.
    places[frame["party"].to_numpy()[rows]] = rows
    column = stated.take(pa.array(places, mask=places < 0))
    folded = fold_column(pl.Series(column, dtype=pl.String))
    return folded, parse_texts(folded)


def _address_codes(folded: Texts, parts: Parts) -> Column:
    codes = text_codes(folded, parts.starts, parts.ends)
    some = np.flatnonzero(parts.ends - parts.starts >= _PHONE_DIGITS_MIN)
    # The city counts: 中山路 1 号 stands in a hundred cities.
    whole = codes[some] ^ (parts.cities[some].astype(np.uint64) << np.uint64(48))
    return some.astype(np.int32), pa.array(whole)


def _values(parties: Numbers, values: pa.Array, firms: Numbers, count: int) -> Values:
    """Number the values and count who shares each."""
    codes = np.array(values.dictionary_encode().indices, np.int64)
    both = each_once(parties.astype(np.int64) << 32 | codes)
    parties, codes = both >> 32, both & _LOW
    sharing = each_once(codes << 32 | firms[parties])
    sharers = np.bincount(sharing >> 32, minlength=1).astype(np.int32)
    starts = np.searchsorted(parties, np.arange(count + 1)).astype(np.int64)
    return Values(starts, codes.astype(np.int32), sharers[codes])
