"""The part of a book that is near some parties: what a decision on one request needs of a large book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.schema import SCHEMA

NEAR = {
    name: tuple(c.name for c in table.columns if c.of == "parties")
    for name, table in SCHEMA.items()
    if not table.derived and name != "sources"
}
"""For each table its columns that name a party. `sources` follow the rows they speak for."""

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
    tables: Mapping[str, pa.Table], party_ids: Iterable[str], hops: int, thing_ids: Iterable[str] = ()
) -> dict[str, pa.Table]:
    """Return the rows that name a party within `hops` steps of `party_ids`, what hangs on them, and their sources.

    One step is one row that names both parties (a link, a guarantee, an invoice, a payment); hops 0 gives
    the rows that name the parties themselves. What hangs on a row refers to it by its id: lines, events,
    references, a report that an invoice was financed. `thing_ids` are things whose rows are wanted
    although they may name no such party: the invoices of a request that this book has never seen.
    """
    near = set(party_ids)
    for _ in range(hops):
        near |= _named_beside(tables, near)
    naming = {name: _naming(tables[name], NEAR.get(name, ()), near) for name in tables}
    things = _keys(naming) | set(thing_ids)
    kept = {name: _near_or_hanging(name, tables[name], near, things) for name in tables if name not in _APART}
    _add_owners(tables, kept)
    if "parties" in tables:
        kept["parties"] = _where_in(tables["parties"], "party_id", near | _named_in(kept))
    if "sources" in tables:
        kept["sources"] = _where_in(tables["sources"], "source_id", _spoken_for(kept))
    return {name: data for name, data in kept.items() if data.num_rows}


def _near_or_hanging(name: str, data: pa.Table, near: set[str], things: set[str]) -> pa.Table:
    if name in _WHOLE:
        return data
    wanted = [(column, near) for column in NEAR.get(name, ())]
    wanted += [(column, things) for column in (SCHEMA[name].key, *_HANGING[name])]
    return _where_any(data, wanted)


def _add_owners(tables: Mapping[str, pa.Table], kept: dict[str, pa.Table]) -> None:
    """Bring in the thing that a kept row is a part of, whoever it names: no part stands without it."""
    for name, column in _PARTS:
        if name in kept and column.of in tables:
            ids = {*kept[name][column.name].to_pylist(), *kept[column.of][SCHEMA[column.of].key].to_pylist()}
            kept[column.of] = _where_in(tables[column.of], SCHEMA[column.of].key, ids)


def _naming(data: pa.Table, columns: tuple[str, ...], near: set[str]) -> pa.Table:
    return _where_any(data, [(column, near) for column in columns])


def _where_any(data: pa.Table, wanted: list[tuple[str, set[str]]]) -> pa.Table:
    """Keep the rows where any of the columns holds one of its wanted ids."""
    mask = pa.array([False] * data.num_rows, pa.bool_())
    for column, ids in wanted:
        mask = pc.or_(mask, pc.is_in(data[column], pa.array(sorted(ids), pa.string())))
    return data.filter(mask)


def _where_in(data: pa.Table, column: str, ids: set[str]) -> pa.Table:
    return _where_any(data, [(column, ids)])


def _named_beside(tables: Mapping[str, pa.Table], near: set[str]) -> set[str]:
    return _named_in({name: _naming(tables[name], NEAR.get(name, ()), near) for name in tables})


def _named_in(tables: Mapping[str, pa.Table]) -> set[str]:
    found: set[str] = set()
    for name, data in tables.items():
        for column in NEAR.get(name, ()):
            found.update(pc.unique(data[column].drop_null()).to_pylist())
    return found


def _keys(tables: Mapping[str, pa.Table]) -> set[str]:
    found: set[str] = set()
    for name, data in tables.items():
        found.update(data[SCHEMA[name].key].to_pylist())
    return found


def _spoken_for(tables: Mapping[str, pa.Table]) -> set[str]:
    found: set[str] = set()
    for name, data in tables.items():
        if "source_id" in data.column_names and name != "sources":
            found.update(pc.unique(data["source_id"]).to_pylist())
    return found
