"""What secures a claim's financing on paper: confirmation, pledge, entry in the register, word to other lenders."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Flags, Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.lending import FACTORING, PLEDGE_LOAN, Lent, lend
from hefu.gym.stages.papers import later
from hefu.gym.world.world import SECURITY_REGISTER

_CONFIRMED, _NO_SET_OFF, _NAMED_IN_FILING, _REPORTED, _IN_CLEAR, _CANCELLED = 0.9, 0.8, 0.5, 0.8, 0.5, 0.8
_ONLY_COPY = 0.05
_SIGNERS = 3


def finance_claims(
    block: Block, at: Ints, lent: Lent, notice: Flags, rng: np.random.Generator, *, alone: Flags | None = None
) -> Ints:
    """Lend on claims and write all that goes with it; return the loans. `at` are invoices, one loan for each.

    `alone` marks invoices that only the borrower shows; by chance where it is not given.
    """
    loans = lend(block, lent, rng)
    secure(block, at, lent, loans, notice, rng, alone=alone)
    return loans


def secure(
    block: Block, at: Ints, lent: Lent, loan: Ints, notice: Flags, rng: np.random.Generator,
    *, alone: Flags | None = None,
) -> None:  # fmt: skip
    """Write the papers of each financed claim: `at` are the invoices, `lent` and `loan` their loans."""
    by_chance = rng.random(len(at)) < _ONLY_COPY
    _copy(block, at, lent, by_chance if alone is None else alone, rng)
    _confirm(block, at[notice], lent.only(notice), rng)
    _claim(block, at, lent, loan, rng)
    _pledge(block, at, lent, loan, rng)
    _file(block, at, lent, rng)
    report(block, at, lent.lender, lent.amount_minor, lent.drawn_on, lent.closes_on, rng)


def _copy(block: Block, at: Ints, lent: Lent, alone: Flags, rng: np.random.Generator) -> None:
    """The borrower hands in its own copy of the invoice; of a few the tax office's word never comes."""
    invoices = block.rows("invoices")
    rows = invoices.first(at)
    known_at = later(rng, np.maximum(lent.drawn_on - 1, invoices["issued_on"][rows]), 0)
    source = block.world.source(lent.borrower)
    both = ~alone
    invoices.copy(rows[both], invoice_id=at[both], source_id=source[both], known_at=known_at[both])
    invoices.change(rows[alone], source_id=source[alone], known_at=known_at[alone])
    lines = block.rows("invoice_lines")
    hers = lines.positions("invoice_id", at[alone])
    heads = invoices.first(lines["invoice_id"][hers])
    lines.change(hers, source_id=invoices["source_id"][heads], known_at=invoices["known_at"][heads])


def _confirm(block: Block, at: Ints, lent: Lent, rng: np.random.Generator) -> None:
    some = rng.random(len(at)) < _CONFIRMED
    at, lent = at[some], lent.only(some)
    invoices, world = block.rows("invoices"), block.world
    debtor = invoices.of("buyer_id", at)
    day = np.maximum(lent.drawn_on - rng.integers(0, 4, len(at)), invoices.of("issued_on", at))
    block.rows("confirmations").append(
        invoice_id=at,
        debtor_id=debtor,
        amount_minor=invoices.of("payable_minor", at),
        no_set_off=(rng.random(len(at)) < _NO_SET_OFF).astype(np.int64),
        no_earlier_assignment=np.ones(len(at), np.int64),
        payee_account_id=world.collection_account(lent.lender),
        _signer=rng.integers(0, _SIGNERS, len(at)),
        confirmed_on=day,
        source_id=world.source(debtor, as_buyer=True),
        known_at=later(rng, day, 0),
    )


def _claim(block: Block, at: Ints, lent: Lent, loan: Ints, rng: np.random.Generator) -> None:
    """The lender's own word of what it holds: the claim under its number, if the seller's ledger has it."""
    invoices, receivables = block.rows("invoices"), block.rows("receivables")
    number = np.full(invoices.things, NULL)
    number[receivables["invoice_id"][::-1]] = receivables["receivable_id"][::-1]
    thing = number[at]
    missing = thing == NULL
    thing[missing] = receivables.things + np.arange(int(missing.sum()))
    assigned = lent.product == FACTORING
    receivables.append(
        receivable_id=thing,
        invoice_id=at,
        creditor_id=lent.borrower,
        debtor_id=invoices.of("buyer_id", at),
        holder_id=np.where(assigned, lent.lender, lent.borrower),
        state=np.where(assigned, code("receivables", "state", "assigned"), code("receivables", "state", "pledged")),
        amount_minor=invoices.of("payable_minor", at),
        due_on=invoices.of("due_on", at),
        loan_id=loan,
        valid_from=lent.drawn_on,
        valid_to=np.where(lent.closes_on > lent.drawn_on, lent.closes_on, NULL),
        source_id=block.world.source(lent.lender),
        known_at=later(rng, lent.drawn_on, 0),
    )


