"""Names are folded so that what the eye cannot tell apart is equal, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.names import fold, fold_name, fold_number, looks_altered, name_stem

SAME = [
    ("ＡＣＭＥ　Ｌｔｄ", "acme ltd"),
    ("Ac\u200bme Ltd", "ACME LTD"),
    ("Ac\u00adme Ltd", "ACME LTD"),
    ("\ufeffAcme\u00a0Ltd", "acme ltd"),
    ("Асmе Ltd", "Acme Ltd"),
    ("ΑCΜE Ltd", "Acme Ltd"),
    ("Acme\u2010Ltd", "Acme-Ltd"),
    ("Acme \u2014 Ltd", "acme \uff0d ltd"),
    ("佛山（顺达）公司", "佛山(顺达)公司"),
    ("Straße", "STRASSE"),
]
STEMS = """
佛山市顺达钢铁贸易有限公司     | 佛山市顺达钢铁贸易
佛山市顺达钢铁股份有限公司     | 佛山市顺达钢铁
Carrefour Trading Co., Ltd.    | carrefourtrading
Carrefour Trading (GmbH)       | carrefourtrading
有限公司                       | 有限公司
"""
ALTERED = """
Асme Ltd        | yes
Acme Ltd        | no
ＡＣＭＥ Ltd    | no
佛山（顺达）公司 | no
Газпром         | no
Γαλαξίας        | no
"""


@pytest.mark.parametrize(("left", "right"), SAME)
def test_what_looks_the_same_folds_to_the_same(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right)


@pytest.mark.parametrize(("left", "right"), [("1-01", "10-1"), ("001", "1"), ("A1", "A2"), ("INV/1", "INV-1")])
def test_numbers_that_differ_stay_apart(left: str, right: str) -> None:
    assert fold_number(left) != fold_number(right)


@pytest.mark.parametrize(("left", "right"), [("INV\u2010001", "inv-001"), ("ＩＮＶ－００１", "INV-001"), ("A 1", "A1")])
def test_one_number_in_two_writings_is_one(left: str, right: str) -> None:
    assert fold_number(left) == fold_number(right)


@pytest.mark.parametrize(("name", "stem"), [[c.strip() for c in row.split("|")] for row in STEMS.strip().splitlines()])
def test_a_stem_is_the_name_without_its_legal_form(name: str, stem: str) -> None:
    assert name_stem(name) == stem


@pytest.mark.parametrize(
    ("name", "word"), [[c.strip() for c in row.split("|")] for row in ALTERED.strip().splitlines()]
)
def test_only_hidden_marks_and_letters_of_two_scripts_look_altered(name: str, word: str) -> None:
    assert looks_altered(name) == (word == "yes")


@pytest.mark.parametrize("mark", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e"])
def test_each_invisible_mark_is_seen_and_folded_away(mark: str) -> None:
    assert looks_altered(f"Ac{mark}me")
    assert fold(f"Ac{mark}me") == fold_number(f"Ac{mark}me") == "acme"


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"], max_codepoint=0xFFFF)))
def test_case_and_blanks_do_not_matter(name: str) -> None:
    assert fold_name(f" {name} ") == fold_name(name)
    assert fold(fold(name)) == fold(name)


@given(st.text(alphabet=st.sampled_from("Aa0Z9- ßИ１\u2010")))
def test_a_number_is_folded_as_any_text_less_its_blanks(number: str) -> None:
    assert fold_number(number) == fold(number).replace(" ", "")
