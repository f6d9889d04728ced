"""Money that a scheme moves under the name of trade: an invoice is copied to fit, and paid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hefu.gym.draw import Flags, Ints, part_bps
from hefu.gym.frame import Block
from hefu.gym.schemes.acts import between, companies
from hefu.gym.schemes.claims import settle_deals
from hefu.gym.schemes.deals import Change, Deals, copy_deals, resized, templates
from hefu.gym.stages.settlement import GOODS, pay
from hefu.gym.world.industries import CODES, INDUSTRIES

_TRIED, _ABOUT_BPS = 30, (9_700, 10_000)


def pay_as_trade(
    block: Block, rng: np.random.Generator, payer: Ints, payee: Ints, target_minor: Ints, day: Ints,
    *, papers: bool = False,
) -> tuple[Deals, Ints]:  # fmt: skip
    """Pay about `target_minor` on an invoice of the payee's issued in the week before; return deals and payments.

    Without `papers` there is nothing but the invoice.
    """
    things, _ = templates(block)
    invoices = block.rows("invoices")
    if not len(things):
        nothing = np.zeros(0, np.int64)
        return Deals(*(nothing,) * 6), nothing
    target = part_bps(target_minor, between(rng, _ABOUT_BPS, len(day)))
    template = things[_near(block, rng, things, payee, target)]
    issued = invoices.of("issued_on", template)
    days = (np.maximum(day - 1, block.plan.first_day + 6) - issued) // 7 * 7
    size = np.minimum(resized(block, template, target), 10**7)
    change = Change(seller=payee, buyer=payer, days=days, size_bps=size, papers=np.full(len(day), papers))
    deals = copy_deals(block, rng, template, day, change)
    deals = replace(deals, paid_on=np.maximum(day, invoices.of("issued_on", deals.invoice)))
    return deals, settle_deals(block, rng, deals)


def _near(block: Block, rng: np.random.Generator, things: Ints, payee: Ints, target_minor: Ints) -> Ints:
    """Draw for each amount the nearest of some invoices, of the payee's own industry where there are any."""
    invoices, industry = block.rows("invoices"), block.world.industry
    of, payable = industry[invoices.of("seller_id", things)], invoices.of("payable_minor", things)
    chosen = np.zeros(len(payee), np.int64)
    for at, (one, target) in enumerate(zip(industry[payee], target_minor, strict=True)):
        pool = np.flatnonzero(of == one)
        pool = pool if len(pool) else np.arange(len(things))
        tried = pool[rng.integers(0, len(pool), _TRIED)]
        chosen[at] = tried[np.abs(np.log(payable[tried]) - np.log(max(int(target), 1))).argmin()]
    return chosen


def pay_bare(
    block: Block, rng: np.random.Generator, payer: Ints, payee: Ints, amount: Ints, day: Ints, purpose: int = GOODS
) -> Ints:  # fmt: skip
    """Pay for something that no invoice stands for; return the payments."""
    return pay(block, rng, payer, payer, payee, payee, amount, day, _for=np.full(len(day), purpose))


def borrowers(block: Block, *, sales_yuan: int = 0) -> Ints:
    """Return clients of lenders that trade, with yearly sales of so much at least, and that no instance names."""
    mine, world = companies(block), block.world
    named = np.array([row.thing for row in block.truth.rows if row.table == "parties"], np.int64)
    fit: Flags = (world.client[mine] == 1) & (world.sales_yuan[mine] >= sales_yuan) & ~np.isin(mine, named)
    return mine[fit]


def of_industry(block: Block, codes: tuple[str, ...]) -> Ints:
    """Return the companies of some industries that trade."""
    mine = companies(block)
    return mine[np.isin(block.world.industry[mine], [CODES.index(one) for one in codes])]


def of_goods(block: Block, parties: Ints) -> Ints:
    """Return those of some companies that deal in goods by the tonne."""
    weighed = np.array([one.weighed for one in INDUSTRIES])
    dealing: Ints = parties[weighed[block.world.industry[parties]]]
    return dealing


def working_amount(block: Block, rng: np.random.Generator, borrower: Ints) -> Ints:
    """Draw what a company borrows for its work: 5 to 20 % of its yearly sales."""
    amount: Ints = block.world.sales_yuan[borrower] * rng.integers(500, 2_000, len(borrower)) // 100
    return amount


def loan_days(block: Block, rng: np.random.Generator, size: int, reserve_days: int) -> Ints:
    """Draw days of drawing that leave so many days to the end; all on the first where there are not so many."""
    room = max(block.plan.end_day - block.plan.first_day - reserve_days - 1, 0)
    return block.plan.first_day + rng.integers(0, room + 1, size)


def before_end(block: Block, day: Ints) -> Ints:
    """Return days, none behind the plan's last."""
    return np.minimum(day, block.plan.end_day - 1)
