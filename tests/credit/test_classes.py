"""The five classes: the day before, the day and the day after; the fen below, at and above; and a slow twin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book import Book
from hefu.core.law import NoFigure
from hefu.credit import classes as module
from hefu.credit.classes import (
    CLASSES,
    ClassFigures,
    class_figures,
    explain_debtor,
    loan_classes,
)
from hefu.credit.rules.five_classes import RULE
from tests.credit.cases import cases
from tests.credit.world import AT, TODAY, book_of, codes, day, number, without_law

FOUND = class_figures(AT)
assert isinstance(FOUND, ClassFigures)
FIGURES = FOUND


def classes(book: Book, today: date = TODAY) -> dict[str, dict[str, Any]]:
    return {row["loan_id"]: row for row in loan_classes(book, FIGURES, today).to_pylist()}


def one_class(loan: Mapping[str, Any], events: list[dict[str, Any]] | None = None, today: date = TODAY) -> str:
    (row,) = classes(book_of(loans=[loan], loan_events=events or []), today).values()
    assert row["final_class"] == row["own_class"]
    return f"{row['own_class']} {row['own_reason']} {row['overdue_days']}"


OVERDUE = """
due         overdue_from  days  class
2026-11-21  -             0     normal
2026-11-20  -             0     normal
2026-11-19  -             1     special_mention
2026-08-22  -             90    special_mention
2026-08-21  -             91    substandard
2026-02-23  -             270   substandard
2026-02-22  -             271   doubtful
2025-11-25  -             360   doubtful
2025-11-24  -             361   loss
# the oldest unpaid part counts, also of a loan that is not yet due
2027-01-05  2026-11-20    1     special_mention
2027-01-05  2026-08-22    91    substandard
2027-01-05  2026-11-21    0     normal
2026-11-19  2026-11-10    11    special_mention
# no due day, no overdue day: nothing is overdue
-           -             0     normal
"""


@pytest.mark.parametrize(("due", "overdue_from", "days", "expected"), cases(OVERDUE))
def test_days_overdue_decide(due: str, overdue_from: str, days: str, expected: str) -> None:
    found = one_class({"due_on": day(due), "overdue_from": day(overdue_from)}).split()
    assert (found[2], found[0]) == (days, expected)


IMPAIRED = """
impaired  loss_bps  class
-         -         normal
no        -         normal
yes       -         substandard
yes       4999      substandard
yes       5000      doubtful
yes       8999      doubtful
yes       9000      loss
# an expected loss counts unless the lender says that the loan is not impaired
-         5000      doubtful
no        9000      normal
"""


@pytest.mark.parametrize(("impaired", "loss", "expected"), cases(IMPAIRED))
def test_impairment_and_expected_loss_decide(impaired: str, loss: str, expected: str) -> None:
    said = {"yes": True, "no": False, "-": None}[impaired]
    assert one_class({"impaired": said, "loss_bps": number(loss)}).split()[0] == expected


WATCH = """
restructured  today       class
2025-11-20    2026-11-19  special_mention
2025-11-20    2026-11-20  normal
2026-11-20    2026-11-20  special_mention
2024-02-29    2025-02-27  special_mention
2024-02-29    2025-02-28  normal
"""


@pytest.mark.parametrize(("restructured", "today", "expected"), cases(WATCH))
def test_a_restructured_loan_is_watched_for_its_months(restructured: str, today: str, expected: str) -> None:
    events = [{"event": "restructured", "happened_on": day(restructured)}]
    assert one_class({"due_on": None}, events, date.fromisoformat(today)).split()[0] == expected


EVENTS = """
# events of a loan that is not due: O overdue, P paid, with day of November and amount (? unknown)
events               days
O1:100               20
O1:100,P1:100        0
O1:100,P2:99         20
O1:100,P2:100        0
O1:?,P2:999          20
O3:100,P2:100        18
O1:100,P2:100,O9:5   12
O1:100,P2:103,O9:5   12
O1:100,P2:105,O9:5   0
O1:100,O9:5,P10:100  12
"""


@pytest.mark.parametrize(("events", "days"), cases(EVENTS))
def test_what_is_reported_overdue_stays_so_until_later_repayments_cover_it(events: str, days: str) -> None:
    rows = []
    for word in events.split(","):
        on, amount = word[1:].split(":")
        kind = "overdue" if word[0] == "O" else "repaid"
        rows.append(
            {
                "event": kind,
                "happened_on": date(2026, 11, int(on)),
                "amount_minor": None if amount == "?" else int(amount),
            }
        )
    assert one_class({}, rows).split()[2] == days


def test_the_word_overdue_without_a_day_is_a_day_at_least() -> None:
    assert one_class({"state": "overdue"}) == "special_mention overdue_special_mention_over 1"


CONTAMINATION = """
# what one debtor owes: bad here (100 days), good here, at another bank good, at another bank overdue 91 days
bad_here  good_here  other_good  other_overdue  good_here_becomes
0         1000       0           0              normal
100       900        0           0              normal
101       900        0           0              substandard
100       899        0           0              substandard
# 20 % of all debts long overdue
0         800        0           200            normal
0         799        0           200            substandard
0         800        0           201            substandard
0         800        200         200            normal
80        720        80          120            normal
80        720        79          121            substandard
"""


@pytest.mark.parametrize(("bad", "good", "other_good", "other_overdue", "expected"), cases(CONTAMINATION))
def test_more_than_a_share_of_bad_debt_makes_all_of_it_bad(
    bad: str, good: str, other_good: str, other_overdue: str, expected: str
) -> None:
    late, fine = {"due_on": date(2026, 8, 12)}, {"due_on": date(2027, 8, 12)}
    loans = [
        {"loan_id": "bad", "outstanding_minor": int(bad), **late},
        {"loan_id": "good", "outstanding_minor": int(good), **fine},
        {"loan_id": "else", "lender_id": "other", "outstanding_minor": int(other_good), **fine},
        {"loan_id": "late", "lender_id": "other", "outstanding_minor": int(other_overdue), "due_on": date(2026, 8, 21)},
        {"loan_id": "another", "borrower_id": "another debtor", **fine},
    ]
    found = classes(book_of(loans=loans))
    assert found["good"]["final_class"] == expected
    assert found["good"]["own_class"] == "normal"
    assert found["another"]["final_class"] == "normal"


def test_a_person_s_debts_do_not_taint_each_other() -> None:
    loans: list[dict[str, Any]] = [{"due_on": date(2026, 1, 1)}, {"loan_id": "good"}]
    company = classes(book_of(loans=loans))
    person = classes(book_of(loans=loans, parties=[{"party_id": "buyer", "kind": "person"}]))
    assert (company["good"]["final_class"], person["good"]["final_class"]) == ("substandard", "normal")


def test_a_share_that_any_currency_exceeds_taints_all() -> None:
    loans = [
        {"due_on": date(2026, 1, 1), "currency": "USD", "outstanding_minor": 11},
        {"currency": "USD", "outstanding_minor": 89},
        {"loan_id": "good", "outstanding_minor": 10**12},
    ]
    assert classes(book_of(loans=loans))["good"]["final_reason"] == "debtor_bad_here"


def test_one_loan_told_by_two_sources_counts_once_by_the_graver_word() -> None:
    loans = [
        {"loan_id": "l", "outstanding_minor": 5},
        {"loan_id": "l", "source_id": "t", "outstanding_minor": 7, "due_on": date(2026, 8, 1)},
    ]
    (row,) = classes(book_of(loans=loans)).values()
    assert (row["outstanding_minor"], row["final_class"]) == (7, "substandard")


LOAN = st.tuples(
    st.sampled_from("pq"),
    st.sampled_from("xy"),
    st.sampled_from(["CNY", "USD"]),
    st.integers(1, 40),
    st.sampled_from([-5, 0, 1, 90, 91, 270, 271, 360, 361]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, 4999, 5000, 9000]),
)


@given(st.lists(LOAN, max_size=10))
def test_a_random_book_agrees_with_a_slow_twin_and_asking_again_changes_nothing(loans: list[tuple[Any, ...]]) -> None:
    rows = [
        {
            "loan_id": f"l{place}",
            "lender_id": lender,
            "borrower_id": borrower,
            "currency": currency,
            "outstanding_minor": owed,
            "due_on": TODAY - timedelta(days=days),
            "impaired": impaired,
            "loss_bps": loss,
        }
        for place, (lender, borrower, currency, owed, days, impaired, loss) in enumerate(loans)
    ]
    found = classes(book_of(loans=rows))
    assert {one: row["final_class"] for one, row in found.items()} == _twin(rows)
    # What contamination made bad is bad on its own from here: the classes are their own fixpoint.
    settled = [{**row, "impaired": _bad(found[row["loan_id"]]) or row["impaired"]} for row in rows]
    again = classes(book_of(loans=settled))
    assert {one: _bad(row) for one, row in again.items()} == {one: _bad(row) for one, row in found.items()}


def _bad(row: Mapping[str, Any]) -> bool:
    return CLASSES.index(row["final_class"]) >= CLASSES.index("substandard")


def _own(row: Mapping[str, Any]) -> int:
    days = max(0, (TODAY - row["due_on"]).days)
    ranks = [sum(days > bound for bound in (0, 90, 270, 360))]
    if row["impaired"]:
        ranks.append(2)
    if row["loss_bps"] and row["impaired"] is not False:
        ranks.append({4999: 0, 5000: 3, 9000: 4}[row["loss_bps"]])
    rank: int = max(ranks)
    return rank


def _twin(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Each debtor by itself, in fractions."""
    found = {}
    for row in rows:
        mine = [one for one in rows if one["borrower_id"] == row["borrower_id"]]
        tainted = False
        for currency in ("CNY", "USD"):
            owed = [one for one in mine if one["currency"] == currency]
            here = [one for one in owed if one["lender_id"] == row["lender_id"]]
            tainted |= _share(here, [one for one in here if _own(one) >= 2]) > Fraction(1, 10)
            tainted |= _share(owed, [one for one in owed if (TODAY - one["due_on"]).days > 90]) > Fraction(1, 5)
        found[row["loan_id"]] = CLASSES[max(_own(row), 2 if tainted else 0)]
    return found


