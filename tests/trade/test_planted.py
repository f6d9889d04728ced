"""The tables of cases notice faults: each planted fault below makes at least one case come out otherwise."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from types import ModuleType

import pytest

from hefu import trade
from hefu.book import voices
from hefu.book.book import Book, Row
from hefu.trade import allocations, alone, answers, credited, days, links, tallies, tally_book, uses
from hefu.trade.rules import exact_duplicate_invoice, four_way_match, invoice_arithmetic, order_of_dates, order_state
from tests.trade import test_allocations, test_tallies
from tests.trade.build import AT, CONFIG, book_of, cases, short, tallied
from tests.trade.rules import (
    test_exact_duplicate_invoice,
    test_four_way_match,
    test_invoice_arithmetic,
    test_order_of_dates,
    test_order_state,
)


def four_way(papers: str) -> str:
    return " ".join(map(short, test_four_way_match.answers(papers)))


def duplicates(papers: str) -> str:
    return test_exact_duplicate_invoice.answered(papers, CONFIG)


def arithmetic(papers: str) -> str:
    return " ".join(short(answer) for answer in invoice_arithmetic.RULE.check(book_of(papers), CONFIG, AT))


def state(papers: str) -> str:
    return test_order_state.answered(papers)


def dates(papers: str) -> str:
    return test_order_of_dates.answered(papers)


def tally(papers: str) -> str:
    columns = [*test_tallies.MONEY, *test_tallies.SEAMS]
    return " / ".join(" ".join(str(row[column]) for column in columns) for row in tallied(papers))


TABLES: dict[Callable[[str], str], str] = {
    four_way: test_four_way_match.CASES,
    duplicates: test_exact_duplicate_invoice.ASKED,
    arithmetic: test_invoice_arithmetic.CASES,
    tally: test_tallies.CASES,
    state: test_order_state.CASES,
    dates: test_order_of_dates.CASES,
    test_allocations.allocated: test_allocations.CASES,
}


def all_whole(whole: int, lines: list[tallies.Billed]) -> list[int]:
    return [whole] * len(lines)


def each_its_own(some: list[uses.Use]) -> list[list[uses.Use]]:
    return [[use] for use in some]


def each_all(whole: int, named: allocations.Named, *_: object) -> dict[str, int]:
    return dict.fromkeys(named, whole)


def all_states(book: Book) -> list[Row]:
    return voices.one_voice(book, "payments")


def always(*_: object) -> bool:
    return True


def never(*_: object) -> bool:
    return False


def nothing(*_: object) -> list[object]:
    return []


def by_day_alone(event: Row) -> tuple[date, str]:
    return event["happened_on"], event["event_id"]


def no_slack(line: Row) -> Fraction:
    return Fraction(-int(line["quantity_milli"]))


def long_ago(*_: object) -> date:
    return date(2000, 1, 1)


FAULTS: list[tuple[ModuleType | type, str, object, Callable[[str], str]]] = [
    (tallies, "share_quantity", all_whole, tally),
    (tallies, "share_quantity", all_whole, four_way),
    (tallies, "goods_differ", never, tally),
    (tallies, "find_credits", nothing, tally),
    (trade, "numbers_paid", lambda *_: set(), tally),
    (trade, "numbers_credited", lambda *_: set(), tally),
    (alone, "_lines_alone", lambda *_: {}, tally),
    (links._Shelf, "is_between", never, tally),  # noqa: SLF001 - the fault is planted inside
    (allocations, "_naming", lambda _: Book(), test_allocations.allocated),
    (allocations, "_share", each_all, test_allocations.allocated),
    (allocations, "booked_payments", all_states, test_allocations.allocated),
    (allocations, "_fits", always, test_allocations.allocated),
    (links, "same_parties", always, four_way),
    (four_way_match, "goods_differ", never, four_way),
    (four_way_match, "_rejected", lambda *_: 0, four_way),
    (tally_book.TallyBook, "deliver_by", long_ago, four_way),
    (tally_book.TallyBook, "beyond_order_milli", lambda *_: 0, four_way),
    (tally_book.TallyBook, "paid_seen_until", lambda *_: date(2030, 1, 1), four_way),
    (voices.Controller, "is_independent_of", always, four_way),
    (uses, "_told_apart", each_its_own, duplicates),
    (uses, "_is_live", always, duplicates),
    (uses, "_ENDED_LOANS", set(), duplicates),
    (exact_duplicate_invoice, "may_be_same", always, duplicates),
    (exact_duplicate_invoice, "_differs", never, duplicates),
    (exact_duplicate_invoice, "_same_name", always, duplicates),
    (exact_duplicate_invoice, "_FACTORED", "", duplicates),
    (credited, "_TAKES_BACK", {"dispute"}, duplicates),
    (invoice_arithmetic, "_price_slack_minor", no_slack, arithmetic),
    (answers, "same_parties", always, state),
    (answers, "same_parties", never, state),
    (answers, "_answer_order", by_day_alone, state),
    (answers, "_answer_order", lambda event: event["event_id"], state),
    (answers.Answers, "_rank", lambda *_: 0, state),
    (answers, "_FOR", (), state),
    (answers, "_LINE_WORDS", ("cancelled", "changed", "rejected"), state),
    (order_state, "_standing", never, state),
    (order_state, "_beyond_bps", lambda *_: 0, state),
    (order_state, "scale_of", lambda *_: ("", 1), state),
    (days.Days, "_naming", lambda *_: {}, dates),
    (order_of_dates, "came_on", lambda row: row["issued_on"], dates),
    (order_of_dates, "_before_sent", nothing, dates),
    (order_of_dates, "_PAST", (), dates),
    (links.Links, "pool_of_despatch_line", lambda _self, line: ("despatch_line", line["despatch_line_id"]), dates),
]


@pytest.mark.parametrize(
    ("where", "name", "fault", "run"), FAULTS, ids=lambda it: it if isinstance(it, str) else getattr(it, "__name__", "")
)
def test_a_planted_fault_changes_an_answer(
    where: ModuleType | type,
    name: str,
    fault: object,
    run: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(where, name, fault)
    assert any(run(papers) != expected for papers, expected in cases(TABLES[run]))
