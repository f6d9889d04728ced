"""Pledged goods leave without the lender's release (P4, P12; cases 4, 7).

The innocent twins: the lender releases a part of a floating pledge; a scale breaks and shows too little for days.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.schemes.acts import between, record
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.schemes.stockroom import Stored, bring_in, pass_gate, release, steps
from hefu.gym.stages.papers import later

NAME = "goods_removed"

_STRENGTHS = (
    Strength(BLATANT, Text("the whole lot leaves by the gate without a release order, 3 to 10 days after the pledge",
                           "质押后 3 至 10 天整批货物经门岗出库，无放货指令")),
    Strength(PLAIN, Text("40 to 60 % leave by the gate on the owner's order alone",
                         "仅凭货主指令经门岗出库 40% 至 60%")),
    Strength(GUARDED, Text("30 to 60 % leave at once without any entry in the gate's book; the scale shows it",
                           "30% 至 60% 一次出库，门岗无登记，磅秤读数下降")),
    Strength(FAINT, Text("5 to 10 % leave in four parts over 12 to 30 days without any entry; the scale shows it",
                         "5% 至 10% 在 12 至 30 天内分四次出库，门岗无登记，仅磅秤读数下降")),
)  # fmt: skip

_SHARE_BPS = {BLATANT: (10_000, 10_000), PLAIN: (4_000, 6_000), GUARDED: (3_000, 6_000), FAINT: (500, 1_000)}
_PARTS = 4
_LAST_DAY = 31
_FLOATING_BPS, _BROKEN_DAYS, _BROKEN_BPS = (1_000, 3_000), (3, 10), (4_000, 7_000)


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    lots = bring_in(block, rng, count, _LAST_DAY)
    day = lots.pledged_on + between(rng, (3, 10), len(lots))
    gone = steps(lots.quantity_milli, between(rng, _SHARE_BPS[strength], len(lots)))
    gone = lots.quantity_milli if strength == BLATANT else gone
    movement = _take(block, rng, lots, gone, day, strength)
    loans = block.rows("loans")
    for one in range(len(lots)):
        rows = [*lots.rows(one, "pledged"), ("movements", int(movement[one]), "unreleased")]
        record(block, NAME, strength, (day[one], day[one]), loans.of("amount_minor", lots.loan[[one]])[0], rows)


def _take(block: Block, rng: np.random.Generator, lots: Stored, gone: Ints, day: Ints, strength: str) -> Ints:
    """Have goods leave; return the gate's entries, NULL where its book is silent."""
    if strength == BLATANT:
        return pass_gate(block, rng, lots.lot, gone, day, "out")
    if strength == PLAIN:
        return pass_gate(block, rng, lots.lot, gone, day, "out", token=lots.lot * 10)
    parts = _PARTS if strength == FAINT else 1
    for part in range(parts):
        at = day + (part * between(rng, (4, 6), len(lots)) if part else 0)
        pass_gate(block, rng, lots.lot, np.maximum(gone // parts, 1), at, "out", written=False)
    return np.full(len(lots), NULL)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    floating = (count + int(rng.integers(0, 2))) // 2
    _floating(block, rng, floating)
    lots = bring_in(block, rng, count - floating, _LAST_DAY)
    begin = lots.pledged_on + between(rng, (3, 15), len(lots))
    end = begin + between(rng, _BROKEN_DAYS, len(lots))
    shown = between(rng, _BROKEN_BPS, len(lots))
    for one in range(len(lots)):
        moments = int(begin[one]) * DAY_US, int(end[one]) * DAY_US
        block.faults.append((int(lots.warehouse[one]), *moments, int(shown[one])))
        rows = [*lots.rows(one, "untouched"), ("devices", int(lots.warehouse[one]), "broken")]
        record(block, NAME, INNOCENT, (begin[one], begin[one]), 0, rows)


def _floating(block: Block, rng: np.random.Generator, count: int) -> None:
    """The lender releases a part; pledge and receipts are stated anew for the rest."""
    lots = bring_in(block, rng, count, _LAST_DAY, repaid=False)
    day = lots.pledged_on + between(rng, (5, 25), len(lots))
    movement, rest = release(block, rng, lots, between(rng, _FLOATING_BPS, len(lots)), day, by_lender=True)
    pledges, receipts = block.rows("pledges"), block.rows("warehouse_receipts")
    row = pledges.first(lots.pledge)
    pledges.change(row, kind=code("pledges", "kind", "goods_floating"), valid_to=day)
    same = ("pledge_id", "pledgor_id", "pledgee_id", "kind", "lot_id", "loan_id", "_goods", "perfected_by", "source_id")
    columns: dict[str, Ints | int] = {name: pledges[name][row] for name in same}
    columns |= {"warehouse_receipt_id": rest, "quantity_milli": receipts.of("quantity_milli", rest)}
    pledges.append(**columns, valid_from=day, valid_to=NULL, known_at=later(rng, day, 0))
    for one in range(len(lots)):
        rows = [*lots.rows(one, "floating"), ("movements", int(movement[one]), "released"),
                ("warehouse_receipts", int(rest[one]), "rest")]  # fmt: skip
        record(block, NAME, INNOCENT, (day[one], day[one]), 0, rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Pledged goods leave without the lender's release", "质押货物未经质权人放货即出库"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("the lender releases 10 to 30 % of a floating pledge; a broken scale shows 40 to 70 % of the "
                       "true weight for 3 to 10 days",
                       "流动质押中质权人放货 10% 至 30%；磅秤故障，3 至 10 天内只显示实际重量的 40% 至 70%"),
    cases=(4, 7),
    per_10000=10,
)  # fmt: skip
