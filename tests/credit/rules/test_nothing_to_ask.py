"""A book without loans, vouchers or contracts leaves each check with nothing to look at, which is not a pass."""

from __future__ import annotations

import pytest

from hefu.book import Rule
from hefu.core.findings import NotApplicable
from hefu.credit import RULES, CreditConfig
from tests.credit.world import AT, book_of, without_law


@pytest.mark.parametrize(
    "rule", [one for one in RULES if one.name != "credit.large_exposure"], ids=lambda one: one.name
)
def test_an_empty_book_leaves_nothing_to_ask(rule: Rule[CreditConfig]) -> None:
    for at in (AT, without_law()):
        (answer,) = rule.check(book_of(), CreditConfig(), at)
        assert isinstance(answer, NotApplicable)


def test_every_rule_has_its_question_and_name_in_both_languages() -> None:
    assert len({one.name for one in RULES}) == len(RULES)
    assert all(one.question.en and one.question.zh for one in RULES)
