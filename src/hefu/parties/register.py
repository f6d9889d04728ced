"""Every name and identifier of a book in a form in which those near some parties are found fast, built once.

The search leaves out nothing that `look_alike` would call near: it narrows by length and by which characters occur,
both of which an edit can change only so far, and holds what is left against the text itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from hefu.book.book import Book
from hefu.parties.config import PartiesConfig
from hefu.parties.identity import wrong_check_digit
from hefu.parties.names import edits_allowed, stems
from hefu.parties.near import near_texts
from hefu.parties.pairs import names_of, value_of
from hefu.parties.standing import standing

_BITS = 64
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class NearTexts:
    """Texts by length, with a mask of the characters in each."""

    def __init__(self, texts: pl.Series) -> None:
        """Order the texts and mark their characters. None of them may be empty."""
        lengths = texts.str.len_chars().to_numpy()
        order = np.argsort(lengths, kind="stable")
        self._places, self._lengths = order, lengths[order]
        self._texts = texts.gather(order)
        self._masks = _masks(self._texts, self._lengths)

    def near(self, text: str, edits_max: int) -> list[int]:
        """Return the places of the texts at most so many edits away (optimal string alignment)."""
        start, end = np.searchsorted(self._lengths, [len(text) - edits_max, len(text) + edits_max + 1])
        mask = _masks(pl.Series([text]), np.array([len(text)]))[0]
        # An edit adds one character and takes away one at the most; a changed order changes no mask.
        close = np.bitwise_count(self._masks[start:end] ^ mask) <= 2 * edits_max
        some = start + np.flatnonzero(close)
        texts = self._texts.gather(some).to_list()
        alike = {other for _, other in near_texts([text], texts, edits_max)}
        found = [place for place, other in enumerate(texts) if other in alike]
        places: list[int] = self._places[some[found]].tolist()
        return places


def _masks(texts: pl.Series, lengths: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Return for each text the set of its characters, folded into 64 bits."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32).astype(np.uint64)
    bits = np.uint64(1) << ((codes * _SPREAD) >> np.uint64(58))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.intp)
    return np.bitwise_or.reduceat(bits, starts) if len(codes) else np.empty(0, np.uint64)


class Register:
    """The names and identifiers of one book."""

    def __init__(self, book: Book) -> None:
        """Fold and mark every name; identifiers wait until one is asked for."""
        names = names_of(book)
        names = names.with_columns(stem=stems(names["name"])).filter(pl.col("stem") != "").unique(["party_id", "stem"])
        self._names = names.sort("party_id", "stem")
        self._stems = NearTexts(self._names["stem"])
        self._ids = book.table("parties", columns=["party_id"])["party_id"].unique()
        self._schemes: dict[str, tuple[pl.Series, NearTexts]] = {}
        series = pl.Series("party_id", self._ids, dtype=pl.String)
        self._wrong = [one for one in series.filter(series.str.contains("?:", literal=True)) if wrong_check_digit(one)]

    def alike(self, near: Book, party_ids: Collection[str], config: PartiesConfig) -> set[str]:
        """Return every party without which an answer of `look_alike` about some parties would be another.

        Those are the parties near one of them, and, since what is said of a pair may name who else bears the name,
        those near one of these that stands in the trade of the other book.
        """
        first = self._near(near, set(party_ids), config)
        return first | self._near(near, first & standing(near).trade, config)

    def _near(self, book: Book, party_ids: set[str], config: PartiesConfig) -> set[str]:
        names = names_of(book).filter(pl.col("party_id").is_in(sorted(party_ids)))
        found: set[str] = set()
        for stem in sorted(set(stems(names["name"])) - {""}):
            found.update(self._names["party_id"].gather(self._stems.near(stem, edits_allowed(stem, config))))
        for party_id in sorted(party_ids):
            found.update(self._one_off(party_id))
        return found

    def _one_off(self, party_id: str) -> Iterator[str]:
        """Give the ids of the same scheme one edit away, where one of the two has a wrong check digit."""
        scheme = party_id.partition(":")[0].rstrip("?")
        if not wrong_check_digit(party_id):
            wrong = [one for one in self._wrong if one.startswith(f"{scheme}?:")]
            values = [value_of(one) for one in wrong]
            alike = {other for _, other in near_texts([value_of(party_id)], values, 1)}
            yield from (one for one, value in zip(wrong, values, strict=True) if value in alike)
        elif ids := self._of_scheme(scheme):
            yield from ids[0].gather(ids[1].near(value_of(party_id), 1))

    def _of_scheme(self, scheme: str) -> tuple[pl.Series, NearTexts] | None:
        if scheme not in self._schemes:
            series = pl.Series("party_id", self._ids, dtype=pl.String)
            pattern = f"^{scheme}[?]?:."
            same = series.filter(series.str.contains(pattern))
            self._schemes[scheme] = (same, NearTexts(same.str.replace("^[^:]*:", "").str.to_uppercase()))
        return self._schemes[scheme] if len(self._schemes[scheme][0]) else None


def register_of(book: Book) -> Register:
    """Return a book's register, built the first time it is asked for."""
    return book.remembered(("register", "parties"), lambda: Register(book))
