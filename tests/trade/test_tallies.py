"""One billed line beside order, delivery and payment; quantities are shared and never counted twice."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefu import trade
from hefu.book.book import Book
from hefu.core.canonical import canonical_json
from hefu.trade import RULES
from hefu.trade.alone import Alone
from hefu.trade.tallies import Billed, share_quantity
from tests.trade.build import AT, CONFIG, Papers, book_of, cases, papers_of, tallied, with_derived

# Papers, then per line: delivered quantity, its value with tax in cents, credited, paid, and the three seams.
CASES = """
order 10@100; receipt 10; invoice 10@100                  -> 10000 113000 0 0 match match not_due
order 10@100; receipt 4; receipt 5; invoice 10@100        -> 9000 101700 0 0 match partial not_due
order 10@100; receipt 12; invoice 10@100                  -> 12000 113000 0 0 match match not_due
order 10@100; invoice 10@100; pay 1130 names:I1           -> None 0 0 113000 match missing match
order 10@100; receipt 3; invoice 7@3                      -> 3000 1017 0 0 match partial not_due
receipt 10; invoice 10@100; pay 30 names:I1               -> 10000 113000 0 3000 missing match partial
order 10@100; receipt 10000kg; invoice 10@100             -> 10000 113000 0 0 match match not_due
order 10@100; receipt 10box; invoice 10@100               -> None 0 0 0 match misfit not_due
order 10[coil]@100; receipt 10; invoice 10[scrap]@100     -> 10000 113000 0 0 misfit match not_due
order 10@100; receipt 10; invoice 10@100 due:05-31        -> 10000 113000 0 0 match match missing
order 10@100; receipt 8; invoice 10@100; note 2@100 of:I1 -> 8000 90400 22600 0 match partial not_due
order 10@100; receipt 8; invoice 10@100; event 226 of:I1  -> 8000 90400 22600 0 match partial not_due
order 10@100; receipt 8; invoice 10@100; note 2@100       -> 8000 90400 0 0 match partial not_due
order 9@100 + 1@100; receipt 9 + 1; invoice 9@100 + 1@100; note 1[plate]@100 of:I1 line:2
    -> 9000 101700 0 0 match match not_due / 1000 11300 11300 0 match match match
order 1@100 + 1@100 + 1@100; receipt 1 + 1 + 1; invoice 1@100 + 1@100 + 1@100; pay 1 names:I1
    -> 1000 11300 0 34 match match partial / 1000 11300 0 33 match match partial / 1000 11300 0 33 match match partial
order 10@100; receipt 10; invoice 6@100 on:03-16; invoice 6@100 on:03-15
    -> 4000 45200 0 0 partial partial not_due / 6000 67800 0 0 match match not_due
order 10@100; receipt 10; invoice 10@100; note 2@100 of:I1; invoice 2@100
    -> 8000 90400 22600 0 match partial not_due / 2000 22600 0 0 match match not_due
invoice 10@100 order:none                                 -> None 0 0 0 missing missing not_due
invoice 10@100 order:none due:05-31; invoice -1@1 order:none
    -> None 0 0 0 missing missing missing / None -113 0 0 missing match match