def _pledge(block: Block, at: Ints, lent: Lent, loan: Ints, rng: np.random.Generator) -> None:
    """A pledge of a receivable, under the number that its lender gave last."""
    receivables = block.rows("receivables")
    mine = np.flatnonzero(lent.product == PLEDGE_LOAN)
    claims = receivables["receivable_id"][-len(at) :] if len(at) else at
    block.rows("pledges").append(
        pledgor_id=lent.borrower[mine],
        pledgee_id=lent.lender[mine],
        kind=np.full(len(mine), code("pledges", "kind", "receivable")),
        receivable_id=claims[mine],
        loan_id=loan[mine],
        perfected_by=np.full(len(mine), code("pledges", "perfected_by", "filing")),
        valid_from=lent.drawn_on[mine],
        valid_to=np.where(lent.closes_on[mine] > lent.drawn_on[mine], lent.closes_on[mine], NULL),
        source_id=block.world.source(lent.lender[mine]),
        known_at=later(rng, lent.drawn_on[mine], 0),
    )


def _file(block: Block, at: Ints, lent: Lent, rng: np.random.Generator) -> None:
    """An entry in the register on the day of the loan; most are cancelled once it is repaid."""
    filings = block.rows("filings")
    pledged = lent.product == PLEDGE_LOAN
    filed_at = lent.drawn_on * DAY_US + rng.integers(0, 3_600, len(at)) * 1_000_000
    columns = {
        "debtor_id": lent.borrower, "creditor_id": lent.lender, "filed_at": filed_at,
        "kind": np.where(pledged, code("filings", "kind", "pledge"), code("filings", "kind", "factoring")),
        "invoice_id": np.where(rng.random(len(at)) < _NAMED_IN_FILING, at, NULL), "_described": at,
        "amount_minor": lent.amount_minor, "expires_on": lent.drawn_on + 365,
        "source_id": np.full(len(at), int(block.world.source(SECURITY_REGISTER))),
    }  # fmt: skip
    things = filings.append(
        **columns, state=np.full(len(at), code("filings", "state", "live")), known_at=later(rng, lent.drawn_on, 0)
    )
    gone = lent.closes_on + rng.integers(1, 10, len(at))
    off = (lent.closes_on != NULL) & (gone < block.plan.end_day) & (rng.random(len(at)) < _CANCELLED)
    filings.append(
        **{name: values[off] for name, values in columns.items()},
        filing_id=things[off], state=np.full(int(off.sum()), code("filings", "state", "cancelled")),
        known_at=later(rng, gone[off], 0),
    )  # fmt: skip


def report(
    block: Block, invoice: Ints, lender: Ints, amount: Ints, begin: Ints, end: Ints, rng: np.random.Generator
) -> Ints:  # fmt: skip
    """Write what lenders tell each other: this invoice is financed here, later that it is no more.

    Return the thing numbers of the reports.
    """
    told = rng.random(len(invoice)) < _REPORTED
    invoice, lender, amount, begin, end = invoice[told], lender[told], amount[told], begin[told], end[told]
    financings = block.rows("financings")
    columns = {
        "invoice_id": np.where(rng.random(len(invoice)) < _IN_CLEAR, invoice, NULL),
        "_token": invoice, "lender_id": lender, "amount_minor": amount, "financed_on": begin,
        "source_id": block.world.source(lender),
    }  # fmt: skip
    things = financings.append(
        **columns, state=np.full(len(invoice), code("financings", "state", "open")), known_at=later(rng, begin, 1)
    )
    over = (end != NULL) & (end + 1 < block.plan.end_day) & (end > begin + 1)
    financings.append(
        **{name: values[over] for name, values in columns.items()},
        financing_id=things[over], state=np.full(int(over.sum()), code("financings", "state", "closed")),
        known_at=later(rng, end[over] + 1, 0, hour=12),
    )  # fmt: skip
    return things
