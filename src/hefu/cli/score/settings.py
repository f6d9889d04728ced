"""What a lender says about its data before a scorecard is trained on them. Every setting has a default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from pathlib import Path

from hefu.assess.settings import load_toml, record
from hefu.core.texts import Text
from hefu.credit.scoring import Kind

_NOTHING = Text("", "")
_PURPOSE = Text(
    "Ranks companies by how likely default is, as a note for a credit officer.",
    "按违约可能性对企业排序，供信贷人员参考。",
)
_MISUSE = Text(
    "It must not decide alone, be used on people or companies unlike those it was trained on, or stand in for the"
    " checks of trade, goods and payment.",
    "不得单独作为决定依据，不得用于与训练样本不同类的主体，不得代替对贸易、货物和付款的核查。",
)


@dataclass(frozen=True, slots=True)
class ColumnSetting:
    """One column: its title, and, where the cells alone should not decide, its kind and how its risk runs.

    `trend`: "auto" (risk only rises or only falls), "ascending" (risk rises with the number), "descending".
    """

    name: str
    title: Text = _NOTHING
    kind: str = "auto"
    trend: str = "auto"

    def __post_init__(self) -> None:
        """Refuse words that are not known."""
        if self.kind not in {"auto", *(kind.name.lower() for kind in Kind)}:
            raise ValueError("kind is auto, number or category")
        if self.trend not in {"auto", "ascending", "descending"}:
            raise ValueError("trend is auto, ascending or descending")


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How to read the data, what to leave out, and how to cut and scale.

    `bad` and `good` are the words of the target; `key` names rows and `date` dates them; rows dated on or after
    `out_of_time_from` are not trained on but held against the card. `exclude` is left out, `groups` is left out and
    reported for fairness, `confirmed` names columns that tell a default well and were known before it.
    """

    name: str = "scorecard"
    label: Text = _NOTHING
    example: bool = False
    purpose: Text = _PURPOSE
    misuse: Text = _MISUSE
    data: Text = _NOTHING
    licence: str = ""
    separator: str = ","
    bad: str = "1"
    good: str = "0"
    key: str = ""
    date: str = ""
    out_of_time_from: str = ""
    exclude: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    columns: tuple[ColumnSetting, ...] = ()
    cutoffs: tuple[int, ...] = ()
    folds: int = 5
    bins_max: int = 6
    bin_share_min_percent: int = 5
    iv_min_milli: int = 20
    levels_max: int = 50
    points_to_double: int = 20
    base_points: int = 600
    base_odds: int = 15

    def __post_init__(self) -> None:
        """Refuse settings that cannot be trained with."""
        if len(self.separator) != 1 or self.bad == self.good:
            raise ValueError("separator is one character; bad and good differ")
        if not 2 <= self.folds <= 20 or not 2 <= self.bins_max <= 20:  # noqa: PLR2004 - the bounds are said here
            raise ValueError("folds and bins_max lie between 2 and 20")
        if not 0 < self.bin_share_min_percent < 50:  # noqa: PLR2004 - two bins at least
            raise ValueError("bin_share_min_percent lies between 1 and 49")
        if min(self.points_to_double, self.base_points, self.base_odds, self.levels_max) < 1 or self.iv_min_milli < 0:
            raise ValueError("points, odds and levels are positive")
        if self.out_of_time_from and (not self.date or day.fromisoformat(self.out_of_time_from) == day.min):
            raise ValueError("out_of_time_from needs date, and is a day such as 2026-11-20")
        if list(self.cutoffs) != sorted(set(self.cutoffs)):
            raise ValueError("cutoffs rise")

    def column(self, name: str) -> ColumnSetting:
        """Return what is said about a column, or the defaults."""
        return next((one for one in self.columns if one.name == name), ColumnSetting(name))

    def title(self, name: str) -> Text:
        """Return a column's title, or its name."""
        said = self.column(name).title
        return said if said != _NOTHING else Text(name, name)

    @property
    def apart(self) -> tuple[str, ...]:
        """Columns that are never variables."""
        return tuple(name for name in (self.key, self.date, *self.exclude, *self.groups) if name)


def read_settings(path: Path | None) -> TrainSettings:
    """Return the settings of a TOML file, or the defaults; refused where a key is unknown or a value is wrong."""
    return record(TrainSettings, load_toml(path), path.name) if path else TrainSettings()
