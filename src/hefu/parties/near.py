"""Texts at most so many edits apart (optimal string alignment), found among many.

Two texts one edit apart (changed, put in, left out, exchanged with the neighbour) have a variant with at most one
character left out in common. So texts that may be near are those that share a variant, and each such pair is then held
against the texts themselves: what is found does not rest on the hashes. For two edits and more each text is held
against each of a fitting length by RapidFuzz in compiled code.
"""

# ruff: noqa: PLR2004 - lengths of what is left where two texts differ

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from hefu.graph.kernel import kernel
from hefu.parties.arrays import Numbers, each_once

_CELLS_MAX = 64_000_000
_LOW = 0xFFFFFFFF


def near_texts(few: Collection[str], many: Collection[str], edits_max: int) -> Iterator[tuple[str, str]]:
    """Yield each pair of texts, one of the few and one of the many, that lie at most so many edits apart.

    A text that stands in both is near itself. Every pair once, in no order.
    """
    first, others = dict.fromkeys(few), dict.fromkeys(many)
    if edits_max > 1:
        yield from _edits(list(first), list(others), edits_max)
        return
    for text in first:
        if text in others:
            yield text, text
    if edits_max:
        yield from _one_edit(first, others)


def _edits(few: list[str], many: list[str], edits_max: int) -> Iterator[tuple[str, str]]:
    """Every text against every other of a fitting length, a block at a time, so that memory stays bounded."""
    lengths = [len(text) for text in few]
    least, most = min(lengths, default=0) - edits_max, max(lengths, default=0) + edits_max
    fitting = [text for text in many if least <= len(text) <= most]
    block = max(1, _CELLS_MAX // max(1, len(fitting)))
    for start in range(0, len(few), block):
        part = few[start : start + block]
        edits = cdist(part, fitting, scorer=OSA.distance, score_cutoff=edits_max, dtype=np.uint8)
        for place, other in np.argwhere(edits <= edits_max).tolist():
            yield part[place], fitting[other]


def _one_edit(few: Collection[str], many: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different texts with one edit between."""
    texts = list(dict.fromkeys(chain(few, many)))
    sides = np.array([(text in few) + 2 * (text in many) for text in texts], np.int8)
    starts, points = _points(texts)
    keys, owners = variant_keys(starts, points)
    order = np.argsort(keys)
    pairs = each_once(pair_kernel(keys[order], owners[order], sides, starts, points))
    for one, other in zip((pairs >> 32).tolist(), (pairs & _LOW).tolist(), strict=True):
        yield texts[one], texts[other]


def _points(texts: list[str]) -> tuple[Numbers, Numbers]:
    """Texts as code points: where each begins, and its end beside; then the points of all."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
    return starts, np.array(np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32))


@kernel
def _mix(word: np.uint64, more: np.uint64) -> np.uint64:
    word = (word ^ more) * np.uint64(0xBF58476D1CE4E5B9)
    return word ^ (word >> np.uint64(29))


@kernel
def variant_keys(starts: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hash each text whole and with each character left out; return the hashes and the place of the text of each."""
    total = len(points) + len(starts) - 1
    keys, places = np.empty(total, np.uint64), np.empty(total, np.int64)
    filled = 0
    for text in range(len(starts) - 1):
        for without in range(starts[text] - 1, starts[text + 1]):
            word = np.uint64(0x9E3779B97F4A7C15)
            for place in range(starts[text], starts[text + 1]):
                if place != without:
                    word = _mix(word, np.uint64(points[place]))
            keys[filled], places[filled] = word, text
            filled += 1
    return keys, places


@kernel
def _one_edit_apart(points: np.ndarray, start: int, end: int, begin: int, stop: int) -> bool:
    """Tell whether at most one edit lies between two texts: by what is left between their equal ends."""
    while start < end and begin < stop and points[start] == points[begin]:
        start += 1
        begin += 1
    while start < end and begin < stop and points[end - 1] == points[stop - 1]:
        end -= 1
        stop -= 1
    if end - start == 2 and stop - begin == 2:
        return bool(points[start] == points[stop - 1] and points[end - 1] == points[begin])
    return end - start <= 1 and stop - begin <= 1


@kernel
def pair_kernel(
    keys: np.ndarray, owners: np.ndarray, sides: np.ndarray, starts: np.ndarray, points: np.ndarray
) -> np.ndarray:
    """Pair the texts of each run of equal keys that are one edit apart, the one of the few and the other of the many.

    `sides` is by text 1 for the few, 2 for the many, 3 for both. A pair is `few << 32 | many`; it may stand twice.
    """
    pairs, filled, start = np.empty(1024, np.int64), 0, 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        for place in range(start, end):
            one = owners[place]
            for beside in range(start, end if sides[one] & 1 else start):
                other = owners[beside]
                if one == other or not sides[other] & 2:
                    continue
                if _one_edit_apart(points, starts[one], starts[one + 1], starts[other], starts[other + 1]):
                    if filled == len(pairs):
                        grown = np.empty(2 * filled, np.int64)
                        grown[:filled] = pairs
                        pairs = grown
                    pairs[filled] = one << 32 | other
                    filled += 1
        start = end
    return pairs[:filled].copy()
