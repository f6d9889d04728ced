"""The fast search through many names finds what the plain comparison of each pair finds."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.names import name_stem
from hefu.parties.config import PartiesConfig
from hefu.parties.names import likeness, near_stems, stems

CONFIG = PartiesConfig()
FORMS = st.sampled_from(["", "有限公司", "股份有限公司", " Co., Ltd.", " GmbH"])
WORDS = st.text(alphabet="宏达钢ab江苏西一二1", min_size=1, max_size=10)
NAMES = st.builds(str.__add__, WORDS, FORMS)
ANY_NAME = st.text(max_size=20) | NAMES | st.text(alphabet="Ａｂｃ（）\u200bаß﹣İſ 有限公司Ltd.", max_size=12)


@given(st.lists(ANY_NAME, min_size=1, max_size=20))
def test_stems_of_a_column_are_the_stems_of_its_names(names: list[str]) -> None:
    assert stems(pl.Series(names, dtype=pl.String)).to_list() == [name_stem(name) for name in names]


@given(st.lists(NAMES, min_size=1, max_size=6), st.lists(NAMES, min_size=1, max_size=6))
def test_every_likeness_is_among_the_near_stems(few: list[str], many: list[str]) -> None:
    near = set(near_stems([name_stem(n) for n in few], [name_stem(n) for n in many], CONFIG))
    alike = {(i, j) for i, one in enumerate(few) for j, other in enumerate(many) if _alike(one, other)}
    assert alike <= near


def _alike(one: str, other: str) -> bool:
    kind = likeness(one, other, CONFIG)
    return kind is not None and kind.value != "branch"


@given(NAMES, NAMES)
def test_likeness_has_no_direction(left: str, right: str) -> None:
    assert likeness(left, right, CONFIG) == likeness(right, left, CONFIG)
