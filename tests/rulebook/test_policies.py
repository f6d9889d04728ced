"""A lender's own policies: the same form, stricter only, and they answer where they are stricter."""

from __future__ import annotations

from datetime import date

import pytest

from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.core.refusals import RefusalError
from hefu.rulebook import RuleBook
from hefu.rulebook.loader import load
from tests.rulebook.records import changed, file_of

LAW = RuleBook.shipped()
TENOR = "voucher.tenor_max"

POLICY = """
[regulation]
id = "bank-policy"
number = "2026-3"
name.en = "Credit policy of the bank"
name.zh = "本行授信政策"

[[rule]]
id = "voucher.tenor_max"
says.en = "We finance vouchers of 9 months at most."
says.zh = "本行只融资期限不超过 9 个月的凭证。"
value = 9
unit = "months"
bound = "at_most"
stricter = "lower"
anchor = "voucher_issue"
valid_from = 2026-01-01
status = "in_force"
certainty = "confirmed"
source.en = "board, 15 Dec 2025"
source.zh = "2025-12-15 董事会决议"
"""


def value(book: RuleBook, day: date, product: str = "receivables_voucher") -> int | str | None:
    found = book.figure(TENOR, {Anchor.VOUCHER_ISSUE: day}, product=product)
    return found.code if isinstance(found, NoFigure) else found.value


def test_a_stricter_policy_answers_from_its_first_day() -> None:
    book = LAW.with_policies({"bank.toml": POLICY.encode()})
    assert value(book, date(2025, 12, 31)) == 12
    found = book.figure(TENOR, {Anchor.VOUCHER_ISSUE: date(2026, 1, 1)}, product="receivables_voucher")
    assert isinstance(found, Figure)
    assert (found.value, found.regulation.en, found.transition_to) == (9, "Credit policy of the bank", None)
    assert book.version != LAW.version
    assert LAW.with_policies({}).version == LAW.version


def test_the_law_answers_again_where_it_becomes_the_stricter() -> None:
    book = LAW.with_policies({"bank.toml": POLICY.encode()}).with_start(TENOR, date(2027, 1, 1))
    assert [value(book, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [9, 6]


def test_what_cannot_be_judged_stays_unjudged() -> None:
    book = LAW.with_policies({"bank.toml": POLICY.encode()})
    assert value(book, date(2026, 2, 1), product="") == "product_missing"


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (POLICY.replace("value = 9", "value = 13").replace("at most.", "13."), "law_policy_looser"),
        (POLICY.replace("value = 9", "value = 7"), "law_policy_looser"),
        (POLICY.replace("voucher.tenor_max", "voucher.tenure_max"), "law_policy_unknown_rule"),
        (POLICY.replace('"months"', '"days"'), "law_policy_other_measure"),
        (POLICY.replace('"voucher_issue"', '"conduct"'), "law_policy_other_measure"),
        (POLICY.replace('"at_most"', '"within"'), "law_policy_other_measure"),
        (POLICY.replace("value = 9", "value = 9.5"), "law_value_wrong"),
        (POLICY.replace("certainty", "certaint"), "law_key_missing"),
    ],
)
def test_a_policy_that_is_looser_or_measures_otherwise_is_refused(policy: str, code: str) -> None:
    law = LAW.with_start(TENOR, date(2028, 1, 1)) if "value = 7" in policy else LAW
    with pytest.raises(RefusalError) as refused:
        law.with_policies({"bank.toml": policy.encode()})
    assert refused.value.refused.refusal.code == code
    assert dict(refused.value.refused.fields)["path"] == "bank.toml"


def test_a_looser_policy_names_itself_and_the_law() -> None:
    with pytest.raises(RefusalError) as refused:
        LAW.with_policies({"bank.toml": POLICY.replace("value = 9", "value = 13").encode()})
    fields = dict(refused.value.refused.fields)
    assert (fields["value"], fields["law_value"]) == (13, 12)
    assert (fields["path"], fields["law"]) == ("bank.toml", "yinfa-2025-77.toml, voucher.tenor_max")


@pytest.mark.parametrize(("floor", "passes"), [(29, False), (30, True), (31, True)])
def test_of_a_floor_the_higher_is_the_stricter(floor: int, *, passes: bool) -> None:
    law = RuleBook(load({"law.toml": file_of(_floor(30))}))
    policy = {"bank.toml": file_of(_floor(floor))}
    if not passes:
        with pytest.raises(RefusalError, match="law_policy_looser"):
            law.with_policies(policy)
        return
    found = law.with_policies(policy).figure("trial.limit", {Anchor.CONDUCT: date(2025, 5, 1)})
    assert isinstance(found, Figure)
    assert found.value == floor


def _floor(figure: int) -> str:
    low = changed("value = 10", f"value = {figure}", changed("at_most", "at_least"))
    return changed('"lower"', '"higher"', low)


@pytest.mark.parametrize("bound", ["exact", "duty"])
def test_a_duty_or_an_exact_figure_is_not_for_a_lender_to_move(bound: str) -> None:
    fixed = changed('stricter = "lower"\n', "", changed("at_most", bound))
    fixed = changed('value = 10\nunit = "count"\n', "", fixed) if bound == "duty" else fixed
    law = RuleBook(load({"law.toml": file_of(fixed)}))
    with pytest.raises(RefusalError, match="law_policy_other_measure"):
        law.with_policies({"bank.toml": file_of(fixed)})


def test_a_rule_of_the_lenders_own_stands_beside_the_law() -> None:
    own = changed("trial.limit", "own.suppliers_max", changed("anchor", 'licences = ["bank"]\nanchor'))
    book = LAW.with_policies({"bank.toml": file_of(own)})
    day = {Anchor.CONDUCT: date(2025, 5, 1)}
    found = book.figure("own.suppliers_max", day, Licence.BANK)
    assert isinstance(found, Figure)
    assert found.value == 10
    assert book.figure("own.suppliers_max", day) == NoFigure("own.suppliers_max", "licence_missing")
    assert book.figure("own.suppliers_max", {}, Licence.BANK) == NoFigure("own.suppliers_max", "anchor_missing")
    assert "own.suppliers_max" in book.rule_ids()
    assert book.records("own.suppliers_max")[0].path == "bank.toml"


def test_a_policy_over_another_reach_is_not_held_against_the_law() -> None:
    banks = changed("anchor", 'licences = ["bank"]\nanchor')
    factors = changed("value = 10", "value = 20", changed("anchor", 'licences = ["commercial_factor"]\nanchor'))
    law = RuleBook(load({"law.toml": file_of(banks)}))
    day = {Anchor.CONDUCT: date(2025, 5, 1)}
    found = law.with_policies({"own.toml": file_of(factors)}).figure("trial.limit", day, Licence.COMMERCIAL_FACTOR)
    assert isinstance(found, Figure)
    assert found.value == 20
