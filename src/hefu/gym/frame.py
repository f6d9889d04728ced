"""The economy in memory: whole-number columns per table, one block of companies at a time.

Names, ids and texts are made last (`hefu.gym.render`), from these numbers. So a scheme that adds or changes rows here
gets its ids, its order and its sources from the same hand as every honest row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from hefu.book.columns import Table
from hefu.book.schema import SCHEMA, table_named
from hefu.gym.draw import Flags, Ints

if TYPE_CHECKING:
    from hefu.gym.plan import Plan
    from hefu.gym.world.world import World

NULL = int(np.iinfo(np.int64).min)
"""What stands in an empty cell."""

DAY_US = 86_400_000_000
"""Microseconds of a day; moments are microseconds since 1970, days are days since 1970."""


@cache
def code(table: str, column: str, word: str) -> int:
    """Return the number that stands for a word of a code column."""
    return SCHEMA[table].column(column).codes.index(word)


class Rows:
    """The rows of one table of one block, column by column, all int64.

    A column is named as in the schema; one that begins with `_` is not written but feeds a text (`_invoice` in
    payments gives the purpose). Parties stand as index into `World`, codes as `code(...)`, days as days since 1970,
    moments as microseconds since 1970, an id of another table of this block as that table's thing number, `source_id`
    as given by `World.source`. The key holds the thing number: rows with one number are statements about one thing.
    """

    def __init__(self, table: Table) -> None:
        """Begin without rows."""
        self.table = table
        self.things = 0
        self._columns: dict[str, Ints] = {}
        """Longer than the rows are, so that few rows are added to many without copying these."""
        self._length = 0
        self._room = 0

    def __len__(self) -> int:
        """Count the rows, removed ones included."""
        return self._length

    def __contains__(self, name: str) -> bool:
        """Tell whether any row filled the column."""
        return name in self._columns

    def __getitem__(self, name: str) -> Ints:
        """Return one column; one that nobody filled is empty throughout."""
        return self._columns[name][: self._length] if name in self._columns else np.full(self._length, NULL)

    def first(self, things: Ints) -> Ints:
        """Return the position of the first row about each thing."""
        if self.things == self._length:
            return things
        key = self[self.table.key]
        rows = np.zeros(self.things, np.int64)
        rows[key[::-1]] = np.arange(self._length)[::-1]
        return rows[things]

    def of(self, name: str, things: Ints) -> Ints:
        """Return what the first row about each thing says in a column."""
        return self[name][self.first(things)]

    def __setitem__(self, name: str, values: Ints) -> None:
        """Replace one column."""
        column = np.full(self._room, NULL)
        column[: self._length] = values
        self._columns[self._known(name)] = column

    def change(self, at: Ints | Flags, **values: Ints | int) -> None:
        """Set columns of the rows at some positions."""
        for name, value in values.items():
            if name not in self._columns:
                self[name] = np.full(self._length, NULL)
            self._columns[name][: self._length][at] = value

    def append(self, **columns: Ints | int) -> Ints:
        """Add rows and return their thing numbers; one number is repeated, a column left out is empty."""
        size = max((np.size(values) for values in columns.values() if np.ndim(values)), default=1)
        columns.setdefault(self.table.key, np.arange(self.things, self.things + size))
        self._make_room(size)
        for name in {*self._columns, *columns}:
            if name not in self._columns:
                self._columns[self._known(name)] = np.full(self._room, NULL)
            self._columns[name][self._length : self._length + size] = columns.get(name, NULL)
        self._length += size
        things = self[self.table.key][self._length - size :].copy()
        self.things = max(self.things, int(things.max(initial=-1)) + 1)
        return things

    def copy(self, at: Ints, **changes: Ints | int) -> Ints:
        """Append copies of the rows at some positions as new things, with changes; return their thing numbers."""
        columns: dict[str, Ints | int] = {name: self[name][at] for name in self._columns}
        columns[self.table.key] = np.arange(self.things, self.things + len(at))
        return self.append(**{**columns, **changes})

    def remove(self, at: Ints | Flags) -> None:
        """Take rows out; what stands after them keeps its position."""
        self.change(at, _removed=1)

    @property
    def kept(self) -> Flags:
        """Which rows are to be written."""
        kept: Flags = self["_removed"] != 1
        return kept

    def positions(self, thing: str, things: Ints) -> Ints:
        """Return the positions of the rows whose column `thing` is one of some numbers."""
        return np.flatnonzero(np.isin(self[thing], things) & self.kept)

    def _make_room(self, size: int) -> None:
        if self._length + size <= self._room:
            return
        self._room = max(self._length + size, self._room * 2)
        for name in self._columns:
            column = np.full(self._room, NULL)
            column[: self._length] = self[name]
            self._columns[name] = column

    def _known(self, name: str) -> str:
        if not name.startswith("_") and name not in self.table.column_names:
            raise KeyError(f"{self.table.name} has no column {name}")
        return name


@dataclass(slots=True)
class TruthRow:
    """One planted row: which instance it is of, and its role there."""

    instance: int
    table: str
    thing: int
    role: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One planted scheme or innocent twin. Days are days since 1970."""

    scheme: str
    strength: str
    innocent: bool
    first_on: int
    first_visible_on: int
    amount_minor: int


@dataclass(slots=True)
class Truth:
    """What was planted in a block."""

    instances: list[Instance] = field(default_factory=list)
    rows: list[TruthRow] = field(default_factory=list)

    def plant(self, instance: Instance, rows: Iterable[tuple[str, int, str]]) -> None:
        """Register one instance and its rows as (table, thing number, role)."""
        number = len(self.instances)
        self.instances.append(instance)
        self.rows += [TruthRow(number, table, int(thing), role) for table, thing, role in rows]


@dataclass(slots=True)
class Block:
    """One partition of the economy: some companies as sellers, all that hangs on their sales, and their own papers."""

    plan: Plan
    world: World
    number: int
    tables: dict[str, Rows] = field(default_factory=dict)
    truth: Truth = field(default_factory=Truth)
    words: list[str] = field(default_factory=list)
    """Texts written otherwise than usual, such as a payer's name; columns like `_payer_name` point here."""
    found: dict[str, Ints] = field(default_factory=dict)
    """What the first scheme that looked found in the honest life, for those who come after."""
    faults: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Scales that err: device, first and last moment, and what they then show of the true weight in basis points."""

    def word(self, text: str) -> int:
        """Return the place of a text among the block's words."""
        self.words.append(text)
        return len(self.words) - 1

    def rows(self, name: str) -> Rows:
        """Return one table of the block, empty at first."""
        if name not in self.tables:
            self.tables[name] = Rows(table_named(name))
        return self.tables[name]

    @property
    def companies(self) -> range:
        """The party indices of the companies of this block."""
        first = self.world.first_company
        begin = first + self.number * self.plan.block_companies
        return range(begin, min(begin + self.plan.block_companies, first + self.plan.companies))
