"""What was known at a moment: nothing learned later, and of each source its latest word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from tests.book.builders import INVOICE, KNOWN, SOURCE

DAYS = st.integers(0, 6)
STATEMENTS = st.lists(st.tuples(st.sampled_from(["i1", "i2"]), st.sampled_from(["s1", "s2"]), DAYS), unique=True)


def told(thing: str, source: str, day: int) -> dict[str, Any]:
    """An invoice as a source states it on a day; the statement's own number tells it from any other."""
    moment = KNOWN + timedelta(days=day)
    number = f"{thing}-{source}-{day}"
    return {**INVOICE, "invoice_id": thing, "source_id": source, "known_at": moment, "number": number}


def book(statements: list[tuple[str, str, int]]) -> Book:
    sources = [{**SOURCE, "source_id": name} for name in ("s1", "s2")]
    return Book.of_rows({"sources": sources, "invoices": [told(*one) for one in statements]})


def known_at(statements: list[tuple[str, str, int]], day: int) -> set[str]:
    """The oracle: for each thing and source, its last statement up to the day."""
    latest: dict[tuple[str, str], int] = {}
    for thing, source, said in statements:
        if said <= day:
            latest[thing, source] = max(said, latest.get((thing, source), -1))
    return {f"{thing}-{source}-{said}" for (thing, source), said in latest.items()}


@given(STATEMENTS, DAYS)
def test_of_each_source_the_latest_word_until_then(statements: list[tuple[str, str, int]], day: int) -> None:
    then = book(statements).as_of(KNOWN + timedelta(days=day))
    numbers = [row["number"] for row in then.rows("invoices")]
    assert sorted(numbers) == sorted(known_at(statements, day))


@given(STATEMENTS, DAYS, DAYS)
def test_looking_back_twice_is_looking_back_to_the_earlier(
    statements: list[tuple[str, str, int]], day: int, other: int
) -> None:
    days = [KNOWN + timedelta(days=number) for number in (day, other)]
    # A statement that a later one superseded is gone once we looked at the later day: look at that day first.
    earlier = book(statements).as_of(min(days))
    assert earlier.as_of(max(days)).sha256() == earlier.sha256()
    assert earlier.as_of(min(days)).sha256() == earlier.sha256()


def test_a_statement_known_at_the_very_moment_counts_and_a_microsecond_later_not() -> None:
    facts = book([("i1", "s1", 1)])
    assert facts.as_of(KNOWN + timedelta(days=1)).table("invoices").num_rows == 1
    assert facts.as_of(KNOWN + timedelta(days=1, microseconds=-1)).table("invoices").num_rows == 0


def test_a_source_not_yet_known_is_not_in_the_book() -> None:
    late = {**SOURCE, "source_id": "s2", "known_at": datetime(2027, 1, 1, tzinfo=UTC)}
    facts = Book.of_rows({"sources": [SOURCE, late]})
    assert [row["source_id"] for row in facts.as_of(KNOWN).rows("sources")] == ["s1"]


def test_derived_tables_stand_as_they_were_put_in() -> None:
    row = {"allocation_id": "a", "payment_id": "p", "invoice_id": "i", "amount_minor": 1, "currency": "CNY"}
    data = Book.of_rows({"allocations": [{**row, "basis": "reference"}]}).table("allocations")
    assert Book().with_table("allocations", data).as_of(KNOWN).table("allocations").equals(data)


WORDS = st.tuples(
    st.sampled_from(["i1", "i2", "i10"]), st.sampled_from(["s1", "s2"]), st.integers(0, 2), st.sampled_from([None, "a"])
)


@given(st.lists(WORDS, max_size=12), st.integers(0, 2))
def test_the_very_same_row_counts_once_where_it_stands_first(
    words: list[tuple[str, str, int, str | None]], day: int
) -> None:
    """The oracle goes through the rows one by one: repeated rows, two words of one moment, empty cells."""
    rows = [{**told(thing, source, said), "number": number} for thing, source, said, number in words]
    latest: dict[tuple[str, str], tuple[str, str, int, str | None]] = {}
    for word in dict.fromkeys(words):
        so_far = latest.get((word[1], word[0]))
        if word[2] <= day and (so_far is None or word[2] >= so_far[2]):
            latest[word[1], word[0]] = word
    wanted = sorted((thing, source, said, number) for thing, source, said, number in latest.values())
    sources = [{**SOURCE, "source_id": name} for name in ("s1", "s2")]
    then = Book.of_rows({"sources": sources, "invoices": rows}).as_of(KNOWN + timedelta(days=day))
    found = [
        (r["invoice_id"], r["source_id"], (r["known_at"] - KNOWN).days, r["number"]) for r in then.rows("invoices")
    ]
    assert [one[:2] for one in found] == [one[:2] for one in wanted]
    assert found == wanted
