"""Days that follow one another, days that cannot, and days that are only unusual."""

import pytest

from hefu.core.findings import Finding
from hefu.core.money import Money
from hefu.core.texts import Language
from hefu.trade.rules.order_of_dates import RULE
from tests.trade.build import AT, CONFIG, book_of, cases, short

CASES = """
# As it goes; all on one day; papers that name no day; papers of another trade
order 10@100; despatch 10 sent:03-10; receipt 10 despatch:D1; invoice 10@100             ->
order 10@100 on:03-12; despatch 10 on:03-12 sent:03-12; receipt 10; invoice 10@100 on:03-12 ->
order 10@100; despatch 10; receipt 10 despatch:D1; invoice 10@100                        ->
order 10@100; despatch 10 sent:03-20; receipt 10 order:O7 on:03-12; invoice 10@100 on:03-21 ->
invoice 10@100 order:none                                                                ->

# Goods that came before they left
order 10@100; despatch 10 sent:03-20; receipt 10 despatch:D1 on:03-12; invoice 10@100 on:03-21
    -> high received_before_sent
order 10@100; despatch 10 sent:03-13; receipt 10 despatch:D1 on:03-12; invoice 10@100    -> medium received_before_sent
order 10@100; despatch 10 sent:03-20; receipt 10 on:03-12; invoice 10@100 on:03-21       -> high received_before_sent
despatch 10 sent:03-20 order:none; receipt 10 despatch:D1 on:03-12                       -> high received_before_sent

# Part deliveries: one may come before the next is sent, unless it names it
order 10@100; despatch 4 sent:03-10; despatch 6 sent:03-20; receipt 4 on:03-12; receipt 6 on:03-22 ->
order 10@100; despatch 6 sent:03-20; receipt 4 on:03-12; receipt 6 on:03-22; invoice 10@100 on:03-22 ->
order 10@100; despatch 4 sent:03-10; despatch 6 sent:03-20; receipt 6 despatch:D2 on:03-12 -> high received_before_sent
order 10@100; despatch 4 sent:03-10; despatch 6 sent:03-20; invoice 4@100                ->

# A despatch without its day: its paper was written late
order 10@100; despatch 10 on:03-20; receipt 10 despatch:D1 on:03-12                      -> low advised_after_receipt
order 10@100; despatch 10 on:03-13; receipt 10 despatch:D1 on:03-12                      -> note advised_after_receipt
order 10@100; despatch 10 on:03-20 sent:03-11; receipt 10 despatch:D1 on:03-12           ->

# Transport: the first leg counts, and no leg arrives before it leaves
order 10@100; despatch 10; leg of:D1 left:03-10T08:00 arrived:03-11T17:00; receipt 10 despatch:D1 ->
order 10@100; despatch 10; leg of:D1 left:03-09T08:00; leg of:D1 left:03-20T08:00; receipt 10 despatch:D1 ->
order 10@100; despatch 10; leg of:D1 left:03-19T08:00; leg of:D1 left:03-20T08:00; receipt 10 despatch:D1
    -> high received_before_transport
order 10@100; despatch 10; leg of:D1 left:03-10T08:00 arrived:03-10T07:59                -> high arrived_before_left
order 10@100; despatch 10; leg of:D1 arrived:03-10T07:59                                 ->

# A receipt written beforehand
order 10@100; receipt 10 written:03-12                                                   ->
order 10@100; receipt 10 written:03-16                                                   ->
order 10@100; receipt 10 written:03-11                                                   -> low receipt_written_early
order 10@100; receipt 10 written:03-08                                                   -> medium receipt_written_early

# An order that follows its goods or its invoice, or is late by its own words
order 10@100 on:03-14; receipt 10 on:03-12                                               -> medium ordered_after_receipt
order 10@100 on:03-13; receipt 10 on:03-12                                               -> low ordered_after_receipt
order 10@100 on:03-19; invoice 10@100 on:03-15                                           -> medium invoiced_before_order
order 10@100 on:03-19; invoice 10@100 on:03-15 order:none                                -> medium invoiced_before_order
order 10@100 on:03-19; invoice 10@100 on:03-15 order:O2                                  ->
order 10@100 on:03-01 deliver:02-20                                                      -> low wanted_before_ordered
order 10@100 on:03-01 deliver:03-01                                                      ->

# Lawful where agreed: said, and nothing more
order 10@100; despatch 10 sent:03-20; invoice 10@100 on:03-15                            -> note invoiced_before_sent
order 10@100; receipt 10 on:05-02; invoice 10@100 due:05-01                              -> note due_before_receipt
order 10@100; receipt 4 on:04-20; receipt 6 on:05-02; invoice 4@100 due:05-01            ->

# Vouchers, and days that are still to come
voucher 10 of:I1; invoice 10@100                                                         ->
voucher 10 of:I1 due:03-16; invoice 10@100                                               ->
voucher 10 of:I1 due:03-15; invoice 10@100
    -> high voucher_due_before_issue
order 10@100; receipt 10 on:06-02                                                        ->
order 10@100; receipt 10 on:06-03                                                        -> high day_to_come
order 10@100; despatch 10 sent:06-20                                                     -> high day_to_come
order 10@100; invoice 10@100 on:06-20 due:07-20                                          -> medium day_to_come
order 10@100 on:06-20 deliver:07-01                                                      -> medium day_to_come
"""


def answered(papers: str) -> str:
    return " ".join(short(answer) for answer in RULE.check(book_of(papers), CONFIG, AT))


@pytest.mark.parametrize(("papers", "expected"), cases(CASES))
def test_days_that_cannot_follow_one_another_are_named(papers: str, expected: str) -> None:
    assert answered(papers) == expected


def finding(papers: str) -> Finding:
    (found,) = RULE.check(book_of(papers), CONFIG, AT)
    assert isinstance(found, Finding)
    return found


def test_a_finding_speaks_of_both_papers_and_of_the_invoice_that_bills_the_goods() -> None:
    found = finding(
        "order 10@100 + 5@20; despatch 10 sent:03-20; receipt 10 despatch:D1 on:03-12; invoice 10@100 + 5@20 on:03-21"
    )
    assert [ref.row_id for ref in found.subjects] == ["delivery/R1", "despatch/D1", "invoice/I1"]
    assert found.subjects == found.evidence
    assert found.at_risk == Money(113_000, "CNY")
    assert found.message.render(Language.EN, RULE.texts) == (
        "Receipt R1 says the goods came in on 12 Mar 2026; despatch advice D1 says they left on 20 Mar 2026."
    )
    assert found.message.render(Language.ZH, RULE.texts) == (
        "收货单 R1 载明货物于 2026-03-12 收到，而发货单 D1 载明于 2026-03-20 发出。"
    )


def test_a_finding_without_an_invoice_puts_no_amount_at_risk() -> None:
    assert finding("order 10@100; receipt 10 written:03-08").at_risk is None


def test_goods_of_several_invoices_are_at_risk_together() -> None:
    found = finding(
        "order 10@100; despatch 10 sent:03-20; receipt 10 despatch:D1 on:03-12;"
        " invoice 4@100 on:03-21; invoice 6@100 on:03-22"
    )
    assert [ref.table for ref in found.subjects].count("invoices") == 2
    assert found.at_risk == Money(113_000, "CNY")
