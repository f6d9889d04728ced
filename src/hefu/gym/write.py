"""Blocks onto disk: Parquet of fixed form, one file per table and block, the truth apart from the facts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hefu.book.columns import Kind, Table
from hefu.book.schema import SCHEMA
from hefu.gym.frame import Block
from hefu.gym.identify import Identities, account_ids, party_ids
from hefu.gym.render import numbers, render
from hefu.gym.sums import sums

BATCH = "gym"
TRUTH = "truth"
"""Two folders deep, so that no reader of books takes the truth for facts."""

_ROW_GROUP = 262_144
_REPEATED = {Kind.ID, Kind.TEXT, Kind.CODE, Kind.CURRENCY, Kind.DAY, Kind.BPS}


def write_block(block: Block, folder: Path) -> dict[str, int]:
    """Write a finished block: its tables, its truth, and what the last stage needs of it. Return rows per table."""
    identities = Identities(block)
    counts = {}
    for name in SCHEMA:
        if name in block.tables and block.tables[name].kept.any():
            data = render(block, identities, name)
            write_table(data, SCHEMA[name], folder / BATCH / f"{name}.{block.number:04d}.parquet")
            counts[name] = data.num_rows
    _write_truth(block, identities, folder / TRUTH)
    with (folder / "aside" / f"{block.number:04d}.npz").open("wb") as file:
        np.savez(file, allow_pickle=False, **sums(block))
    return counts


def write_table(data: pa.Table, table: Table, path: Path) -> None:
    """Write one table the same way every time; what names the row itself is not worth a dictionary."""
    repeated = [column.name for column in table.columns if column.kind in _REPEATED and column.name != table.key]
    pq.write_table(
        data,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=repeated,
        row_group_size=_ROW_GROUP,
        store_schema=False,
    )


TRUTH_INSTANCES = pa.schema(
    [
        ("instance", pa.string()), ("scheme", pa.string()), ("strength", pa.string()), ("innocent", pa.bool_()),
        ("first_on", pa.date32()), ("first_visible_on", pa.date32()), ("amount_minor", pa.int64()),
        ("currency", pa.string()),
    ]
)  # fmt: skip
TRUTH_ROWS = pa.schema(
    [
        ("instance", pa.string()), ("scheme", pa.string()), ("strength", pa.string()), ("innocent", pa.bool_()),
        ("table", pa.string()), ("row_id", pa.string()), ("role", pa.string()), ("first_on", pa.date32()),
        ("first_visible_on", pa.date32()), ("amount_minor", pa.int64()),
    ]
)  # fmt: skip


def _write_truth(block: Block, identities: Identities, folder: Path) -> None:
    truth = block.truth
    if not truth.instances:
        return
    ids = [f"{one.scheme}/{block.number:04d}-{at:05d}" for at, one in enumerate(truth.instances)]
    instances = pa.Table.from_arrays(
        [
            pa.array(ids),
            pa.array([one.scheme for one in truth.instances]),
            pa.array([one.strength for one in truth.instances]),
            pa.array([one.innocent for one in truth.instances]),
            _days([one.first_on for one in truth.instances]),
            _days([one.first_visible_on for one in truth.instances]),
            pa.array([one.amount_minor for one in truth.instances], pa.int64()),
            pa.array(["CNY"] * len(ids)),
        ],
        schema=TRUTH_INSTANCES,
    )
    of = pa.array([row.instance for row in truth.rows], pa.int64())
    row_ids = pa.array([_row_id(block, identities, row.table, row.thing) for row in truth.rows], pa.string())
    tables, roles = pa.array([row.table for row in truth.rows]), pa.array([row.role for row in truth.rows])
    taken = {name: instances[name].take(of) for name in TRUTH_ROWS.names if name in TRUTH_INSTANCES.names}
    rows = pa.table({**taken, "table": tables, "row_id": row_ids, "role": roles}).select(TRUTH_ROWS.names)
    for name, data in (("instances", instances), ("rows", rows)):
        pq.write_table(data, folder / name / f"{block.number:04d}.parquet", compression="zstd", store_schema=False)


def _days(days: list[int]) -> pa.Array:
    return numbers(Kind.DAY, np.array(days, np.int64))


def _row_id(block: Block, identities: Identities, table: str, thing: int) -> str:
    things = np.array([thing])
    if table == "parties":
        return bytes(party_ids(block.world, things)[0]).decode()
    if table == "bank_accounts":
        return bytes(account_ids(block.world, things)[0]).decode()
    return bytes(identities.ids(table, things)[0]).decode()
