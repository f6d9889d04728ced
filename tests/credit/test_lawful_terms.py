"""A loan's terms from the rule book: the bounds of penalty interest at and beside each figure, and nothing assumed."""

from __future__ import annotations

from datetime import date

import pytest

from hefu.core.law import Licence, NoFigure, Standing
from hefu.credit.lawful_terms import LawfulTerms, lawful_terms
from tests.credit.cases import cases
from tests.credit.world import AT, without_law

DRAWN, DUE = date(2026, 1, 5), date(2027, 1, 5)

UPLIFTS = """
misuse  uplift  standing
no      2999    barred
no      3000    allowed
no      5000    allowed
no      5001    barred
yes     4999    barred
yes     5000    allowed
yes     10000   allowed
yes     10001   barred
"""


@pytest.mark.parametrize(("misuse", "uplift", "standing"), cases(UPLIFTS))
def test_how_far_penalty_interest_may_go(misuse: str, uplift: str, standing: str) -> None:
    found = lawful_terms(AT, Licence.BANK, 435, int(uplift), DRAWN, DUE, misuse=misuse == "yes")
    assert isinstance(found, LawfulTerms)
    assert found.uplift is Standing(standing)
    assert (found.terms.year_days, found.terms.settles_on) == (360, 20)
    assert len(found.cites) == 5


def test_without_a_rule_book_or_licence_there_are_no_terms() -> None:
    assert isinstance(lawful_terms(without_law(), Licence.BANK, 435, 5000, DRAWN, DUE), NoFigure)
    assert isinstance(lawful_terms(AT, None, 435, 5000, DRAWN, DUE), NoFigure)
    assert isinstance(lawful_terms(AT, Licence.COMMERCIAL_FACTOR, 435, 5000, DRAWN, DUE), NoFigure)
