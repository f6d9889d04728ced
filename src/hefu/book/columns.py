"""What a column of the book may be: its kinds, and the short words the table files are written in."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pyarrow as pa

from hefu.core.texts import Text


class Kind(enum.Enum):
    """A kind of column; the last word of a column's name says it again."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    MINOR = "minor units"
    CURRENCY = "currency"
    MILLI = "thousandths"
    BPS = "basis points"
    COUNT = "whole number"
    MAJOR = "exact decimal"
    EXACT = "exact number"
    DAY = "day"
    MOMENT = "moment, UTC"
    FLAG = "yes or no"


ARROW: dict[Kind, pa.DataType] = {
    Kind.ID: pa.string(),
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.string(),
    Kind.MINOR: pa.int64(),
    Kind.CURRENCY: pa.string(),
    Kind.MILLI: pa.int64(),
    Kind.BPS: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.MAJOR: pa.decimal128(38, 18),
    Kind.EXACT: pa.decimal128(38, 18),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.FLAG: pa.bool_(),
}
"""Each kind's Arrow type."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name with its unit last, kind, what it says, and what its values must hold to.

    `of` names the table whose ids stand here; `owned` says that the row is a part of that thing (a
    line of an invoice) and that the thing must be in the book with it. `codes` lists the words allowed.
    """

    name: str
    kind: Kind
    says: Text
    required: bool = False
    of: str = ""
    owned: bool = False
    codes: tuple[str, ...] = ()
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of facts: what a row is, the id that names its thing, its columns."""

    name: str
    says: Text
    key: str
    columns: tuple[Column, ...]
    derived: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema. That required columns are filled is checked row by row, where a row can be named."""
        return pa.schema([pa.field(c.name, ARROW[c.kind]) for c in self.columns])

    def column(self, name: str) -> Column:
        """Return the column of that name, or raise KeyError."""
        found = [column for column in self.columns if column.name == name]
        if not found:
            raise KeyError(name)
        return found[0]


SOURCE_COLUMNS = (
    Column("source_id", Kind.ID, Text("who says so", "事实来源"), required=True, of="sources", owned=True),
    Column("known_at", Kind.MOMENT, Text("when we learned it", "获知时间"), required=True),
)
"""What every fact carries: its source, and the moment it became known."""


def facts(name: str, en: str, zh: str, *columns: Column) -> Table:
    """Build a table of facts: its own columns (the first is the key), then source and moment of knowing."""
    return Table(name, Text(en, zh), columns[0].name, (*columns, *SOURCE_COLUMNS))


def derived(name: str, en: str, zh: str, *columns: Column) -> Table:
    """Build a table that the orchestrator computes from facts and puts into the book for later rules."""
    return Table(name, Text(en, zh), columns[0].name, columns, derived=True)


def key(name: str, en: str, zh: str) -> Column:
    """The id of the thing a row speaks of."""
    return Column(name, Kind.ID, Text(en, zh), required=True)


def ref(name: str, of: str, en: str, zh: str, *, required: bool = False) -> Column:
    """The id of a thing in another table; it may be unknown to this book."""
    return Column(name, Kind.ID, Text(en, zh), required=required, of=of)


def part_of(name: str, of: str, en: str, zh: str) -> Column:
    """The id of the thing that this row is a part of; it must be in the book."""
    return Column(name, Kind.ID, Text(en, zh), required=True, of=of, owned=True)


def text(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    """Words as they were written."""
    return Column(name, Kind.TEXT, Text(en, zh), required=required)


def code(name: str, codes: str, en: str, zh: str, *, required: bool = True) -> Column:
    """One of a fixed list of words, given as one blank-separated string."""
    return Column(name, Kind.CODE, Text(en, zh), required=required, codes=tuple(codes.split()))


def minor(name: str, en: str, zh: str, *, required: bool = False, least: int | None = None) -> Column:
    """Money in whole minor units of the row's `currency`."""
    return Column(name, Kind.MINOR, Text(en, zh), required=required, least=least)


def currency(name: str = "currency", *, required: bool = True) -> Column:
    """An ISO 4217 code."""
    return Column(name, Kind.CURRENCY, Text("ISO 4217 code", "币种（ISO 4217）"), required=required)


def milli(name: str, en: str, zh: str, *, required: bool = False, least: int | None = None) -> Column:
    """A quantity in whole thousandths of the row's `unit`."""
    return Column(name, Kind.MILLI, Text(en, zh), required=required, least=least)


def bps(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    """A rate in basis points."""
    return Column(name, Kind.BPS, Text(en, zh), required=required)


def count(name: str, en: str, zh: str, *, required: bool = False, least: int | None = 0) -> Column:
    """A whole number of the unit its name ends in."""
    return Column(name, Kind.COUNT, Text(en, zh), required=required, least=least)


def major(name: str, en: str, zh: str) -> Column:
    """An exact decimal of the currency's major unit: a figure in a working (a unit price, a line's tax).

    Never money that is owed or moves. Unit prices on tax invoices run to 13 decimals, so whole minor
    units cannot hold them; a decimal of fixed scale is a whole number all the same.
    """
    return Column(name, Kind.MAJOR, Text(en, zh))


def exact(name: str, en: str, zh: str) -> Column:
    """An exact decimal that is no money: a measurement, in the row's `unit`."""
    return Column(name, Kind.EXACT, Text(en, zh))


def day(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    """A calendar day."""
    return Column(name, Kind.DAY, Text(en, zh), required=required)


def moment(name: str, en: str, zh: str, *, required: bool = False) -> Column:
    """A moment in UTC."""
    return Column(name, Kind.MOMENT, Text(en, zh), required=required)


def flag(name: str, en: str, zh: str) -> Column:
    """Yes or no; empty means not said."""
    return Column(name, Kind.FLAG, Text(en, zh))


VALIDITY = (
    day("valid_from", "true from this day", "生效日"),
    day("valid_to", "true until before this day; empty: still true", "失效日（不含）；空表示仍有效"),
)
