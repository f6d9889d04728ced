"""How much speaks for two ids being one party: every pair of a block, in a kernel; the best pair of their names counts.

Names are the same where their cores are, near where one edit (optimal string alignment) lies between, or two in a
long Latin name; short cores are never near, and a name that differs by a numeral is another's (一厂, 二厂). Regions
contradict where both name a province or a city and not the same; a name without one takes its address's.
"""

# ruff: noqa: PLR2004 - places in arrays laid out beside

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hefu.graph.kernel import kernel
from hefu.parties.config import EntityConfig, PartiesConfig
from hefu.parties.entities.blocks import Blocks
from hefu.parties.entities.records import Records

NAME, NAME_NEAR, PHONE, ACCOUNT, REPRESENTATIVE, ADDRESS, ADDRESS_NEAR, IDENTIFIER, SUCCESSION = (
    1 << n for n in range(9)
)
AGREES = (
    "name",
    "name_near",
    "phone",
    "account",
    "representative",
    "address",
    "address_near",
    "identifier",
    "succession",
)
"""The words of the bits of `Scores.agrees`, in order."""

DIFFERS = ("region", "phone", "representative", "identifier")
"""The words of the bits of `Scores.differs`, in order."""

Arrays = tuple[Any, ...]
"""Arrays that a kernel takes together."""

_REGION, _OTHER_PHONE, _OTHER_REPRESENTATIVE, OTHER_IDENTIFIER = 1, 2, 4, 8
_NUMERALS = np.array(sorted(map(ord, "0123456789零〇一二三四五六七八九十百甲乙丙丁")), np.uint32)


@dataclass(frozen=True, slots=True)
class Scores:
    """For each pair its points (int32), and as bits what agrees (AGREES) and what contradicts (DIFFERS)."""

    points: np.ndarray
    agrees: np.ndarray
    differs: np.ndarray


def score(records: Records, blocks: Blocks, config: PartiesConfig) -> Scores:
    """Weigh every pair."""
    name_starts = np.searchsorted(records.owners, np.arange(len(records) + 1)).astype(np.int64)
    parts, address = records.parts, records.address_parts
    names = (records.names.points, records.names.starts, parts.starts, parts.ends, parts.forms)
    regions = (parts.provinces, parts.cities, parts.districts, address.provinces, address.cities)
    values = tuple((v.starts, v.codes, v.sharers) for v in records.values)
    addresses = (records.addresses.points, address.starts, address.ends)
    lengths = np.array(
        [
            config.han_stem_characters_min,
            config.latin_stem_letters_min,
            config.latin_long_stem_letters_min,
            config.han_edits_max,
            config.latin_edits_max,
            config.latin_long_edits_max,
        ],
        np.int64,
    )
    pairs = (blocks.first, blocks.second)
    return Scores(
        *score_kernel(pairs, name_starts, names, regions, values, addresses, lengths, _weights(config.entities))
    )


def _weights(c: EntityConfig) -> np.ndarray:
    return np.array(
        [
            *(c.name_points, c.name_region_unknown_points, c.name_near_points, c.name_near_region_unknown_points),
            c.other_form_points,
            *(c.phone_points, c.account_points, c.representative_points, c.address_points),
            *(c.phone_firms_max, c.account_firms_max, c.representative_firms_max, c.address_firms_max),
            *(c.address_near_points, c.hub_points, c.phone_differs_points, c.representative_differs_points),
        ],
        np.int64,
    )


