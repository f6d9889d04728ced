"""Order, delivery, invoice and payment: each case is papers, then the findings (severity and code) in order."""

import pytest

from hefu.core.findings import Answer
from hefu.trade.rules.four_way_match import RULE
from tests.trade.build import AT, CONFIG, book_of, cases, short, with_derived

CASES = """
# Sound chains
order 10@100; despatch 10; receipt 10; invoice 10@100                           ->
order 10@100 + 5@20; despatch 10 + 5; receipt 10 + 5; invoice 10@100 + 5@20     ->
order 10@100; receipt 4; receipt 6; invoice 10@100                              ->
order 10@100; receipt 10; invoice 4@100 on:03-15; invoice 6@100 on:03-16        ->
order 10@100; receipt 10; invoice 4@100                                         -> note delivered_not_billed
order 10@100; receipt 10000kg; invoice 10t@100                                  ->
order 10吨@100; receipt 10t; invoice 10t@100                                     ->
order 10@100; gate 10; invoice 10@100                                           ->
order 10@100; despatch 10; receipt 10 despatch:D1; invoice 10@100               ->
order 10@100; receipt 10 line:none; invoice 10@100 line:none                    ->
despatch 10 order:none; receipt 10 despatch:D1; invoice 10@100 order:none despatch:D1-> medium no_order
order 10@100; receipt 10; invoice 10@100; pay 1130 names:I1                     -> note paid_in_full
order 10@100; receipt 10; invoice 10@100; pay 1130 purpose:货款I1-,_thanks no:x   ->
order 10@100; receipt 10; invoice 10@100 no:INV-7; pay 1130 purpose:货款INV-7     -> note paid_in_full

# Order
receipt 10; invoice 10@100                                                      -> medium no_order
order 10@100; receipt 10 line:2; invoice 10@100 line:2                          -> medium no_order_line
order 10@100; receipt 11; invoice 11@100                                        -> medium ordered_less_than_invoiced
order 1000@100; receipt 1005; invoice 1005@100                                  -> low ordered_less_than_invoiced
order 10@100; receipt 10; receipt 2; invoice 10@100 on:03-15; invoice 2@100 on:03-16
    -> medium ordered_less_than_invoiced
order 10@100; receipt 10; invoice 10@100.4                                      -> low price_above_order
order 10@100; receipt 10; invoice 10@101                                        -> medium price_above_order
order 10@100; receipt 10; invoice 10@90                                         -> note price_below_order
order 10[coil]@100; receipt 10; invoice 10[scrap]@100                           -> high goods_differ
order 10[卷板]@100; receipt 10; invoice 10[*黑色金属*热轧卷板]@100                        ->
order 10box@100; receipt 10; invoice 10@100                                     -> medium unit_differs
order 10@100 currency:USD; receipt 10; invoice 10@100                           -> medium currency_differs
order 10@100 buyer:uscc:OTHER; receipt 10; invoice 10@100                       -> medium no_order
order -@100; receipt 10; invoice 10@100
    -> unassessed order_without_quantity unassessed price_unknown

# An invoice that names no number, as tax invoices do
order 10@100; receipt 10; invoice 10@100 order:none -> note order_inferred
order 10@100; order 9@100; receipt 10; invoice 10@100 order:none -> note order_inferred
order 10@100; order 10@100; receipt 10; invoice 10@100 order:none -> medium no_order unassessed delivery_unlinked
order 10@100; receipt 10; invoice 10[*钢*coil]@100 order:none -> note order_inferred
order 10@100; receipt 10; invoice 10[scrap]@100 order:none -> medium no_order unassessed delivery_unlinked
invoice 10@100 order:none -> medium no_order stop no_delivery

# Delivery
order 10@100; invoice 10@100                                                    -> stop no_delivery
order 10@100; despatch 10; invoice 10@100                                       -> stop delivery_only_by_seller
order 10@100 deliver:05-30; invoice 10@100                                      -> unassessed delivery_not_due
order 10@100 + 5@20; receipt 10; invoice 10@100 + 5@20                          -> high no_delivery
order 10@100; receipt 9; invoice 10@100                                         -> medium delivered_less_than_invoiced
order 10@100; receipt 5; invoice 10@100 -> high delivered_less_than_invoiced
order 10@100; receipt 0.1; invoice 10@100 -> high delivered_less_than_invoiced
order 10@100; receipt 10 rejected:6; invoice 10@100 -> high goods_rejected
order 1000@100; receipt 995; invoice 1000@100                                   -> low delivered_less_than_invoiced
order 10@100; receipt 10 rejected:2; invoice 10@100                             -> medium goods_rejected
order 10@100; receipt 10 rejected:2; invoice 10@100; note 2@100 of:I1           -> note shortfall_credited
order 10@100; receipt 10 by:seller; invoice 10@100                              -> medium receipt_from_seller
order 10@100; receipt 1; receipt 9 by:seller; invoice 10@100                    -> medium receipt_from_seller
order 10@100; receipt 10box; invoice 10@100                                     -> medium delivery_unit_differs
order 10@100; receipt 10 on:02-20; invoice 10@100                               -> low delivered_before_order
order 10@100; gate 10 by:seller; invoice 10@100                                 -> stop no_delivery
order 10@100; gate 10 by:keeper_seller; invoice 10@100                          -> medium receipt_from_seller
order 10@100; gate 10 direction:out; invoice 10@100                             -> stop no_delivery
order 10@100; receipt 8; gate 10; invoice 10@100                                -> medium delivered_less_than_invoiced
order 10@100; receipt 10; invoice 10@100 on:03-15; invoice 10@100 on:03-16
    -> medium ordered_less_than_invoiced stop no_delivery
order 10@100; receipt 10; invoice -@100
    -> unassessed price_unknown unassessed line_without_quantity

# Payment
order 10@100; receipt 10; invoice 10@100; pay 1000 names:I1                     -> low paid_already
order 10@100; receipt 10; invoice 10@100; pay 1200 names:I1                     -> low overpaid
order 10@100; receipt 10; invoice 10@100; pay 1130 names:I1 state:pending       ->
order 10@100; receipt 10; invoice 10@100 due:none                               -> unassessed due_day_unknown
order 10@100; receipt 10; invoice 10@100 due:04-15                              -> unassessed payment_unseen
order 10@100; receipt 10; invoice 10@100 due:04-15; statement from:04-01 to:04-30-> medium overdue
order 10@100; receipt 10; invoice 10@100 due:04-15; statement from:04-16 to:04-30-> unassessed payment_unseen
order 10@100; receipt 10; invoice 10@100 due:04-29; statement from:04-01 to:04-30-> unassessed payment_unseen
order 10@100; receipt 10; invoice 10@100 due:04-29; statement from:04-01 to:04-30; statement from:05-01 to:05-31
    -> medium overdue
order 10@100; receipt 10; invoice 10@100 on:02-01 due:02-20; statement from:02-01 to:03-31-> high overdue
order 10@100; receipt 10; invoice 10@100 due:04-15; pay 1130 names:I1           -> note paid_in_full
order 10@100; receipt 10; invoice 10@100; note 10@100 of:I1                     ->
"""


def answers(text: str) -> list[Answer]:
    return list(RULE.check(with_derived(book_of(text)), CONFIG, AT))


@pytest.mark.parametrize(("papers", "expected"), cases(CASES))
def test_each_gap_is_named_with_its_severity(papers: str, expected: str) -> None:
    assert " ".join(map(short, answers(papers))) == expected
