"""What many schemes do alike: choose what is untouched, and tell the truth about what they did."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block, Instance, code
from hefu.gym.schemes.scheme import INNOCENT
from hefu.gym.stages.papers import later
from hefu.gym.world.world import FIRST_BANK, LENDERS, REGISTRY

Row = tuple[str, int, str]

_REGISTERED_DAYS = 30


def record(
    block: Block, scheme: str, strength: str, days: tuple[int, int], amount_minor: int, rows: Iterable[Row]
) -> None:
    """Register an instance: `days` are the first on which it is under way and the first on which it shows.

    Rows whose thing is NULL are left out: what an instance does not have.
    """
    innocent = strength == INNOCENT
    instance = Instance(scheme, strength, innocent, int(days[0]), int(days[1]), int(amount_minor))
    block.truth.plant(instance, [row for row in rows if row[1] != NULL])


def named(table: str, things: Iterable[int], role: str) -> list[Row]:
    """Return one truth row for each of some things."""
    return [(table, int(thing), role) for thing in things]


def untouched(block: Block, table: str, things: Ints) -> Ints:
    """Return those of some things that no instance names yet."""
    taken = np.array([row.thing for row in block.truth.rows if row.table == table], np.int64)
    return things[~np.isin(things, taken)]


def some(rng: np.random.Generator, things: Ints, count: int) -> Ints:
    """Draw up to so many of some things, none twice."""
    drawn: Ints = rng.permutation(things)[:count]
    return drawn


def companies(block: Block) -> Ints:
    """Return the companies of the block that trade."""
    mine = np.arange(block.companies.start, block.companies.stop)
    trading: Ints = mine[block.world.dormant[mine] == 0]
    return trading


def shells(block: Block, rng: np.random.Generator, count: int) -> Ints:
    """Draw registered companies that never traded, those that serve no scheme yet first.

    Fewer if there are not so many. None comes twice, and none that bears another name by now.
    """
    mine = np.arange(block.companies.start, block.companies.stop)
    parties = block.rows("parties")
    renamed = parties["party_id"][parties["_name"] != NULL]
    dormant = rng.permutation(mine[(block.world.dormant[mine] == 1) & ~np.isin(mine, renamed)])
    fresh = np.isin(dormant, untouched(block, "parties", dormant))
    return np.concatenate([dormant[fresh], dormant[~fresh]])[:count]


def link(block: Block, rng: np.random.Generator, from_id: Ints, to_id: Ints, kind: str, share_bps: int = NULL) -> Ints:
    """Have the register state that some parties hang together with others; return the links."""
    world = block.world
    before = np.full(len(to_id), block.plan.first_day - _REGISTERED_DAYS)
    return block.rows("party_links").append(
        from_id=from_id, to_id=to_id, kind=np.full(len(to_id), code("party_links", "kind", kind)), share_bps=share_bps,
        valid_from=world.registered_on[to_id], source_id=np.full(len(to_id), int(world.source(REGISTRY))),
        known_at=later(rng, before, 20),
    )  # fmt: skip


def other_lender(rng: np.random.Generator, lender: Ints) -> Ints:
    """Draw another lender for each."""
    return FIRST_BANK + (lender - FIRST_BANK + rng.integers(1, LENDERS, len(lender))) % LENDERS


def between(rng: np.random.Generator, bounds: tuple[int, int], size: int) -> Ints:
    """Draw whole numbers from the first bound to the second, both possible."""
    return rng.integers(bounds[0], bounds[1] + 1, size)


def affiliates(block: Block, rng: np.random.Generator, of: Ints) -> Ints:
    """Draw for each company another of its ownership group that trades, or else any other company that does."""
    world, mine = block.world, companies(block)
    drawn = mine[rng.integers(0, len(mine), len(of))]
    drawn = np.where(drawn == of, mine[(np.searchsorted(mine, of) + 1) % len(mine)], drawn)
    for at, company in enumerate(of):
        same = mine[(world.group[mine] == world.group[company]) & (mine != company)]
        if world.group[company] != NULL and len(same):
            drawn[at] = same[rng.integers(0, len(same))]
    return drawn
