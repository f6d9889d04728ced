"""One lot under two warehouse receipts, each pledged to a lender of its own (P1, P2, P4; cases 1, 10, 14, 20).

The innocent twin gives its receipt back, gets two for parts of the lot instead, and pledges these at two lenders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import between, other_lender, record, some
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.schemes.stockroom import (
    Stored,
    add_lots,
    other_warehouse,
    pass_gate,
    pledge_receipts,
    steps,
    stored,
    tell_receipt,
)  # fmt: skip

NAME = "receipts_twice"

_STRENGTHS = (
    Strength(BLATANT, Text("a second receipt of the same keeper on the same lot and quantity, 0 to 2 days later",
                           "同一保管人就同一批货物、同一数量，0 至 2 天后再出一张仓单")),
    Strength(PLAIN, Text("a second receipt of the same keeper, same quantity, another lot number without any entry at "
                         "the gate, 1 to 7 days later",
                         "同一保管人再出仓单，数量相同、批次号不同、无进门记录，相隔 1 至 7 天")),
    Strength(GUARDED, Text("a receipt of another keeper for the same quantity of the same goods, without any entry at "
                           "the gate, 5 to 20 days later",
                           "另一保管人就同一品名、同一数量出具仓单，无进门记录，相隔 5 至 20 天")),
    Strength(FAINT, Text("a receipt of another keeper, quantity within 2 %, with an entry in the gate's book that the "
                         "scale does not show, 10 to 40 days later",
                         "另一保管人出具仓单，数量相差不超过 2%，门岗有登记而磅秤读数无变化，相隔 10 至 40 天")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    days: tuple[int, int]
    size_bps: tuple[int, int]
    same_lot: bool
    same_keeper: bool
    in_gate_book: bool


_LEVELS = {
    BLATANT: _Level((0, 2), (10_000, 10_000), same_lot=True, same_keeper=True, in_gate_book=False),
    PLAIN: _Level((1, 7), (10_000, 10_000), same_lot=False, same_keeper=True, in_gate_book=False),
    GUARDED: _Level((5, 20), (10_000, 10_000), same_lot=False, same_keeper=False, in_gate_book=False),
    FAINT: _Level((10, 40), (9_800, 10_200), same_lot=False, same_keeper=False, in_gate_book=True),
}


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level, lots = _LEVELS[strength], stored(block)
    drawn = lots.pledged_on + between(rng, level.days, len(lots))
    until = np.where(lots.freed_on == NULL, block.plan.end_day, lots.freed_on)
    fit = np.flatnonzero((lots.pledge != NULL) & (drawn < until))
    at = some(rng, fit, count)
    lots, drawn = lots.only(at), drawn[at]
    came = drawn - (0 if level.same_lot else between(rng, (1, 3), len(lots)))
    lot, entry = _second_lot(block, rng, lots, came, level)
    quantity = block.rows("lots").of("quantity_milli", lot)
    receipt = tell_receipt(block, rng, lot, quantity, "live", came)
    lent = pledge_receipts(block, rng, lot, receipt, drawn, lender=other_lender(rng, lots.lender))
    for one in range(len(lots)):
        rows = lots.rows(one, "first_pledge") + lent.rows(one, "second_pledge")
        rows += [("warehouse_receipts", int(receipt[one]), "second_receipt"), ("movements", int(entry[one]), "entry")]
        rows += [] if level.same_lot else [("lots", int(lot[one]), "second_lot")]
        record(block, NAME, strength, (drawn[one], drawn[one]), lent.amount_minor[one], rows)


def _second_lot(block: Block, rng: np.random.Generator, lots: Stored, came: Ints, level: _Level) -> tuple[Ints, Ints]:
    """Return the lot that the second receipt names, and its entry at the gate or NULL."""
    nothing = np.full(len(lots), NULL)
    if level.same_lot:
        return lots.lot, nothing
    place = lots.warehouse if level.same_keeper else other_warehouse(block, rng, lots.warehouse)
    quantity = steps(lots.quantity_milli, between(rng, level.size_bps, len(lots)))
    lot = add_lots(block, rng, lots.owner, lots.goods, place, quantity, came)
    if not level.in_gate_book:
        return lot, nothing
    return lot, pass_gate(block, rng, lot, quantity, came, "in", passed_milli=0)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    lots = stored(block)
    day = lots.in_on + between(rng, (2, 20), len(lots))
    fit = np.flatnonzero((lots.pledge == NULL) & ~lots.moves & (day + 1 < block.plan.end_day))
    at = some(rng, fit, count)
    lots, day = lots.only(at), day[at]
    first = steps(lots.quantity_milli, between(rng, (4_000, 6_000), len(lots)))
    tell_receipt(block, rng, lots.lot, lots.quantity_milli, "split", day, thing=lots.receipt, hour=12)
    parts = [tell_receipt(block, rng, lots.lot, part, "live", day) for part in (first, lots.quantity_milli - first)]
    lent = [pledge_receipts(block, rng, lots.lot, parts[0], day + 1)]
    lender = block.rows("loans").of("lender_id", lent[0].loan)
    lent.append(pledge_receipts(block, rng, lots.lot, parts[1], day + 1, lender=other_lender(rng, lender)))
    for one in range(len(lots)):
        rows = [("lots", int(lots.lot[one]), "split"), ("warehouse_receipts", int(lots.receipt[one]), "split")]
        for part, loan in zip(parts, lent, strict=True):
            rows += [("warehouse_receipts", int(part[one]), "part"), *loan.rows(one, "on_part")]
        amount = int(sum(loan.amount_minor[one] for loan in lent))
        record(block, NAME, INNOCENT, (day[one], day[one] + 1), amount, rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("One lot stands under two receipts, pledged to two lenders", "同一批货物出具两张仓单，质押给两家机构"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a receipt given back for two receipts on parts of the lot, pledged at two lenders",
                       "交还仓单，换成两张分割仓单，分别质押给两家机构"),
    cases=(1, 10, 14, 20),
    per_10000=10,
)  # fmt: skip
