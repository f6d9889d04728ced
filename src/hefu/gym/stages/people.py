"""Companies and persons as the register has them, and how they hang together."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.papers import later
from hefu.gym.world.world import REGISTRY

_PERSONS_PER_100_COMPANIES = 75
_DIRECTORS, _KIN, _SHARED_PHONE = 0.35, 0.02, 0.02
_OWNED_LEAST_BPS, _OWNED_MOST_BPS = 5_100, 10_000
_HISTORY_DAYS = 30


def write_bodies(block: Block) -> None:
    """Write the parties who serve the trade; once, in the block of the world."""
    _parties(block, np.arange(block.world.first_company))


def write_people(block: Block, rng: np.random.Generator) -> None:
    """Write the companies and persons of a block and the links among them."""
    world = block.world
    mine = np.arange(block.companies.start, block.companies.stop)
    begin, end = (at - world.first_company for at in (block.companies.start, block.companies.stop))
    last = world.persons if end == world.companies else end * _PERSONS_PER_100_COMPANIES // 100
    persons = world.first_person + np.arange(begin * _PERSONS_PER_100_COMPANIES // 100, last)
    _parties(block, np.concatenate([mine, persons]))
    head = head_of(block, mine)
    _link(block, head, mine, "represents", rng)
    second = persons[rng.integers(0, len(persons), len(mine))]
    directs = rng.random(len(mine)) < _DIRECTORS
    _link(block, second[directs], mine[directs], "directs", rng)
    _owners(block, mine, head, second, rng)
    kin = np.flatnonzero(rng.random(len(persons) - 1) < _KIN)
    _link(block, persons[kin], persons[kin + 1], "kin", rng)
    _shared(block, mine, rng)


def head_of(block: Block, companies: Ints) -> Ints:
    """Return the legal representative of each company; one person heads one or two."""
    world = block.world
    nth = (companies - world.first_company) * _PERSONS_PER_100_COMPANIES // 100
    return world.first_person + np.minimum(nth, world.persons - 1)


def _parties(block: Block, parties: Ints) -> None:
    world = block.world
    firm = parties < world.first_person
    since = np.where(firm, world.registered_on[np.where(firm, parties, 0)], NULL)
    block.rows("parties").append(
        party_id=parties,
        kind=world.kind[parties],
        valid_from=since,
        source_id=np.full(len(parties), int(world.source(REGISTRY))),
        known_at=np.full(len(parties), (block.plan.first_day - _HISTORY_DAYS) * DAY_US),
    )


def _link(
    block: Block, from_id: Ints, to_id: Ints, kind: str, rng: np.random.Generator, share: Ints | int = NULL
) -> Ints:
    """Write links as the register states them; return their thing numbers."""
    world = block.world
    since = world.registered_on[np.minimum(to_id, world.first_person - 1)]
    return block.rows("party_links").append(
        from_id=from_id,
        to_id=to_id,
        kind=np.full(len(to_id), code("party_links", "kind", kind)),
        share_bps=np.broadcast_to(share, len(to_id)),
        valid_from=since,
        source_id=np.full(len(to_id), int(world.source(REGISTRY))),
        known_at=later(rng, np.full(len(to_id), block.plan.first_day - _HISTORY_DAYS), 20),
    )


def _owners(block: Block, mine: Ints, head: Ints, second: Ints, rng: np.random.Generator) -> None:
    """A group's first company owns the others; any other is owned by its head and sometimes a second person."""
    leader = block.world.leader[mine]
    led = leader != NULL
    share = rng.integers(_OWNED_LEAST_BPS // 100, _OWNED_MOST_BPS // 100 + 1, len(mine)) * 100
    _link(block, leader[led], mine[led], "owns", rng, share[led])
    _link(block, leader[led], mine[led], "controls", rng)
    _link(block, head[~led], mine[~led], "owns", rng, share[~led])
    rest = (10_000 - share > 0) & (second != head)
    other = np.where(led, head, second)
    _link(block, other[rest], mine[rest], "owns", rng, (10_000 - share)[rest])


def _shared(block: Block, mine: Ints, rng: np.random.Generator) -> None:
    """Companies registered in the very same room share an address; a few, with one bookkeeper, a phone."""
    world = block.world
    room = world.building[mine] * 10_000 + world.room[mine]
    order = np.argsort(room, kind="stable")
    same = np.flatnonzero(room[order][1:] == room[order][:-1])
    _link(block, mine[order[same]], mine[order[same + 1]], "shares_address", rng)
    phone = np.flatnonzero(rng.random(len(mine) - 1) < _SHARED_PHONE)
    _link(block, mine[phone], mine[phone + 1], "shares_phone", rng)


def write_accounts(block: Block, rng: np.random.Generator) -> None:
    """Write the accounts of the companies of a block, or in the block of the world all others."""
    world = block.world
    owner = world.account_owner
    companies = block.companies
    if len(companies):
        mine = np.flatnonzero((owner >= companies.start) & (owner < companies.stop))
    else:
        mine = np.flatnonzero(owner < world.first_company)
    opened = world.registered_on[owner[mine]] + rng.integers(5, 90, len(mine))
    block.rows("bank_accounts").append(
        account_id=mine,
        owner_id=owner[mine],
        bank_id=world.account_bank[mine],
        valid_from=opened,
        source_id=world.source(world.account_bank[mine]),
        known_at=np.full(len(mine), (block.plan.first_day - _HISTORY_DAYS) * DAY_US),
    )
