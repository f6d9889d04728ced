"""What secures a claim's financing on paper: confirmation, pledge, entry in the register, word to other lenders."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.fates import PLEDGED, Fates
from hefu.gym.stages.lending import Lent
from hefu.gym.stages.papers import later
from hefu.gym.world.world import SECURITY_REGISTER

_CONFIRMED, _NAMED_IN_FILING, _REPORTED, _CANCELLED = 0.9, 0.5, 0.8, 0.8
_SIGNERS = 3


def secure(block: Block, at: Ints, lent: Lent, loan: Ints, fates: Fates, rng: np.random.Generator) -> None:
    """Write the papers of each financed claim; `at` are the invoices, `lent` and `loan` their loans."""
    _confirm(block, at[fates.notice[at]], fates, rng)
    _pledge(block, at, lent, loan, fates, rng)
    _file(block, at, lent, fates, rng)
    report(block, at, lent.lender, lent.amount_minor, lent.drawn_on, lent.closes_on, rng)


def _confirm(block: Block, at: Ints, fates: Fates, rng: np.random.Generator) -> None:
    at = at[rng.random(len(at)) < _CONFIRMED]
    invoices, world = block.rows("invoices"), block.world
    debtor = invoices["buyer_id"][at]
    day = np.maximum(fates.financed_on[at] - rng.integers(0, 4, len(at)), invoices["issued_on"][at])
    block.rows("confirmations").append(
        invoice_id=at,
        debtor_id=debtor,
        amount_minor=invoices["payable_minor"][at],
        no_set_off=(rng.random(len(at)) < 0.8).astype(np.int64),  # noqa: PLR2004 - most waive it
        no_earlier_assignment=np.ones(len(at), np.int64),
        payee_account_id=world.collection_account(fates.lender[at]),
        _signer=rng.integers(0, _SIGNERS, len(at)),
        confirmed_on=day,
        source_id=world.source(debtor, as_buyer=True),
        known_at=later(rng, day, 0),
    )


def _pledge(block: Block, at: Ints, lent: Lent, loan: Ints, fates: Fates, rng: np.random.Generator) -> None:
    """A pledge of a receivable; its thing number is that of the receivable of the invoice (`_invoice`)."""
    mine = np.flatnonzero(fates.fate[at] == PLEDGED)
    block.rows("pledges").append(
        pledgor_id=lent.borrower[mine],
        pledgee_id=lent.lender[mine],
        kind=np.full(len(mine), code("pledges", "kind", "receivable")),
        _invoice=at[mine],
        loan_id=loan[mine],
        perfected_by=np.full(len(mine), code("pledges", "perfected_by", "filing")),
        valid_from=lent.drawn_on[mine],
        valid_to=np.where(lent.closes_on[mine] > lent.drawn_on[mine], lent.closes_on[mine], NULL),
        source_id=block.world.source(lent.lender[mine]),
        known_at=later(rng, lent.drawn_on[mine], 0),
    )


def _file(block: Block, at: Ints, lent: Lent, fates: Fates, rng: np.random.Generator) -> None:
    """An entry in the register on the day of the loan; most are cancelled once it is repaid."""
    filings = block.rows("filings")
    pledged = fates.fate[at] == PLEDGED
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


def report(  # noqa: PLR0913 - one argument per column
    block: Block, invoice: Ints, lender: Ints, amount: Ints, begin: Ints, end: Ints, rng: np.random.Generator
) -> Ints:  # fmt: skip
    """Write what lenders tell each other: this invoice is financed here, later that it is no more.

    Return the thing numbers of the reports.
    """
    told = rng.random(len(invoice)) < _REPORTED
    invoice, lender, amount, begin, end = invoice[told], lender[told], amount[told], begin[told], end[told]
    financings = block.rows("financings")
    columns = {
        "invoice_id": np.where(rng.random(len(invoice)) < 0.5, invoice, NULL),  # noqa: PLR2004 - half in clear
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
