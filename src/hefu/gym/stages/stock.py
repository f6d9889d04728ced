"""Goods in warehouses: lots, gates, warehouse receipts, loans against them. In less out is what lies there.

At every moment the live and pledged receipts of a lot sum to what is left of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.fates import lender_of
from hefu.gym.stages.lending import STOCK_LOAN, Lent, lend
from hefu.gym.stages.papers import HOUR_US, later
from hefu.gym.world.industries import INDUSTRIES, goods_words
from hefu.gym.world.prices import COMMODITIES, HISTORY_DAYS
from hefu.gym.world.world import FIRST_KEEPER, SECURITY_REGISTER

WAREHOUSES_PER_KEEPER = 2
_STORES, _PLEDGED, _LOTS_MAX = 0.35, 0.4, 5
_STEP_MILLI = 20
_OUTS_MAX = 3
_LENDABLE_BPS = 6_500
_ALL_OUT = 0.4


@dataclass(frozen=True, slots=True)
class Lots:
    """One entry per lot as it came in. `out_on` and `out_milli` have shape (lots, times), 0 where nothing left."""

    owner: Ints
    goods: Ints
    warehouse: Ints
    quantity_milli: Ints
    in_on: Ints
    pledged_on: Ints
    freed_on: Ints
    out_on: Ints
    out_milli: Ints

    @property
    def keeper(self) -> Ints:
        """The keeper of each lot's warehouse."""
        return FIRST_KEEPER + self.warehouse // WAREHOUSES_PER_KEEPER


