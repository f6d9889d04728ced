"""The guarantee network, shaped like a real bank's: most parts are pairs, one is large, circles are few and small."""

from __future__ import annotations

import numpy as np

from hefu.gym import calibration
from hefu.gym.draw import Ints, stream
from hefu.gym.frame import Block

_ATTACH_POWER = 0.75


def edges_of(block: Block) -> tuple[Ints, Ints]:
    """Return guarantor and debtor of each guarantee among the companies of a block.

    Sizes of parts are drawn for the whole economy at once, so that there is one large part to so many companies and
    not one to a block; each part lies within one block.
    """
    plan = block.plan
    companies = plan.companies * calibration.GUARANTEED_BPS // 10_000
    sizes = part_sizes(companies, stream(plan.seed, "guarantee parts"))
    room = len(block.companies) * 9 // 10
    sizes = np.minimum(sizes, plan.block_companies * 6 // 10)
    placed = np.cumsum(sizes) * plan.blocks // max(int(sizes.sum()), 1)
    mine = sizes[np.minimum(placed, plan.blocks - 1) == block.number]
    mine = mine[np.cumsum(mine) <= room]
    rng = stream(plan.seed, "guarantees", block.number)
    nodes = rng.permutation(np.arange(block.companies.start, block.companies.stop))[: mine.sum()]
    source, target = edges(mine, rng)
    return nodes[source], nodes[target]


def part_sizes(companies: int, rng: np.random.Generator) -> Ints:
    """Return the sizes of the parts of a network of so many companies, in random order."""
    parts = max(1, companies * calibration.GUARANTEE_COMPONENTS // calibration.GUARANTEE_COMPANIES)
    large = max(1, companies // calibration.GUARANTEE_COMPANIES)
    scale = min(1.0, companies / calibration.GUARANTEE_COMPANIES)
    largest = max(2, round(calibration.GUARANTEE_LARGEST * scale))
    small = parts - large
    sizes = 2 + rng.geometric(1 / (1 + calibration.GUARANTEE_EXTRA_MEAN), max(small, 1)) - 1
    drawn = np.concatenate([sizes, np.full(large, largest)])
    shuffled: Ints = rng.permutation(drawn).astype(np.int64)
    return shuffled


def edges(sizes: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the guarantees of parts laid side by side, nodes numbered from 0 throughout.

    Each part is a tree that grows by attaching to those who have ties already; a few parts get a further tie, and very
    few a tie back along one, which makes a circle.
    """
    begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
    nth = np.arange(int(sizes.sum())) - begin
    later = np.flatnonzero(nth > 0)
    older = begin[later] + (nth[later] * rng.random(len(later)) ** (1 / _ATTACH_POWER)).astype(np.int64)
    source, target = np.where(rng.random(len(later)) < calibration.GUARANTEE_OUTWARD, (older, later), (later, older))
    again = rng.random(len(later)) < calibration.GUARANTEE_AGAIN
    extra_source, extra_target = source[again], target[again]
    strong = max(1, round(calibration.GUARANTEE_STRONG_PER_COMPANY * sizes.sum()))
    back = rng.permutation(len(source))[:strong]
    circle = _circles(sizes, rng)
    return (
        np.concatenate([source, extra_source, target[back], circle[0]]),
        np.concatenate([target, extra_target, source[back], circle[1]]),
    )


def _circles(sizes: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Close a circle of up to seven in one of the parts that are wide enough, at the rate of the real network."""
    begins = np.cumsum(sizes) - sizes
    length = calibration.GUARANTEE_STRONG_LARGEST
    wide = begins[sizes >= length]
    chance = sizes.sum() / calibration.GUARANTEE_COMPANIES
    if not len(wide) or rng.random() > chance:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    nodes = wide[rng.integers(0, len(wide))] + np.arange(length)
    return nodes, np.roll(nodes, -1)
