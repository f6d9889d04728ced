"""Which invoice a payment settles, and that nothing is settled twice."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trade.build import book_of, cases, with_derived

TWO = "invoice 10@100 no:INV-1; invoice 5@100 no:INV-2 due:06-10"

# Papers, then the allocations as payment=invoice:amount:basis, in order. INV-1 asks 1130, INV-2 565 and is due first.
CASES = f"""
# By structured reference
{TWO}; pay 1130 names:INV-1                      -> P1=INV-1:113000:reference
{TWO}; pay 1130 names:ＩＮＶ‐1                    -> P1=INV-1:113000:reference
{TWO}; pay 1695 names:INV-1=1130,INV-2=565       -> P1=INV-1:113000:reference P1=INV-2:56500:reference
{TWO}; pay 1000 names:INV-1=1130,INV-2=565       -> P1=INV-1:100000:reference
{TWO}; pay 1000 names:INV-1,INV-2                -> P1=INV-1:43500:reference P1=INV-2:56500:reference
{TWO}; pay 1695 names:INV-1=1000,INV-2           -> P1=INV-1:100000:reference P1=INV-2:56500:reference
{TWO}; pay 1130 names:INV-1=1130,INV-1           -> P1=INV-1:113000:reference
{TWO}; pay 9999 names:INV-1,INV-2                -> P1=INV-1:113000:reference P1=INV-2:56500:reference
{TWO}; pay 1200 names:INV-1                      -> P1=INV-1:120000:reference
{TWO}; pay 400 names:INV-2; pay 400 names:INV-1,INV-2 on:04-11
    -> P1=INV-2:40000:reference P2=INV-1:23500:reference P2=INV-2:16500:reference
{TWO}; pay 1130 names:INV-9                      ->

# By purpose: whole words only
{TWO}; pay 1130 purpose:货款INV-1                -> P1=INV-1:113000:purpose
{TWO}; pay 1130 purpose:INV-12                   ->
{TWO}; pay 1130 purpose:XINV-1                   ->
{TWO}; pay 1695 purpose:INV-1/INV-2              -> P1=INV-1:113000:purpose P1=INV-2:56500:purpose
{TWO}; pay 1130 e2e:INV-1                        -> P1=INV-1:113000:purpose
{TWO}; pay 1130 names:INV-2 purpose:INV-1        -> P1=INV-2:113000:reference
invoice 10@100 no:2026/118; pay 1130 purpose:re_2026/118,_thanks -> P1=2026/118:113000:purpose
invoice 10@100 no:118; pay 1130 purpose:118      ->

# Whose money
{TWO}; pay 1130 names:INV-1 payer:uscc:X         -> P1=INV-1:113000:reference
{TWO}; pay 1130 names:INV-1 payee:uscc:X         -> P1=INV-1:113000:reference
{TWO}; pay 1130 names:INV-1 payer:uscc:X payee:uscc:Y ->
{TWO}; pay 1130 names:INV-1 payer:unnamed:a@b payee:unnamed:c@b -> P1=INV-1:113000:reference
invoice 1@100 no:N-77; invoice 1@100 no:N-77 id:other seller:uscc:X; pay 113 names:N-77 payee:uscc:X payer:uscc:Y
    -> P1=other:11300:reference

# Only money that moved, in the invoice's currency, once
{TWO}; pay 1130 names:INV-1 state:pending        ->
{TWO}; pay 1130 names:INV-1 state:reversed       ->
{TWO}; pay 1130 names:INV-1 state:information    ->
{TWO}; pay 1130 names:INV-1 currency:USD         ->
{TWO}; pay 1130 names:INV-1 no:X; pay 1130 names:INV-1 no:X/reversal state:reversed ->
{TWO}; pay 1130 names:INV-1 e2e:E9; pay 1130 names:INV-1 e2e:E9 account:account:SELLER -> P1=INV-1:113000:reference
{TWO}; pay 500 names:INV-1 e2e:E9; pay 500 names:INV-1 e2e:E9 -> P1=INV-1:50000:reference P2=INV-1:50000:reference
{TWO}; note 10@100 of:INV-1; pay 600 names:INV-1,INV-2 -> P1=INV-2:56500:reference
note 10@100 no:CN-10; pay 1130 names:CN-10       ->
"""


def allocated(papers: str) -> str:
    rows = with_derived(book_of(papers)).rows("allocations")
    return " ".join(
        f"{row['payment_id'].split('/')[1]}={row['invoice_id'].removeprefix('invoice/')}"
        f":{row['amount_minor']}:{row['basis']}"
        for row in rows
    )


@pytest.mark.parametrize(("papers", "expected"), cases(CASES))
def test_a_payment_settles_what_it_names(papers: str, expected: str) -> None:
    assert allocated(papers) == expected


@st.composite
def payments(draw: st.DrawFn) -> str:
    """A few invoices and a few payments that name some of them, with and without amounts, many to many."""
    invoices = draw(st.lists(st.integers(1, 50), min_size=1, max_size=4))
    said = [f"invoice 1@{price} no:INV-{n} due:06-{10 + n}" for n, price in enumerate(invoices)]
    for _ in range(draw(st.integers(1, 4))):
        named = draw(st.lists(st.sampled_from(range(len(invoices))), unique=True, min_size=1))
        amounts = [draw(st.one_of(st.none(), st.integers(0, 80))) for _ in named]
        words = ",".join(f"INV-{n}" + ("" if a is None else f"={a}") for n, a in zip(named, amounts, strict=True))
        said.append(f"pay {draw(st.integers(0, 120))} names:{words}")
    return "; ".join(said)


@settings(max_examples=60)
@given(payments())
def test_parts_of_a_payment_never_exceed_it_and_no_part_is_empty(papers: str) -> None:
    book = with_derived(book_of(papers))
    parts: Counter[str] = Counter()
    for row in book.rows("allocations"):
        assert row["amount_minor"] > 0
        parts[row["payment_id"]] += row["amount_minor"]
    whole = {row["payment_id"]: row["amount_minor"] for row in book.rows("payments")}
    assert all(parts[payment] <= whole[payment] for payment in parts)


@settings(max_examples=60)
@given(payments())
def test_what_is_paid_on_lines_is_what_was_allocated(papers: str) -> None:
    book = with_derived(book_of(papers))
    allocations, lines = book.rows("allocations"), book.rows("tallies")
    assert sum(row["amount_minor"] for row in allocations) == sum(row["paid_minor"] for row in lines)
