"""Which pairs of parties are worth comparing: those that meet in a block of one key.

| key                                                         | finds                                            |
|-------------------------------------------------------------|--------------------------------------------------|
| the core of a name                                          | region dropped, other form, same name            |
| the core with one character left out, and the city          | one typing error in the core                     |
| region and core with one character left out                 | one typing error in the region, city unknown     |
| a telephone, an account, an address                         | names that differ by more, where these agree     |

Two texts one edit apart (changed, put in, left out, exchanged) always have a variant with at most one character left
out in common, so the second and third key miss none. Long texts are keyed by their first and last characters instead:
an edit lies in one half only. A block with more than `block_parties_max` parties is split by a further key (city,
address, core); what is left over-full after that is not compared by this key, and is counted in `Blocks`, never
dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hefu.graph.blocks import THREADS, in_order
from hefu.graph.kernel import kernel
from hefu.parties.config import EntityConfig
from hefu.parties.entities.records import KINDS, Records

_KEYS = ("phone", "account", "address")
"""A representative counts as evidence and is no key: one name is that of hundreds of people."""

_KEYS_FOR_THREADS = 100_000
"""To start threads takes as long as to pair some ten thousand keys."""

_LONG = 24
_HALF = 12


@dataclass(frozen=True, slots=True)
class Overfull:
    """Over-full blocks of one key.

    How many there were, and how many of their pairs were not compared after all splitting.

    A pair not compared by one key may have met in another.
    """

    key: str
    blocks_count: int
    pairs_left_count: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """Pairs to compare as two int32 arrays (first before second, in order, each once), and what was over-full."""

    first: np.ndarray
    second: np.ndarray
    overfull: tuple[Overfull, ...]


def blocks_of(records: Records, config: EntityConfig) -> Blocks:
    """Return the pairs of parties that meet in some block."""
    cities, cores, addresses = _refinements(records)
    parts, names = records.parts, records.names
    exact = hash_kernel(names.points, parts.starts, parts.ends)
    by_city = variant_kernel(names.points, parts.starts, parts.ends, cities[records.owners], needs_city=True)
    nowhere = np.zeros(len(records.owners), np.int32)
    whole = variant_kernel(names.points, names.starts[:-1], parts.ends, nowhere, needs_city=False)
    jobs = [
        ("name", exact, records.owners, (cities, addresses), True),
        ("name_near_in_city", by_city[0], records.owners[by_city[1]], (addresses, cores), False),
        ("name_near", whole[0], records.owners[whole[1]], (cities, addresses), True),
    ]
    for kind, values in zip(KINDS, records.values, strict=True):
        if kind not in _KEYS:
            continue
        parties = np.repeat(np.arange(len(records), dtype=np.int32), np.diff(values.starts))
        jobs.append((kind, values.codes.astype(np.uint64), parties, (cores, cities), False))

    def meet(_: None, job: int) -> tuple[np.ndarray, Overfull]:
        name, keys, parties, refinements, near = jobs[job]
        return _meet(name, (keys, parties), refinements, cities if near else None, config)

    threads = THREADS if sum(len(job[1]) for job in jobs) > _KEYS_FOR_THREADS else 1
    met, _ = in_order(len(jobs), lambda: None, meet, threads=threads)
    pairs = np.sort(np.concatenate([pairs for pairs, _ in met]))
    # Sorted, equal ones stand side by side: far cheaper than a hash of each.
    pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    first, second = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    return Blocks(first, second, tuple(overfull for _, overfull in met))


def _refinements(records: Records) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By party: its city (0: unknown), the hash of a core of its names, and of its address (0: none)."""
    count = len(records)
    cities = records.address_parts.cities.copy()
    cores = np.zeros(count, np.uint64)
    hashes = hash_kernel(records.names.points, records.parts.starts, records.parts.ends)
    # Backwards, so that the first name of a party stands in the end.
    named = records.parts.cities > 0
    cities[records.owners[named][::-1]] = records.parts.cities[named][::-1]
    cores[records.owners[::-1]] = hashes[::-1]
    address = records.values[KINDS.index("address")]
    has = np.flatnonzero(np.diff(address.starts))
    addresses = np.zeros(count, np.uint64)
    addresses[has] = address.codes[address.starts[has]].astype(np.uint64) + 1
    return cities, cores, addresses


