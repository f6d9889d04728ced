"""When do two names look alike? One answer for every rule that asks, and a fast search through many names."""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterator

import polars as pl
from rapidfuzz.distance import OSA

from hefu.core.names import LEGAL_FORMS, looks_altered, name_stem
from hefu.parties.config import PartiesConfig
from hefu.parties.entities.folding import fold_party_name, simplified_column
from hefu.parties.near import near_texts
from hefu.parties.places import places_in, without_places
from hefu.parties.trade_words import split_trade

_BRANCH_WORDS = ("分公司", "分行", "支行", "营业部", "办事处", "分厂", "branch")
_HAN = re.compile("[\u4e00-\u9fff]")
_NUMERALS = re.compile("[0-9零〇一二三四五六七八九十百甲乙丙丁]+")

_PLAIN = r"^[A-Za-z0-9\x{4e00}-\x{9fff} .,&'/()（）-]*$"
_NOT_KEPT = r"[^0-9A-Za-z\x{4e00}-\x{9fff}]"


class Likeness(enum.Enum):
    """How two names resemble each other, the most telling first."""

    ALTERED = "altered_name"
    SAME = "same_name"
    OTHER_FORM = "other_legal_form"
    NEAR = "nearly_same_name"
    PLACE = "differs_by_place"
    NUMBER = "differs_by_number"
    TRADE = "differs_by_trade"
    BRANCH = "branch"

    @property
    def deceives(self) -> bool:
        """Whether a hurried reader would take one name for the other."""
        return self not in {Likeness.PLACE, Likeness.NUMBER, Likeness.TRADE, Likeness.BRANCH}


def likeness(left: str, right: str, config: PartiesConfig) -> Likeness | None:
    """Tell how two names as written look alike, or None where they do not.

    A branch (…有限公司上海分公司) bears its head office's name openly. Names that agree in all but a trade word of
    another meaning (矿业, 铝业) are mostly those of two firms of one owner; 设备 and 装备 mean the same.
    """
    left_folded, right_folded = fold_party_name(left), fold_party_name(right)
    if not left_folded or not right_folded:
        return None
    if _is_branch(left_folded, right_folded):
        return Likeness.BRANCH
    if left_folded == right_folded:
        hidden = left != right and (looks_altered(left) or looks_altered(right))
        return Likeness.ALTERED if hidden else Likeness.SAME
    return _near(left_folded, right_folded, config)


def _near(left_folded: str, right_folded: str, config: PartiesConfig) -> Likeness | None:
    left, right = name_stem(left_folded), name_stem(right_folded)
    edits_max = edits_allowed(min(left, right, key=len), config)
    if left == right:
        return Likeness.OTHER_FORM if edits_max else None
    if OSA.distance(left, right, score_cutoff=edits_max) > edits_max:
        return None
    if places_in(left) != places_in(right) and without_places(left) == without_places(right):
        return Likeness.PLACE
    if _without_numerals(left) == _without_numerals(right):
        return Likeness.NUMBER
    return Likeness.TRADE if _other_trade(left, right) else Likeness.NEAR


def _other_trade(left: str, right: str) -> bool:
    """Tell whether two stems agree in all but trade words, each of them known, that do not mean the same."""
    (left_brand, left_trade), (right_brand, right_trade) = split_trade(left), split_trade(right)
    return left_brand == right_brand and bool(left_trade) and bool(right_trade) and left_trade != right_trade


def edits_allowed(stem: str, config: PartiesConfig) -> int:
    """Return how many edits may lie between a stem and another that is still called near; short stems allow none."""
    if _HAN.search(stem):
        return config.han_edits_max if len(stem) >= config.han_stem_characters_min else 0
    if len(stem) >= config.latin_long_stem_letters_min:
        return config.latin_long_edits_max
    return config.latin_edits_max if len(stem) >= config.latin_stem_letters_min else 0


def _is_branch(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return short != long and long.startswith(short) and long.endswith(_BRANCH_WORDS)


def _without_numerals(folded: str) -> str:
    return _NUMERALS.sub("#", folded)


def stems(names: pl.Series) -> pl.Series:
    """Return the stem of every name, simplified; the common case, plain Han and ASCII, is done column-wise."""
    frame = simplified_column(names).to_frame("name")
    folded = pl.col("name").str.replace_all(_NOT_KEPT, "").str.to_lowercase()
    frame = frame.with_columns(folded=folded, odd=~pl.col("name").str.contains(_PLAIN))
    short = pl.col("folded").str.replace(LEGAL_FORMS.pattern, "")
    stem = frame.select(pl.when(short == "").then("folded").otherwise(short).alias(names.name)).to_series()
    odd = frame["odd"].arg_true()
    return stem.scatter(odd, [stem_of(name) for name in frame["name"].gather(odd)]) if len(odd) else stem


def stem_of(name: str) -> str:
    """Return a name folded, simplified and without its legal form."""
    return name_stem(fold_party_name(name))


def near_stems(few: Collection[str], many: Collection[str], config: PartiesConfig) -> Iterator[tuple[str, str]]:
    """Yield pairs of stems, one of the few and one of the many, that may be near; `likeness` has the last word."""
    chosen: dict[int, list[str]] = {}
    for stem in few:
        chosen.setdefault(edits_allowed(stem, config), []).append(stem)
    for edits, some in chosen.items():
        yield from near_texts(some, many, edits)
