"""What companies pay besides their suppliers: wages, taxes, rents."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import Block
from hefu.gym.stages.settlement import RENT, TAX, WAGES, pay
from hefu.gym.world.world import TAX_OFFICE, World

EMPLOYEE_SALES_YUAN = 800_000
"""Yearly sales per employee, about."""

_WAGE_FEN = 720_000
_TAX_BPS = 240
_RENTS = 0.45


def employees(world: World, companies: Ints) -> Ints:
    """Return how many people each company employs."""
    return 1 + world.sales_yuan[companies] // EMPLOYEE_SALES_YUAN


def pay_living(block: Block, rng: np.random.Generator) -> None:
    """Pay wages every month through the bank's payroll account, taxes every quarter, rents every quarter in advance."""
    world, plan = block.world, block.plan
    mine = np.arange(block.companies.start, block.companies.stop)
    mine = mine[world.dormant[mine] == 0]
    starts = np.array(plan.month_starts[:-1])
    payday = rng.integers(4, 20, len(mine))
    wage = employees(world, mine) * _WAGE_FEN // 100 * rng.integers(60, 160, len(mine))
    company, month = np.repeat(mine, plan.months), np.tile(np.arange(plan.months), len(mine))
    day = starts[month] + np.repeat(payday, plan.months)
    amount = part_bps(np.repeat(wage, plan.months), rng.integers(9_700, 10_301, len(day)))
    bank = world.bank[company]
    pay(block, rng, company, company, bank, world.payroll_account(bank), amount, day, _for=np.full(len(day), WAGES))
    _quarters(block, mine, starts, rng)


def _quarters(block: Block, mine: Ints, starts: Ints, rng: np.random.Generator) -> None:
    world = block.world
    mine_size = len(mine)
    landlord = mine[rng.integers(0, mine_size, mine_size)]
    rents = (rng.random(mine_size) < _RENTS) & (landlord != mine)
    rent = (world.sales_yuan[mine] // 50 + 20_000) * 25
    tax = part_bps(world.sales_yuan[mine] // 4 * 100, _TAX_BPS)
    for start in starts[::3]:
        day = start + rng.integers(9, 15, mine_size)
        due = part_bps(tax, rng.integers(4_000, 16_000, mine_size))
        office = np.full(mine_size, TAX_OFFICE)
        pay(block, rng, mine, mine, office, office, due, day, _for=np.full(mine_size, TAX))
        day = start + rng.integers(0, 10, mine_size)
        some, owner = mine[rents], landlord[rents]
        pay(block, rng, some, some, owner, owner, rent[rents], day[rents], _for=np.full(len(some), RENT))