def _meet(
    name: str,
    entries: tuple[np.ndarray, np.ndarray],
    refinements: Sequence[np.ndarray],
    cities: np.ndarray | None,
    config: EntityConfig,
) -> tuple[np.ndarray, Overfull]:
    """Pairs of one key as `first << 32 | second`, splitting over-full blocks by each refinement in turn."""
    keys, parties = entries
    found, blocks, left = [], 0, 0
    places = np.zeros(0, np.int32) if cities is None else cities
    for refinement in (None, *refinements):
        if refinement is not None:
            known = refinement[parties] > 0
            keys, parties = keys[known], parties[known]
            keys = mix_kernel(keys, refinement[parties].astype(np.uint64))
        order = np.argsort(keys)
        keys, parties = keys[order], parties[order]
        pairs, over, met, crowded = pair_kernel(keys, parties, places, config.block_parties_max)
        found.append(pairs)
        keys, parties = keys[over], parties[over]
        if refinement is None:
            blocks, left = len(np.unique(keys)), int(crowded)
        else:
            left -= int(met)
        if not len(keys):
            break
    return np.concatenate(found), Overfull(name, blocks, left)


@kernel
def _mix(left: np.uint64, right: np.uint64) -> np.uint64:
    """Fold two 64-bit words into one (the finaliser of SplitMix64)."""
    word = (left ^ (right * np.uint64(0x9E3779B97F4A7C15))) + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@kernel
def mix_kernel(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fold two columns of 64-bit words into one."""
    mixed = np.empty(len(left), np.uint64)
    for place in range(len(left)):
        mixed[place] = _mix(left[place], right[place])
    return mixed


@kernel
def _hash(points: np.ndarray, start: int, end: int, without: int) -> np.uint64:
    """Hash a text, leaving out the character at one place."""
    word = np.uint64(0)
    for place in range(start, end):
        if place != without:
            word = _mix(word, np.uint64(points[place]))
    return word


@kernel
def hash_kernel(points: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Hash each text between its ends."""
    hashes = np.empty(len(starts), np.uint64)
    for text in range(len(starts)):
        hashes[text] = _hash(points, starts[text], ends[text], -1)
    return hashes


@kernel
def variant_kernel(
    points: np.ndarray,
    starts: np.ndarray,
    ends: np.ndarray,
    cities: np.ndarray,
    needs_city: bool,  # noqa: FBT001 - a kernel takes its arguments by place
) -> tuple[np.ndarray, np.ndarray]:
    """Return keys, and the place of the text of each.

    The text, and it with each character left out, mixed with its city.
    """
    count = len(starts)
    total = 0
    for text in range(count):
        length = ends[text] - starts[text]
        total += (2 if length > _LONG else length + 1) if length and (cities[text] or not needs_city) else 0
    keys, places = np.empty(total, np.uint64), np.empty(total, np.int32)
    filled = 0
    for text in range(count):
        length, city = ends[text] - starts[text], np.uint64(cities[text])
        if length == 0 or (needs_city and city == 0):
            continue
        if length > _LONG:
            keys[filled] = _mix(_hash(points, starts[text], starts[text] + _HALF, -1), city)
            keys[filled + 1] = _mix(_hash(points, ends[text] - _HALF, ends[text], -1), ~city)
            places[filled : filled + 2] = text
            filled += 2
            continue
        for without in range(starts[text] - 1, ends[text]):
            keys[filled] = _mix(_hash(points, starts[text], ends[text], without), city)
            places[filled] = text
            filled += 1
    return keys, places


@kernel
def pair_kernel(
    keys: np.ndarray, parties: np.ndarray, cities: np.ndarray, cap: int
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Pair the parties of each run of equal keys.

    Returns the pairs, which entries lie in over-full runs, and how many pairs of entries the other runs and those
    have.

    Where `cities` is given, two parties of different known cities are no pair.
    """
    over = np.zeros(len(keys), np.bool_)
    pairs = np.empty(1024, np.int64)
    filled, met, left, start = 0, 0, 0, 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        size = end - start
        if size > cap:
            over[start:end] = True
            left += size * (size - 1) // 2
        elif size > 1:
            met += size * (size - 1) // 2
            if filled + size * (size - 1) // 2 > len(pairs):
                grown = np.empty(max(2 * len(pairs), filled + size * size), np.int64)
                grown[:filled] = pairs[:filled]
                pairs = grown
            for one in range(start, end - 1):
                for other in range(one + 1, end):
                    low, high = min(parties[one], parties[other]), max(parties[one], parties[other])
                    apart = len(cities) > 0 and cities[low] and cities[high] and cities[low] != cities[high]
                    if low != high and not apart:
                        pairs[filled] = (np.int64(low) << 32) | np.int64(high)
                        filled += 1
        start = end
    return pairs[:filled].copy(), over, met, left
