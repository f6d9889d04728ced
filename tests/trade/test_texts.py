"""Every text of every rule can be shown in both languages, with the fields that its rule gives."""

import ast
import string
from functools import lru_cache
from pathlib import Path

import pytest

from hefu.book.book import Book
from hefu.book.rule import Rule
from hefu.core.findings import Finding, NotApplicable
from hefu.core.texts import Language, Message
from hefu.trade import RULES, TradeConfig
from tests.trade.build import AT, CONFIG, book_of, cases, papers_of, with_derived
from tests.trade.rules import test_en16931 as faulty
from tests.trade.rules import test_exact_duplicate_invoice as duplicates
from tests.trade.rules import test_four_way_match as four_way
from tests.trade.rules import test_invoice_arithmetic as arithmetic
from tests.trade.rules import test_order_of_dates as order_of_dates
from tests.trade.rules import test_order_state as order_state

TABLES = (four_way.CASES, duplicates.ASKED, arithmetic.CASES, order_state.CASES, order_of_dates.CASES)
PAPERS = [papers for table in TABLES for papers, _ in cases(table)]
PAPERS += ["invoice"]
FAULTY = [faulty.book_of(faults) for faults, _ in faulty.cases(faulty.FAULTS)]
named = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def messages(rule: Rule[TradeConfig]) -> list[Message]:
    """All that the rule says over the tables of cases."""
    found = []
    for book in all_books():
        for answer in rule.check(book, CONFIG, AT):
            found.append(answer.message if isinstance(answer, Finding) else answer.reason)
            found += [] if isinstance(answer, NotApplicable) else [answer.clears]
    return found


@lru_cache
def all_books() -> list[Book]:
    return [with_derived(book) for book in (*map(book_of, PAPERS), line_differs(), *FAULTY)]


def line_differs() -> Book:
    papers = papers_of("invoice 10@100")
    papers.rows["invoice_lines"][0]["net_minor"] += 10_000
    return papers.book()


@named
def test_each_text_is_used_and_shows_in_both_languages(rule: Rule[TradeConfig]) -> None:
    said = messages(rule)
    for message in said:
        for language in Language:
            assert "{" not in message.render(language, rule.texts)
    assert set(rule.texts) == {message.code for message in said}


@named
def test_both_languages_name_the_same_fields(rule: Rule[TradeConfig]) -> None:
    for code, text in rule.texts.items():
        fields = [{field for _, field, _, _ in string.Formatter().parse(said) if field} for said in (text.en, text.zh)]
        assert fields[0] == fields[1], code
        assert not set(text.zh) & set(",;:()!?"), code


@named
def test_a_rule_says_what_it_partitions_by_and_asks(rule: Rule[TradeConfig]) -> None:
    assert rule.partition_by
    assert rule.question.en.endswith("?")
    assert rule.question.zh.endswith("？")


def test_a_rule_is_one_file_with_its_table_of_severities() -> None:
    folder = Path(__file__).parents[2] / "src" / "hefu" / "trade" / "rules"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {rule.name.removeprefix("trade.") for rule in RULES}
    for name in files:
        docstring = ast.get_docstring(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8")))
        assert docstring
        assert "| Severity |" in docstring
