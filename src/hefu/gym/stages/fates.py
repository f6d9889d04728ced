"""What becomes of a client's claims: kept, factored, pledged, or turned into a receivables voucher."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.draw import Flags, Ints, choose
from hefu.gym.frame import NULL, Block
from hefu.gym.world.world import FACTORS, FIRST_FACTOR

FREE, ASSIGNED, PLEDGED, VOUCHERED = range(4)

_WEIGHTS = np.array([0.72, 0.13, 0.07, 0.08])
_NOTICE = 0.6
_AT_FACTOR = 0.3
_CORE_YUAN = 30_000_000
_CLAIM_MINOR_MIN = 2_000_000
_TERM_DAYS_MIN = 15


@dataclass(frozen=True, slots=True)
class Fates:
    """Per invoice. Day and lender are NULL where nobody finances it; `notice`: the debtor pays the lender."""

    fate: Ints
    financed_on: Ints
    lender: Ints
    notice: Flags


def draw_fates(block: Block, credited_minor: Ints, rng: np.random.Generator) -> Fates:
    """Draw what becomes of each claim. Only claims of clients, not trifling and not due at once, are financed."""
    world, invoices = block.world, block.rows("invoices")
    size = len(invoices)
    seller, buyer = invoices["seller_id"], invoices["buyer_id"]
    fate = choose(rng, _WEIGHTS, size)
    financed_on = invoices["issued_on"] + financed_after_days(size, rng)
    barred = np.r_[block.rows("contracts")["assignment_barred"], 0][invoices["_contract"].clip(-1)]
    fit = (world.client[seller] == 1) & (invoices["_deal"] != NULL) & (invoices["payable_minor"] > _CLAIM_MINOR_MIN)
    fit &= (invoices["due_on"] - invoices["issued_on"] >= _TERM_DAYS_MIN) & (financed_on < block.plan.end_day)
    fit &= (barred == 0) & (financed_on < invoices["due_on"])
    fate = np.where(fit, fate, FREE)
    sound = (world.sales_yuan[buyer] > _CORE_YUAN) & (credited_minor == 0)
    fate = np.where((fate == VOUCHERED) & ~sound, ASSIGNED, fate)
    kept = fate == FREE
    return Fates(
        fate=fate,
        financed_on=np.where(kept, NULL, financed_on),
        lender=np.where(kept, NULL, lender_of(block, seller, rng)),
        notice=(fate == ASSIGNED) & (rng.random(size) < _NOTICE),
    )


def financed_after_days(size: int, rng: np.random.Generator) -> Ints:
    """Draw how many days after its issue an invoice is financed."""
    return rng.integers(1, 16, size)


def lender_of(block: Block, companies: Ints, rng: np.random.Generator) -> Ints:
    """Return who lends to each company: its house bank, or the one factor it deals with."""
    world = block.world
    factor = FIRST_FACTOR + companies * 31 % FACTORS
    return np.where(rng.random(len(companies)) < _AT_FACTOR, factor, world.bank[companies])