def warehouses_of(block: Block) -> Ints:
    """Return the world-wide numbers of the warehouses whose books are kept in a block."""
    keepers = np.arange(block.world.keepers)
    mine = keepers[keepers * block.plan.blocks // block.world.keepers == block.number]
    return np.repeat(mine * WAREHOUSES_PER_KEEPER, WAREHOUSES_PER_KEEPER) + np.tile(
        np.arange(WAREHOUSES_PER_KEEPER), len(mine)
    )


def store(block: Block, rng: np.random.Generator) -> tuple[Lots, Lent]:
    """Draw the lots of a block's clients, and the loans against some of them."""
    world, plan = block.world, block.plan
    mine = np.arange(block.companies.start, block.companies.stop)
    weighed = np.array([one.weighed for one in INDUSTRIES])[world.industry[mine]]
    mine = mine[weighed & (world.client[mine] == 1) & (rng.random(len(mine)) < _STORES)]
    owner = np.repeat(mine, rng.integers(1, _LOTS_MAX + 1, len(mine)))
    size = len(owner)
    in_on = plan.first_day + rng.integers(0, plan.end_day - plan.first_day, size)
    goods, price = _goods(block, owner, in_on, rng)
    value = world.sales_yuan[owner] * rng.integers(100, 600, size) // 100
    quantity = np.maximum(value * 1_000 // price, 1_000) // _STEP_MILLI * _STEP_MILLI
    there = warehouses_of(block)
    warehouse = there[rng.integers(0, len(there), size)]
    pledged = (rng.random(size) < _PLEDGED) & (in_on + 4 < plan.end_day)
    pledged_on = np.where(pledged, in_on + rng.integers(1, 4, size), NULL)
    due = pledged_on + rng.choice(np.array([60, 90, 180]), size)
    freed_on = np.where(pledged & (due < plan.end_day), due, NULL)
    free_from = np.where(pledged, np.where(freed_on == NULL, plan.end_day, freed_on + 1), in_on + 1)
    out_on, out = _outs(block, quantity, free_from, rng)
    amount = np.maximum(part_bps(quantity // 1_000 * price, _LENDABLE_BPS) // 1_000_000, 1) * 1_000_000
    lent = Lent(owner, lender_of(block, owner, rng), np.full(size, STOCK_LOAN), amount, np.full(size, 365), pledged_on,
                due, freed_on, np.zeros(size, np.int64))  # fmt: skip
    return Lots(owner, goods, warehouse, quantity, in_on, pledged_on, freed_on, out_on, out), lent.only(pledged)


def _goods(block: Block, owner: Ints, day: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return what each owner stores, one of its industry's goods, and its price in fen per tonne on the day."""
    words = goods_words()
    of = [[words.index(word) for word in one.goods] for one in INDUSTRIES]
    widest = max(map(len, of))
    table = np.array([(places * widest)[:widest] for places in of])
    industry = block.world.industry[owner]
    goods = table[industry, rng.integers(0, widest, len(owner))]
    quoted = np.array([COMMODITIES.index(one.commodity) if one.commodity else 0 for one in INDUSTRIES])[industry]
    path = block.world.price_minor
    base = np.array([one.price_fen for one in INDUSTRIES])[industry]
    at = HISTORY_DAYS + day - block.plan.first_day
    return goods, part_bps(base, path[quoted, at] * 10_000 // path[quoted, 0])


def _outs(block: Block, quantity: Ints, free_from: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw when and how much leaves: nothing before `free_from`, never more than is left."""
    size = len(quantity)
    day, left = free_from.copy(), quantity.copy()
    days, amounts = [], []
    wanted = rng.integers(0, _OUTS_MAX + 1, size)
    for time in range(_OUTS_MAX):
        day = day + rng.integers(1, 45, size)
        some = part_bps(left, rng.integers(2_000, 7_000, size)) // _STEP_MILLI * _STEP_MILLI
        some = np.where(rng.random(size) < _ALL_OUT, left, some)
        goes = (time < wanted) & (day < block.plan.end_day) & (left > 0)
        some = np.where(goes, some, 0)
        days.append(day)
        amounts.append(some)
        left = left - some
    return np.stack(days, axis=1), np.stack(amounts, axis=1)


def write_stock(block: Block, lots: Lots, lent: Lent, rng: np.random.Generator) -> None:
    """Write lots, gates, receipts, pledges and loans."""
    loans = lend(block, lent, rng)
    every = np.arange(len(lots.owner))
    _gate(block, lots, every, lots.quantity_milli, lots.in_on, "in", rng)
    left = lots.quantity_milli
    since, receipt = lots.in_on, _issue(block, lots, every, left, lots.in_on, rng)
    first = receipt.copy()
    _pledge_states(block, lots, receipt, lent, rng)
    for time in range(_OUTS_MAX):
        at = np.flatnonzero(lots.out_milli[:, time] > 0)
        day, some = lots.out_on[at, time], lots.out_milli[at, time]
        _lot(block, lots, at, left[at], since[at], day, rng)
        _gate(block, lots, at, some, day, "out", rng)
        receipt[at] = _split(block, lots, at, receipt[at], (left[at], some), day, rng)
        left, since = left.copy(), since.copy()
        left[at] -= some
        since[at] = day
    rest = np.flatnonzero(left > 0)
    _lot(block, lots, rest, left[rest], since[rest], np.full(len(rest), NULL), rng)
    _pledges(block, lots, first, lent, loans, rng)


def _lot(block: Block, lots: Lots, at: Ints, left: Ints, since: Ints, until: Ints, rng: np.random.Generator) -> None:
    """State what lies there from one movement to the next. What came and went on one day was never stated."""
    stays = (until == NULL) | (until > since)
    at, left, since, until = at[stays], left[stays], since[stays], until[stays]
    block.rows("lots").append(
        lot_id=at,
        _goods=lots.goods[at],
        owner_id=lots.owner[at],
        warehouse_id=lots.warehouse[at],
        _slot=at % 400,
        _quality=at % 3,
        quantity_milli=left,
        valid_from=since,
        valid_to=until,
        source_id=block.world.source(lots.keeper[at]),
        known_at=later(rng, since, 0),
    )


def _gate(block: Block, lots: Lots, at: Ints, quantity: Ints, day: Ints, way: str, rng: np.random.Generator) -> None:
    happened = day * DAY_US + rng.integers(0, 9 * 3_600, len(at)) * 1_000_000
    held = (lots.pledged_on[at] != NULL) & (way == "out")
    block.rows("movements").append(
        warehouse_id=lots.warehouse[at],
        direction=np.full(len(at), code("movements", "direction", way)),
        _goods=lots.goods[at],
        quantity_milli=quantity,
        owner_id=lots.owner[at],
        _vehicle=rng.integers(0, 10**9, len(at)),
        _token=np.where(way == "out", at * 10 + held, NULL),
        _lot=at,
        happened_at=happened,
        source_id=block.world.source(lots.keeper[at]),
        known_at=happened + rng.integers(60, 3_600, len(at)) * 1_000_000,
    )


def _receipt(  # noqa: PLR0913, PLR0917 - one argument per column
    block: Block, lots: Lots, at: Ints, quantity: Ints, issued: Ints, state: str, known: Ints, rng: np.random.Generator,
    *, thing: Ints | None = None, holder: Ints | None = None, hour: int = 1,
) -> Ints:  # fmt: skip
    """State what a receipt is: a new one, or one that stands already."""
    key = {} if thing is None else {"receipt_id": thing}
    return block.rows("warehouse_receipts").append(
        **key,
        keeper_id=lots.keeper[at],
        holder_id=lots.owner[at] if holder is None else holder,
        lot_id=at,
        warehouse_id=lots.warehouse[at],
        quantity_milli=quantity,
        state=np.full(len(at), code("warehouse_receipts", "state", state)),
        issued_on=issued,
        expires_on=issued + 365,
        source_id=block.world.source(lots.keeper[at]),
        known_at=later(rng, known, 0, hour=hour),
    )


def _issue(block: Block, lots: Lots, at: Ints, quantity: Ints, day: Ints, rng: np.random.Generator) -> Ints:
    return _receipt(block, lots, at, quantity, day, "live", day, rng)


def _split(
    block: Block, lots: Lots, at: Ints, receipt: Ints, amounts: tuple[Ints, Ints], day: Ints, rng: np.random.Generator
) -> Ints:  # fmt: skip
    """Give a receipt back when goods leave: released as a whole, or split into what left and a new one for the rest."""
    left, some = amounts
    issued = block.rows("warehouse_receipts").of("issued_on", receipt)
    whole = some == left
    for which, word in ((whole, "released"), (~whole, "split")):
        _receipt(
            block, lots, at[which], left[which], issued[which], word, day[which], rng, thing=receipt[which], hour=12
        )
    part = ~whole
    _receipt(block, lots, at[part], some[part], day[part], "released", day[part], rng)
    rest = receipt.copy()
    rest[part] = _receipt(block, lots, at[part], (left - some)[part], day[part], "live", day[part], rng)
    return rest


def _pledge_states(block: Block, lots: Lots, receipt: Ints, lent: Lent, rng: np.random.Generator) -> None:
    """A pledged receipt is held by the lender until the loan is repaid, then by its owner again."""
    pledged = np.flatnonzero(lots.pledged_on != NULL)
    quantity, issued = lots.quantity_milli[pledged], lots.in_on[pledged]
    day = lots.pledged_on[pledged]
    _receipt(block, lots, pledged, quantity, issued, "pledged", day, rng, thing=receipt[pledged], holder=lent.lender)
    freed = pledged[lots.freed_on[pledged] != NULL]
    _receipt(block, lots, freed, lots.quantity_milli[freed], lots.in_on[freed], "live", lots.freed_on[freed], rng,
             thing=receipt[freed])  # fmt: skip


def _pledges(block: Block, lots: Lots, receipt: Ints, lent: Lent, loans: Ints, rng: np.random.Generator) -> None:
    at = np.flatnonzero(lots.pledged_on != NULL)
    block.rows("pledges").append(
        pledgor_id=lots.owner[at],
        pledgee_id=lent.lender,
        kind=np.full(len(at), code("pledges", "kind", "receipt")),
        lot_id=at,
        warehouse_receipt_id=receipt[at],
        loan_id=loans,
        quantity_milli=lots.quantity_milli[at],
        _goods=lots.goods[at],
        perfected_by=np.full(len(at), code("pledges", "perfected_by", "control")),
        valid_from=lent.drawn_on,
        valid_to=lent.closes_on,
        source_id=block.world.source(lent.lender),
        known_at=later(rng, lent.drawn_on, 0),
    )
    block.rows("filings").append(
        debtor_id=lent.borrower,
        creditor_id=lent.lender,
        kind=np.full(len(at), code("filings", "kind", "pledge")),
        amount_minor=lent.amount_minor,
        filed_at=lent.drawn_on * DAY_US + rng.integers(0, HOUR_US // 1_000_000, len(at)) * 1_000_000,
        expires_on=lent.drawn_on + 365,
        state=np.full(len(at), code("filings", "state", "live")),
        source_id=np.full(len(at), int(block.world.source(SECURITY_REGISTER))),
        known_at=later(rng, lent.drawn_on, 0),
    )
