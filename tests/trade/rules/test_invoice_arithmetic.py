"""Invoices that add up and that do not, with an oracle that reckons in its own way."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefu.book.book import Book, Row
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.book.readers.rows import Source
from hefu.book.readers.ubl.reader import read_ubl
from hefu.core.findings import Finding
from hefu.trade.rules.invoice_arithmetic import RULE
from tests.samples import samples
from tests.trade.build import AT, BUYER, CONFIG, SELLER, Papers, book_of, cases, short

CASES = """
invoice 10@100 + 5@20                          ->
invoice 3@33.333333                            ->
invoice 10@100; note 2@100 of:I1               ->
invoice 10@100 due:03-01                       -> medium due_before_issue
invoice 10@100 + -1@100                        -> low negative_quantity
note -2@100 of:I1                              ->
invoice -@100                                  -> unassessed line_incomplete
invoice 10@100 payable:1131                    -> high figure_differs
"""

# Which figure is changed by one unit more than may be, and what is then found: (table, column, findings).
PLANTED = """
invoice_lines net_minor        -> medium line_differs medium figure_differs
invoices      lines_minor      -> medium figure_differs medium figure_differs
invoices      net_minor        -> medium figure_differs high figure_differs
invoices      tax_minor        -> high figure_differs medium figure_differs
invoices      gross_minor      -> high figure_differs high figure_differs
invoices      payable_minor    -> high figure_differs
invoices      allowances_minor -> medium figure_differs
invoices      charges_minor    -> medium figure_differs
invoices      prepaid_minor    -> high figure_differs
invoices      rounding_minor   -> high figure_differs
invoice_lines charges_minor    -> medium line_differs
invoice_lines allowances_minor -> medium line_differs
"""


def found(book: Book) -> list[str]:
    return [short(answer) for answer in RULE.check(book, CONFIG, AT)]


@pytest.mark.parametrize(("papers", "expected"), cases(CASES))
def test_each_figure_is_reckoned_again(papers: str, expected: str) -> None:
    assert " ".join(found(book_of(papers))) == expected


@pytest.mark.parametrize("column", ["lines_minor", "net_minor", "tax_minor", "gross_minor", "payable_minor"])
def test_a_total_that_is_missing_leaves_its_sums_open(column: str) -> None:
    papers = consistent([(10_000, 12_345)], 0, 0, 0, 0)
    papers.rows["invoices"][0][column] = None
    answers = found(papers.book())
    assert answers
    assert set(answers) == {"unassessed figure_missing"}


def test_what_one_paper_leaves_out_another_may_state() -> None:
    papers = consistent([(10_000, 12_345)], 0, 0, 0, 0)
    invoice = dict(papers.rows["invoices"][0])
    papers.add("invoices", "lender", **{**invoice, "lines_minor": None, "net_minor": None})
    assert found(papers.book()) == []


def test_one_gap_on_two_papers_is_one_finding_that_names_both() -> None:
    papers = consistent([(10_000, 12_345)], 0, 0, 0, 0)
    papers.rows["invoices"][0]["payable_minor"] += 1
    for table in ("invoices", "invoice_lines", "document_taxes"):
        for row in list(papers.rows[table]):
            papers.add(table, "buyer", **{k: v for k, v in row.items() if k not in {"source_id", "known_at"}})
    (finding,) = RULE.check(papers.book(), CONFIG, AT)
    assert isinstance(finding, Finding)
    assert {ref.source_id for ref in finding.evidence} == {"buyer", "seller"}


@pytest.mark.parametrize("path", samples("examples/steel/*/from-applicant/invoice-*.xml"))
def test_the_invoices_of_the_sample_chain_add_up(path: Path) -> None:
    paper = Source("paper", "borrower", "upload", AT.as_of)
    assert found(Book.of_rows(read_ubl(path.read_bytes(), paper).tables)) == []


@pytest.mark.parametrize("path", samples("tests/book/readers/einvoice/*.xml"))
def test_e_invoices_add_up_whose_quantities_are_finer_than_a_thousandth(path: Path) -> None:
    paper = Source("paper", "borrower", "upload", AT.as_of)
    book = Book.of_rows(read_einvoice_xml(path.read_bytes(), paper).tables)
    # The carriage of general.xml has neither quantity nor price, which the paper allows.
    assert found(book) == (["unassessed line_incomplete"] if path.stem == "general" else [])


def consistent(lines: list[tuple[int, int]], allowances: int, charges: int, prepaid: int, rounding: int) -> Papers:
    """An invoice that adds up: lines are (thousandths, price in cents); tax is 13 % of the net total."""
    papers = Papers()
    rows: list[Row] = []
    for quantity, price in lines:
        net = (quantity * price * 2 + 1000) // 2000 + 7 - 3
        row: Row = {"quantity_milli": quantity, "net_minor": net, "charges_minor": 7, "allowances_minor": 3}
        rows.append(row | {"unit_price_major": Decimal(price) / 100, "currency": "CNY", "unit": "TNE"})
    whole = sum(row["net_minor"] for row in rows)
    net = whole - allowances + charges
    tax = (net * 13 + 50) // 100
    papers.add(
        "invoices", "seller", invoice_id="i", number="1", kind="invoice", seller_id=SELLER, buyer_id=BUYER,
        issued_on=date(2026, 3, 1), due_on=date(2026, 6, 1), currency="CNY", lines_minor=whole, net_minor=net,
        allowances_minor=allowances, charges_minor=charges, tax_minor=tax, gross_minor=net + tax,
        prepaid_minor=prepaid, rounding_minor=rounding, payable_minor=net + tax - prepaid + rounding,
    )  # fmt: skip
    for place, row in enumerate(rows):
        papers.add(
            "invoice_lines", "seller", invoice_line_id=f"i#{place}", invoice_id="i", line_number=str(place), **row
        )
    papers.add(
        "document_taxes", "seller", tax_id="i/1", document_id="i", part="subtotal", category="S", tax_bps=1300,
        taxable_major=Decimal(net) / 100, tax_major=Decimal(tax) / 100, currency="CNY",
    )  # fmt: skip
    return papers


LINES = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=5)
PARTS = st.integers(0, 10**5)


@given(LINES, PARTS, PARTS, PARTS, st.integers(-99, 99))
def test_an_invoice_that_adds_up_passes(lines: list[tuple[int, int]], a: int, c: int, p: int, r: int) -> None:
    assert found(consistent(lines, a, c, p, r).book()) == []


@pytest.mark.parametrize(("place", "expected"), cases(PLANTED))
@settings(max_examples=20)
@given(lines=LINES, parts=st.tuples(PARTS, PARTS, PARTS), sign=st.sampled_from([-1, 1]))
def test_any_single_change_beyond_tolerance_is_found(
    place: str, expected: str, lines: list[tuple[int, int]], parts: tuple[int, int, int], sign: int
) -> None:
    table, column = place.split()
    papers = consistent(lines, *parts, rounding=0)
    row = papers.rows[table][0]
    # Half a cent per whole unit of quantity is what the price's two decimals leave open; one cent is rounding.
    slack = 2 + row["quantity_milli"] // 2000 + 1 if table == "invoice_lines" else 1
    row[column] += sign * slack
    assert " ".join(found(papers.book())) == expected


@given(lines=LINES, base_is_wrong=st.booleans(), sign=st.sampled_from([-1, 1]))
def test_a_wrong_tax_subtotal_is_found(lines: list[tuple[int, int]], base_is_wrong: bool, sign: int) -> None:
    papers = consistent(lines, 0, 0, 0, 0)
    (tax,) = papers.rows["document_taxes"]
    slack = Decimal(3 + len(lines)) / 100
    tax["taxable_major" if base_is_wrong else "tax_major"] += sign * slack * (8 if base_is_wrong else 1)
    expected = ["medium figure_differs"] if base_is_wrong else ["medium figure_differs"] * 2
    assert found(papers.book()) == expected
