"""The impact report as page and text: whole, in both languages, and unable to run what an id says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from hefu.cli.law_report.page import ROWS_MAX, impact_page
from hefu.cli.law_report.text import columns, text_impact
from hefu.cli.law_report.words import EFFECTS, SHAPES, WORDS
from hefu.core.texts import Language
from hefu.rulebook.impact import Effect, Impact
from tests.cli.law_report import impacts

EVERY = [
    impacts.ordinary,
    impacts.untouched,
    impacts.unmeasured,
    impacts.untestable,
    impacts.weak,
    impacts.hostile,
    impacts.many,
]


def page(found: Impact, language: Language) -> str:
    return impact_page(found, language, "law-1", "book-1", "other.html")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)
def test_page_and_text_have_each_row_and_never_run_one(make: Callable[[], Impact], language: Language) -> None:
    found = make()
    drawn, told = page(found, language), text_impact(found, language)
    assert drawn.count('<th scope="row">') == min(len(found.rows), ROWS_MAX)
    assert "<script" not in drawn
    assert "\u202e" not in drawn + told
    assert found.after.says.shown(language).split("。")[0] in told
    assert ("law-1" in drawn, "book-1" in drawn, 'href="other.html"' in drawn) == (True, True, True)


@pytest.mark.parametrize("language", Language)
def test_words_of_the_other_language_stand_only_in_its_link(language: Language) -> None:
    drawn = page(impacts.untouched(), language)
    text = re.sub(r"<a class=\"language\".*?</a>|<style>.*?</style>|<[^>]+>", "", drawn, flags=re.DOTALL)
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == Language.ZH)


def test_more_rows_than_a_page_shows_are_counted() -> None:
    found = impacts.many()
    assert "200 more are not shown here." in page(found, Language.EN)
    assert "1150 more are not shown here." in text_impact(found, Language.EN)


def test_a_weak_rule_says_that_it_may_not_decline() -> None:
    assert "may not decline" in page(impacts.weak(), Language.EN)
    assert "may not decline" not in page(impacts.ordinary(), Language.EN)


def test_what_cannot_be_told_comes_first_with_its_reason() -> None:
    drawn = page(impacts.weak(), Language.EN)
    assert "capital is not in the book" in drawn
    assert drawn.index("cannot be told") < drawn.index("comes under it")


def test_an_untestable_rule_is_never_shown_as_passed() -> None:
    drawn = page(impacts.untestable(), Language.EN)
    assert "Not assessed" in drawn
    assert "#s-ok" not in drawn
    assert "#s-ok" in page(impacts.untouched(), Language.EN)


def test_where_nothing_was_measured_there_is_no_tick() -> None:
    drawn = page(impacts.unmeasured(), Language.EN)
    assert "holds nothing that the rule measures" in drawn
    assert "#s-ok" not in drawn
    assert "None of 1 measured things is touched." in page(impacts.untouched(), Language.EN)


def test_every_effect_has_its_word_and_its_own_shape() -> None:
    assert set(EFFECTS) == set(SHAPES) == set(Effect)
    assert len(set(SHAPES.values())) == len(Effect)
    fields = {
        name: [re.findall(r"\{(\w+)\}", literal) for literal in (text.en, text.zh)] for name, text in WORDS.items()
    }
    assert [name for name, (en, zh) in fields.items() if sorted(en) != sorted(zh)] == []


def test_columns_are_as_wide_as_their_widest_cell_on_a_screen() -> None:
    assert columns([["凭证", "a"], ["abc", "b"]]) == ["凭证  a", "abc   b"]
