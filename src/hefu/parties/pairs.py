"""The search for pairs: each party of the trade against every party of the book, in compiled code."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.parties.config import PartiesConfig
from hefu.parties.identity import OTHER_NAMES_BETWEEN, wrong_check_digit
from hefu.parties.names import near_stems, stems
from hefu.parties.near import near_texts
from hefu.parties.standing import Standing

Pair = tuple[str, str]
"""Two ids in order."""


def name_pairs(book: Book, stands: Standing, config: PartiesConfig) -> set[Pair]:
    """Return pairs of parties, one of them in the trade, that have names whose stems are near."""
    frame = names_of(book)
    bearers: dict[str, dict[str, None]] = {}
    for party_id, stem in zip(frame["party_id"].to_list(), stems(frame["name"]).to_list(), strict=True):
        if stem:
            bearers.setdefault(stem, {})[party_id] = None
    subjects = [stem for stem, some in bearers.items() if not stands.trade.isdisjoint(some)]
    found: set[Pair] = set()
    for one, other in near_stems(subjects, bearers, config):
        if one == other and len(bearers[one]) == 1:
            continue
        trading = [party_id for party_id in bearers[one] if party_id in stands.trade]
        found |= _ordered((party_id, beside) for party_id in trading for beside in bearers[other])
    return found


def names_of(book: Book) -> pl.DataFrame:
    """Return party_id and name, a row for each name of a party, trading and other names too."""
    frame = book.frame("parties")
    own = pl.DataFrame([frame["party_id"], frame["name"]])
    if frame["other_names"].null_count() < len(frame):
        others = frame.filter(pl.col("other_names").is_not_null()).select(
            "party_id", name=pl.col("other_names").str.split(OTHER_NAMES_BETWEEN)
        )
        own = pl.concat([own, others.explode("name")])
    return own.filter(own["name"].is_not_null()) if own["name"].null_count() else own


def identifier_pairs(book: Book, stands: Standing) -> set[Pair]:
    """Return pairs of one scheme whose identifiers are one character or one exchange apart.

    Two that both pass their check digit cannot be: it is made to catch just that. So at least one of a pair is an
    identifier whose check digit is wrong.
    """
    ids = pc.unique(book.table("parties", columns=["party_id"])["party_id"])
    wrong = ids.filter(pc.match_substring(ids, "?:")).to_pylist()
    found: set[Pair] = set()
    for scheme in sorted({one.partition("?")[0] for one in wrong if wrong_check_digit(one)}):
        mine = sorted(one for one in wrong if one.startswith(f"{scheme}?:"))
        same = pc.or_(pc.starts_with(ids, f"{scheme}:"), pc.starts_with(ids, f"{scheme}?:"))
        found |= _near_ids(mine, ids.filter(same).to_pylist())
    return {pair for pair in found if stands.trade & set(pair)}


def account_pairs(stands: Standing) -> set[Pair]:
    """Return pairs of accounts that money runs through and whose numbers are one character or exchange apart."""
    accounts = sorted(stands.accounts)
    return {pair for pair in _near_ids(accounts, accounts) if len(pair[0]) == len(pair[1])}


def _near_ids(few: list[str], many: list[str]) -> set[Pair]:
    left, right = _by_value(few), _by_value(many)
    near = near_texts(left, right, 1)
    return _ordered((one, other) for text, beside in near for one in left[text] for other in right[beside])


def _by_value(identifiers: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in identifiers:
        found.setdefault(value_of(one), []).append(one)
    return found


def value_of(identifier: str) -> str:
    """Return the value of an id without its scheme, in the form that is compared."""
    return identifier.partition(":")[2].upper()


def _ordered(pairs: Iterable[tuple[str, str]]) -> set[Pair]:
    return {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
