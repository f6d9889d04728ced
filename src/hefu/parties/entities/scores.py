"""How much speaks for two ids being one party: every pair of a block, in a kernel; the best pair of their names counts.

Names are the same where their cores are, near where one edit (optimal string alignment) lies between, or two in a
long Latin name; short cores are never near, and a name that differs by a numeral is another's (一厂, 二厂). Regions
contradict where both name a province or a city and not the same; a name without one takes its address's.

Near names of which the brand or the trade word is another (宏达, 宏远; 矿业, 铝业) are those of sister firms as often
as slips, and an owner gives all his firms one address, telephone and representative: such a pair is the same only where
an account agrees. A rare character in a common one's place (达, 迏) is a slip: no register takes it.
"""

# ruff: noqa: PLR2004 - places in arrays laid out beside

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hefu.graph.blocks import in_order
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

DIFFERS = ("region", "phone", "representative", "identifier", "brand_or_trade")
"""The words of the bits of `Scores.differs`, in order."""


def _bytes_of_gb2312() -> bytes:
    return bytes(byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))


Arrays = tuple[Any, ...]
"""Arrays that a kernel takes together."""

_REGION, _OTHER_PHONE, _OTHER_REPRESENTATIVE, OTHER_IDENTIFIER, _OTHER_BRAND = 1, 2, 4, 8, 16
_NUMERALS = np.array(sorted(map(ord, "0123456789零〇一二三四五六七八九十百甲乙丙丁")), np.uint32)
_COMMON = np.array(sorted(map(ord, _bytes_of_gb2312().decode("gb2312", "ignore"))), np.uint32)
"""The 6,763 characters of GB 2312: a registered name has no others (企业名称登记管理规定 5: 规范汉字)."""

_PAIRS_AT_ONCE = 1 << 17

_BRAND_MAX = 3
"""So many characters of a core are taken for the brand where no trade word is known."""


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
    names = (records.names.points, records.names.starts, parts.starts, parts.ends, parts.trades, parts.forms)
    regions = (parts.provinces, parts.cities, parts.districts, address.provinces, address.cities)
    values = tuple((v.starts, v.codes, v.sharers) for v in records.values)
    addresses = (records.addresses.points, address.starts, address.ends)
    lengths = np.array(
        [
            config.entities.han_core_characters_min,
            config.latin_stem_letters_min,
            config.latin_long_stem_letters_min,
            config.han_edits_max,
            config.latin_edits_max,
            config.latin_long_edits_max,
        ],
        np.int64,
    )
    weights = _weights(config.entities)

    def weigh(_: None, block: int) -> Arrays:
        part = slice(block * _PAIRS_AT_ONCE, (block + 1) * _PAIRS_AT_ONCE)
        pairs = (blocks.first[part], blocks.second[part])
        scored: Arrays = score_kernel(pairs, name_starts, names, regions, values, addresses, lengths, weights)
        return scored

    found, _ = in_order(max(1, -(-len(blocks.first) // _PAIRS_AT_ONCE)), lambda: None, weigh)
    return Scores(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _weights(c: EntityConfig) -> np.ndarray:
    return np.array(
        [
            *(c.name_points, c.name_region_unknown_points, c.name_near_points, c.name_near_region_unknown_points),
            c.other_form_points,
            *(c.phone_points, c.account_points, c.representative_points, c.address_points),
            *(c.phone_firms_max, c.account_firms_max, c.representative_firms_max, c.address_firms_max),
            *(c.address_near_points, c.hub_points, c.phone_differs_points, c.representative_differs_points),
            c.same_points_min - 1,
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
def _listed(characters: np.ndarray, point: int) -> bool:
    """Tell whether a character is among some in order."""
    return bool(characters[np.searchsorted(characters, point) % len(characters)] == point)


@kernel
def _by_numeral(points: np.ndarray, start: int, end: int, other: int, other_end: int, numerals: np.ndarray) -> bool:
    """Tell whether two texts stop agreeing, from the front or from the back, at a numeral."""
    while start < end and other < other_end and points[start] == points[other]:
        start += 1
        other += 1
    while start < end and other < other_end and points[end - 1] == points[other_end - 1]:
        end -= 1
        other_end -= 1
    if (
        end - start == 2 == other_end - other
        and points[start] == points[other_end - 1]
        and points[end - 1] == points[other]
    ):
        # Two that changed places: 六安, 安六 is a slip, while 十二 and 二十 are two numbers.
        return _listed(numerals, points[start]) and _listed(numerals, points[end - 1])
    for place in range(start, end):
        if _listed(numerals, points[place]):
            return True
    for place in range(other, other_end):  # noqa: SIM110 - compiled code
        if _listed(numerals, points[place]):
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
def _equal(points: np.ndarray, start: int, end: int, other: int, other_end: int) -> bool:
    if end - start != other_end - other:
        return False
    for step in range(end - start):  # noqa: SIM110 - compiled code
        if points[start + step] != points[other + step]:
            return False
    return True


@kernel
def _sisters(points: np.ndarray, parts: Arrays, one: int, other: int) -> bool:
    """Tell whether two near names may be those of sister firms: brand or trade word is another, and no mere slip."""
    starts, ends, trades = parts
    start, begins = starts[one], starts[other]
    if not _equal(points, trades[one], ends[one], trades[other], ends[other]):
        known = trades[one] < ends[one] and trades[other] < ends[other]
        return known and _equal(points, start, trades[one], begins, trades[other])
    length, width = trades[one] - start, trades[other] - begins
    step = 0
    while step < min(length, width) and points[start + step] == points[begins + step]:
        step += 1
    if trades[one] == ends[one] and step >= _BRAND_MAX:
        return False
    if length != width:
        longer = points[start + step] if length > width else points[begins + step]
        return _listed(_COMMON, longer)
    one_at, other_at = start + step, begins + step
    if step + 1 < length and points[one_at] == points[other_at + 1] and points[one_at + 1] == points[other_at]:
        return False
    return _listed(_COMMON, points[one_at]) and _listed(_COMMON, points[other_at])


@kernel
def _slip_in_region(
    points: np.ndarray, names: Arrays, one: int, other: int, lengths: np.ndarray, rows: np.ndarray
) -> bool:
    """Tell whether two names differ by one edit that lies before the core of either, so that a region went unread."""
    wholes, starts, ends = names
    if _near(points, wholes[one], ends[one], wholes[other], ends[other], lengths, rows) != 1:
        return False
    same, core = 0, min(ends[one] - starts[one], ends[other] - starts[other])
    while same < core and points[ends[one] - 1 - same] == points[ends[other] - 1 - same]:
        same += 1
    return bool(same == core)


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
    points, wholes, starts, ends, trades, forms = names
    provinces, cities, districts, _, address_cities = regions
    level = _near(points, starts[one], ends[one], starts[other], ends[other], lengths, rows)
    sisters = level == 1 and _sisters(points, (starts, ends, trades), one, other)
    region = _region(provinces, cities, districts, one, other)
    if sisters and region == 1 and _slip_in_region(points, (wholes, starts, ends), one, other, lengths, rows):
        sisters, region = False, 0
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
    against = (1 if region == 2 else 0) | (16 if sisters else 0)
    return (0 if region == 2 else found), (1 if level == 0 else 2), against


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
            total = best + more
            starts, codes, sharers = values[1]
            if against & 16 and not (bits & 8 and _shared(starts, codes, sharers, one, other) <= weights[10]):
                total = min(total, weights[17])
            points[pair] = 0 if against & 1 else total
            agrees[pair], differs[pair] = how | bits, against | contra
    return points, agrees, differs