def _share(whole: list[dict[str, Any]], part: list[dict[str, Any]]) -> Fraction:
    total = sum(one["outstanding_minor"] for one in whole)
    return Fraction(sum(one["outstanding_minor"] for one in part), total) if total else Fraction(0)


def test_a_debtor_is_explained_with_its_sums_and_the_figures_that_decided() -> None:
    loans = [{"due_on": date(2026, 8, 1), "outstanding_minor": 11}, {"loan_id": "good", "outstanding_minor": 89}]
    told = explain_debtor(book_of(loans=loans), "bank", "buyer", FIGURES, TODAY)
    assert [row["final_reason"] for row in told.loans] == ["debtor_bad_here", "overdue_substandard_over"]
    assert [(row["bad_minor"], row["owed_here_minor"]) for row in told.sums] == [(11, 100)]
    assert {one.rule_id.split(".")[1] for one in told.cites} == {"overdue_substandard_over", "contamination_own_over"}


def test_a_day_test_that_is_off_by_one_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ClassFigures,
        "__getitem__",
        lambda self, name: (self.cite(name).value or 0) + (name == "overdue_substandard_over"),
    )
    (row,) = classes(book_of(loans=[{"due_on": date(2026, 8, 21)}])).values()
    assert row["own_class"] == "special_mention"


