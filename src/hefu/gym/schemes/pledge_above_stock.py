"""Receipts and pledges for more than lies there (P4, P5; cases 2, 3).

The innocent twin is a season: within weeks several lots come in, all weighed, all pledged, and all are there.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import between, named, record, some
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.schemes.stockroom import add_lots, pass_gate, pledge_receipts, steps, stored, tell_receipt

NAME = "pledge_above_stock"

_STRENGTHS = (
    Strength(BLATANT, Text("a receipt for 5 to 10 times what came in and what the keeper lists",
                           "仓单数量为实际入库且保管人账列数量的 5 至 10 倍")),
    Strength(PLAIN, Text("a receipt for 2 to 3 times what came in and what the keeper lists",
                         "仓单数量为实际入库且保管人账列数量的 2 至 3 倍")),
    Strength(GUARDED, Text("a receipt for 20 to 40 % more than came in by the gate's book; the keeper lists the same",
                           "仓单数量比门岗登记入库多 20% 至 40%，保管人账列与仓单一致")),
    Strength(FAINT, Text("a receipt for 3 to 8 % more than came in; keeper's list and gate's book agree, the scale "
                         "alone shows less",
                         "仓单数量比实际入库多 3% 至 8%，保管人账列与门岗登记均一致，仅磅秤读数偏低")),
)  # fmt: skip

_SIZE_BPS = {BLATANT: (50_000, 100_000), PLAIN: (20_000, 30_000), GUARDED: (12_000, 14_000), FAINT: (10_300, 10_800)}
_SEASON_LOTS = 4


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    lots = stored(block)
    day = lots.in_on + between(rng, (1, 3), len(lots))
    at = some(rng, np.flatnonzero((lots.pledge == NULL) & ~lots.moves & (day < block.plan.end_day)), count)
    lots, day = lots.only(at), day[at]
    claimed = steps(lots.quantity_milli, between(rng, _SIZE_BPS[strength], len(lots)))
    for name, column, things, when in (
        ("warehouse_receipts", "receipt_id", lots.receipt, True),
        ("lots", "lot_id", lots.lot, strength in {GUARDED, FAINT}),
        ("movements", "movement_id", lots.gate, strength == FAINT),
    ):
        rows = block.rows(name)
        for thing, quantity in zip(things, claimed, strict=True):
            if when:
                rows.change(rows[column] == thing, quantity_milli=quantity)
    if strength == FAINT:
        block.rows("movements").change(lots.gate, _passed_milli=lots.quantity_milli)
    lent = pledge_receipts(block, rng, lots.lot, lots.receipt, day)
    for one in range(len(lots)):
        rows_of = [("lots", int(lots.lot[one]), "short"), ("warehouse_receipts", int(lots.receipt[one]), "above_stock"),
                   ("movements", int(lots.gate[one]), "entry"), *lent.rows(one, "above_stock")]  # fmt: skip
        record(block, NAME, strength, (lots.in_on[one], day[one]), lent.amount_minor[one], rows_of)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    lots = stored(block)
    fit = np.flatnonzero((lots.pledge == NULL) & ~lots.moves & (lots.in_on + 35 < block.plan.end_day))
    lots = lots.only(some(rng, fit, count))
    of = np.repeat(np.arange(len(lots)), _SEASON_LOTS)
    came = lots.in_on[of] + between(rng, (1, 30), len(of))
    quantity = steps(lots.quantity_milli[of], between(rng, (8_000, 20_000), len(of)))
    lot = add_lots(block, rng, lots.owner[of], lots.goods[of], lots.warehouse[of], quantity, came)
    entry = pass_gate(block, rng, lot, quantity, came, "in")
    receipt = tell_receipt(block, rng, lot, quantity, "live", came)
    lent = pledge_receipts(block, rng, lot, receipt, came + between(rng, (1, 3), len(of)))
    for one in range(len(lots)):
        mine = np.flatnonzero(of == one)
        rows = named("lots", [lots.lot[one], *lot[mine]], "season") + named("movements", entry[mine], "entry")
        rows += named("warehouse_receipts", receipt[mine], "season")
        rows += [row for nth in mine for row in lent.rows(int(nth), "season")]
        first = int(came[mine].min())
        record(block, NAME, INNOCENT, (first, first), lent.amount_minor[mine].sum(), rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("More is pledged than lies there", "质押数量超过库存"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a season: four more lots within 30 days, weighed in, pledged and there",
                       "旺季：30 天内另有四批货物过磅入库、质押且实物在库"),
    cases=(2, 3),
    per_10000=10,
)  # fmt: skip
