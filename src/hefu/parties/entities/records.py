"""What is compared: for every id of the book its names taken apart, its identifiers, and what else speaks for it.

All is gathered column-wise; parties are numbered in the order of their ids, so that neither the order of rows nor the
run changes an answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from hefu.book.book import Book
from hefu.parties.arrays import array
from hefu.parties.entities.folding import Texts, fold_column
from hefu.parties.entities.identifiers import identifiers
from hefu.parties.entities.parsing import Parts, parse_texts
from hefu.parties.identity import OTHER_NAMES_BETWEEN

KINDS = ("phone", "account", "representative", "address")
"""What else may agree, in the order of the arrays."""

_PHONE_DIGITS_MIN = 7
_CHINA = "86"
_CHINA_MOBILE_DIGITS = 13


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
    frame = _frame(book, "parties").sort("party_id", "known_at", "source_id")
    ids = frame["party_id"].unique().sort()
    places = pl.DataFrame({"party_id": ids, "party": pl.int_range(len(ids), dtype=pl.Int32, eager=True)})
    frame = frame.join(places, on="party_id", maintain_order="left")
    mentions = _mentions(frame)
    owners = array(mentions["party"], np.int32)
    names = fold_column(mentions["name"])
    parts = parse_texts(names)
    firms = _firms(owners, names, parts, len(ids))
    addresses, address_parts = _addresses(frame, len(ids))
    columns = (
        _phones(frame),
        _accounts(book, places),
        _representatives(book, places, frame),
        _address_codes(addresses, address_parts),
    )
    return Records(
        ids=ids,
        owners=owners,
        names=names,
        parts=parts,
        values=tuple(_values(column, firms, len(ids)) for column in columns),
        addresses=addresses,
        address_parts=address_parts,
        identifiers=identifiers(book, frame),
    )


def _frame(book: Book, table: str) -> pl.DataFrame:
    frame = pl.from_arrow(book.table(table))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame


def _mentions(frame: pl.DataFrame) -> pl.DataFrame:
    """Party and name, once each: names, former and trading names."""
    own = frame.select("party", "name")
    others = frame.filter(pl.col("other_names").is_not_null()).select(
        "party", name=pl.col("other_names").str.split(OTHER_NAMES_BETWEEN)
    )
    both = pl.concat([own, others.explode("name")]).filter(pl.col("name").is_not_null() & (pl.col("name") != ""))
    return both.unique().sort("party", "name")


def _firms(owners: np.ndarray, names: Texts, parts: Parts, count: int) -> np.ndarray:
    """A number per party that firms of one core share: that of its first name; a party without a name is its own."""
    codes = text_codes(names, parts.starts, parts.ends)
    firms = -np.arange(1, count + 1, dtype=np.int64)
    first = np.unique(owners, return_index=True)
    firms[first[0]] = codes[first[1]].view(np.int64)
    return firms


def text_codes(texts: Texts, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a 64-bit hash of the part of each text between its ends; two parts are equal where theirs are."""
    from hefu.parties.entities.blocks import hash_kernel  # noqa: PLC0415 - blocks needs Records

    return hash_kernel(texts.points, starts, ends)


def _phones(frame: pl.DataFrame) -> pl.DataFrame:
    digits = pl.col("phone").str.normalize("NFKC").str.replace_all(r"[^0-9]", "").str.strip_prefix("00")
    long = digits.str.len_bytes() >= _CHINA_MOBILE_DIGITS
    plain = pl.when(long).then(digits.str.strip_prefix(_CHINA)).otherwise(digits)
    some = frame.filter(pl.col("phone").is_not_null()).select("party", value=plain)
    return some.filter(pl.col("value").str.len_bytes() >= _PHONE_DIGITS_MIN)


def _accounts(book: Book, places: pl.DataFrame) -> pl.DataFrame:
    owned = _frame(book, "bank_accounts").select(party_id="owner_id", value="account_id").drop_nulls()
    return owned.join(places, on="party_id").select("party", "value")


def _representatives(book: Book, places: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The legal representative by folded name where one is known, else by id: papers seldom identify a person."""
    links = _frame(book, "party_links").filter(pl.col("kind") == "represents").select("from_id", party_id="to_id")
    wanted = frame.filter(pl.col("party_id").is_in(links["from_id"].implode()) & pl.col("name").is_not_null())
    named = wanted.unique("party_id", keep="first", maintain_order=True).select("party_id", "name")
    texts = fold_column(named["name"])
    folded = [texts.text(place) for place in range(len(texts))]
    named = named.select(from_id="party_id", value=pl.Series(folded, dtype=pl.String))
    joined = links.join(named, on="from_id", how="left").join(places, on="party_id")
    return joined.select("party", value=pl.coalesce("value", "from_id"))


def _addresses(frame: pl.DataFrame, count: int) -> tuple[Texts, Parts]:
    """The last stated address of each party, folded and without the places in front."""
    stated = frame.filter(pl.col("address").is_not_null()).unique("party", keep="last", maintain_order=True)
    cells: list[str | None] = [None] * count
    column = pl.Series(cells, dtype=pl.String).scatter(stated["party"].to_numpy(), stated["address"])
    texts = fold_column(column)
    return texts, parse_texts(texts)


def _address_codes(texts: Texts, parts: Parts) -> pl.DataFrame:
    codes = text_codes(texts, parts.starts, parts.ends)
    some = np.flatnonzero(parts.ends - parts.starts >= _PHONE_DIGITS_MIN)
    # The city counts: 中山路 1 号 stands in a hundred cities.
    whole = codes[some] ^ (parts.cities[some].astype(np.uint64) << np.uint64(48))
    return pl.DataFrame({"party": some.astype(np.int32), "value": whole})


def _values(column: pl.DataFrame, firms: np.ndarray, count: int) -> Values:
    """Number the values and count who shares each."""
    named = column.unique().with_columns(code=pl.col("value").rank("dense").cast(pl.Int32) - 1)
    named = named.with_columns(firm=pl.Series(firms[named["party"].to_numpy()]))
    named = named.with_columns(sharers=pl.col("firm").n_unique().over("code").cast(pl.Int32)).sort("party", "code")
    starts = np.zeros(count + 1, np.int64)
    np.add.at(starts, array(named["party"], np.int64) + 1, 1)
    return Values(np.cumsum(starts), array(named["code"], np.int32), array(named["sharers"], np.int32))
