"""What needs all blocks: the sources that spoke, the balances and statements that follow from all payments."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa

from hefu.book.columns import Kind
from hefu.book.schema import SCHEMA
from hefu.gym.bytewise import to_arrow
from hefu.gym.draw import Ints
from hefu.gym.frame import DAY_US
from hefu.gym.identify import party_ids
from hefu.gym.plan import Plan
from hefu.gym.render import numbers, source_ids
from hefu.gym.world.world import BODIES, FIRST_INSURER, FIRST_KEEPER, TAX_OFFICE, World
from hefu.gym.write import BATCH, write_table


def finish(plan: Plan, folder: Path) -> Counter[str]:
    """Write the tables that need every block's sums; return rows per table."""
    world = World.load(folder / "world")
    parts = [np.load(path) for path in sorted((folder / "aside").glob("*.npz"))]
    used = np.unique(np.concatenate([part["sources"] for part in parts]))
    data = _sources(plan, world, used)
    write_table(data, SCHEMA["sources"], folder / BATCH / "sources.0000.parquet")
    return Counter({"sources": data.num_rows})


def _sources(plan: Plan, world: World, used: Ints) -> pa.Table:
    """One row per source that spoke: who controls it and by which channel it came."""
    words = SCHEMA["sources"].column("controlled_by").codes
    device = used >= 2 * world.parties
    party = np.where(device, 0, used // 2)
    controller = _controllers(world, party, as_buyer=used % 2 == 1)
    controller = np.where(device, words.index("device"), controller)
    channels = SCHEMA["sources"].column("channel").codes
    channel_of = {"borrower": "upload", "buyer": "portal", "registry": "registry", "device": "device"}
    channel = np.array([channels.index(channel_of.get(word, "feed")) for word in words])[controller]
    known_at = np.full(len(used), (plan.first_day - 800) * DAY_US)
    columns = {
        "source_id": to_arrow(source_ids(used)),
        "controlled_by": pa.array(words, pa.string()).take(pa.array(controller)),
        "controller_id": to_arrow(party_ids(world, party), ~device),
        "channel": pa.array(channels, pa.string()).take(pa.array(channel)),
        "known_at": numbers(Kind.MOMENT, known_at),
    }
    schema = SCHEMA["sources"].arrow
    arrays = [columns.get(field.name, pa.nulls(len(used), field.type)) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _controllers(world: World, party: Ints, *, as_buyer: np.ndarray) -> Ints:
    """Return the kind of controller of each party's source, as place among the code words."""
    words = SCHEMA["sources"].column("controlled_by").codes
    bounds = (
        (TAX_OFFICE + 1, "tax_office"), (BODIES, "registry"), (FIRST_INSURER, "bank"), (FIRST_KEEPER, "other"),
        (world.first_carrier, "warehouse"), (world.first_company, "carrier"), (world.parties, "borrower"),
    )  # fmt: skip
    place = np.searchsorted([bound for bound, _ in bounds], party, side="right")
    kind = np.array([words.index(word) for _, word in bounds])[place]
    return np.where(as_buyer, words.index("buyer"), kind)