def test_a_contamination_that_is_at_the_share_instead_of_above_it_would_be_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact = module.share_of
    monkeypatch.setattr(module, "share_of", lambda whole, share_bps: exact(whole, share_bps) - 1)
    loans = [{"due_on": date(2026, 8, 12), "outstanding_minor": 100}, {"loan_id": "good", "outstanding_minor": 900}]
    assert classes(book_of(loans=loans))["good"]["final_class"] == "substandard"


BANK = {"lender_id": "bank"}


def test_the_rule_tells_of_each_debtor_of_a_bank_that_is_not_normal() -> None:
    overdue = {"borrower_id": "seller", "due_on": date(2026, 11, 1)}
    loans: list[dict[str, Any]] = [{"due_on": date(2026, 8, 1)}, overdue, {"borrower_id": "good"}]
    assert codes(RULE, book_of(loans=loans, lender_capital=[BANK])) == ["high debtor_class", "medium debtor_class"]
    assert codes(RULE, book_of(loans=[{"borrower_id": "good"}], lender_capital=[BANK])) == []


def test_what_the_rule_cannot_ask_it_says() -> None:
    loans = [{"due_on": date(2026, 8, 1)}]
    assert codes(RULE, book_of(loans=loans)) == ["open no_bank"]
    assert codes(RULE, book_of(loans=loans, lender_capital=[BANK]), at=without_law()) == ["open no_figure"]
    assert codes(RULE, book_of(lender_capital=[BANK])) == []


def test_before_the_rule_was_in_force_there_are_no_classes_and_no_figures() -> None:
    before = type(AT)(as_of=AT.as_of.replace(year=2023, month=6, day=30), law=AT.law)
    assert isinstance(class_figures(before), NoFigure)
    assert codes(RULE, book_of(loans=[{"due_on": date(2023, 1, 1)}], lender_capital=[BANK]), at=before) == []
