"""The search for near texts finds what holding each against each finds, and nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from hefu.parties.near import near_texts, variant_keys

TEXTS = st.lists(st.text(alphabet="ab宏𠀀", max_size=7), max_size=12) | st.lists(st.text(max_size=40), max_size=6)


@given(TEXTS, TEXTS, st.integers(0, 2))
@example(["aab", "ab"], ["ab", "ba", "aab"], 1)
@example(["a" * 24], ["a" * 25, "a" * 23 + "b", "a" * 26], 1)
@example([""], ["a", ""], 1)
@example([], ["a"], 1)
def test_what_is_near_is_found_and_nothing_else(few: list[str], many: list[str], edits_max: int) -> None:
    found = list(near_texts(few, many, edits_max))
    near = {(one, other) for one in few for other in many if OSA.distance(one, other) <= edits_max}
    assert set(found) == near
    assert len(found) == len(near), "each pair once"


def test_two_texts_two_edits_apart_share_a_variant_and_are_no_pair() -> None:
    points = np.array(list(map(ord, "abcbca")), np.uint32)
    keys, owners = variant_keys(np.array([0, 3, 6]), points)
    assert set(keys[owners == 0]) & set(keys[owners == 1]), "the planted defect: to believe the hashes alone"
    assert not list(near_texts(["abc"], ["bca"], 1))
