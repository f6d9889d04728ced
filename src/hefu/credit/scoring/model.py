"""A scorecard as plain data: variables, bins, points. Every number in it is whole, every limit a decimal text.

Points follow the scaling by points to double the odds (Siddiqi, Credit Risk Scorecards, 2006, chapter 6): more points,
fewer defaults; `points_to_double` more points halve the odds of default.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.decimals import parse_major
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language, Text

FORMAT = 1
"""The version of the file's form."""


class Kind(enum.IntEnum):
    """How a variable's cells are read."""

    NUMBER = 0
    CATEGORY = 1


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin: the points it earns, how many of the training rows fell into it, and their weight of evidence.

    A bin of numbers reaches from the bin before to below `below`; the last has "" there and no upper end. A bin of
    texts lists them in `categories`. `woe_micro` is ln(share of goods / share of bads) in millionths.
    """

    points: int
    goods_count: int
    bads_count: int
    woe_micro: int
    below: str = ""
    categories: tuple[str, ...] = ()

    @property
    def rows_count(self) -> int:
        """The training rows in it."""
        return self.goods_count + self.bads_count


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its column, its title, its bins in order, and what an empty or an unseen cell earns.

    `missing` counts the training rows whose cell was empty. Where there were none, or all were of one class, its
    points are the fewest of any bin: silence earns nothing. `unseen_points` is that minimum too.
    """

    name: str
    title: Text
    kind: Kind
    iv_micro: int
    coefficient_micro: int
    bins: tuple[Bin, ...]
    missing: Bin
    unseen_points: int

    def __post_init__(self) -> None:
        """Refuse bins that do not cover every number once, or texts that stand in two bins."""
        if not self.bins:
            raise ValueError(f"{self.name} has no bins")
        if self.kind is Kind.NUMBER:
            self._check_limits()
            return
        texts = [text for one in self.bins for text in one.categories]
        if len(set(texts)) != len(texts) or not all(one.categories and not one.below for one in self.bins):
            raise ValueError(f"{self.name}: each text stands in exactly one bin")

    @property
    def best_points(self) -> int:
        """The most that any bin earns."""
        return max(one.points for one in self.bins)

    def limits(self) -> tuple[Decimal, ...]:
        """Return the upper ends of all bins but the last."""
        return tuple(Decimal(one.below) for one in self.bins[:-1])

    def said(self, at: int) -> Text:
        """Return what the cells of one bin have in common, in words."""
        one = self.bins[at]
        if self.kind is Kind.CATEGORY:
            return Text(", ".join(one.categories), "、".join(one.categories))
        below, least = one.below, self.bins[at - 1].below if at else ""
        if not least:
            return Text(f"below {below}", f"小于 {below}") if below else Text("any number", "任意数值")
        if not below:
            return Text(f"{least} or more", f"{least} 及以上")
        return Text(f"{least} to below {below}", f"{least} 至 {below} 以下")

    def _check_limits(self) -> None:
        if self.bins[-1].below or any(one.categories for one in self.bins):
            raise ValueError(f"{self.name}: the last bin of numbers has no upper end, and none lists texts")
        try:
            limits = [parse_major(one.below) for one in self.bins[:-1]]
        except RefusalError as error:
            raise ValueError(f"{self.name}: {error.refused.render(Language.EN)}") from None
        if any(low >= high for low, high in pairwise(limits)):
            raise ValueError(f"{self.name}: the ends of bins must rise")


@dataclass(frozen=True)
class Scorecard:
    """A trained scorecard. `label` is shown wherever its points are; `example` says that nobody may lend by it.

    `score_ends` are the ends (below) of the bands of the score whose training counts are `score_counts`, one more than
    ends. `cutoffs` are the lender's, in points, rising. Hashes are of the data as rows and of the settings.
    """

    form: int
    name: str
    label: Text
    example: bool
    target: str
    points_to_double: int
    base_points: int
    base_odds: int
    variables: tuple[Variable, ...]
    score_ends: tuple[int, ...]
    score_counts: tuple[int, ...]
    cutoffs: tuple[int, ...]
    seed: int
    data_sha256: str
    config_sha256: str

    def __post_init__(self) -> None:
        """Refuse a card of another form, without variables, or whose bands do not rise."""
        if self.form != FORMAT:
            raise ValueError(f"form {self.form}, expected {FORMAT}")
        names = [variable.name for variable in self.variables]
        if not names or len(set(names)) != len(names):
            raise ValueError("variables are missing or named twice")
        if list(self.cutoffs) != sorted(set(self.cutoffs)) or list(self.score_ends) != sorted(set(self.score_ends)):
            raise ValueError("cut-offs and ends of bands must rise")
        if len(self.score_counts) != len(self.score_ends) + 1:
            raise ValueError("one more band than ends")

    @cached_property
    def sha256(self) -> str:
        """The hash of the whole card: what a score is stated with."""
        return sha256_hex(canonical_json(self.plain()))

    def plain(self) -> dict[str, object]:
        """Return the form that canonical JSON holds and `record` reads back."""
        return dict(_plain(self))


def _plain(owner: Scorecard | Variable | Bin) -> Iterator[tuple[str, object]]:
    for field in dataclasses.fields(owner):
        value = getattr(owner, field.name)
        if field.name in {"variables", "bins"}:
            yield field.name, [dict(_plain(item)) for item in value]
        elif isinstance(value, Bin):
            yield field.name, dict(_plain(value))
        else:
            yield field.name, value.name.lower() if isinstance(value, Kind) else value
