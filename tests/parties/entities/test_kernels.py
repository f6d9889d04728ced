"""The kernels of entity resolution beside their plain twins."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from hefu.core.identifiers import Scheme, is_valid
from hefu.core.names import fold_name
from hefu.parties.entities.blocks import hash_kernel, pair_kernel, variant_kernel
from hefu.parties.entities.folding import fold_column, fold_party_name
from hefu.parties.entities.identifiers import lei_kernel, uscc_kernel
from hefu.parties.entities.parsing import parse_name, parse_texts
from hefu.parties.entities.scores import edits_kernel
from tests.parties.world import uscc

WORDS = [
    "佛山",
    "市",
    "广东",
    "省",
    "顺德",
    "区",
    "宏",
    "达",
    "钢",
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "ltd",
    "co",
    "内蒙古",
    "自治区",
    "呼和浩特",
    "北京",
    "𠀀",
    "钢铁",
    "贸易",
    "有色金属",
    "新材料",
]
MADE = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
ANY = st.text(max_size=12) | st.text(alphabet="ＡｂéＥ\u0301㈱ßİſ順達\u200b苧薴가ᄀ", max_size=10) | MADE


@given(st.lists(ANY, max_size=8))
def test_a_column_folds_as_its_names_do(names: list[str]) -> None:
    texts = fold_column(pl.Series(names, dtype=pl.String))
    assert [texts.text(at) for at in range(len(texts))] == [fold_party_name(name) for name in names]


@given(ANY)
def test_folding_twice_changes_nothing_but_what_folding_a_name_twice_does(name: str) -> None:
    once = fold_party_name(name)
    assert fold_party_name(once) == fold_party_name(fold_name(once))


def test_the_table_folds_each_character_of_the_basic_plane_as_the_plain_function_does() -> None:
    points = [point for point in range(0x10000) if not 0xD800 <= point < 0xE000]
    texts = fold_column(pl.Series([chr(point) for point in points]))
    wrong = [point for at, point in enumerate(points) if texts.text(at) != fold_party_name(chr(point))]
    assert wrong == []


def test_traditional_and_simplified_meet() -> None:
    assert fold_party_name("佛山市順達鋼鐵貿易有限公司") == fold_party_name("佛山市顺达钢铁贸易有限公司")
    assert fold_name("順") != fold_name("顺"), "the planted defect: folding without the table keeps them apart"


@given(st.lists(MADE | ANY, max_size=8))
def test_a_column_is_taken_apart_as_its_names_are(names: list[str]) -> None:
    texts = fold_column(pl.Series(names, dtype=pl.String))
    parts = parse_texts(texts)
    for at, name in enumerate(names):
        plain = parse_name(fold_party_name(name))
        core = "".join(map(chr, texts.points[parts.starts[at] : parts.ends[at]]))
        brand = "".join(map(chr, texts.points[parts.starts[at] : parts.trades[at]]))
        got = (parts.provinces[at], parts.cities[at], parts.districts[at], core, brand, parts.forms[at])
        assert got == (plain.province, plain.city, plain.district, plain.core, plain.brand, plain.form)


SHORT = st.text(alphabet="abc达顺", max_size=9)


@given(SHORT, SHORT, st.integers(0, 3))
def test_edits_are_those_of_rapidfuzz(one: str, other: str, most: int) -> None:
    points = np.array([*map(ord, one + other)] or [0], np.uint32)
    rows = np.zeros((3, 98), np.int64)
    got = edits_kernel(points, 0, len(one), len(one), len(one) + len(other), rows, most)
    exact = OSA.distance(one, other)
    assert got == (exact if exact <= most else 9)


@given(SHORT.filter(len), SHORT.filter(len))
def test_texts_one_edit_apart_share_a_variant(one: str, other: str) -> None:
    texts = fold_column(pl.Series([one, other]))
    keys, places = variant_kernel(texts.points, texts.starts[:-1], texts.starts[1:], np.zeros(2, np.int32), False)
    met = set(keys[places == 0].tolist()) & set(keys[places == 1].tolist())
    assert met or OSA.distance(one, other) > 1


@pytest.mark.parametrize("length", [23, 24, 25, 26, 32])
def test_texts_of_any_length_one_edit_apart_share_a_key(length: int) -> None:
    long = "abcdefghijklmnopqrstuvwxyzabcdef"[:length]
    for at in range(len(long)):
        changed = long[:at] + "9" + long[at + 1 :]
        texts = fold_column(pl.Series([long, changed, long[:at] + long[at + 1 :]]))
        keys, places = variant_kernel(texts.points, texts.starts[:-1], texts.starts[1:], np.zeros(3, np.int32), False)
        for other in (1, 2):
            assert set(keys[places == 0].tolist()) & set(keys[places == other].tolist()), at


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(0, 2)), max_size=12), st.integers(1, 6))
def test_pairs_of_a_block_are_all_its_pairs(entries: list[tuple[int, int, int]], cap: int) -> None:
    entries = sorted(entries)
    cities = np.array([party % 3 for party in range(6)], np.int32)
    keys = np.array([key for key, _, _ in entries], np.uint64)
    parties = np.array([party for _, party, _ in entries], np.int32)
    pairs, over, _, left = pair_kernel(keys, parties, cities, cap)
    expected, lost = set(), 0
    for key in set(keys.tolist()):
        block = parties[keys == key].tolist()
        lost += len(block) * (len(block) - 1) // 2 if len(block) > cap else 0
        if len(block) <= cap:
            expected |= {(a, b) for a in block for b in block if a < b and (not a % 3 or not b % 3 or a % 3 == b % 3)}
    assert {(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.tolist()} == expected
    assert (left, int(over.sum())) == (
        lost,
        sum(int((keys == k).sum()) for k in set(keys.tolist()) if (keys == k).sum() > cap),
    )


def test_hashes_tell_texts_apart() -> None:
    texts = fold_column(pl.Series([f"宏达{n}" for n in range(5_000)]))
    assert len(set(hash_kernel(texts.points, texts.starts[:-1], texts.starts[1:]).tolist())) == 5_000


@given(st.integers(0, 10**9 - 1), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_code_is_valid_where_stdnum_says_so(number: int, place: int, letter: str) -> None:
    code = uscc(number)[5:]
    codes = [code, code[:place] + letter + code[place + 1 :]]
    letters = np.array(codes, "S20").view(np.uint8).reshape(2, 20)
    assert uscc_kernel(letters).tolist() == [is_valid(Scheme.USCC, one) for one in codes]


LEI = "5493001KJTIIGC8Y1R12"


@given(st.integers(0, 19), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_an_lei_is_valid_where_stdnum_says_so(place: int, letter: str) -> None:
    codes = [LEI, LEI[:place] + letter + LEI[place + 1 :]]
    letters = np.array(codes, "S20").view(np.uint8).reshape(2, 20)
    assert lei_kernel(letters).tolist() == [is_valid(Scheme.LEI, one) for one in codes]
