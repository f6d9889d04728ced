"""Rules of EN 16931 broken by an invoice: the rows of faults, then the findings in order."""

from __future__ import annotations

import pytest

from hefu.book.book import Book
from hefu.core.findings import Answer, Finding
from hefu.core.texts import Language
from hefu.trade import TradeConfig
from hefu.trade.rules.en16931 import RULE
from tests.trade.build import AT, papers_of, short

FAULTS = """
# A claim that is kept; one that nobody held it to; none at all; faults prove that it was judged
follows judged                                      ->
follows                                             -> unassessed not_judged
                                                    -> not_applicable none_follows
follows; BR-21 fatal                                -> medium rule_broken BR-21 1

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
BR-21 fatal of:order/O1                             -> not_applicable none_follows
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
    given = [fault for fault in faults.split("; ") if fault]
    if given and given[0].startswith("follows"):
        papers.rows["invoices"][0]["follows"] = (
            "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
        )
        if given.pop(0).endswith("judged"):
            papers.add("document_judgements", "seller", judgement_id="J", document_id=invoice, standard="EN 16931")
    for place, fault in enumerate(given):
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


def told(answer: Answer) -> str:
    if not isinstance(answer, Finding):
        return short(answer)
    fields = dict(answer.message.fields)
    return f"{short(answer)} {fields['rule']} {fields['count']}"


@pytest.mark.parametrize(("faults", "wanted"), cases(FAULTS))
def test_faults_become_findings(faults: str, wanted: list[str]) -> None:
    assert [told(answer) for answer in RULE.check(book_of(faults), TradeConfig(), AT)] == wanted


def test_a_finding_names_the_invoice_its_faults_and_the_first_place() -> None:
    (finding,) = RULE.check(book_of("; ".join(["BR-21 fatal"] * 11)), TradeConfig(), AT)
    assert isinstance(finding, Finding)
    assert [ref.table for ref in finding.subjects] == ["invoices"]
    assert {ref.table for ref in finding.evidence} == {"document_faults"}
    assert len(finding.evidence) == 11
    assert finding.message.render(Language.EN, RULE.texts).endswith("First place of 11: Invoice/InvoiceLine[0].")
    assert "A line's identifier (BT-126) is missing." in finding.message.render(Language.EN, RULE.texts)
    assert "缺少行标识（BT-126）。" in finding.message.render(Language.ZH, RULE.texts)


def test_where_one_invoice_claims_the_standard_the_check_does_not_apply_to_the_others_alone() -> None:
    papers = papers_of("invoice 10@100; invoice 5@100")
    papers.rows["invoices"][0]["follows"] = "urn:cen.eu:en16931:2017"
    first = papers.rows["invoices"][0]["invoice_id"]
    papers.add("document_judgements", "seller", judgement_id="J", document_id=first, standard="EN 16931")
    (answer,) = RULE.check(papers.book(), TradeConfig(), AT)
    assert short(answer) == "not_applicable none_follows"
    assert [ref.row_id for ref in answer.subjects] == ["invoice/I2"]