@kernel
def edits_kernel(
    points: np.ndarray, start: int, end: int, other: int, other_end: int, rows: np.ndarray, most: int
) -> int:
    """Optimal string alignment distance of two texts, or 9 where it is above `most` or a text is over 96 long."""
    length, width = end - start, other_end - other
    if abs(length - width) > most or length > 96 or width > 96:
        return 9
    for column in range(width + 1):
        rows[0, column] = column
    for row in range(1, length + 1):
        before, last, here = rows[(row + 1) % 3], rows[(row - 1) % 3], rows[row % 3]
        here[0] = row
        least = row
        for column in range(1, width + 1):
            one, two = points[start + row - 1], points[other + column - 1]
            cost = min(last[column] + 1, here[column - 1] + 1, last[column - 1] + (0 if one == two else 1))
            if row > 1 and column > 1 and one == points[other + column - 2] and points[start + row - 2] == two:
                cost = min(cost, before[column - 2] + 1)
            here[column] = cost
            least = min(least, cost)
        if least > most:
            return 9
    found = int(rows[length % 3, width])
    return found if found <= most else 9


@kernel
def _allowed(points: np.ndarray, start: int, end: int, other: int, other_end: int, lengths: np.ndarray) -> int:
    """How many edits may lie between two texts that are called near, by the shorter."""
    if other_end - other < end - start:
        start, end = other, other_end
    for place in range(start, end):
        if 0x4E00 <= points[place] <= 0x9FFF:
            return int(lengths[3]) if end - start >= lengths[0] else 0
    if end - start >= lengths[2]:
        return int(lengths[5])
    return int(lengths[4]) if end - start >= lengths[1] else 0


@kernel
def _by_numeral(points: np.ndarray, start: int, end: int, other: int, other_end: int, numerals: np.ndarray) -> bool:
    """Tell whether two texts stop agreeing, from the front or from the back, at a numeral."""
    while start < end and other < other_end and points[start] == points[other]:
        start += 1
        other += 1
    while start < end and other < other_end and points[end - 1] == points[other_end - 1]:
        end -= 1
        other_end -= 1
    for place in range(start, end):
        if numerals[np.searchsorted(numerals, points[place]) % len(numerals)] == points[place]:
            return True
    for place in range(other, other_end):
        if numerals[np.searchsorted(numerals, points[place]) % len(numerals)] == points[place]:
            return True
    return False


@kernel
def _near(
    points: np.ndarray, start: int, end: int, other: int, other_end: int, lengths: np.ndarray, rows: np.ndarray
) -> int:
    """0: the same, 1: near, 2: neither."""
    if end - start == other_end - other:
        same = True
        for step in range(end - start):
            if points[start + step] != points[other + step]:
                same = False
                break
        if same:
            return 0
    most = _allowed(points, start, end, other, other_end, lengths)
    if most == 0 or edits_kernel(points, start, end, other, other_end, rows, most) > most:
        return 2
    return 2 if _by_numeral(points, start, end, other, other_end, _NUMERALS) else 1


@kernel
def _region(province: np.ndarray, city: np.ndarray, district: np.ndarray, one: int, other: int) -> int:
    """0: the regions of two names agree, 1: one is unknown, 2: they contradict."""
    if province[one] and province[other] and province[one] != province[other]:
        return 2
    if city[one] and city[other]:
        met = city[one] == city[other] or (district[one] and district[one] == city[other])
        met = met or (district[other] and district[other] == city[one])
        return 0 if met else 2
    return 0 if province[one] and province[one] == province[other] and city[one] == city[other] else 1


@kernel
def _shared(starts: np.ndarray, codes: np.ndarray, sharers: np.ndarray, one: int, other: int) -> int:
    """Fewest sharers of a value that both have; 0: none in common, -1: one of them has none at all."""
    left, right = starts[one], starts[other]
    if left == starts[one + 1] or right == starts[other + 1]:
        return -1
    fewest = 0
    while left < starts[one + 1] and right < starts[other + 1]:
        if codes[left] == codes[right]:
            fewest = sharers[left] if fewest == 0 else min(fewest, sharers[left])
            left += 1
            right += 1
        elif codes[left] < codes[right]:
            left += 1
        else:
            right += 1
    return fewest


