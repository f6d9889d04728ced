"""What is paid and lent on copied deals, through the honest stages, and what stands of it in the ledgers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.draw import Flags, Ints
from hefu.gym.frame import NULL, Block, code
from hefu.gym.schemes.deals import Deals, hanging
from hefu.gym.stages.fates import financed_after_days, lender_of
from hefu.gym.stages.lending import FACTORING, PLEDGE_LOAN, WORKING, Lent, advance_minor, lend
from hefu.gym.stages.papers import later
from hefu.gym.stages.security import secure
from hefu.gym.stages.settlement import TRANSFER, write_payments
from hefu.gym.world.world import TAX_OFFICE

_ASSIGNED = 0.65
_WHOLE_FEN = 1_000_000
_HALF_YEAR_DAYS, _YEAR_DAYS = 182, 365


@dataclass(frozen=True, slots=True)
class Financed:
    """What was lent on deals: one entry per deal. `payment` is the debtor's, NULL where it does not pay."""

    lent: Lent
    loan: Ints
    payout: Ints
    payment: Ints

    def rows(self, at: int, role: str) -> list[tuple[str, int, str]]:
        """Return the truth rows of one deal's loan."""
        return [("loans", int(self.loan[at]), role), ("payments", int(self.payout[at]), "payout")]


def pay_deals(block: Block, rng: np.random.Generator, deals: Deals, to_lender: Ints | None = None) -> Ints:
    """Have the debtors pay in full on `paid_on`; return the payments, NULL where none is made."""
    things = np.full(len(deals.invoice), NULL)
    at = np.flatnonzero(deals.paid_on != NULL)
    invoice = deals.invoice[at]
    amount = block.rows("invoices").of("payable_minor", invoice)
    things[at] = write_payments(
        block, invoice, amount, deals.paid_on[at], np.full(len(at), TRANSFER), rng,
        to_lender=None if to_lender is None else to_lender[at],
    )  # fmt: skip
    return things


def settle_deals(block: Block, rng: np.random.Generator, deals: Deals) -> Ints:
    """Have deals paid and stand in the sellers' ledgers, financed by nobody; return the payments."""
    payment = pay_deals(block, rng, deals)
    never = np.full(len(deals.invoice), NULL)
    write_ledger(block, rng, deals, never, never, "free", never)
    return payment


def finance_deals(
    block: Block, rng: np.random.Generator, deals: Deals, *, notice: Flags, assigned: Flags | None = None,
    lender: Ints | None = None, alone: Flags | None = None,
) -> Financed:  # fmt: skip
    """Lend on copied deals as on honest claims, with ledger, papers and payments."""
    invoices = block.rows("invoices")
    row = invoices.first(deals.invoice)
    seller, issued, due = (invoices[name][row] for name in ("seller_id", "issued_on", "due_on"))
    size = len(row)
    assigned = (rng.random(size) < _ASSIGNED) if assigned is None else assigned
    assigned = assigned | notice
    lender = lender_of(block, seller, rng) if lender is None else lender
    drawn = np.minimum(issued + financed_after_days(size, rng), due - 1)
    drawn = np.minimum(drawn, block.plan.end_day - 1)
    paid = np.where(deals.paid_on == NULL, NULL, np.maximum(deals.paid_on, drawn + 1))
    paid = np.where(paid < block.plan.end_day, paid, NULL)
    closes = np.where(paid == NULL, NULL, paid + np.where(notice, 0, rng.integers(1, 4, size)))
    closes = np.where(closes < block.plan.end_day, closes, NULL)
    payable = invoices["payable_minor"][row]
    product = np.where(assigned, FACTORING, PLEDGE_LOAN)
    lent = Lent(seller, lender, product, advance_minor(payable, rng), honest_rates(block, rng, FACTORING, size), drawn,
                due + 30, closes, np.where(notice & (closes != NULL), payable, 0))  # fmt: skip
    payout = block.rows("payments").things + np.arange(size)
    loan = lend(block, lent, rng)
    paying = Deals(deals.invoice, deals.order, deals.despatch, deals.leg, deals.delivery, paid)
    for which, word, holder in ((assigned, "assigned", lender), (~assigned, "pledged", seller)):
        write_ledger(block, rng, paying.only(which), drawn[which], holder[which], word, loan[which])
    secure(block, deals.invoice, lent, loan, notice, rng, alone=alone)
    return Financed(lent, loan, payout, pay_deals(block, rng, paying, np.where(notice, lender, NULL)))


def honest_rates(block: Block, rng: np.random.Generator, product: int, size: int) -> Ints:
    """Draw yearly rates from those of the block's loans of a product."""
    loans = block.rows("loans")
    rates = loans["rate_bps"][loans["_product"] == product]
    return rates[rng.integers(0, len(rates), size)] if len(rates) else np.full(size, 350)


