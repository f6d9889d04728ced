"""credit.voucher_tenor, voucher_stop, voucher_filed: days around each bound, triggers, holders left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from hefu.core.context import Context
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.credit.rules import voucher_filed, voucher_stop, voucher_tenor
from tests.credit.cases import cases
from tests.credit.world import AT, LAW, book_of, codes, day, without_law

TENORS = """
# issued    paid on     today       answer
issued      due         today       answer
2026-01-15  2026-07-15  2026-11-20  -
2026-01-15  2026-07-16  2026-11-20  medium_tenor_to_examine
2026-01-15  2027-01-15  2026-11-20  medium_tenor_to_examine
# inside the transition a person decides, and the day that decides is that of issue
2026-01-15  2027-01-16  2026-11-20  high_tenor_too_long
2027-06-14  2028-06-15  2027-11-20  high_tenor_too_long
2027-06-15  2028-06-15  2027-11-20  medium_tenor_to_examine
2027-06-15  2028-06-16  2027-11-20  stop_tenor_too_long
# issued before the notice was in force
2025-06-14  2027-06-14  2026-11-20  -
2025-06-15  2027-06-15  2026-11-20  high_tenor_too_long
# the end of a month
2026-08-31  2027-02-28  2026-11-20  -
2026-08-31  2027-03-01  2026-11-20  medium_tenor_to_examine
"""


def at_day(word: str) -> Context:
    today = date.fromisoformat(word)
    return Context(as_of=AT.as_of.replace(year=today.year, month=today.month, day=today.day), law=LAW)


@pytest.mark.parametrize(("issued", "due", "today", "answer"), cases(TENORS))
def test_the_tenor_by_the_day_of_issue(issued: str, due: str, today: str, answer: str) -> None:
    book = book_of(vouchers=[{"issued_on": day(issued), "due_on": day(due)}])
    found = codes(voucher_tenor.RULE, book, at=at_day(today))
    assert found == ([] if answer == "-" else [answer.replace("_", " ", 1)])


SPLIT = {"issued_on": date(2026, 6, 1), "due_on": date(2026, 11, 30), "parent_id": "vouchers-0"}


def test_what_was_split_keeps_the_day_of_its_root() -> None:
    root = {"issued_on": date(2026, 1, 15), "due_on": date(2026, 11, 30), "state": "cancelled"}
    assert codes(voucher_tenor.RULE, book_of(vouchers=[root, SPLIT])) == ["medium tenor_to_examine"]
    assert codes(voucher_tenor.RULE, book_of(vouchers=[{**SPLIT, "parent_id": None}])) == []


def test_a_root_that_is_not_in_the_book_or_splits_in_a_ring_leave_the_question_open() -> None:
    assert codes(voucher_tenor.RULE, book_of(vouchers=[{**SPLIT, "parent_id": "elsewhere"}])) == ["open root_missing"]
    assert codes(voucher_tenor.RULE, book_of(vouchers=[SPLIT])) == ["open root_missing"]


def test_paid_and_cancelled_vouchers_are_not_asked_and_without_a_rule_book_all_are_open() -> None:
    long = {"due_on": date(2028, 1, 1)}
    for state in ("paid", "cancelled"):
        assert codes(voucher_tenor.RULE, book_of(vouchers=[{**long, "state": state}])) == []
    assert codes(voucher_tenor.RULE, book_of(vouchers=[long]), at=without_law()) == ["open no_figure"]


class _SixMonths:
    """The shipped rule book as it would be if the announced six months had a first day."""

    version = "test"

    def figure(
        self, rule_id: str, days: Mapping[Anchor, date], licence: Licence | None = None, product: str = ""
    ) -> Figure | NoFigure:
        if rule_id == "voucher.tenor_max" and days[Anchor.VOUCHER_ISSUE] >= date(2026, 10, 1):
            found = LAW.figure("voucher.tenor_examined_over", days, licence, product)
            assert isinstance(found, Figure)
            return found
        return LAW.figure(rule_id, days, licence, product)


def test_the_announced_six_months_change_nothing_until_they_have_a_first_day() -> None:
    book = book_of(vouchers=[{"issued_on": date(2026, 10, 1), "due_on": date(2027, 4, 2)}])
    assert codes(voucher_tenor.RULE, book) == ["medium tenor_to_examine"]
    dated = Context(as_of=AT.as_of, law=_SixMonths())
    assert codes(voucher_tenor.RULE, book, at=dated) == ["high tenor_too_long"]


LISTED = """
# a voucher of 2026-07-01, and what the core firm was listed for
kind     listed      cleared     answer
voucher  2026-06-30  -           stop_issued_while_stopped,medium_stopped_today
bond     2026-06-30  -           stop_issued_while_stopped,medium_stopped_today
bill     2026-06-30  -           stop_issued_while_stopped,medium_stopped_today
bill     2026-07-01  -           stop_issued_while_stopped,medium_stopped_today
bill     2026-07-02  -           medium_stopped_today
bill     2026-06-01  2026-06-30  -
bill     2026-06-01  2026-07-01  -
bill     2026-06-01  2026-07-02  stop_issued_while_stopped
bill     2026-07-02  2026-11-20  -
bill     2026-07-02  2026-11-21  medium_stopped_today
bill     2026-11-20  -           medium_stopped_today
bill     2026-11-21  -           -
tax      2026-06-30  -           -
court    2026-06-30  -           -
"""


def spoken(answer: str) -> list[str]:
    return [] if answer == "-" else [word.replace("_", " ", 1) for word in answer.split(",")]


@pytest.mark.parametrize(("kind", "listed", "cleared", "answer"), cases(LISTED))
def test_three_triggers_stop_new_issue_until_they_are_cleared(
    kind: str, listed: str, cleared: str, answer: str
) -> None:
    entry = {"party_id": "core", "kind": kind, "listed_on": day(listed), "cleared_on": day(cleared)}
    book = book_of(vouchers=[{}], overdue_lists=[entry])
    assert codes(voucher_stop.RULE, book) == spoken(answer)


UNPAID = """
# a voucher of the same core firm due that day, in that state; another was issued on 2026-07-01
due         state     answer
2026-06-29  open      stop_issued_while_stopped,medium_stopped_today
2026-06-30  open      stop_issued_while_stopped,medium_stopped_today
2026-07-01  open      medium_stopped_today
2026-06-30  paid      -
2026-06-30  overdue   stop_issued_while_stopped,medium_stopped_today
2026-11-19  open      medium_stopped_today
2026-11-20  open      -
2026-11-19  financed  medium_stopped_today
"""


@pytest.mark.parametrize(("due", "state", "answer"), cases(UNPAID))
def test_a_voucher_unpaid_at_maturity_stops_the_next_issue(due: str, state: str, answer: str) -> None:
    old: dict[str, Any] = {"issued_on": date(2026, 3, 1), "due_on": day(due), "state": state}
    assert codes(voucher_stop.RULE, book_of(vouchers=[{}, old])) == spoken(answer)


def test_a_transfer_by_a_holder_and_another_firm_s_arrears_stop_nothing() -> None:
    entry = {"party_id": "core", "listed_on": date(2026, 7, 2), "cleared_on": date(2026, 9, 1)}
    moved = {
        "voucher_id": "vouchers-0",
        "from_id": "seller",
        "to_id": "supplier",
        "amount_minor": 1,
        "currency": "CNY",
        "happened_at": AT.as_of.replace(month=8),
    }
    split = {"parent_id": "vouchers-0", "issued_on": date(2026, 8, 1), "holder_id": "supplier"}
    book = book_of(vouchers=[{}, split], overdue_lists=[entry], voucher_transfers=[moved])
    assert codes(voucher_stop.RULE, book) == []
    other = book_of(vouchers=[{}], overdue_lists=[{"party_id": "another core", "listed_on": date(2026, 6, 1)}])
    assert codes(voucher_stop.RULE, other) == []


def test_before_the_notice_nothing_was_stopped_and_without_a_rule_book_it_is_open() -> None:
    entry = {"party_id": "core", "listed_on": date(2025, 1, 1), "cleared_on": date(2026, 1, 1)}
    for issued, answer in ((date(2025, 6, 14), []), (date(2025, 6, 15), ["stop issued_while_stopped"])):
        book = book_of(vouchers=[{"issued_on": issued}], overdue_lists=[entry])
        assert codes(voucher_stop.RULE, book) == answer
    book = book_of(vouchers=[{}], overdue_lists=[{"party_id": "core", "listed_on": date(2026, 1, 1)}])
    assert codes(voucher_stop.RULE, book, at=without_law()) == ["open no_figure"]


FINANCED = {"state": "financed", "invoice_id": "i"}
FILINGS = [
    ([], ["high not_filed"]),
    ([{}], []),
    ([{"invoice_id": "another"}], ["high not_filed"]),
    ([{"state": "cancelled"}], ["high not_filed"]),
    ([{"expires_on": date(2026, 11, 19)}], ["high not_filed"]),
    ([{"expires_on": date(2026, 11, 20)}], []),
]


@pytest.mark.parametrize(("filings", "answer"), FILINGS)
def test_the_financing_of_a_voucher_is_filed(filings: list[dict[str, Any]], answer: list[str]) -> None:
    assert codes(voucher_filed.RULE, book_of(vouchers=[FINANCED], filings=filings)) == answer


def test_a_voucher_without_its_invoice_or_a_rule_book_leaves_the_filing_open() -> None:
    assert codes(voucher_filed.RULE, book_of(vouchers=[{"state": "financed"}])) == ["open invoice_unknown"]
    assert codes(voucher_filed.RULE, book_of(vouchers=[FINANCED]), at=without_law()) == ["open no_figure"]
    assert codes(voucher_filed.RULE, book_of(vouchers=[{}]), at=without_law()) == []
    assert codes(voucher_filed.RULE, book_of(vouchers=[FINANCED]), at=at_day("2025-06-14")) == []
