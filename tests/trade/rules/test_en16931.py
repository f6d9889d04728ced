"""Rules of EN 16931 broken by an invoice: the rows of faults, then the findings in order."""

from __future__ import annotations

import pytest

from hefu.book.book import Book
from hefu.core.findings import Finding
from hefu.core.texts import Language
from hefu.trade import TradeConfig
from hefu.trade.rules.en16931 import RULE
from tests.trade.build import AT, papers_of

FAULTS = """
# A claim that is kept, or none at all
                                                    ->

# What is said, how it is written, what is only advised
BR-06 fatal                                         -> medium rule_broken BR-06 1
BR-CO-16 fatal                                      -> medium rule_broken BR-CO-16 1
BR-AE-10 fatal                                      -> medium rule_broken BR-AE-10 1
BR-CL-23 fatal                                      -> low rule_broken BR-CL-23 1
BR-DEC-14 fatal                                     -> low rule_broken BR-DEC-14 1
UBL-SR-42 fatal                                     -> low rule_broken UBL-SR-42 1
BR-51 warning                                       -> note rule_advised BR-51 1
UBL-CR warning                                      -> note rule_advised UBL-CR 1

# Places of one rule are one finding, rules are several; two hands show the same paper
BR-21 fatal; BR-21 fatal                            -> medium rule_broken BR-21 2
BR-CL-23 fatal; BR-21 fatal                         -> medium rule_broken BR-21 1; low rule_broken BR-CL-23 1
BR-21 fatal; BR-21 fatal at:0 by:buyer              -> medium rule_broken BR-21 1

# A rule that this release does not know is told all the same; a fault of no invoice is not about one
BR-99 fatal                                         -> medium rule_broken BR-99 1
BR-21 fatal of:order/O1                             ->
"""


def cases(table: str) -> list[tuple[str, list[str]]]:
    rows = [line for line in table.splitlines() if "->" in line]
    return [
        (faults.strip(), [found.strip() for found in wanted.split(";") if found.strip()])
        for faults, _, wanted in (row.partition("->") for row in rows)
    ]


def book_of(faults: str) -> Book:
    papers = papers_of("invoice 10@100")
    invoice = str(papers.rows["invoices"][0]["invoice_id"])
    for place, fault in enumerate(filter(None, faults.split("; "))):
        rule, severity, *words = fault.split()
        said = dict(word.split(":", 1) for word in words)
        document, at = said.get("of", invoice), said.get("at", str(place))
        papers.add(
            "document_faults",
            said.get("by", "seller"),
            fault_id=f"{document}/fault/{at}",
            document_id=document,
            rule=rule,
            severity=severity,
            location=f"Invoice/InvoiceLine[{at}]",
        )
    return papers.book()


def findings(faults: str) -> list[Finding]:
    found = list(RULE.check(book_of(faults), TradeConfig(), AT))
    assert all(isinstance(one, Finding) for one in found)
    return [one for one in found if isinstance(one, Finding)]


def told(finding: Finding) -> str:
    fields = dict(finding.message.fields)
    return f"{finding.severity.code} {finding.message.code} {fields['rule']} {fields['count']}"


@pytest.mark.parametrize(("faults", "wanted"), cases(FAULTS))
def test_faults_become_findings(faults: str, wanted: list[str]) -> None:
    assert [told(finding) for finding in findings(faults)] == wanted


def test_a_finding_names_the_invoice_its_faults_and_the_first_place() -> None:
    (finding,) = findings("; ".join(["BR-21 fatal"] * 11))
    assert [ref.table for ref in finding.subjects] == ["invoices"]
    assert {ref.table for ref in finding.evidence} == {"document_faults"}
    assert len(finding.evidence) == 11
    assert finding.message.render(Language.EN, RULE.texts).endswith("First place of 11: Invoice/InvoiceLine[0].")
    assert "A line's identifier (BT-126) is missing." in finding.message.render(Language.EN, RULE.texts)
    assert "缺少行标识（BT-126）。" in finding.message.render(Language.ZH, RULE.texts)
