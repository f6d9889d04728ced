"""What changes for a book if a rule starts on some day; asked on 25 Nov 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.core.law import Figure, NoFigure, Standing
from hefu.core.money import Money
from hefu.rulebook import RuleBook
from hefu.rulebook.calendar import add_months
from hefu.rulebook.impact import Effect, Impact, impact
from hefu.rulebook.impact.probes import NEEDS_GROUPS, PROBES
from tests.rulebook.impact.world import (
    AT,
    book,
    capital,
    contract,
    delivery,
    filing,
    invoice,
    loan,
    party,
    payment,
    voucher,
)

LAW = RuleBook.shipped()
TENOR = "voucher.tenor_max"
NEW_YEAR = date(2027, 1, 1)


def effects(found: Impact) -> dict[str, str]:
    return {row.subject.row_id: row.effect.value for row in found.rows}


def asked(rule_id: str, some: Book, starts_on: date = NEW_YEAR, **more: object) -> Impact:
    return impact(some, LAW, rule_id, starts_on, AT, **more)  # type: ignore[arg-type]  # groups, where given


VOUCHERS = """
six months to the day           | 2026-10-01 | 2027-04-01 | open      | 2027-01-01 | -
a day over six months           | 2026-10-01 | 2027-04-02 | open      | 2027-01-01 | would_break
a year                          | 2026-10-01 | 2027-10-01 | open      | 2027-01-01 | would_break
financed counts as live         | 2026-10-01 | 2027-10-01 | financed  | 2027-01-01 | would_break
paid does not                   | 2026-10-01 | 2027-10-01 | paid      | 2027-01-01 | -
split does not                  | 2026-10-01 | 2027-10-01 | split     | 2027-01-01 | -
issued the day before it starts | 2026-09-30 | 2027-06-30 | open      | 2026-10-01 | would_break
issued on its first day         | 2026-10-01 | 2027-06-30 | open      | 2026-10-01 | breaks
no 31 April: the last day       | 2026-10-31 | 2027-04-30 | open      | 2026-10-01 | -
and a day over                  | 2026-10-31 | 2027-05-01 | open      | 2026-10-01 | breaks
"""


@pytest.mark.parametrize("line", VOUCHERS.strip().splitlines())
def test_vouchers_beyond_the_new_tenor_are_named(line: str) -> None:
    _, issued, due, state, starts_on, expected = (part.strip() for part in line.split("|"))
    found = asked(TENOR, book(vouchers=[voucher("v", issued, due, state=state)]), date.fromisoformat(starts_on))
    assert effects(found).get("v", "-") == expected


def test_a_row_says_how_much_and_how_long() -> None:
    found = asked(
        TENOR, book(vouchers=[voucher("v", "2026-10-01", "2027-10-01"), voucher("w", "2026-10-01", "2027-01-01")])
    )
    (row,) = found.rows
    assert (row.value, row.over_by, row.amount, row.party_id) == (12, 6, Money(100_00, "CNY"), "core")
    assert (row.before, row.ends_on, row.days_to_go) == (Standing.ALLOWED, date(2027, 10, 1), 310)
    assert (found.measured, found.untestable) == (2, None)
    assert isinstance(found.before, Figure)
    assert (found.before.value, found.after.value, found.after.valid_from) == (12, 6, NEW_YEAR)
    assert (found.by_effect[Effect.WOULD_BREAK], found.touched) == (1, 1)


def test_a_party_goes_by_its_name_where_a_source_names_it() -> None:
    rows = [
        party("core"),
        {**party("core", source_id="s2"), "name": "B"},
        {**party("core", source_id="s3"), "name": "C"},
    ]
    some = book(vouchers=[voucher("v", "2026-10-01", "2027-10-01")], parties=rows)
    assert [row.party_name for row in asked(TENOR, some).rows] == ["B"]


def test_what_cannot_be_told_does_not_count_as_touched() -> None:
    found = asked("payment.large_firm_days", book(contracts=[contract("k", None)]))
    assert (len(found.rows), found.touched) == (1, 0)


def test_of_two_words_on_one_voucher_the_graver_counts_once() -> None:
    rows = [voucher("v", "2026-10-01", "2027-03-01"), voucher("v", "2026-10-01", "2027-10-01", source_id="s2")]
    for order in (rows, rows[::-1]):
        found = asked(TENOR, book(vouchers=order))
        assert (found.measured, [row.value for row in found.rows]) == (1, [12])


@given(
    issued=st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    months=st.integers(0, 15),
    extra=st.integers(0, 1),
    starts_on=st.dates(date(2026, 1, 1), date(2027, 6, 1)),
)
def test_a_voucher_is_named_just_where_its_last_day_lies_beyond(
    issued: date, months: int, extra: int, starts_on: date
) -> None:
    due = date.fromordinal(add_months(issued, months).toordinal() + extra)
    found = asked(TENOR, book(vouchers=[voucher("v", issued.isoformat(), due.isoformat())]), starts_on)
    beyond = due > add_months(issued, 6)
    expected = ("breaks" if issued >= starts_on else "would_break") if beyond else "-"
    assert effects(found).get("v", "-") == expected


CONTRACTS = """
payment.large_firm_days             | company     | 60  | -
payment.large_firm_days             | company     | 61  | comes_under
payment.large_firm_days             | unknown     | 61  | comes_under
payment.large_firm_days             | public_body | 61  | -
payment.large_firm_days             | person      | 61  | -
payment.large_firm_days             | company     | -   | unknown
payment.public_body_days            | public_body | 30  | -
payment.public_body_days            | public_body | 31  | comes_under
payment.public_body_days            | company     | 90  | -
payment.public_body_days_agreed_max | public_body | 60  | -
payment.public_body_days_agreed_max | public_body | 61  | breaks
payment.public_body_days_agreed_max | unknown     | 61  | breaks
"""


@pytest.mark.parametrize("line", CONTRACTS.strip().splitlines())
def test_contracts_with_longer_terms_are_named(line: str) -> None:
    rule_id, kind, term, expected = (part.strip() for part in line.split("|"))
    some = book(parties=[party("buyer", kind)], contracts=[contract("k", None if term == "-" else int(term))])
    found = asked(rule_id, some)
    assert effects(found).get("k", "-") == expected
    assert all(row.condition for row in found.rows)


@pytest.mark.parametrize(("ends", "named"), [("2027-01-01", False), ("2027-01-02", True), ("-", True)])
def test_a_contract_that_is_over_by_then_is_left_out(ends: str, *, named: bool) -> None:
    found = asked("payment.large_firm_days", book(contracts=[contract("k", 90, ends)]))
    assert ("k" in effects(found)) == named


INVOICES = """
60 days from delivery          | 2027-01-30 | 2026-12-01 | -
61 days                        | 2027-01-31 | 2026-12-01 | comes_under
delivered before it starts     | 2027-01-31 | 2026-11-29 | would_come_under
no delivery in the book        | 2027-01-31 | -          | unknown
due already                    | 2026-11-24 | 2026-01-01 | -
"""


@pytest.mark.parametrize("line", INVOICES.strip().splitlines())
def test_invoices_not_yet_due_are_measured_from_delivery(line: str) -> None:
    _, due, received, expected = (part.strip() for part in line.split("|"))
    deliveries = [] if received == "-" else [delivery("o1", received)]
    found = asked(
        "payment.large_firm_days", book(invoices=[invoice("i", due, "o1")], deliveries=deliveries), date(2026, 11, 30)
    )
    assert effects(found).get("i", "-") == expected


EXPOSURES = """
exposure.single_loans_max          | 10_000 |      0 | 100_000 | 90_000 | -
exposure.single_loans_max          | 10_001 |      0 | 100_000 | 90_000 | breaks
exposure.single_loans_max          | 10_000 | 90_000 | 100_000 | 90_000 | -
exposure.single_max                | 13_500 |      0 | 100_000 | 90_000 | -
exposure.single_max                | 13_500 |      1 | 100_000 | 90_000 | breaks
exposure.large_over                |  2_250 |      0 | 100_000 | 90_000 | -
exposure.large_over                |  2_251 |      0 | 100_000 | 90_000 | comes_under
exposure.dependence_examined_over  |  4_501 |      0 | 100_000 | 90_000 | comes_under
exposure.single_max                | 13_501 |      0 | 100_000 |      0 | unknown
"""


@pytest.mark.parametrize("line", EXPOSURES.strip().splitlines())
def test_exposures_are_held_against_capital(line: str) -> None:
    rule_id, owed, held, net, tier1, expected = (part.strip() for part in line.split("|"))
    vouchers = [voucher("v", "2026-10-01", "2027-01-01", issuer_id="firm", holder_id="bank", amount_minor=int(held))]
    some = book(
        loans=[loan("l", "2026-01-01", "2027-01-01", int(owed))],
        vouchers=vouchers if int(held) else [],
        lender_capital=[capital(int(net), int(tier1)), capital(1, 1, "2026-06-30"), capital(1, 1, "2026-12-31")],
        parties=[party("firm")],
    )
    found = asked(rule_id, some)
    assert {row.party_id: row.effect.value for row in found.rows}.get("firm", "-") == expected


def test_a_lender_without_capital_figures_is_unknown_and_another_currency_too() -> None:
    rows = [loan("l", "2026-01-01", "2027-01-01", 1)]
    assert [row.effect for row in asked("exposure.single_max", book(loans=rows)).rows] == [Effect.UNKNOWN]
    some = book(loans=[{**rows[0], "currency": "USD"}, *rows[:0]], lender_capital=[capital(10, 10)])
    assert [row.effect for row in asked("exposure.single_max", some).rows] == [Effect.UNKNOWN]


def test_banks_are_held_against_their_own_figure() -> None:
    some = book(
        loans=[loan("l", "2026-01-01", "2027-01-01", 25_01, borrower_id="other")],
        lender_capital=[capital(100_00, 100_00)],
        parties=[party("other", "bank")],
    )
    assert [row.effect for row in asked("exposure.interbank_max", some).rows] == [Effect.BREAKS]
    assert asked("exposure.single_max", some).rows == ()


def test_a_group_counts_together_and_is_asked_only_where_groups_are_given() -> None:
    some = book(
        loans=[
            loan("l1", "2026-01-01", "2027-01-01", 15_00),
            loan("l2", "2026-01-01", "2027-01-01", 5_01, borrower_id="sister"),
        ],
        lender_capital=[capital(100_00, 100_00)],
    )
    for rule_id in NEEDS_GROUPS:
        assert asked(rule_id, some).untestable is not None
        assert asked(rule_id, some, groups={"g": ["firm"]}).rows == ()
        found = asked(rule_id, some, groups={"g": ["firm", "sister"], "h": ["nobody"]})
        assert [(row.party_id, row.value, row.effect) for row in found.rows] == [("g", 2001, Effect.BREAKS)]


OVERDUE = """
classification.overdue_special_mention_over | 2027-01-01 | -           | -
classification.overdue_special_mention_over | 2026-12-31 | comes_under | 37
classification.overdue_substandard_over     | 2026-10-03 | -           | -
classification.overdue_substandard_over     | 2026-10-02 | comes_under | 37
classification.overdue_loss_over            | 2026-01-05 | comes_under | 37
classification.overdue_loss_over            | 2026-01-06 | -           | -
classification.overdue_loss_over            | -          | unknown     | -
"""


@pytest.mark.parametrize("line", OVERDUE.strip().splitlines())
def test_loans_overdue_for_longer_by_then_come_under_the_class(line: str) -> None:
    rule_id, due, expected, days = (part.strip() for part in line.split("|"))
    found = asked(rule_id, book(loans=[loan("l", "2025-01-01", due, 100)]))
    assert effects(found).get("l", "-") == expected
    assert [str(row.days_to_go) for row in found.rows if row.days_to_go is not None] == [days] * (days != "-")


CONTAMINATION = """
classification.contamination_own_over | bank  | 10_00 | 90_00 | -
classification.contamination_own_over | bank  | 10_01 | 89_99 | comes_under
classification.contamination_own_over | other | 50_00 | 50_00 | other only
classification.contamination_all_over | other | 20_00 | 80_00 | -
classification.contamination_all_over | other | 20_01 | 79_99 | comes_under
"""


@pytest.mark.parametrize("line", CONTAMINATION.strip().splitlines())
def test_a_debtor_s_bad_share_is_reckoned_at_one_bank_or_at_all(line: str) -> None:
    rule_id, lender, bad, sound, expected = (part.strip() for part in line.split("|"))
    loans = [
        loan("bad", "2025-01-01", "2026-10-02", int(bad), lender_id=lender),
        loan("sound", "2025-01-01", "2027-10-02", int(sound)),
    ]
    found = effects(asked(rule_id, book(loans=loans)))
    assert found == {"-": {}, "other only": {"bad": "comes_under"}, "comes_under": {"bad": "comes_under"}}[expected]


PAYOUTS = """
1_000_000_000 | 2026-03-01 | CNY | working_capital_loan | -
1_000_000_001 | 2026-03-01 | CNY | working_capital_loan | would_come_under
1_000_000_001 | 2026-02-28 | CNY | working_capital_loan | -
1_000_000_001 | -          | CNY | working_capital_loan | unknown
1_000_000_001 | 2026-03-01 | USD | working_capital_loan | unknown
1_000_000_001 | 2026-03-01 | CNY | trade_loan           | -
"""


@pytest.mark.parametrize("line", PAYOUTS.strip().splitlines())
def test_large_payments_out_of_working_capital_loans_are_named(line: str) -> None:
    amount, booked, currency, product, expected = (part.strip() for part in line.split("|"))
    some = book(
        loans=[loan("l", "2026-03-01", "2027-03-01", 100, product=product)],
        payments=[payment("p", int(amount), booked, currency=currency)],
    )
    assert effects(asked("entrusted_payment.payee_over", some)).get("p", "-") == expected


TERMS = """
working_capital.term_max            | 2026-01-01 | 2029-01-01 | working_capital_loan | -
working_capital.term_max            | 2026-01-01 | 2029-01-02 | working_capital_loan | would_break
working_capital.term_max            | 2026-01-01 | 2029-01-02 | trade_loan           | -
working_capital.term_max            | 2026-01-01 | 2029-01-02 | -                    | unknown
working_capital.term_max            | 2026-01-01 | -          | working_capital_loan | unknown
working_capital.term_long_cycle_max | 2026-01-01 | 2031-01-02 | working_capital_loan | would_break
"""


@pytest.mark.parametrize("line", TERMS.strip().splitlines())
def test_loans_beyond_the_term_are_named(line: str) -> None:
    rule_id, drawn, due, product, expected = (part.strip() for part in line.split("|"))
    row = loan("l", drawn, due, 100, product=None if product == "-" else product)
    assert effects(asked(rule_id, book(loans=[row]))).get("l", "-") == expected


FILINGS = """
register.term_min | 2026-11-01T00:00:00+00:00 | 2026-12-01 | -
register.term_min | 2026-11-01T00:00:00+00:00 | 2026-11-30 | would_break
register.term_min | 2026-10-31T16:00:00+00:00 | 2026-11-30 | would_break
register.term_max | 2026-11-01T00:00:00+00:00 | 2056-11-01 | -
register.term_max | 2026-11-01T00:00:00+00:00 | 2056-11-02 | would_break
register.term_max | 2026-11-01T00:00:00+00:00 | -          | unknown
"""


@pytest.mark.parametrize("line", FILINGS.strip().splitlines())
def test_filings_outside_the_range_are_named(line: str) -> None:
    rule_id, filed, expires, expected = (part.strip() for part in line.split("|"))
    assert effects(asked(rule_id, book(filings=[filing("f", filed, expires)]))).get("f", "-") == expected


@pytest.mark.parametrize("rule_id", sorted(set(LAW.rule_ids()) - set(PROBES)))
def test_a_rule_that_no_table_can_be_held_to_says_so(rule_id: str) -> None:
    found = asked(rule_id, book(vouchers=[voucher("v", "2026-10-01", "2027-10-01")]))
    assert found.untestable is not None
    assert (found.rows, found.measured) == ((), 0)


@pytest.mark.parametrize("rule_id", sorted(PROBES))
def test_an_empty_book_has_nothing_to_change(rule_id: str) -> None:
    found = asked(rule_id, book(), groups={})
    assert (found.rows, found.measured, found.untestable) == ((), 0, None)


def test_every_probe_is_of_a_rule_that_is_there() -> None:
    assert set(PROBES) <= set(LAW.rule_ids())
    with pytest.raises(KeyError):
        asked("voucher.tenure_max", book())


def test_a_rule_that_starts_before_all_law_has_nothing_before_it() -> None:
    found = asked("classification.overdue_loss_over", book(), date(2020, 1, 1))
    assert isinstance(found.before, NoFigure)
    assert found.before.code == "not_yet_in_force"


@pytest.mark.parametrize("starts_on", [date.min, date.max])
@pytest.mark.parametrize("rule_id", sorted(PROBES))
def test_the_first_and_the_last_of_all_days_are_answered(rule_id: str, starts_on: date) -> None:
    some = book(
        vouchers=[voucher("v", "0001-01-01", "9999-12-31")],
        loans=[loan("l", "0001-01-01", "9999-12-30", 1)],
        filings=[filing("f", "0001-01-01T00:00:00+00:00", "9999-12-31")],
    )
    assert asked(rule_id, some, starts_on, groups={}).starts_on == starts_on


def test_the_answer_does_not_depend_on_the_order_of_rows_or_change_the_book() -> None:
    rows = [voucher(f"v{n}", "2026-10-01", f"2027-0{n}-15", amount_minor=n) for n in range(1, 9)]
    forwards, backwards = book(vouchers=rows), book(vouchers=rows[::-1])
    before = forwards.sha256()
    assert asked(TENOR, forwards) == asked(TENOR, backwards)
    assert forwards.sha256() == before


def test_days_to_go_count_from_today() -> None:
    later = replace(AT, as_of=datetime(2026, 12, 25, tzinfo=UTC))
    some = book(vouchers=[voucher("v", "2026-10-01", "2027-10-01")])
    assert [impact(some, LAW, TENOR, NEW_YEAR, at).rows[0].days_to_go for at in (AT, later)] == [310, 280]
