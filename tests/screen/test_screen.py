"""A whole book under every rule: each finding once, with its rows; open checks are kept; the same bytes again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from hefu.book import Book, Rule
from hefu.core.context import Context
from hefu.core.findings import Finding, RowRef, Severity, Unassessed
from hefu.core.money import Money
from hefu.core.texts import Message, Text
from hefu.screen import screen
from hefu.screen.stake import Stake
from tests.book.builders import INVOICE, KNOWN, SAID, SOURCE

AT = Context(as_of=datetime(2026, 11, 20, tzinfo=UTC))
CLAIM = {
    "receivable_id": "r1",
    "invoice_id": INVOICE["invoice_id"],
    "creditor_id": INVOICE["seller_id"],
    "debtor_id": INVOICE["buyer_id"],
    "state": "assigned",
    "amount_minor": 1,
    "currency": "CNY",
    **SAID,
}
BOOK = Book.of_rows({"sources": [SOURCE], "invoices": [INVOICE], "receivables": [CLAIM]})
TEXTS = {"seen": Text("{number} was seen", "见到 {number}"), "why": Text("no order", "没有订单"), "ask": Text("a", "b")}


def _finding(number: str) -> Finding:
    ref = RowRef("invoices", str(INVOICE["invoice_id"]), str(SOURCE["source_id"]))
    return Finding(
        rule="t.seen",
        rule_version=3,
        severity=Severity.HIGH,
        message=Message.of("seen", number=number),
        subjects=(ref,),
        evidence=(ref, RowRef("orders", "o1")),
        clears=Message.of("ask"),
        at_risk=Money(5, "CNY"),
    )


def _twice_and_open(book: Book, config: str, at: Context) -> Iterator[Finding | Unassessed]:
    del at
    for row in book.rows("invoices"):
        yield _finding(config + row["number"])
        yield _finding(config + row["number"])
    yield Unassessed("t.seen", 3, Message.of("why"), (RowRef("invoices", "i1"),), Message.of("ask"))


RULE: Rule[str] = Rule("t.seen", 3, Text("q", "q"), "", TEXTS, _twice_and_open)


def test_a_finding_stands_once_with_what_it_is_about_and_rests_on() -> None:
    found = screen(BOOK, [], [(RULE, "no ")], [AT])
    (row,) = found.rows("findings")
    assert (row["rule"], row["rule_version"], row["severity"], row["code"]) == ("t.seen", 3, "high", "seen")
    assert (row["said_en"], row["said_zh"]) == (f"no {INVOICE['number']} was seen", f"见到 no {INVOICE['number']}")
    assert (row["at_risk_minor"], row["currency"]) == (5, "CNY")
    parts = [(part["part"], part["table_name"], part["row_id"], part["said_by"]) for part in found.rows("finding_rows")]
    assert sorted(parts, key=str) == [
        ("evidence", "invoices", INVOICE["invoice_id"], SOURCE["source_id"]),
        ("evidence", "orders", "o1", None),
        ("subject", "invoices", INVOICE["invoice_id"], SOURCE["source_id"]),
    ]


def test_an_open_check_is_kept_and_never_a_pass() -> None:
    found = screen(BOOK, [], [(RULE, "")], [AT])
    assert [(row["code"], row["subjects_count"]) for row in found.rows("open_checks")] == [("why", 1)]


def test_a_finding_keeps_the_first_moment_that_shows_it_and_open_checks_are_those_of_the_last() -> None:
    earlier, later = (Context(as_of=datetime(2026, 11, day, tzinfo=UTC)) for day in (19, 22))
    found = screen(BOOK, [], [(RULE, "")], [later, AT, earlier])
    assert [row["found_at"] for row in found.rows("findings")] == [
        earlier.as_of if earlier.as_of >= KNOWN else AT.as_of
    ]
    assert [row["open_at"] for row in found.rows("open_checks")] == [later.as_of]


@pytest.mark.parametrize("known_on", [19, 21])
def test_only_what_was_known_by_then_is_screened(known_on: int) -> None:
    late = {**INVOICE, "known_at": datetime(2026, 11, known_on, tzinfo=UTC)}
    found = screen(BOOK.with_table("invoices", _invoices(late)), [], [(RULE, "")], [AT])
    assert len(found.rows("findings")) == (known_on <= 20)


def test_each_derivation_sees_the_tables_of_those_before_it() -> None:
    seen: list[int] = []

    def first(book: Book, _at: Context) -> dict[str, pa.Table]:
        return {"allocations": _one_allocation(book)}

    def second(book: Book, _at: Context) -> dict[str, pa.Table]:
        seen.append(book.table("allocations").num_rows)
        return {}

    screen(BOOK, [first, second], [], [AT])
    assert seen == [1]


def test_whoever_watches_is_told_after_each_rule() -> None:
    told: list[tuple[str, int, int]] = []
    screen(BOOK, [], [(RULE, "")], [AT], lambda *line: told.append(line))
    assert told == [("t.seen", 1, 1)]


def test_the_same_book_gives_the_same_rows_again() -> None:
    assert screen(BOOK, [], [(RULE, "")], [AT]).sha256() == screen(BOOK, [], [(RULE, "")], [AT]).sha256()


def _one_allocation(book: Book) -> pa.Table:
    del book
    row = {
        "allocation_id": "p/i",
        "payment_id": "p",
        "invoice_id": "i",
        "amount_minor": 1,
        "currency": "CNY",
        "basis": "reference",
    }
    return Book.of_rows({"allocations": [row]}).table("allocations")


@pytest.mark.parametrize(("state", "asked_about"), [("assigned", 1), ("pledged", 1), ("vouchered", 1), ("free", 0)])
def test_of_bills_only_those_lent_on_are_asked_about(state: str, asked_about: int) -> None:
    claims = Book.of_rows({"receivables": [{**CLAIM, "state": state}]}).table("receivables")
    found = screen(BOOK.with_table("receivables", claims), [], [(RULE, "")], [AT])
    assert len(found.rows("findings")) == asked_about


@pytest.mark.parametrize("ref", [RowRef("invoice_lines", "l1"), RowRef("parties", "p1")])
def test_a_line_counts_with_its_bill_and_what_is_no_bill_always_counts(ref: RowRef) -> None:
    line = {"invoice_line_id": "l1", "invoice_id": INVOICE["invoice_id"], "line_number": "1", "currency": "CNY", **SAID}
    lines = Book.of_rows({"invoice_lines": [line]}).table("invoice_lines")
    answer = Unassessed("t.seen", 3, Message.of("why"), (ref,), Message.of("ask"))
    assert Stake(BOOK.with_table("invoice_lines", lines)).holds(answer)
    assert Stake(Book()).holds(answer) == (ref.table == "parties")


def _invoices(row: dict[str, object]) -> pa.Table:
    return Book.of_rows({"invoices": [row]}).table("invoices")
