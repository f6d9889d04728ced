"""The schema: every table of the book, by name. `python -m hefu.cli book schema` prints its reference page."""

from __future__ import annotations

from hefu.book.columns import Table
from hefu.book.tables import (
    derived,
    documents,
    findings,
    goods,
    money,
    parties,
    related,
    scores,
    trace,
    trade,
    world,
)
from hefu.core.refusals import Refusal, refuse

SCHEMA: dict[str, Table] = {
    table.name: table
    for part in (parties, trade, documents, money, goods, trace, world, scores, derived, related, findings)
    for table in part.TABLES
}
"""Every table, in the order of the reference page."""


def table_named(name: str) -> Table:
    """Return the table of that name; an unknown name is refused."""
    try:
        return SCHEMA[name]
    except KeyError:
        raise refuse(Refusal.TABLE_UNKNOWN, table=name) from None