invoice 10@100 order:none; pay 30 names:I1                -> None 0 0 3000 missing missing partial
invoice 10@100 order:none; pay 30 purpose:for_inv-1       -> None 0 0 0 missing missing not_due
invoice 10@100 order:none no:INV-1; pay 30 purpose:for_inv-1 -> None 0 0 3000 missing missing partial
invoice 10@100 order:none; note 2@100 order:none of:I1    -> None 0 22600 0 missing missing not_due
invoice 10@100 order:none; event 226 of:I1                -> None 0 22600 0 missing missing not_due
order 10[coil]@100; invoice 10[coil]@100 order:none       -> None 0 0 0 match missing not_due
"""


MONEY = ("delivered_milli", "delivered_minor", "credited_minor", "paid_minor")
SEAMS = ("order_seam", "delivery_seam", "payment_seam")


@pytest.mark.parametrize(("papers", "expected"), cases(CASES))
def test_each_line_is_held_against_its_papers(papers: str, expected: str) -> None:
    lines = (" ".join(str(row[column]) for column in [*MONEY, *SEAMS]) for row in tallied(papers))
    assert " / ".join(lines) == expected


@pytest.mark.parametrize(
    ("papers", "independent"),
    [
        ("receipt 10; invoice 10@100", True),
        ("receipt 10 by:seller; invoice 10@100", False),
        ("receipt 10 by:other; invoice 10@100", False),
        ("receipt 9; receipt 1 by:seller; invoice 10@100", False),
        ("receipt 10; receipt 5 by:seller; invoice 10@100", False),
        ("invoice 10@100", False),
    ],
)
def test_a_delivery_is_independent_only_where_all_of_it_is(papers: str, independent: bool) -> None:
    assert [row["independent"] for row in tallied(papers)] == [independent]


def test_the_buyers_word_stands_before_the_sellers_on_the_same_receipt() -> None:
    (line,) = tallied("receipt 10 no:R1 by:seller; receipt 4 no:R1 by:buyer; invoice 10@100")
    assert (line["delivered_milli"], line["independent"]) == (4000, True)


def test_ids_of_what_stands_beside_are_named() -> None:
    (line,) = tallied("order 9@1; despatch 9 order:O1; receipt 4; receipt 5; invoice 9@1; pay 5 names:I1")
    assert line["order_line_id"] == "order/O1#1"
    assert line["despatch_line_ids"] == "despatch/D1#1"
    assert line["delivery_line_ids"] == "delivery/R1#1 delivery/R2#1"
    assert line["payment_ids"] == "account:BUYER/P1"
    assert (line["ordered_milli"], line["ordered_minor"], line["despatched_milli"]) == (9000, 900, 9000)


@st.composite
def chains(draw: st.DrawFn) -> str:
    """Some order lines; many deliveries and many invoices on them."""
    count = draw(st.integers(1, 3))
    quantities = st.integers(1, 40)
    said = ["order " + " + ".join(f"{draw(quantities)}@{draw(st.integers(1, 99))}" for _ in range(count))]
    for _ in range(draw(st.integers(0, 5))):
        unit, factor = draw(st.sampled_from([("t", 1), ("kg", 1000)]))
        said.append(f"receipt {draw(quantities) * factor}{unit} line:{draw(st.integers(1, count))}")
    for _ in range(draw(st.integers(1, 5))):
        day, line = draw(st.integers(10, 28)), draw(st.integers(1, count))
        said.append(f"invoice {draw(quantities)}@{draw(st.integers(1, 99))} line:{line} on:03-{day}")
    return "; ".join(said)


def shared_by_hand(book: Book) -> dict[str, int]:
    """The oracle: hand out each order line's deliveries kilogram by kilogram, oldest invoice first."""
    arrived: dict[str, int] = {}
    for row in book.rows("delivery_lines"):
        kilograms = row["quantity_milli"] // 1000 * (1000 if row["unit"] == "TNE" else 1)
        arrived[row["order_line_number"]] = arrived.get(row["order_line_number"], 0) + kilograms
    issued = {row["invoice_id"]: (row["issued_on"], row["number"]) for row in book.rows("invoices")}
    got: dict[str, int] = {}
    lines = sorted(book.rows("invoice_lines"), key=lambda row: issued[row["invoice_id"]])
    for row in lines:
        left = arrived.get(row["order_line_number"], 0)
        take = min(left, row["quantity_milli"])
        arrived[row["order_line_number"]] = left - take
        got[row["invoice_line_id"]] = take
    return got


@settings(max_examples=50)
@given(chains())
def test_what_is_delivered_is_shared_by_age_and_never_twice(papers: str) -> None:
    book = with_derived(book_of(papers))
    by_hand = shared_by_hand(book)
    for line in book.rows("tallies"):
        most = min(line["delivered_milli"] or 0, line["invoiced_milli"])
        assert most == by_hand[line["invoice_line_id"]]
        exact = Fraction(line["gross_minor"] * most, line["invoiced_milli"])
        assert exact - 1 < line["delivered_minor"] <= exact


