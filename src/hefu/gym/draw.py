"""Seeded chance. Each stage of each partition has a stream of its own, so that no order of work can change a byte."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]


def stream(seed: int, stage: str, partition: int = 0) -> np.random.Generator:
    """Return the generator of one stage of one partition; the same arguments give the same numbers everywhere."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(stage.encode()), partition])))


def whole(values: Reals) -> Ints:
    """Round to whole numbers, halves to even."""
    result: Ints = np.rint(values).astype(np.int64)
    return result


def choose(rng: np.random.Generator, weights: Reals, size: int) -> Ints:
    """Draw indices in proportion to weights. Shape (size,)."""
    cumulative = np.cumsum(weights)
    drawn: Ints = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right").astype(np.int64)
    return drawn


def rank_within(groups: Ints, *order: npt.NDArray[np.generic]) -> Ints:
    """Return each element's place, from 0, among those of its group, in the order of the keys (first key first)."""
    at = np.lexsort((*reversed(order), groups))
    ordered = groups[at]
    first = np.r_[True, ordered[1:] != ordered[:-1]] if len(ordered) else np.zeros(0, bool)
    places = np.arange(len(ordered))
    ranks: Ints = np.empty(len(ordered), np.int64)
    ranks[at] = places - np.maximum.accumulate(np.where(first, places, 0))
    return ranks


def part_bps(values: Ints, rates_bps: Ints | int) -> Ints:
    """Return rates_bps / 10,000 of whole values of either sign, halves away from zero. Safe below 9e14."""
    whole_part, rest = np.divmod(np.abs(values), 10_000)
    size: Ints = np.asarray(whole_part * rates_bps + (rest * rates_bps + 5_000) // 10_000, np.int64)
    return np.where(values < 0, -size, size)
