"""Of several papers on one thing the most independent speaks; two papers of one controller are one voice."""

import itertools
from datetime import UTC, datetime

import pytest

from hefu.book.book import Book, Row
from hefu.book.tables.parties import CONTROLLERS
from hefu.book.voices import UNDESCRIBED, Controller, controller_of, controllers, one_voice, statements

ORDER = CONTROLLERS.split()


def moment(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


def source(name: str, by: str, controller: str | None = None) -> Row:
    row: Row = {"source_id": name, "controlled_by": by, "controller_id": controller}
    return row | {"channel": "upload", "known_at": moment(1)}


def order(source_id: str, number: str, day: int = 1) -> Row:
    row: Row = {"order_id": "o", "number": number, "buyer_id": "b", "seller_id": "s", "issued_on": moment(1).date()}
    return row | {"currency": "CNY", "source_id": source_id, "known_at": moment(day)}


def book(sources: list[Row], orders: list[Row], lines: list[Row] | None = None) -> Book:
    return Book.of_rows({"sources": sources, "orders": orders, "order_lines": lines or []})


@pytest.mark.parametrize(("first", "second"), list(itertools.pairwise(ORDER)))
def test_the_more_independent_controller_speaks(first: str, second: str) -> None:
    both = book([source("x", second), source("y", first)], [order("x", "2", day=9), order("y", "1")])
    assert [row["number"] for row in one_voice(both, "orders")] == ["1"]


@pytest.mark.parametrize(
    ("one", "other", "spoken"),
    [
        (order("a", "1", day=1), order("b", "2", day=2), "2"),
        (order("b", "1", day=2), order("a", "2", day=2), "2"),
        (order("a", "1", day=3), order("a", "2", day=2), "1"),
    ],
)
def test_between_equals_the_latest_word_counts_then_the_first_source(one: Row, other: Row, spoken: str) -> None:
    sources = [source("a", "buyer"), source("b", "buyer")]
    for orders in ([one, other], [other, one]):
        assert [row["number"] for row in one_voice(book(sources, orders), "orders")] == [spoken]


def test_a_source_that_nobody_describes_counts_as_the_borrowers() -> None:
    both = book([source("known", "other")], [order("unknown", "1", day=9), order("known", "2")])
    assert [row["number"] for row in one_voice(both, "orders")] == ["2"]
    assert controller_of(order("unknown", "1"), controllers(both)) == UNDESCRIBED


def test_the_lines_of_a_document_come_from_one_paper() -> None:
    def line(source_id: str, number: str) -> Row:
        row = {"order_line_id": f"o#{number}", "order_id": "o", "line_number": number, "currency": "CNY"}
        return row | {"source_id": source_id, "known_at": moment(1)}

    sources = [source("buyer", "buyer"), source("mine", "borrower")]
    lines = [line("mine", "1"), line("mine", "2"), line("mine", "3"), line("buyer", "1"), line("buyer", "2")]
    spoken = one_voice(book(sources, [order("buyer", "1")], lines), "order_lines")
    assert [(row["line_number"], row["source_id"]) for row in spoken] == [("1", "buyer"), ("2", "buyer")]


def test_each_source_states_its_latest_word_most_independent_first() -> None:
    both = book(
        [source("x", "borrower"), source("y", "tax_office")],
        [order("x", "1", day=1), order("x", "2", day=2), order("y", "3", day=1)],
    )
    assert [row["number"] for row in statements(both, "orders")] == ["3", "2"]


@pytest.mark.parametrize(
    ("controller", "independent"),
    [
        (Controller("buyer"), True),
        (Controller("borrower"), False),
        (Controller("other"), False),
        (Controller("other", "uscc:X"), True),
        (Controller("warehouse", "uscc:S"), False),
        (Controller("borrower", "uscc:BUYER"), True),
    ],
)
def test_nobody_is_independent_of_himself(controller: Controller, independent: bool) -> None:
    assert controller.is_independent_of("uscc:S") is independent


def test_two_papers_of_one_controller_are_one_voice() -> None:
    known = controllers(book([source("a", "bank", "uscc:B"), source("b", "bank", "uscc:B")], []))
    assert len(set(known.values())) == 1
