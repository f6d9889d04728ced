"""The rule book: which record answers, what its name depends on, and what an announced rule changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefu.core.context import Context
from hefu.core.law import Anchor, Certainty, Figure, Law, Licence, NoFigure
from hefu.rulebook import RuleBook, Status
from hefu.rulebook.loader import load
from hefu.rulebook.rulebook import RECORDS
from hefu.rulebook.shipped import shipped_files
from tests.rulebook.legal_tables import shown
from tests.rulebook.records import RULE, changed, file_of

LAW = RuleBook.shipped()
TENOR = "voucher.tenor_max"
VOUCHER = "receivables_voucher"

HEADLINES = """
voucher.tenor_max                    | 12 months           | confirmed
voucher.tenor_examined_over          | 6 months            | confirmed
payment.large_firm_days              | 60 days             | confirmed
payment.public_body_days             | 30 days             | confirmed
payment.public_body_days_agreed_max  | 60 days             | confirmed
payment.late_interest_default        | 0.05% a day         | confirmed
complaint.passed_on_within           | 10 working days     | single_source
complaint.handled_within             | 30 days             | single_source
register.term_min                    | 1 month             | from_memory
register.term_max                    | 360 months          | from_memory
register.cancel_within               | 10 working days     | from_memory
register.objection_notice_within     | 7 days              | unconfirmed
bill.tenor_max                       | 6 months            | single_source
bill.acceptance_share_max            | 15.00%              | single_source
bill.margin_share_max                | 10.00%              | single_source
exposure.single_loans_max            | 10.00%              | confirmed
exposure.single_max                  | 15.00%              | confirmed
exposure.group_max                   | 20.00%              | confirmed
exposure.dependent_max               | 20.00%              | confirmed
exposure.interbank_max               | 25.00%              | confirmed
exposure.large_over                  | 2.50%               | from_memory
exposure.dependence_examined_over    | 5.00%               | from_memory
group.credit_max                     | 15.00%              | single_source
group.kin_direct_within              | 3                   | single_source
group.kin_collateral_within          | 2                   | single_source
joint_credit.must_banks_from         | 3                   | confirmed
joint_credit.must_debt_from          | 5,000,000,000.00 yuan | confirmed
joint_credit.may_debt_from           | 2,000,000,000.00 yuan | confirmed
joint_credit.warning_from            | 90.00%              | unconfirmed
working_capital.term_max             | 36 months           | single_source
working_capital.term_long_cycle_max  | 60 months           | single_source
working_capital.extension_short_max  | 100.00%             | single_source
working_capital.extension_long_max   | 50.00%              | single_source
working_capital.need_days_basis      | 360 days            | single_source
entrusted_payment.payee_over         | 10,000,000.00 yuan  | unconfirmed
classification.overdue_special_mention_over | 0 days       | confirmed
classification.overdue_substandard_over | 90 days          | confirmed
classification.overdue_doubtful_over | 270 days            | confirmed
classification.overdue_loss_over     | 360 days            | confirmed
classification.contamination_own_over | 10.00%             | confirmed
classification.contamination_all_over | 20.00%             | confirmed
classification.impaired_doubtful_from | 50.00%             | from_memory
classification.impaired_loss_from    | 90.00%              | from_memory
classification.restructured_watch_min | 12 months          | from_memory
internet_loan.partner_share_min      | 30.00%              | confirmed
internet_loan.one_partner_max        | 25.00%              | confirmed
internet_loan.all_partners_max       | 50.00%              | confirmed
factor.one_debtor_max                | 50.00%              | from_memory
factor.related_max                   | 40.00%              | from_memory
factor.bad_overdue_from              | 90 days             | from_memory
factor.leverage_max                  | 1000.00%            | from_memory
guarantor.leverage_max               | 1000.00%            | from_memory
guarantor.leverage_small_max         | 1500.00%            | from_memory
guarantor.one_client_max             | 10.00%              | from_memory
guarantor.related_clients_max        | 15.00%              | from_memory
guarantee.total_max                  | 100.00%             | unconfirmed
guarantee.clients_max                | 5                   | unconfirmed
inclusive.line_within                | 10,000,000.00 yuan  | from_memory
rank.purchase_money_within           | 10 days             | from_memory
guarantee.period_default             | 6 months            | from_memory
"""
"""Written by hand from the sources, apart from the records."""


@pytest.mark.parametrize("line", HEADLINES.strip().splitlines())
def test_a_figure_and_its_certainty_are_those_of_the_source(line: str) -> None:
    rule_id, figure, certainty = (part.strip() for part in line.split("|"))
    record = next(one for one in LAW.records(rule_id) if one.status == Status.IN_FORCE)
    assert record.value is not None
    assert (shown(record.value, record.unit), record.certainty.code) == (figure, certainty)


def _law(law: Law) -> Law:
    return law


def test_the_rule_book_is_the_law_of_a_context() -> None:
    at = Context(as_of=datetime(2026, 11, 20, 12, tzinfo=UTC), rulebook=LAW.version, law=_law(LAW))
    assert at.law is LAW
    assert at.rulebook.startswith("law-")


def test_an_unknown_rule_is_no_absent_rule() -> None:
    with pytest.raises(KeyError):
        LAW.figure("voucher.tenure_max", {})
    with pytest.raises(KeyError):
        LAW.records("voucher.tenure_max")


@settings(max_examples=10)
@given(order=st.permutations(sorted(shipped_files(RECORDS))))
def test_the_name_does_not_depend_on_files_or_their_order(order: list[str]) -> None:
    files = shipped_files(RECORDS)
    renamed = {f"{n:03}-{name}": files[name] for n, name in enumerate(order)}
    assert RuleBook(load(renamed)).version == LAW.version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 10", "value = 11"),
        ("At most ten.", "Ten at most."),
        ("2025-01-01", "2025-01-02"),
        ('"confirmed"', '"single_source"'),
        ('"two sources"', '"three sources"'),
        ('article = "1"', 'article = "2"'),
        ('anchor = "conduct"', 'anchor = "filing"'),
        ("anchor", 'licences = ["bank"]\nanchor'),
        ("anchor", 'debtors = ["sme"]\nanchor'),
        ('source.en = "two sources"\n', 'source.en = "two sources"\ndates_certainty = "unconfirmed"\n'),
    ],
)
def test_any_change_of_a_record_changes_the_name(old: str, new: str) -> None:
    before = RuleBook(load({"a.toml": file_of(RULE)}))
    after = RuleBook(load({"a.toml": file_of(changed(old, new))}))
    assert before.version != after.version


def test_an_announced_rule_changes_nothing_until_it_has_a_day() -> None:
    without = RuleBook(one for one in LAW.records() if one.status != Status.ANNOUNCED)
    for n in range(0, 1500, 7):
        asked = ({Anchor.VOUCHER_ISSUE: date(2025, 1, 1) + timedelta(days=n)}, None, VOUCHER)
        assert LAW.figure(TENOR, *asked) == without.figure(TENOR, *asked)


@given(starts=st.dates(date(2025, 6, 16), date(2030, 1, 1)), issued=st.dates(date(2025, 6, 15), date(2031, 1, 1)))
def test_from_its_day_on_it_does(starts: date, issued: date) -> None:
    figure = LAW.with_start(TENOR, starts).figure(TENOR, {Anchor.VOUCHER_ISSUE: issued}, product=VOUCHER)
    assert isinstance(figure, Figure)
    assert figure.value == (6 if issued >= starts else 12)


def test_a_first_day_before_all_that_stood_leaves_nothing_of_it() -> None:
    book = LAW.with_start(TENOR, date(2020, 1, 1))
    assert [record.value for record in book.records(TENOR)] == [6]
    assert book.version != LAW.version
    with pytest.raises(KeyError):
        LAW.with_start("voucher.tenure_max", date(2027, 1, 1))


def test_a_repealed_record_gives_way_to_the_next() -> None:
    last = LAW.figure("register.objection_court_within", {Anchor.FILING: date(2022, 1, 31)})
    first = LAW.figure("register.objection_court_within", {Anchor.FILING: date(2022, 2, 1)})
    assert [isinstance(one, Figure) and one.value for one in (last, first)] == [15, 30]


def test_a_rule_that_ended_or_pauses_says_so() -> None:
    ended = changed(
        'valid_from = 2025-01-01\nstatus = "in_force"',
        'valid_from = 2025-01-01\nvalid_to = 2025-02-01\nstatus = "repealed"',
    )
    again = changed("2025-01-01", "2025-03-01")
    book = RuleBook(load({"a.toml": file_of(ended, again)}))
    codes = [
        found.code if isinstance(found, NoFigure) else found.value
        for day in ("2024-12-31", "2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01")
        for found in [book.figure("trial.limit", {Anchor.CONDUCT: date.fromisoformat(day)})]
    ]
    assert codes == ["not_yet_in_force", 10, "not_yet_in_force", "not_yet_in_force", 10]
    over = RuleBook(load({"a.toml": file_of(ended)})).figure("trial.limit", {Anchor.CONDUCT: date(2025, 2, 1)})
    assert over == NoFigure("trial.limit", "no_longer_in_force")


def test_records_in_force_on_a_day_are_those_that_hold_then() -> None:
    some = LAW.in_force(date(2022, 1, 31))
    assert all(record.holds_on(date(2022, 1, 31)) for record in some)
    assert 0 < len(some) < len(LAW.records())
    assert LAW.in_force(date(1990, 1, 1)) == ()


def test_two_lenders_records_of_one_rule_are_told_apart() -> None:
    banks = changed("anchor", 'licences = ["bank"]\nanchor')
    factors = changed("value = 10", "value = 20", changed("anchor", 'licences = ["commercial_factor"]\nanchor'))
    book = RuleBook(load({"a.toml": file_of(banks, factors)}))
    day = {Anchor.CONDUCT: date(2025, 5, 1)}
    answers = [book.figure("trial.limit", day, licence) for licence in (Licence.BANK, Licence.COMMERCIAL_FACTOR)]
    assert [isinstance(one, Figure) and one.value for one in answers] == [10, 20]
    assert book.figure("trial.limit", day, Licence.PLATFORM) == NoFigure("trial.limit", "not_for_licence")
    unsaid = book.figure("trial.limit", day)
    assert isinstance(unsaid, NoFigure)
    assert unsaid.unknown


def test_below_single_source_nothing_may_decline() -> None:
    assert [certainty.may_decline for certainty in sorted(Certainty)] == [False, False, True, True]
