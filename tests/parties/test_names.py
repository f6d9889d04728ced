"""The fast search through many names finds what the plain comparison of each pair finds."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.parties.config import PartiesConfig
from hefu.parties.names import Likeness, likeness, near_stems, stem_of, stems
from hefu.parties.trade_words import split_trade, trade_classes

CONFIG = PartiesConfig()
FORMS = st.sampled_from(["", "有限公司", "股份有限公司", " Co., Ltd.", " GmbH"])
WORDS = st.text(alphabet="宏达钢ab江苏西一二1", min_size=1, max_size=10)
NAMES = st.builds(str.__add__, WORDS, FORMS)
ANY_NAME = st.text(max_size=20) | NAMES | st.text(alphabet="Ａｂｃ（）\u200bаß﹣İſ 有限公司Ltd.", max_size=12)


@given(st.lists(ANY_NAME, min_size=1, max_size=20))
def test_stems_of_a_column_are_the_stems_of_its_names(names: list[str]) -> None:
    assert stems(pl.Series(names, dtype=pl.String)).to_list() == [stem_of(name) for name in names]


@given(st.lists(NAMES, min_size=1, max_size=6), st.lists(NAMES, min_size=1, max_size=6))
def test_every_likeness_is_among_the_near_stems(few: list[str], many: list[str]) -> None:
    near = set(near_stems([stem_of(n) for n in few], [stem_of(n) for n in many], CONFIG))
    alike = {(stem_of(one), stem_of(other)) for one in few for other in many if _alike(one, other)}
    assert alike <= near


def _alike(one: str, other: str) -> bool:
    kind = likeness(one, other, CONFIG)
    return kind is not None and kind.value != "branch"


@given(NAMES, NAMES)
def test_likeness_has_no_direction(left: str, right: str) -> None:
    assert likeness(left, right, CONFIG) == likeness(right, left, CONFIG)


TRADES = [
    ("西安凯博明矿业有限公司", "西安凯博明铝业有限公司", Likeness.TRADE),
    ("西安凯博明钢铁贸易有限公司", "西安凯博明钢铁货易有限公司", Likeness.NEAR),
    ("岭北重工装备股份有限公司", "岭北重工设备股份有限公司", Likeness.NEAR),
    ("宏达鑫商贸有限公司", "宏达鑫经贸有限公司", Likeness.NEAR),
    ("宏达鑫煤业有限公司", "宏达鑫纸业有限公司", Likeness.TRADE),
    ("宏达鑫煤业有限公司", "宏远鑫煤业有限公司", Likeness.NEAR),
    ("宏达鑫煤业有限公司", "宏远鑫纸业有限公司", None),
    ("佛山市順達鋼鐵貿易有限公司", "佛山市顺达钢铁贸易有限公司", Likeness.SAME),
    ("佛山市順迏鋼鐵貿易有限公司", "佛山市顺达钢铁贸易有限公司", Likeness.NEAR),
]


@pytest.mark.parametrize(("left", "right", "kind"), TRADES)
def test_another_trade_is_another_firm_and_another_word_for_the_same_trade_is_not(
    left: str, right: str, kind: Likeness | None
) -> None:
    assert likeness(left, right, CONFIG) is kind


SPLITS = [
    ("宏达钢铁贸易", "宏达", ("贸易", "钢铁")),
    ("凯博明矿业", "凯博明", ("矿业",)),
    ("钢铁贸易", "钢铁", ("贸易",)),
    ("矿业", "矿业", ()),
    ("宏达", "宏达", ()),
    ("carrefour", "carrefour", ()),
]


@pytest.mark.parametrize(("core", "brand", "words"), SPLITS)
def test_a_core_is_brand_and_trade(core: str, brand: str, words: tuple[str, ...]) -> None:
    assert split_trade(core) == (brand, tuple(trade_classes()[word] for word in words))
