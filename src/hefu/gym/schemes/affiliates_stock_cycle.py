"""Stock moves among affiliates and is pledged again at each (P1, P3, P6; cases 14, 19).

The innocent twin: a sister company truly takes over a free lot, by the gate, and pledges it once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import Row, affiliates, between, link, named, other_lender, record, shells, some
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.schemes.stockroom import (
    Pledged,
    Stored,
    add_lots,
    bring_in,
    other_warehouse,
    pass_gate,
    pledge_receipts,
    release,
    steps,
    stored,
    tell_receipt,
)
from hefu.gym.stages.people import head_of

NAME = "affiliates_stock_cycle"

_STRENGTHS = (
    Strength(BLATANT, Text("three subsidiaries pledge the same quantity in turn, 1 to 3 days apart, while the first "
                           "pledge stands",
                           "三家子公司先后质押同一数量，每次相隔 1 至 3 天，首笔质押仍有效")),
    Strength(PLAIN, Text("two companies with the same director pledge the same quantity, 5 to 15 days apart",
                         "两家同一董事任职的企业先后质押同一数量，相隔 5 至 15 天")),
    Strength(GUARDED, Text("two companies with the same telephone pledge 90 to 97 %, 10 to 25 days apart",
                           "两家共用电话的企业先后质押 90% 至 97%，相隔 10 至 25 天")),
    Strength(FAINT, Text("one company at the same address pledges 60 to 80 % at another keeper, 20 to 45 days later",
                         "一家同地址企业 20 至 45 天后在另一保管人处质押 60% 至 80%")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    hops: int
    days: tuple[int, int]
    size_bps: tuple[int, int]
    tie: str


_LEVELS = {
    BLATANT: _Level(3, (1, 3), (10_000, 10_000), "controls"),
    PLAIN: _Level(2, (5, 15), (10_000, 10_000), "directs"),
    GUARDED: _Level(2, (10, 25), (9_000, 9_700), "shares_phone"),
    FAINT: _Level(1, (20, 45), (6_000, 8_000), "shares_address"),
}


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level = _LEVELS[strength]
    helpers = shells(block, rng, level.hops * count)
    lots = bring_in(block, rng, len(helpers) // level.hops, level.hops * level.days[1] + 2)
    size = len(lots)
    rows: list[list[Row]] = [[*lots.rows(one, "first_pledge")] for one in range(size)]
    amount = np.zeros(size, np.int64)
    lot, day, lender = lots.lot, lots.pledged_on, lots.lender
    seen = np.full(size, block.plan.end_day)
    for hop in range(level.hops):
        owner = helpers[hop * size : (hop + 1) * size]
        head = head_of(block, lots.owner) if level.tie == "directs" else lots.owner
        tie = link(block, rng, head, owner, level.tie)
        day = day + between(rng, level.days, size)
        lot, lent = _move_on(block, rng, lot, owner, (day, other_lender(rng, lender)), level)
        lender = block.rows("loans").of("lender_id", lent.loan)
        amount += lent.amount_minor
        seen = np.minimum(seen, day + 1)
        for one in range(size):
            rows[one] += [("parties", int(owner[one]), "affiliate"), ("party_links", int(tie[one]), "tie"),
                          ("lots", int(lot[one]), "moved_on"), *lent.rows(one, "pledged_again")]  # fmt: skip
    for one in range(size):
        record(block, NAME, strength, (lots.pledged_on[one], seen[one]), amount[one], rows[one])


def _move_on(
    block: Block, rng: np.random.Generator, lot: Ints, owner: Ints, to: tuple[Ints, Ints], level: _Level
) -> tuple[Ints, Pledged]:
    """Carry a share of lots away without a word at the gate, into another warehouse, and pledge it there.

    `to` are the day and the lender. Return the new lots and what is lent.
    """
    day, lender = to
    lots = block.rows("lots")
    row = lots.first(lot)
    quantity = steps(lots["quantity_milli"][row], between(rng, level.size_bps, len(lot)))
    place, goods = lots["warehouse_id"][row], lots["_goods"][row]
    pass_gate(block, rng, lot, quantity, day, "out", written=False)
    new = add_lots(block, rng, owner, goods, other_warehouse(block, rng, place), quantity, day)
    pass_gate(block, rng, new, quantity, day, "in")
    receipt = tell_receipt(block, rng, new, quantity, "live", day)
    return new, pledge_receipts(block, rng, new, receipt, day + 1, lender=lender)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    lots: Stored = stored(block)
    day = lots.in_on + between(rng, (5, 40), len(lots))
    at = some(rng, np.flatnonzero((lots.pledge == NULL) & ~lots.moves & (day + 4 < block.plan.end_day)), count)
    lots, day = lots.only(at), day[at]
    sister = affiliates(block, rng, lots.owner)
    out, _ = release(block, rng, lots, np.full(len(lots), 10_000), day, by_lender=False)
    place = other_warehouse(block, rng, lots.warehouse)
    new = add_lots(block, rng, sister, lots.goods, place, lots.quantity_milli, day + 1)
    came = pass_gate(block, rng, new, lots.quantity_milli, day + 1, "in")
    receipt = tell_receipt(block, rng, new, lots.quantity_milli, "live", day + 1)
    lent = pledge_receipts(block, rng, new, receipt, day + 2)
    for one in range(len(lots)):
        rows = [*named("lots", (lots.lot[one], new[one]), "taken_over"), *lent.rows(one, "pledged_once"),
                *named("movements", (out[one], came[one]), "carried"),
                ("warehouse_receipts", int(receipt[one]), "taken_over")]  # fmt: skip
        record(block, NAME, INNOCENT, (day[one], day[one] + 2), lent.amount_minor[one], rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Stock is passed among affiliates and pledged at each", "存货在关联企业间流转并重复质押"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a sister company takes over a free lot by the gate and pledges it once",
                       "姊妹企业经门岗真实受让未质押货物，只质押一次"),
    cases=(14, 19),
    per_10000=10,
)  # fmt: skip