@settings(max_examples=40)
@given(chains())
def test_the_shares_of_a_delivery_sum_to_it(papers: str) -> None:
    book = with_derived(book_of(papers))
    billed = {row["order_line_number"] for row in book.rows("invoice_lines")}
    whole = sum(
        row["quantity_milli"] * (1 if row["unit"] == "TNE" else 1000) // (1 if row["unit"] == "TNE" else 1000_000)
        for row in book.rows("delivery_lines")
        if row["order_line_number"] in billed
    )
    assert sum(row["delivered_milli"] or 0 for row in book.rows("tallies")) == whole


@settings(max_examples=50)
@given(st.lists(st.integers(-30, 99), min_size=1, max_size=6), st.integers(1, 10_000))
def test_the_lines_of_an_invoice_sum_to_what_is_payable(quantities: list[int], payable: int) -> None:
    lines = " + ".join(f"{quantity}@3" for quantity in quantities)
    rows = tallied(f"invoice {lines} payable:{payable}")
    assert sum(row["gross_minor"] for row in rows) == payable * 100


def test_what_is_not_billed_yet_stands_at_the_last_line() -> None:
    first, second = (Billed({"quantity_milli": n, "unit": "TNE"}, {}, 100, 0, None, None, None) for n in (3000, 4000))
    assert share_quantity(9_000_000, [first, second]) == [3_000_000, 6_000_000]
    assert share_quantity(5_000_000, [first, second]) == [3_000_000, 2_000_000]
    credited = replace(first, credited_minor=50)
    assert share_quantity(5_000_000, [credited, second]) == [1_500_000, 3_500_000]


EVERYTHING = """order 10@100 + 5@20; despatch 10 + 5; receipt 4; receipt 5 rejected:1; receipt 5 line:2 by:seller;
invoice 10@104 + 6@20 no:INV-1; invoice 3@90 on:03-16; note 1@100 of:INV-1; pay 100 names:INV-1,I2; invoice 1@1 no:INV-1
id:twin; receivable 1130 of:INV-1; pledge of:V1; filing of:I2; financing 3 of:I2; statement from:03-01 to:05-31"""


ALONE = """invoice 5@10 + 2@3 + 1@1 order:none due:none payable:100; invoice 1@4 order:none; invoice 2@4 order:none;
invoice 1@4 order:none payable:0; invoice 2@5 + -1@5 order:none; invoice 3@1 order:none due:01-15; invoice 1@1;
invoice 3@1 order:none no:I2 id:pair; invoice 5@10 + 2@3 order:none due:none no:INV-77"""


@pytest.mark.parametrize("beside", ["", "note 1@4 of:I2", "pay 3 names:I1,I3", "pay 5 purpose:INV-77", EVERYTHING])
def test_bills_that_nobody_answers_are_tallied_together_as_one_by_one(
    beside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [f"{ALONE}; {beside}", f"{beside}; {ALONE}", *(papers for papers, _ in cases(CASES))]
    together = [with_derived(book_of(papers)) for papers in many]
    monkeypatch.setattr(trade, "find_alone", lambda *_: Alone())
    for papers, book in zip(many, together, strict=True):
        one_by_one = with_derived(book_of(papers))
        assert all(book.table(name).equals(one_by_one.table(name)) for name in ("tallies", "allocations"))


@given(st.integers(0, 2**32))
@settings(max_examples=15)
def test_the_order_of_rows_changes_no_answer(seed: int) -> None:
    papers = papers_of(EVERYTHING)
    assert said(shuffled(papers, random.Random(seed))) == said(papers)  # noqa: S311 - shuffles a test's rows


def shuffled(papers: Papers, chance: random.Random) -> Papers:
    rows = {table: chance.sample(some, len(some)) for table, some in papers.rows.items()}
    return replace(papers, rows=dict(chance.sample(list(rows.items()), len(rows))))


def said(papers: Papers) -> list[bytes]:
    """Tallies, allocations and every answer of every rule, in the order given."""
    book = with_derived(papers.book())
    answers = [canonical_json(row) for name in ("tallies", "allocations") for row in book.rows(name)]
    return answers + [repr(answer).encode() for rule in RULES for answer in rule.check(book, CONFIG, AT)]
