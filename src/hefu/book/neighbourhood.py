"""The part of a book that is near some parties: what a decision on one request needs of a large book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.index import Finder
from hefu.book.schema import SCHEMA

NEAR = {
    name: tuple(c.name for c in table.columns if c.of == "parties")
    for name, table in SCHEMA.items()
    if not table.derived and name != "sources"
}
"""For each table its columns that name a party. `sources` follow the rows they speak for."""

_STEPS = {
    name: tuple(column for column in columns if (name, column) != ("bank_accounts", "bank_id"))
    for name, columns in NEAR.items()
}
"""The same, less the bank that keeps an account: it stands beside each of its customers and joins none of them."""

_WHOLE = ("prices", "places", "indicators", "input_output")
"""Small tables about the world, not about parties: they come along as they are."""

_APART = ("sources", "parties")
"""Tables that follow what the others name."""

_PARTS = [
    (name, column)
    for name, table in SCHEMA.items()
    for column in table.columns
    if column.owned and column.of not in _APART
]
"""Each column that names the thing its row is a part of."""

_HANGING = {
    name: tuple(
        c.name
        for c in table.columns
        if c.name == "document_id" or (c.of and c.of not in {"parties", "sources", "places"})
    )
    for name, table in SCHEMA.items()
}
"""For each table its columns that refer to a thing other than a party."""


def neighbourhood(
    finder: Finder,
    party_ids: Iterable[str],
    hops: int,
    thing_ids: Iterable[str] = (),
    apart: Iterable[str] = (),
) -> dict[str, pa.Table]:
    """Return the rows that name a party within `hops` steps of `party_ids`, what hangs on them, and their sources.

    One step is one row that names both parties (a link, a guarantee, an invoice, a payment); hops 0 gives
    the rows that name the parties themselves. What hangs on a row refers to it by its id: lines, events,
    references, a report that an invoice was financed. `thing_ids` are things whose rows are wanted
    although they may name no such party: the invoices of a request that this book has never seen. No step leads
    through those `apart`: the lender stands in every row of its own book and joins nobody.
    """
    tables, aside = finder.tables, set(apart)
    near = set(party_ids) - aside
    for _ in range(hops):
        near |= _named_in({name: _naming(finder, name, near) for name in tables}, _STEPS) - aside
    things = _keys({name: _naming(finder, name, near) for name in tables}) | set(thing_ids)
    kept = {name: _near_or_hanging(finder, name, near, things) for name in tables if name not in _APART}
    _add_owners(finder, kept)
    if "parties" in tables:
        kept["parties"] = finder.find("parties", [("party_id", near | _named_in(kept, NEAR))])
    if "sources" in tables:
        kept["sources"] = finder.find("sources", [("source_id", spoken_for(kept))])
    return {name: data for name, data in kept.items() if data.num_rows}


def _near_or_hanging(finder: Finder, name: str, near: set[str], things: set[str]) -> pa.Table:
    if name in _WHOLE:
        return finder.tables[name]
    wanted = [(column, near) for column in _STEPS.get(name, ())]
    return finder.find(name, wanted + [(column, things) for column in (SCHEMA[name].key, *_HANGING[name])])


def _add_owners(finder: Finder, kept: dict[str, pa.Table]) -> None:
    """Bring in the thing that a kept row is a part of, whoever it names: no part stands without it."""
    for name, column in _PARTS:
        if name in kept and column.of in finder.tables:
            key = SCHEMA[column.of].key
            ids = {*kept[name][column.name].to_pylist(), *kept[column.of][key].to_pylist()}
            kept[column.of] = finder.find(column.of, [(key, ids)])


def _naming(finder: Finder, name: str, near: set[str]) -> pa.Table:
    return finder.find(name, [(column, near) for column in _STEPS.get(name, ())])


def _named_in(tables: Mapping[str, pa.Table], columns: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    for name, data in tables.items():
        for column in columns.get(name, ()):
            found.update(pc.unique(data[column].drop_null()).to_pylist())
    return found


def _keys(tables: Mapping[str, pa.Table]) -> set[str]:
    found: set[str] = set()
    for name, data in tables.items():
        found.update(data[SCHEMA[name].key].to_pylist())
    return found


def spoken_for(tables: Mapping[str, pa.Table]) -> set[str]:
    """Return the sources whose word some rows are."""
    found: set[str] = set()
    for name, data in tables.items():
        if "source_id" in data.column_names and name != "sources":
            found.update(pc.unique(data["source_id"]).to_pylist())
    return found
