"""What became of order and invoice: each case is papers, then the findings in order."""

import pytest

from hefu.core.findings import Finding
from hefu.core.money import Money
from hefu.trade.rules.order_state import RULE
from tests.trade.build import AT, CONFIG, book_of, cases, short

CASES = """
# The order stands
order 10@100; invoice 10@100                                                  ->
order 10@100; respond; invoice 10@100                                         ->
order 10@100; respond kind:accepted_with_changes; invoice 10@100              ->
order 10@100; respond kind:answered; invoice 10@100                           ->
order 10@100; change 10; invoice 10@100                                       ->
order 10@100; change 12; invoice 10@100                                       ->
order 10@100; cancel order:O2; invoice 10@100                                 ->
order 10@100; cancel buyer:uscc:ELSE; invoice 10@100                          ->
order 10@100; cancel; invoice 10@100 order:none                               ->

# It does not
order 10@100; cancel; invoice 10@100                                          -> high order_cancelled
order 10@100; cancel by:seller; invoice 10@100                                -> high order_cancelled
order 10@100; cancel buyer:gln:77; invoice 10@100                             -> high order_cancelled
order 10@100; cancel; respond on:03-06; invoice 10@100                        -> high order_cancelled
order 10@100; cancel order:Ｏ１; invoice 10@100                               -> high order_cancelled
cancel; invoice 10@100                                                        -> high order_cancelled
order 10@100; cancel; invoice 10@100 + 5@20                                   -> high order_cancelled
order 10@100; respond kind:rejected; invoice 10@100                           -> medium order_rejected
order 10@100; respond kind:rejected; respond on:03-06; invoice 10@100         ->
order 10@100; respond on:03-06; respond kind:rejected; invoice 10@100         ->
order 10@100; respond; respond kind:rejected; invoice 10@100                  -> medium order_rejected
order 10@100; respond kind:rejected; change 9 on:03-06; invoice 9@100         ->

# A line does not
order 10@100 + 5@20; change 10 line:1 state:cancelled; invoice 10@100 + 5@20  -> high line_cancelled
order 10@100 + 5@20; change 10 line:1 state:cancelled; invoice 5@20 line:2    ->
order 10@100; respond 10 kind:accepted_with_changes state:rejected; invoice 10@100 -> high line_cancelled
order 10@100; change 10 state:cancelled; change 10 on:03-07 state:added; invoice 10@100 ->
order 10@100; change 10 state:cancelled; respond 10 on:03-07 state:accepted; invoice 10@100 -> high line_cancelled
order 10@100; change 8; invoice 10@100                                        -> medium beyond_change
order 10@100; change 9950kg; invoice 10@100                                   ->
order 10@100; change 8000kg; invoice 10@100                                   -> medium beyond_change
order 10@100; change 8pcs; invoice 10@100                                     ->
order 10@100; change -; invoice 10@100                                        ->
order 10@100; change 8; change 10 on:03-07; invoice 10@100                    ->

# What the buyer answered
invoice 10@100; event of:I1 kind:accepted by:buyer                            ->
invoice 10@100; event of:I1 kind:paid by:buyer                                ->
invoice 10@100; event of:I1 kind:received by:buyer                            ->
invoice 10@100; event of:I1 kind:in_process by:buyer                          ->
invoice 10@100; event of:I1 kind:answered by:buyer                            ->
invoice 10@100; event of:I1 kind:rejected by:buyer                            -> high invoice_rejected
invoice 10@100; event of:I1 kind:dispute by:buyer                             -> high invoice_disputed
invoice 10@100; event of:I1 kind:under_query by:buyer                         -> medium invoice_under_query
invoice 10@100; event of:I1 kind:conditionally_accepted by:buyer              -> low invoice_accepted_with_conditions
invoice 10@100; event of:I1 id:gln/I1 kind:rejected by:buyer                  -> high invoice_rejected
invoice 10@100; event of:I1 id:gln/I1 kind:rejected by:buyer seller:uscc:ELSE ->
invoice 10@100; event of:I1 id:credit_note:x/I1 kind:rejected by:buyer        ->

# Of several answers the last holds; of one day the gravest; the borrower clears nothing
invoice 10@100; event of:I1 kind:rejected by:buyer; event of:I1 kind:accepted by:buyer on:04-05  ->
invoice 10@100; event of:I1 kind:accepted by:buyer on:04-05; event of:I1 kind:rejected by:buyer  ->
invoice 10@100; event of:I1 kind:accepted by:buyer; event of:I1 kind:under_query by:buyer on:04-05
    -> medium invoice_under_query
invoice 10@100; event of:I1 kind:rejected by:buyer; event of:I1 kind:accepted by:buyer -> high invoice_rejected
invoice 10@100; event of:I1 kind:under_query by:buyer; event of:I1 kind:in_process by:buyer on:04-05
    -> medium invoice_under_query
invoice 10@100; event of:I1 kind:rejected by:buyer; event of:I1 kind:accepted by:seller on:04-05
    -> high invoice_rejected
invoice 10@100; event of:I1 kind:rejected by:seller; event of:I1 kind:accepted by:buyer on:04-05 ->
invoice 10@100; event of:I1 kind:accepted by:buyer; event of:I1 kind:rejected by:seller on:04-05
    -> high invoice_rejected
"""


def answered(papers: str) -> str:
    return " ".join(short(answer) for answer in RULE.check(book_of(papers), CONFIG, AT))


@pytest.mark.parametrize(("papers", "expected"), cases(CASES))
def test_what_became_of_order_and_invoice_is_said(papers: str, expected: str) -> None:
    assert answered(papers) == expected


@pytest.mark.parametrize(
    ("papers", "at_risk_minor"),
    [
        ("order 10@100; cancel; invoice 10@100", 113_000),
        ("order 10@100; order 5@20; cancel order:O2; invoice 10@100; invoice 5@20 order:O2", 11_300),
        ("order 10@100 + 5@20; change 10 line:1 state:cancelled; invoice 10@100 + 5@20", 113_000),
        ("order 10@100; change 8; invoice 10@100", 22_601),
        ("invoice 10@100; event of:I1 kind:rejected by:buyer", 113_000),
    ],
)
def test_what_hangs_on_it_is_the_part_of_the_invoice_that_it_concerns(papers: str, at_risk_minor: int) -> None:
    (finding,) = RULE.check(book_of(papers), CONFIG, AT)
    assert isinstance(finding, Finding)
    assert finding.at_risk == Money(at_risk_minor, "CNY")
