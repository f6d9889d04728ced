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


def neighbourhood(tables: Mapping[str, pa.Table], party_ids: Iterable[str], hops: int) -> dict[str, pa.Table]:
    """Return the rows that name a party within `hops` steps of `party_ids`, with their parts and sources.

    One step is one row that names both parties (a link, a guarantee, an invoice, a payment). Hops 0
    gives the rows that name the parties themselves.
    """
    near = set(party_ids)
    for _ in range(hops):
        near |= _named_beside(tables, near)
    kept = {name: tables[name] for name in _WHOLE if name in tables}
    kept |= {name: data for name in tables if (data := _naming(tables[name], NEAR.get(name, ()), near)).num_rows}
    named = _named_in(kept)
    if "parties" in tables:
        kept["parties"] = _where_in(tables["parties"], "party_id", near | named)
    _add_parts(tables, kept)
    _add_sources(tables, kept)
    return {name: data for name, data in kept.items() if data.num_rows}


def _naming(data: pa.Table, columns: tuple[str, ...], near: set[str]) -> pa.Table:
    if not columns:
        return data.slice(0, 0)
    ids = pa.array(sorted(near), pa.string())
    mask = pc.is_in(data[columns[0]], ids)
    for column in columns[1:]:
        mask = pc.or_(mask, pc.is_in(data[column], ids))
    return data.filter(mask)


def _where_in(data: pa.Table, column: str, wanted: set[str]) -> pa.Table:
    return data.filter(pc.is_in(data[column], pa.array(sorted(wanted), pa.string())))


def _named_beside(tables: Mapping[str, pa.Table], near: set[str]) -> set[str]:
    return _named_in({name: _naming(tables[name], NEAR.get(name, ()), near) for name in tables})


def _named_in(tables: Mapping[str, pa.Table]) -> set[str]:
    found: set[str] = set()
    for name, data in tables.items():
        for column in NEAR.get(name, ()):
            found.update(pc.unique(data[column].drop_null()).to_pylist())
    return found


def _add_parts(tables: Mapping[str, pa.Table], kept: dict[str, pa.Table]) -> None:
    """Bring in rows that name no party but hang on a row that is kept: lines, events, references."""
    ids = {SCHEMA[name].key: set(data[SCHEMA[name].key].to_pylist()) for name, data in kept.items()}
    documents = set().union(*ids.values()) if ids else set()
    for name, data in tables.items():
        if name in kept or name in _WHOLE or name in {"sources", "parties"} or SCHEMA[name].derived:
            continue
        for column in SCHEMA[name].columns:
            wanted = (
                documents if column.name == "document_id" else ids.get(SCHEMA[column.of].key) if column.of else None
            )
            if wanted and column.name != "source_id":
                part = _where_in(data, column.name, wanted)
                kept[name] = pa.concat_tables([kept[name], part]) if name in kept else part


def _add_sources(tables: Mapping[str, pa.Table], kept: dict[str, pa.Table]) -> None:
    if "sources" not in tables:
        return
    spoken: set[str] = set()
    for name, data in kept.items():
        if name != "sources":
            spoken.update(pc.unique(data["source_id"]).to_pylist())
    kept["sources"] = _where_in(tables["sources"], "source_id", spoken)
