"""What others attest about lots: certificates, inspections, insurances, events of their way."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Flags, Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.papers import later
from hefu.gym.stages.stock import Lots
from hefu.gym.world.world import FIRST_INSPECTOR, FIRST_INSURER, INSPECTORS, INSURERS

CERTIFIED, _INSPECTED, _TRACED = 0.5, 0.35, 0.2
INSURED_IF_PLEDGED, _INSURED = 0.8, 0.2
_FAILED, _REFUSED = 0.02, 0.01
INSURED_YUAN_PER_TONNE = 5_000


def attest(block: Block, lots: Lots, rng: np.random.Generator) -> None:
    """Write what is attested about the lots of a block."""
    size = len(lots.owner)
    inspector = FIRST_INSPECTOR + rng.integers(0, INSPECTORS, size)
    _certify(block, lots, np.flatnonzero(rng.random(size) < CERTIFIED), inspector, rng)
    _inspect(block, lots, np.flatnonzero(rng.random(size) < _INSPECTED), inspector, rng)
    pledged = lots.pledged_on != NULL
    _insure(block, lots, np.flatnonzero(rng.random(size) < np.where(pledged, INSURED_IF_PLEDGED, _INSURED)), rng)
    _trace(block, rng.random(size) < _TRACED, rng)


def _certify(block: Block, lots: Lots, at: Ints, inspector: Ints, rng: np.random.Generator) -> None:
    day = lots.in_on[at] - rng.integers(0, 10, len(at))
    block.rows("certificates").append(
        issuer_id=inspector[at], lot_id=at, _kind=rng.integers(0, 3, len(at)), issued_on=day,
        valid_from=day, valid_to=day + 365, source_id=block.world.source(inspector[at]), known_at=later(rng, day, 3),
    )  # fmt: skip


def _inspect(block: Block, lots: Lots, at: Ints, inspector: Ints, rng: np.random.Generator) -> None:
    day = lots.in_on[at] + rng.integers(0, 30, len(at))
    left = lots.quantity_milli[at] - np.where(lots.out_on[at] <= day[:, None], lots.out_milli[at], 0).sum(axis=1)
    there = (day < block.plan.end_day) & (left > 0)
    at, day, left = at[there], day[there], left[there]
    happened = day * DAY_US + rng.integers(0, 9 * 3_600, len(at)) * 1_000_000
    chance = rng.random(len(at))
    outcomes = [code("inspections", "outcome", word) for word in ("passed", "failed", "refused")]
    block.rows("inspections").append(
        lot_id=at, inspector_id=inspector[at],
        outcome=np.where(chance < _FAILED, outcomes[1], np.where(chance > 1 - _REFUSED, outcomes[2], outcomes[0])),
        quantity_milli=np.where(chance > 1 - _REFUSED, NULL, left), _unit=np.zeros(len(at), np.int64),
        happened_at=happened, source_id=block.world.source(inspector[at]), known_at=happened + 86_400_000_000,
    )  # fmt: skip


def _insure(block: Block, lots: Lots, at: Ints, rng: np.random.Generator) -> None:
    insurer = FIRST_INSURER + rng.integers(0, INSURERS, len(at))
    day = lots.in_on[at]
    block.rows("insurances").append(
        insurer_id=insurer, insured_id=lots.owner[at], lot_id=at,
        sum_minor=lots.quantity_milli[at] // 1_000 * INSURED_YUAN_PER_TONNE * 100 + 1_000_000,
        valid_from=day, valid_to=day + 365, source_id=block.world.source(insurer), known_at=later(rng, day, 5),
    )  # fmt: skip


def _trace(block: Block, traced: Flags, rng: np.random.Generator) -> None:
    """Each gate that a traced lot passes is an event of its way as well."""
    gate = block.rows("movements")
    at = np.flatnonzero(traced[gate["_lot"]])
    happened = gate["happened_at"][at] + rng.integers(0, 600, len(at)) * 1_000_000
    way = gate["direction"][at]
    block.rows("trace_events").append(
        kind=np.full(len(at), code("trace_events", "kind", "object")),
        action=np.full(len(at), code("trace_events", "action", "observe")),
        quantity_milli=gate["quantity_milli"][at], _lot=gate["_lot"][at], _step=way, _place=gate["warehouse_id"][at],
        happened_at=happened, recorded_at=happened + 60_000_000,
        source_id=gate["source_id"][at], known_at=happened + rng.integers(60, 7_200, len(at)) * 1_000_000,
    )  # fmt: skip
