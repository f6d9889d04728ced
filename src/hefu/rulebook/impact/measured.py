"""What a probe reads and what it gives: things of the book, each measured as the rule measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from hefu.core.findings import RowRef
from hefu.core.law import Law
from hefu.core.money import Money
from hefu.core.texts import Text

Row = dict[str, Any]
"""One row of a table, by column name."""

PRC_OFFSET = timedelta(hours=8)
"""What a PRC day is ahead of UTC."""


class Tables(Protocol):
    """A book as probes see it. `hefu.book.Book` is one; the rule book does not know it."""

    def rows(self, name: str) -> list[Row]:
        """Return one table as Python rows."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """A book, the law, today, the day the rule is to start, and the control groups that the caller knows, by name."""

    tables: Tables
    law: Law
    today: date
    starts_on: date
    groups: Mapping[str, frozenset[str]] | None

    @property
    def first_day(self) -> date:
        """The first day from today on that the rule holds."""
        return max(self.today, self.starts_on)


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing of the book in the rule's own unit.

    `value` is None where `missing` says what is not known. `happened_on` is the anchor day of a thing that has one (a
    voucher's issue); None where the state of the day counts (an exposure). `ends_on` is when it ends or, of a count
    that grows, when it passes a figure can be told by `grows_from`. `condition` is what the book does not say.
    """

    subject: RowRef
    party_id: str
    value: int | None
    amount: Money | None = None
    happened_on: date | None = None
    ends_on: date | None = None
    grows_from: date | None = None
    missing: Text | None = None
    condition: Text | None = None


Probe = Callable[[Scene], list[Measured]]
"""From a scene to what is live in it, measured as one rule measures."""


def largest(rows: Iterable[Row], key: str, column: str) -> list[Row]:
    """Return one row per thing, the one that states the most in a column: of two words the graver counts."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (str(row[key]), row["source_id"])):
        held = found.get(row[key])
        if held is None or (row[column] or 0) > (held[column] or 0):
            found[row[key]] = row
    return list(found.values())


def kinds_of(tables: Tables) -> dict[str, str]:
    """Return the kind of each party by id; a kind that some source knows goes before `unknown`."""
    rows = sorted(tables.rows("parties"), key=lambda row: row["kind"] != "unknown")
    return {row["party_id"]: row["kind"] for row in rows}


def names_of(tables: Tables) -> dict[str, str]:
    """Return a name of each party by id, the first by source where several sources name it."""
    rows = sorted(tables.rows("parties"), key=lambda row: str(row["source_id"]), reverse=True)
    return {row["party_id"]: row["name"] for row in rows if row["name"]}


def prc_day(moment: datetime) -> date:
    """Return the day in the PRC at a moment in UTC."""
    return (moment + PRC_OFFSET).date()


def money(row: Row, column: str) -> Money | None:
    """Return an amount of a row, or None where it says none."""
    return None if row[column] is None or not row["currency"] else Money(row[column], row["currency"])
