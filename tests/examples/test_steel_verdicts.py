"""The library reads every paper of the steel chain as it was meant, and comes to the expected verdicts."""

import re
import shutil
import tomllib
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hefu.assess.policy import Policy
from hefu.assess.run import Assessment, assess
from hefu.book import Book
from hefu.core.context import Context
from hefu.core.dates import parse_moment
from hefu.rulebook import RuleBook
from tests.examples.papers import FOLDERS, STEEL, Key, papers

EXPECTED = tomllib.loads((STEEL / "expected.toml").read_text())
REQUESTS = [pytest.param(case, id=case["folder"]) for case in EXPECTED["request"]]
AS_OF: datetime = parse_moment(EXPECTED["as_of"])
LAW = RuleBook.shipped()


@cache
def assessed(folder: str) -> Assessment:
    """Assess one request as the expectations say."""
    return assess(STEEL / folder, Book.open(STEEL / EXPECTED["book"]), Context(AS_OF, law=LAW), Policy())


def test_every_folder_has_its_expectation() -> None:
    assert [case["folder"] for case in EXPECTED["request"]] == list(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_paper_is_read(folder: str) -> None:
    report = assessed(folder).report
    assert [file.name for file in report.refusals] == []
    assert len(report.files) == sum(path.is_file() for path in (STEEL / folder).glob("from-*/*"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_read_is_what_stands_in_the_papers(folder: str) -> None:
    found, read = papers(folder), assessed(folder).papers
    assert quantities(read, "invoice_lines") == {
        line.key: line.quantity for invoice in found.invoices.values() for line in invoice.lines
    }
    assert quantities(read, "delivery_lines") == found.received()
    assert {row["number"]: hundredths(row["payable_minor"]) for row in read.rows("invoices")} == {
        number: invoice.payable for number, invoice in found.invoices.items()
    }
    assert sorted(hundredths(row["amount_minor"]) for row in read.rows("payments")) == sorted(
        abs(payment.amount) for payment in found.payments
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_row_of_the_gate_log_is_a_movement(folder: str) -> None:
    read = assessed(folder).papers.rows("movements")
    assert {row["movement_id"] for row in read} == {f"movement:{row['流水号']}" for row in papers(folder).gate}
    assert sum(row["quantity_milli"] for row in read if row["direction"] == "in") == sum(
        int(Decimal(row["重量（吨）"]) * 1000) for row in papers(folder).gate if row["方向"] == "进"
    )
    assert {row["warehouse_id"] for row in read} == {
        row["warehouse_id"] for row in assessed(folder).papers.rows("warehouses")
    }


@pytest.mark.parametrize("case", REQUESTS)
def test_the_verdict_is_as_expected(case: dict[str, Any]) -> None:
    decided = assessed(case["folder"]).decision
    assert decided.outcome.code == case["outcome"]
    if case["outcome"] == "lend":
        assert hundredths(decided.supportable.amount_minor) == Decimal(case["amount"])


@pytest.mark.parametrize("case", REQUESTS)
def test_the_expected_rules_decide_and_no_other(case: dict[str, Any]) -> None:
    answer = assessed(case["folder"])
    grave = [finding for finding in answer.findings if finding.severity <= answer.policy.decide.refer_at]
    assert sorted({finding.rule for finding in grave}) == case["rules"]
    assert [open_.rule for check in answer.checks for open_ in check.unassessed] == []
    subjects = {ref.row_id for finding in grave for ref in finding.subjects}
    assert {f"tax_invoice:{number}" for number in case.get("invoices", [])} <= subjects
    assert {case[key] for key in ("payer",) if key in case} <= subjects


# Each story turns on one fact


def test_sound_without_the_list_of_payers_is_referred() -> None:
    answer = assess(STEEL / "sound", book_without("payer_authorisations"), Context(AS_OF, law=LAW), Policy())
    assert outcome_and_rules(answer) == ("refer", {"funds.payer_not_debtor"})


def test_sound_without_receipts_and_gate_log_is_not_lent_on(tmp_path: Path) -> None:
    folder = copied("sound", tmp_path)
    for path in [*folder.glob("from-buyer/receipt-*"), *folder.glob("from-warehouse/*")]:
        path.unlink()
    answer = assess(folder, book_without(), Context(AS_OF, law=LAW), Policy())
    assert answer.decision.outcome.code != "lend"
    assert answer.decision.supportable.amount_minor == 0


def test_financed_twice_is_lent_on_once_the_first_financing_is_unknown() -> None:
    answer = assess(STEEL / "financed-twice", book_without("receivables", "filings"), Context(AS_OF, law=LAW), Policy())
    assert outcome_and_rules(answer) == ("lend", set())


def test_look_alike_payer_is_lent_on_where_the_debtor_itself_paid(tmp_path: Path) -> None:
    folder = copied("look-alike-payer", tmp_path)
    statement = folder / "from-bank" / "statement-2026-11.xml"
    stranger = {
        "岭北重工设备": "岭北重工装备",
        "91990000MA0H2M4W0Y": "91990400MA0H2L8R26",
        "9904000120260603016": "9902000320010416022",
    }
    text = statement.read_text()
    for theirs, debtors in stranger.items():
        assert theirs in text
        text = text.replace(theirs, debtors)
    statement.write_text(text)
    assert outcome_and_rules(assess(folder, book_without(), Context(AS_OF, law=LAW), Policy())) == ("lend", set())


def test_undelivered_is_lent_on_once_the_buyer_says_that_the_goods_came(tmp_path: Path) -> None:
    folder = copied("undelivered", tmp_path)
    for path in folder.glob("from-applicant/despatch-*"):
        (folder / "from-buyer" / path.name.replace("despatch", "receipt")).write_text(as_receipt(path.read_text()))
    assert outcome_and_rules(assess(folder, book_without(), Context(AS_OF, law=LAW), Policy())) == ("lend", set())


def book_without(*names: str) -> Book:
    """Return the lender's book with some tables left out."""
    whole = Book.open(STEEL / EXPECTED["book"])
    return Book({name: whole.table(name) for name in whole.names if name not in names})


def copied(folder: str, place: Path) -> Path:
    """Copy one request, to be changed."""
    return Path(shutil.copytree(STEEL / folder, place / folder))


def as_receipt(despatch: str) -> str:
    """Turn a despatch advice into the receipt advice of the same goods."""
    swaps = {"DespatchAdvice": "ReceiptAdvice", "DespatchLine": "ReceiptLine", "DeliveredQuantity": "ReceivedQuantity"}
    for word, other in swaps.items():
        despatch = despatch.replace(word, other)
    return re.sub(r" *<cbc:OutstandingQuantity.*\n", "", despatch)


def outcome_and_rules(answer: Assessment) -> tuple[str, set[str]]:
    """Return the outcome, and the rules of the findings that bear on it."""
    grave = {finding.rule for finding in answer.findings if finding.severity <= answer.policy.decide.refer_at}
    return answer.decision.outcome.code, grave


def quantities(book: Book, table: str) -> dict[Key, Decimal]:
    """Sum the quantities of lines by the order line they answer."""
    total: dict[Key, Decimal] = defaultdict(Decimal)
    for row in book.rows(table):
        total[row["order_number"], row["order_line_number"]] += Decimal(row["quantity_milli"]) / 1000
    return total


def hundredths(minor: int) -> Decimal:
    """Return fen as yuan."""
    return Decimal(minor).scaleb(-2)