@kernel
def _names_kernel(  # noqa: PLR0913, PLR0917 - a kernel takes arrays one by one
    one: int,
    other: int,
    names: Arrays,
    regions: Arrays,
    parties: Arrays,
    lengths: np.ndarray,
    weights: np.ndarray,
    rows: np.ndarray,
) -> tuple[int, int, int]:
    """Points of two names, and the bits of what agrees and contradicts."""
    points, wholes, starts, ends, forms = names
    provinces, cities, districts, _, address_cities = regions
    level = _near(points, starts[one], ends[one], starts[other], ends[other], lengths, rows)
    region = _region(provinces, cities, districts, one, other)
    if level == 2 and region == 1:
        # A slip in the region itself leaves it unread: then the whole is held against the whole.
        level = _near(points, wholes[one], ends[one], wholes[other], ends[other], lengths, rows)
        region = 0 if level < 2 else 1
    if level == 2:
        return 0, 0, 0
    if region == 1:
        left = cities[one] or address_cities[parties[0]]
        right = cities[other] or address_cities[parties[1]]
        region = 0 if left and left == right else 1
    found = weights[2 * level + (1 if region else 0)]
    if forms[one] and forms[other] and forms[one] != forms[other]:
        found += weights[4]
    return (0 if region == 2 else found), (1 if level == 0 else 2), (1 if region == 2 else 0)


@kernel
def _address_near(party: int, other: int, addresses: Arrays, rows: np.ndarray) -> bool:
    """Tell whether one address goes on where the other stops, or lies within two edits, its numbers the same."""
    points, starts, ends = addresses
    first, second = starts[party], starts[other]
    length, width = ends[party] - first, ends[other] - second
    if min(length, width) < 8:
        return False
    step = 0
    while step < min(length, width) and points[first + step] == points[second + step]:
        step += 1
    if step == min(length, width):
        return True
    if _by_numeral(points, first, ends[party], second, ends[other], _NUMERALS):
        return False
    return edits_kernel(points, first, ends[party], second, ends[other], rows, 2) <= 2


@kernel
def _evidence_kernel(
    one: int, other: int, values: Arrays, addresses: Arrays, weights: np.ndarray, rows: np.ndarray
) -> tuple[int, int, int]:
    """Points of what two parties share besides their names, and the bits of what agrees and contradicts."""
    found, agrees, differs = 0, 0, 0
    for kind in range(4):
        starts, codes, sharers = values[kind]
        fewest = _shared(starts, codes, sharers, one, other)
        if fewest > 0:
            found += weights[5 + kind] if fewest <= weights[9 + kind] else weights[14]
            agrees |= 4 << kind
        elif fewest == 0 and kind == 0:
            found += weights[15]
            differs |= 2
        elif fewest == 0 and kind == 2:
            found += weights[16]
            differs |= 4
    if not agrees & 32 and _address_near(one, other, addresses, rows):
        found += weights[13]
        agrees |= 64
    return found, agrees, differs


@kernel
def score_kernel(  # noqa: PLR0913, PLR0917 - a kernel takes arrays one by one
    pairs: Arrays,
    name_starts: np.ndarray,
    names: Arrays,
    regions: Arrays,
    values: Arrays,
    addresses: Arrays,
    lengths: np.ndarray,
    weights: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weigh every pair; see `score`."""
    first, second = pairs
    points = np.zeros(len(first), np.int32)
    agrees, differs = np.zeros(len(first), np.int16), np.zeros(len(first), np.int8)
    rows = np.zeros((3, 98), np.int64)
    for pair in range(len(first)):
        one, other = first[pair], second[pair]
        best, how, against = -1, 0, 0
        for left in range(name_starts[one], name_starts[one + 1]):
            for right in range(name_starts[other], name_starts[other + 1]):
                got, bits, contra = _names_kernel(left, right, names, regions, (one, other), lengths, weights, rows)
                if bits and got > best:
                    best, how, against = got, bits, contra
        if how:
            more, bits, contra = _evidence_kernel(one, other, values, addresses, weights, rows)
            points[pair] = 0 if against else best + more
            agrees[pair], differs[pair] = how | bits, against | contra
    return points, agrees, differs
