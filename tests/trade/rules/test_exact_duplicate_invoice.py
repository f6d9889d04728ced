"""One invoice financed twice, or in two versions: each case is papers, then the findings in order."""

from dataclasses import replace

import pytest

from hefu.core.findings import Finding, Severity
from hefu.trade import TradeConfig
from hefu.trade.rules.exact_duplicate_invoice import RULE
from tests.trade.build import AT, CONFIG, SELLER, book_of, cases, papers_of, short

TAX = "25952000000012345678"

ASKED = f"""
# Nothing known, or nothing wrong
invoice 10@100                                             -> unassessed no_financings_known
invoice 10@100; invoice 10@100; receivable 1130 of:I2 state:free ->
invoice 10@100 by:seller; invoice 10@100 no:I1 by:buyer; receivable 1 of:I9 ->
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000 state:repaid ->
invoice 10@100; receivable 1130 of:I1 until:05-01          ->
invoice 10@100; filing 1130 of:I1 state:cancelled          ->
invoice 10@100; financing 1130 of:I1 state:closed          ->
invoice 10@100; voucher 1130 of:I1 state:cancelled         ->
invoice 10@100; receivable 500 of:I1 state:collected       ->

# Financed already
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000   -> stop financed
invoice 10@100; receivable 1130 of:I1 state:pledged        -> stop financed
invoice 10@100; financing 1130 of:I1                       -> stop financed
invoice 10@100; financing of:I1                            -> stop financed
invoice 10@100; filing of:I1                               -> stop financed
invoice 10@100; voucher 1130 of:I1                         -> stop financed
invoice 10@100; receivable 1130 of:I1 state:free; pledge of:V1 -> stop financed
invoice 10@100; receivable 400 of:I1 loan:L1; loan 300     -> high financed_in_part

# One financing in several papers is one; two lenders are two
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000; pledge of:V1 loan:L1; filing 1130 of:I1 -> stop financed
invoice 10@100; receivable 1130 of:I1 state:vouchered; voucher 1130 of:I1 -> stop financed
invoice 10@100; voucher 1130 of:I1 state:split; voucher 500 of:I1 parent:K1; voucher 630 of:I1 parent:K1
    -> stop financed
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000; financing 1130 of:I1 -> stop financed stop financed
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000; voucher 1130 of:I1 -> stop financed stop financed

# Versions
invoice 10@100 no:A1; invoice 10@100 no:A1 id:other/A1; receivable 1 of:I9 -> stop same_twice
invoice 10@100 no:A1; invoice 9@100 no:Ａ１ id:other/A1; receivable 1 of:I9 -> high number_twice
invoice 10@100 no:A1; invoice 10@100 no:A1 id:other/A1 seller:uscc:ELSE; receivable 1 of:I9 ->
invoice 10@100 no:{TAX}; invoice 9@100 no:{TAX} id:other/A seller:uscc:ELSE; receivable 1 of:I9 -> high number_twice
invoice 10@100 no:I1; invoice 9@100 no:I1 by:buyer; receivable 1 of:I9 -> high papers_differ high papers_differ
invoice 10@100 no:I1; invoice 10@100 no:I1 by:buyer due:07-15; receivable 1 of:I9 -> high papers_differ
invoice 10@100 no:I1; invoice 10@100 no:I1 by:tax buyer:uscc:ELSE; receivable 1 of:I9 -> high papers_differ
invoice 10@100 no:I1; invoice 10@100 no:I1 by:tax buyer:unnamed:x@buyer; receivable 1 of:I9 ->
invoice 1@9 no:{TAX} id:tax_invoice:{TAX}; invoice 1@9 no:{TAX} id:tax_invoice:{TAX} by:tax on:03-16; receivable 1 of:I9
    -> stop papers_differ

# To be paid to somebody else
invoice 10@100 payee:uscc:SELLER; receivable 1 of:I9       ->
invoice 10@100 payee:uscc:FACTOR; receivable 1 of:I9       -> high paid_to_another
invoice 10@100 payee:unnamed:x@seller; receivable 1 of:I9  -> high paid_to_another
invoice 10@100 payee:uscc:LENDER; receivable 1 of:I9       ->
invoice 10@100 type:380; receivable 1 of:I9                ->
invoice 10@100 type:393; receivable 1 of:I9                -> high factored
invoice 10@100 type:393 payee:uscc:FACTOR; receivable 1 of:I9 -> high paid_to_another
invoice 10@100 type:393 payee:uscc:LENDER; receivable 1 of:I9 ->

# Settled
invoice 10@100; note 10@100 of:I1; receivable 1 of:I9      -> high credited_in_full
invoice 10@100; note 2@100 of:I1; receivable 1 of:I9       ->
invoice 10@100; event of:I1 kind:void; receivable 1 of:I9  -> high credited_in_full
invoice 10@100; event 1130 of:I1 note:invoice/C1; note 10@100 of:I1; receivable 1 of:I9 -> high credited_in_full
invoice 10@100; event of:I1 kind:dispute; receivable 1 of:I9 ->
invoice 10@100; receivable 630 of:I1 state:collected; receivable 500 of:I1 state:collected -> high collected_in_full
"""

GRANTED = """
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000   ->
invoice 10@100; receivable 1130 of:I1 state:collected      ->
invoice 10@100 payee:uscc:FACTOR; receivable 1 of:I9       ->
invoice 10@100; receivable 1130 of:I1 loan:L1; loan 1000; financing 1130 of:I1 -> stop financed
invoice 10@100; receivable 630 of:I1 loan:L1; receivable 500 of:I1 loan:L2; loan 600; loan 400 -> note financed_in_part
invoice 10@100; receivable 630 of:I1 loan:L1; receivable 501 of:I1 loan:L2; loan 600; loan 400 -> stop financed
"""


def answered(papers: str, config: TradeConfig) -> str:
    return " ".join(short(answer) for answer in RULE.check(book_of(papers), config, AT))


@pytest.mark.parametrize(("papers", "expected"), cases(ASKED))
def test_an_invoice_that_is_asked_for_may_serve_nobody_yet(papers: str, expected: str) -> None:
    assert answered(papers, CONFIG) == expected


@pytest.mark.parametrize(("papers", "expected"), cases(GRANTED))
def test_in_a_book_of_granted_loans_each_invoice_may_serve_one(papers: str, expected: str) -> None:
    assert answered(papers, replace(CONFIG, financings_allowed_count=1)) == expected


def test_a_financing_is_told_with_lender_day_and_amount() -> None:
    papers = "invoice 10@100; receivable 1130 of:I1 loan:L1 on:03-25; loan 1000; filing 1130 of:I1"
    (finding,) = RULE.check(book_of(papers), CONFIG, AT)
    assert isinstance(finding, Finding)
    fields = {name: str(value) for name, value in finding.message.fields}
    assert finding.severity is Severity.STOP
    assert fields["lender"] == "uscc:LENDER"
    assert fields["since"] == "2026-03-20"
    assert fields["by"] == "F1, V1"
    assert {ref.table for ref in finding.evidence} == {"invoices", "receivables", "filings"}


def test_a_payee_of_the_sellers_own_name_is_the_seller() -> None:
    papers = papers_of("invoice 10@100 payee:unnamed:x@seller; receivable 1 of:I9")
    for party_id, name in ((SELLER, "Liangang Steel Co."), ("unnamed:x@seller", "LIANGANG STEEL CO")):
        papers.add("parties", "seller", party_id=party_id, name=name, kind="company")
    assert list(RULE.check(papers.book(), CONFIG, AT)) == []
