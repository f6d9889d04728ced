"""Texts at most so many edits apart (optimal string alignment), found among many.

Two texts one edit apart (changed, put in, left out, exchanged with the neighbour) have a variant with at most one
character left out in common. So texts that may be near are those that share a variant, and each such pair is then held
against the texts themselves: what is found does not rest on the hashes. For two edits and more each text is held
against each of a fitting length by RapidFuzz in compiled code.
"""

# ruff: noqa: PLR2004 - lengths of what is left where two texts differ

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from hefu.graph.kernel import kernel
from hefu.parties.arrays import Numbers

_CELLS_MAX = 64_000_000


def near_texts(few: Sequence[str], many: Sequence[str], edits_max: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of places whose texts lie at most so many edits apart, in no order."""
    places, others = _places(few), _places(many)
    texts, targets = list(places), list(others)
    if edits_max == 0:
        found: Iterator[tuple[str, str]] = ((text, text) for text in texts if text in others)
    elif edits_max == 1:
        found = ((texts[one], targets[other]) for one, other in _one_edit(texts, targets))
    else:
        found = _edits(texts, targets, edits_max)
    for one, other in found:
        for place in places[one]:
            for beside in others[other]:
                yield place, beside


def _places(texts: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        found.setdefault(text, []).append(place)
    return found


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


def _one_edit(few: list[str], many: list[str]) -> list[list[int]]:
    left, right = _points(few), _points(many)
    wanted, keys = variant_keys(*left), variant_keys(*right)
    order = np.argsort(keys[0])
    ordered = keys[0][order]
    first = np.searchsorted(ordered, wanted[0])
    counts = np.searchsorted(ordered, wanted[0], side="right") - first
    ends = np.repeat(first - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    both = np.unique(np.repeat(wanted[1], counts) << 32 | keys[1][order[ends]])
    one, other = both >> 32, both & 0xFFFFFFFF
    close = one_edit_kernel(*left, *right, one, other)
    found: list[list[int]] = np.stack([one[close], other[close]], axis=1).tolist()
    return found


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
def one_edit_kernel(
    left_starts: np.ndarray,
    left: np.ndarray,
    right_starts: np.ndarray,
    right: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
) -> np.ndarray:
    """Tell of each pair of texts whether at most one edit lies between: what is left between their equal ends."""
    close = np.zeros(len(one), np.bool_)
    for pair in range(len(one)):
        start, end = left_starts[one[pair]], left_starts[one[pair] + 1]
        begin, stop = right_starts[other[pair]], right_starts[other[pair] + 1]
        while start < end and begin < stop and left[start] == right[begin]:
            start += 1
            begin += 1
        while start < end and begin < stop and left[end - 1] == right[stop - 1]:
            end -= 1
            stop -= 1
        length, width = end - start, stop - begin
        exchanged = length == 2 and width == 2 and left[start] == right[stop - 1] and left[end - 1] == right[begin]
        close[pair] = exchanged or (length <= 1 and width <= 1)
    return close
