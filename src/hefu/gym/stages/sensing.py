"""Warehouses, what they can hold, and the scales in them: true weight, noise, drift, outages."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Flags, Ints, part_bps, whole
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.stock import WAREHOUSES_PER_KEEPER, warehouses_of
from hefu.gym.world.world import FIRST_KEEPER

READINGS_PER_DAY = 3
_KNOWN_BEFORE_DAYS = 30
_NOISE_BPS, _FLOOR_MILLI = 15, 200
_DRIFTS, _DRIFT_BPS_YEAR = 0.2, 60
_OUTAGES = 2
_CAPACITY_STEP_MILLI = 100_000
_LEASED = 0.2


def write_warehouses(block: Block, rng: np.random.Generator) -> None:
    """Write a block's warehouses, their capacity, their devices and what those measured."""
    world, number = block.world, warehouses_of(block)
    keeper = FIRST_KEEPER + number // WAREHOUSES_PER_KEEPER
    before = np.full(len(number), (block.plan.first_day - _KNOWN_BEFORE_DAYS) * DAY_US)
    since = block.plan.first_day - rng.integers(300, 4_000, len(number))
    landlord = np.where(
        rng.random(len(number)) < _LEASED, world.first_company + rng.integers(0, world.companies, len(number)), keeper
    )
    source = world.source(keeper)
    block.rows("warehouses").append(
        warehouse_id=number, keeper_id=keeper, owner_id=landlord, place_id=world.city[keeper], _warehouse=number,
        valid_from=since, source_id=source, known_at=before,
    )  # fmt: skip
    peak = np.array([_peak(block, one) for one in number], np.int64)
    room = part_bps(peak, rng.integers(11_500, 26_000, len(number)))
    block.rows("capacities").append(
        warehouse_id=number, capacity_milli=(room // _CAPACITY_STEP_MILLI + 20) * _CAPACITY_STEP_MILLI, _unit=0,
        valid_from=since, source_id=source, known_at=before,
    )  # fmt: skip
    block.rows("devices").append(
        device_id=number, warehouse_id=number, _key=rng.integers(0, 2**62, len(number)),
        valid_from=since, source_id=source, known_at=before,
    )  # fmt: skip
    write_readings(block, number, rng)


def stock_at(block: Block, warehouses: Ints, moments: Ints) -> Ints:
    """Return what lay in each warehouse at each moment, by what passed its gate, in thousandths of a tonne.

    A scheme sets `_passed_milli` where another weight passed than the gate's book says; a removed row with it is one
    that the gate never wrote down.
    """
    gate = block.rows("movements")
    stated = np.where(gate.kept, gate["quantity_milli"], 0)
    passed = np.where(gate["_passed_milli"] == NULL, stated, gate["_passed_milli"])
    kept = np.flatnonzero(gate.kept | (passed > 0))
    order = kept[np.lexsort((gate["happened_at"][kept], gate["warehouse_id"][kept]))]
    sign = np.where(gate["direction"][order] == code("movements", "direction", "in"), 1, -1)
    running = np.r_[0, np.cumsum(sign * passed[order])]
    keys = _key(block, gate["warehouse_id"][order], gate["happened_at"][order])
    until = np.searchsorted(keys, _key(block, warehouses, moments), side="right")
    begin = np.searchsorted(keys, _key(block, warehouses, np.full(len(moments), block.plan.first_day * DAY_US - 1)))
    there: Ints = running[until] - running[begin]
    return there


def _key(block: Block, warehouse: Ints, moment: Ints) -> Ints:
    """Warehouse and second as one number that sorts like the pair."""
    return warehouse * 10**10 + moment // 1_000_000 - block.plan.first_day * 86_400


def _peak(block: Block, warehouse: int) -> int:
    gate = block.rows("movements")
    times = gate["happened_at"][(gate["warehouse_id"] == warehouse) & gate.kept]
    return int(stock_at(block, np.full(len(times), warehouse), times).max(initial=0))


def write_readings(block: Block, devices: Ints, rng: np.random.Generator) -> None:
    """Write what each warehouse's scale measured, every few hours, but for its outages."""
    plan = block.plan
    times = (plan.end_day - plan.first_day) * READINGS_PER_DAY
    device, nth = np.repeat(devices, times), np.tile(np.arange(times), len(devices))
    moment = plan.first_day * DAY_US + nth * (DAY_US // READINGS_PER_DAY) + rng.integers(0, 90_000_000, len(nth))
    true = stock_at(block, device, moment)
    drift = np.where(
        rng.random(len(devices)) < _DRIFTS, rng.integers(-_DRIFT_BPS_YEAR, _DRIFT_BPS_YEAR + 1, len(devices)), 0
    )
    drifted = true + part_bps(true, np.repeat(drift, times) * nth // (365 * READINGS_PER_DAY))
    for faulty, begin, end, shown_bps in block.faults:
        errs = (device == faulty) & (moment >= begin) & (moment < end)
        drifted = np.where(errs, part_bps(drifted, shown_bps), drifted)
    noise = whole(rng.standard_normal(len(nth)) * (_FLOOR_MILLI + part_bps(true, _NOISE_BPS)))
    works = _works(len(devices), times, rng)
    block.rows("readings").append(
        device_id=device[works],
        sequence_count=nth[works],
        reading_milli=np.maximum((drifted + noise)[works], 0) // 10 * 10,
        happened_at=moment[works],
        source_id=block.world.device_source(device[works]),
        known_at=moment[works] + rng.integers(1, 30, int(works.sum())) * 1_000_000,
    )


def _works(devices: int, times: int, rng: np.random.Generator) -> Flags:
    """Return which readings came: each device falls silent now and then, for hours or days."""
    works = np.ones((devices, times), bool)
    nth = np.arange(times)
    for _ in range(_OUTAGES):
        begin = rng.integers(0, times, devices)
        length = rng.geometric(0.12, devices)
        works &= (nth < begin[:, None]) | (nth >= (begin + length)[:, None])
    return works.ravel()
