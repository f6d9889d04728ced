"""Graphs and payments for the benches, the same on every run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SEED = 20261125
Ends = NDArray[np.int32]


def _skewed(chance: np.random.Generator, count: int, below: int, power: float) -> NDArray[np.int64]:
    """Numbers below a bound, small ones more often."""
    return (below * chance.random(count) ** power).astype(np.int64)


def guarantees(companies: int, edges: int, *, core: int, core_degree: int) -> Ends:
    """Edges (two rows, source and target) like those of a guarantee network: no loops, no parallel ones.

    Nearly all lead from a lower rank to a higher one, a few companies have thousands. Among them lie mutual
    guarantees, rings of three to six within a neighbourhood, and one core of companies that stand for one another.
    """
    chance = np.random.default_rng(SEED)
    background = edges - companies // 6 - core * core_degree
    hubs = _skewed(chance, background, companies, 2.0)
    ends = np.sort(np.stack([hubs, chance.integers(0, companies, background)]), axis=0)
    first = chance.integers(0, companies - 40, companies // 200)
    other = first + chance.integers(1, 40, first.size)
    parts = [ends, np.stack([first, other]), np.stack([other, first])]
    for length in (3, 4, 5, 6):
        start = chance.integers(0, companies - 60, companies // 200)
        members = start[:, None] + np.argsort(chance.random((start.size, 60)), axis=1)[:, :length]
        parts.append(np.stack([members.ravel(), np.roll(members, -1, axis=1).ravel()]))
    inside = np.stack([_skewed(chance, core * core_degree, core, 1.6), chance.integers(0, core, core * core_degree)])
    parts.append(inside + companies // 3)
    every = np.concatenate(parts, axis=1)
    key = np.unique(every[0][every[0] != every[1]] * companies + every[1][every[0] != every[1]])
    names = chance.permutation(companies)
    order = chance.permutation(key.size)
    return np.stack([names[key // companies], names[key % companies]])[:, order].astype(np.int32)


def payments(count: int) -> tuple[Ends, NDArray[np.int64], int]:
    """Payments of 90 days in the order of time: ends, seconds, and how many round trips were put in.

    A few accounts have most of them. One payment in 1,000 or so begins a round trip of three to six hops within two
    days.
    """
    chance = np.random.default_rng(SEED)
    accounts, day = count // 5, 86_400
    ends = np.stack([_skewed(chance, count, accounts, 1.7), _skewed(chance, count, accounts, 1.4)])
    ends = np.stack([chance.permutation(accounts)[one] for one in ends])
    parts, times = [ends], [chance.integers(0, 90 * day, count)]
    trips = count // 4_000
    for length in (3, 4, 5, 6):
        members = chance.integers(0, accounts // 40, (trips, 1)) + np.argsort(chance.random((trips, 40)), axis=1)[
            :, :length
        ] * (accounts // 40)
        parts.append(np.stack([members.ravel(), np.roll(members, -1, axis=1).ravel()]))
        rising = np.sort(chance.integers(1, 2 * day, (trips, length)), axis=1) + np.arange(length)
        times.append((rising + chance.integers(0, 87 * day, (trips, 1))).ravel())
    every, moments = np.concatenate(parts, axis=1), np.concatenate(times)
    order = np.argsort(moments, kind="stable")
    return every[:, order].astype(np.int32), moments[order].astype(np.int64), 4 * trips