def write_ledger(
    block: Block, rng: np.random.Generator, deals: Deals, drawn: Ints, holder: Ints, word: str, loan: Ints
) -> None:  # fmt: skip
    """Write copied claims into the ledgers of those sellers that are clients: free, as `word` says, then collected.

    `drawn` is the day on which they are financed or turned into vouchers, NULL where they never are.
    """
    invoices, ledger = block.rows("invoices"), block.rows("receivables")
    row = invoices.first(deals.invoice)
    seller = invoices["seller_id"][row]
    mine = block.world.client[seller] == 1
    thing = np.full(len(row), NULL)
    thing[mine] = ledger.things + np.arange(int(mine.sum()))
    never = np.iinfo(np.int64).max
    financed, last = np.where(drawn == NULL, never, drawn), np.where(deals.paid_on == NULL, never, deals.paid_on)
    states = (
        (invoices["issued_on"][row], np.minimum(financed, last), "free", seller, NULL),
        (financed, last, word, holder, loan),
        (last, np.full(len(row), never), "collected",
         np.where(financed < last, holder, seller), np.where(financed < last, loan, NULL)),
    )  # fmt: skip
    for begin, end, state, held, by in states:
        at = np.flatnonzero(mine & (begin < end) & (begin < block.plan.end_day))
        ledger.append(
            receivable_id=thing[at], invoice_id=deals.invoice[at], creditor_id=seller[at],
            debtor_id=invoices["buyer_id"][row][at], holder_id=held[at],
            state=np.full(len(at), code("receivables", "state", state)),
            amount_minor=invoices["payable_minor"][row][at], due_on=invoices["due_on"][row][at],
            loan_id=np.broadcast_to(by, len(row))[at], valid_from=begin[at],
            valid_to=np.where(end[at] == never, NULL, end[at]), source_id=block.world.source(seller[at]),
            known_at=later(rng, begin[at], 0),
        )  # fmt: skip


def take_back(block: Block, rng: np.random.Generator, invoice: Ints, day: Ints) -> Ints:
    """Take whole invoices back by red letters, as the tax office tells; return the notes."""
    invoices, lines = block.rows("invoices"), block.rows("invoice_lines")
    row = invoices.first(invoice)
    known_at = later(rng, day, 1, hour=10)
    notes = invoices.copy(row, kind=code("invoices", "kind", "credit_note"), issued_on=day, due_on=NULL,
                          known_at=known_at, _deal=NULL)  # fmt: skip
    of, line = hanging(lines, "invoice_id", invoice)
    lines.copy(line, invoice_id=notes[of], known_at=known_at[of], quantity_milli=NULL, unit_price_major=NULL)
    office = np.full(len(row), int(block.world.source(TAX_OFFICE)))
    parties = {name: invoices[name][row] for name in ("seller_id", "buyer_id")}
    amount = invoices["payable_minor"][row]
    block.rows("invoice_events").append(
        invoice_id=invoice, event=code("invoice_events", "event", "red_letter"), **parties, by_invoice_id=notes,
        amount_minor=amount, happened_on=day, _reason=rng.integers(0, 3, len(row)), source_id=office,
        known_at=known_at,
    )  # fmt: skip
    block.rows("tax_events").append(
        event=code("tax_events", "event", "red_lettered"), party_id=parties["seller_id"], invoice_id=invoice,
        amount_minor=amount, happened_on=day, source_id=office, known_at=known_at,
    )  # fmt: skip
    return notes


def lend_working(
    block: Block, rng: np.random.Generator, borrower: Ints, lender: Ints, amount_minor: Ints, drawn_on: Ints,
    *, repaid: Flags | bool = True,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Lend for a year or half, in tens of thousands of yuan as the honest stage does; return loans, payouts, amounts.

    Not `repaid`: the loan stays open when it falls due.
    """
    size = len(borrower)
    amount = np.maximum(amount_minor // _WHOLE_FEN, 10) * _WHOLE_FEN
    due = drawn_on + np.where(rng.random(size) < 0.6, _YEAR_DAYS, _HALF_YEAR_DAYS)  # noqa: PLR2004 - as honest loans
    closes = np.where((due < block.plan.end_day) & np.asarray(repaid), due, NULL)
    lent = Lent(borrower, lender, np.full(size, WORKING), amount, honest_rates(block, rng, WORKING, size), drawn_on,
                due, closes, np.zeros(size, np.int64))  # fmt: skip
    payout = block.rows("payments").things + np.arange(size)
    return lend(block, lent, rng), payout, amount
