"""Money lent: lines, loans and what happens to them, down to the payments."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from hefu.gym.draw import Flags, Ints, choose, part_bps, rank_within
from hefu.gym.frame import NULL, Block, code
from hefu.gym.stages.fates import ASSIGNED, PLEDGED, Fates, lender_of
from hefu.gym.stages.papers import later
from hefu.gym.stages.settlement import INTEREST, LOAN, REPAYMENT, RESIDUE, Settled, pay

FACTORING, PLEDGE_LOAN, WORKING, VOUCHER_LOAN, STOCK_LOAN = range(5)
"""Products, as `words.PRODUCTS` names them."""

_QUARTER_DAYS = 91
_WORKING_BPS = 1_200
_FAILS = 0.012
_YEAR_DAYS = 360
_WHOLE_FEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Lent:
    """Loans to write; one entry per loan. `closes_on` is NULL where it is still open at the end."""

    borrower: Ints
    lender: Ints
    product: Ints
    amount_minor: Ints
    rate_bps: Ints
    drawn_on: Ints
    due_on: Ints
    closes_on: Ints
    received_minor: Ints
    """What the debtor paid to the lender for the borrower; 0 where the borrower repays itself."""

    @staticmethod
    def joined(*parts: Lent) -> Lent:
        """Put loans of several kinds one after another."""
        return Lent(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Lent)))

    def only(self, which: Flags) -> Lent:
        """Return some of the loans."""
        return Lent(*(getattr(self, one.name)[which] for one in fields(Lent)))

    def __len__(self) -> int:
        return len(self.borrower)


def claim_loans(block: Block, fates: Fates, settled: Settled, rng: np.random.Generator) -> tuple[Ints, Lent]:
    """Return the invoices that are financed, and a loan for each: four fifths of the claim until it is paid."""
    invoices = block.rows("invoices")
    at = np.flatnonzero((fates.fate == ASSIGNED) | (fates.fate == PLEDGED))
    notice, last = fates.notice[at], settled.last_on[at]
    delay = np.where(notice, 0, rng.integers(1, 4, len(at)))
    closes = np.where(last == NULL, NULL, last + delay)
    closes = np.where(closes < block.plan.end_day, closes, NULL)
    received = invoices["payable_minor"][at] - settled.credited_minor[at]
    return at, Lent(
        borrower=invoices["seller_id"][at],
        lender=fates.lender[at],
        product=np.where(fates.fate[at] == ASSIGNED, FACTORING, PLEDGE_LOAN),
        amount_minor=advance_minor(invoices["payable_minor"][at], rng),
        rate_bps=_rates(len(at), rng),
        drawn_on=fates.financed_on[at],
        due_on=invoices["due_on"][at] + 30,
        closes_on=closes,
        received_minor=np.where(notice & (closes != NULL), received, 0),
    )


def advance_minor(claim: Ints, rng: np.random.Generator) -> Ints:
    """Return what is lent on claims: 70 to 90 %, in hundreds of yuan."""
    return np.maximum(part_bps(claim, rng.integers(70, 91, len(claim)) * 100) // 10_000, 1) * 10_000


def working_loans(block: Block, rng: np.random.Generator) -> Lent:
    """Return loans for a year or half to some companies, about an eighth of their sales."""
    world, plan = block.world, block.plan
    mine = np.arange(block.companies.start, block.companies.stop)
    mine = mine[(world.dormant[mine] == 0) & (rng.integers(0, 10_000, len(mine)) < _WORKING_BPS)]
    size = len(mine)
    share = rng.integers(500, 2_000, size)
    amount = np.maximum(part_bps(world.sales_yuan[mine] // 10_000 * 1_000_000, share) // _WHOLE_FEN, 10) * _WHOLE_FEN
    drawn = plan.first_day + rng.integers(0, max(plan.end_day - plan.first_day - 1, 1), size)
    due = drawn + np.where(rng.random(size) < 0.6, 365, 182)  # noqa: PLR2004 - most run a year
    fails = rng.random(size) < _FAILS
    closes = np.where((due < plan.end_day) & ~fails, due, NULL)
    return Lent(mine, lender_of(block, mine, rng), np.full(size, WORKING), amount, _rates(size, rng), drawn, due,
                closes, np.zeros(size, np.int64))  # fmt: skip


def _rates(size: int, rng: np.random.Generator) -> Ints:
    """Yearly rates around the loan prime rate of 3.00 % and some points above."""
    return 300 + choose(rng, np.array([0.2, 0.3, 0.25, 0.15, 0.1]), size) * 35 + rng.integers(0, 30, size)


def interest_minor(amount: Ints, rate_bps: Ints, days: Ints) -> Ints:
    """Return simple interest, ACT/360, to the whole fen."""
    return part_bps(amount, rate_bps) * days // _YEAR_DAYS


def lend(block: Block, lent: Lent, rng: np.random.Generator) -> Ints:
    """Write loans with their lines, events and payments; return their thing numbers."""
    facility = _facilities(block, lent, rng)
    world, end = block.world, block.plan.end_day
    closed = lent.closes_on != NULL
    until = np.where(closed, lent.closes_on, end)
    overdue = (lent.due_on + 1 < until) & (lent.due_on + 1 < end)
    common = {
        "facility_id": facility, "lender_id": lent.lender, "borrower_id": lent.borrower, "_product": lent.product,
        "amount_minor": lent.amount_minor, "rate_bps": lent.rate_bps, "drawn_on": lent.drawn_on,
        "due_on": lent.due_on, "source_id": world.source(lent.lender),
    }  # fmt: skip
    loans = block.rows("loans")
    things = loans.append(
        **common, outstanding_minor=lent.amount_minor, state=np.full(len(lent), code("loans", "state", "open")),
        known_at=later(rng, lent.drawn_on, 0),
    )  # fmt: skip
    for at, day, state, owed in (
        (np.flatnonzero(overdue), lent.due_on + 1, "overdue", lent.amount_minor),
        (np.flatnonzero(closed), lent.closes_on, "repaid", lent.amount_minor * 0),
    ):
        block.rows("loans").append(
            **{name: values[at] for name, values in common.items()},
            loan_id=things[at], outstanding_minor=owed[at], state=np.full(len(at), code("loans", "state", state)),
            known_at=later(rng, day[at], 0, hour=12),
        )  # fmt: skip
    _events(block, lent, things, overdue, rng)
    return things


def _events(block: Block, lent: Lent, things: Ints, overdue: Flags, rng: np.random.Generator) -> None:
    """Write drawing, interest, overdue and repayment, with the money that moves."""
    every = np.arange(len(lent))
    closed = np.flatnonzero(lent.closes_on != NULL)
    late = np.flatnonzero(overdue)
    _event(block, lent, things, every, "drawn", lent.amount_minor, lent.drawn_on, rng)
    _event(block, lent, things, late, "overdue", lent.amount_minor[late], lent.due_on[late] + 1, rng)
    days = lent.closes_on[closed] - lent.drawn_on[closed]
    working = lent.product[closed] == WORKING
    since = np.where(working, days % _QUARTER_DAYS, days)
    interest = interest_minor(lent.amount_minor[closed], lent.rate_bps[closed], since)
    _event(block, lent, things, closed, "interest", interest, lent.closes_on[closed], rng)
    _event(block, lent, things, closed, "repaid", lent.amount_minor[closed], lent.closes_on[closed], rng)
    _move(block, lent, every, lent.amount_minor, lent.drawn_on, LOAN, rng, back=False)
    _close(block, lent, closed, interest, rng)
    _quarterly(block, lent, things, rng)


def _event(  # noqa: PLR0913, PLR0917 - one argument per column
    block: Block, lent: Lent, things: Ints, at: Ints, word: str, amount: Ints, day: Ints, rng: np.random.Generator
) -> None:  # fmt: skip
    block.rows("loan_events").append(
        loan_id=things[at],
        event=np.full(len(at), code("loan_events", "event", word)),
        amount_minor=amount,
        happened_on=day,
        source_id=block.world.source(lent.lender[at]),
        known_at=later(rng, day, 0),
    )


def _close(block: Block, lent: Lent, closed: Ints, interest: Ints, rng: np.random.Generator) -> None:
    """Pay back out of what the debtor paid to the lender, the rest to the borrower; or by the borrower itself."""
    owed, received = lent.amount_minor[closed] + interest, lent.received_minor[closed]
    day = lent.closes_on[closed]
    over = received > owed
    _move(block, lent, closed[over], (received - owed)[over], day[over], RESIDUE, rng, back=False)
    through = (received > 0) & ~over & (owed > received)
    _move(block, lent, closed[through], (owed - received)[through], day[through], REPAYMENT, rng, back=True)
    own = received == 0
    _move(block, lent, closed[own], lent.amount_minor[closed][own], day[own], REPAYMENT, rng, back=True)
    _move(block, lent, closed[own], interest[own], day[own], INTEREST, rng, back=True)


def _quarterly(block: Block, lent: Lent, things: Ints, rng: np.random.Generator) -> None:
    """Interest on working loans is paid every quarter of a year while they run."""
    until = np.where(lent.closes_on == NULL, block.plan.end_day, lent.closes_on)
    working = lent.product == WORKING
    for quarter in range(1, 5):
        day = lent.drawn_on + quarter * _QUARTER_DAYS
        at = np.flatnonzero(working & (day <= until) & (day < block.plan.end_day))
        interest = interest_minor(lent.amount_minor[at], lent.rate_bps[at], np.full(len(at), _QUARTER_DAYS))
        _event(block, lent, things, at, "interest", interest, day[at], rng)
        _move(block, lent, at, interest, day[at], INTEREST, rng, back=True)


def _move(  # noqa: PLR0913 - a payment has so many sides
    block: Block, lent: Lent, at: Ints, amount: Ints, day: Ints, purpose: int, rng: np.random.Generator, *, back: bool
) -> None:  # fmt: skip
    """Pay between lender and borrower; what a lender pays out of collected money comes from its collection account."""
    there = amount > 0
    at, amount, day = at[there], amount[there], day[there]
    lender, borrower = lent.lender[at], lent.borrower[at]
    account = block.world.collection_account(lender) if purpose == RESIDUE else lender
    sides = (borrower, borrower, lender, account) if back else (lender, account, borrower, borrower)
    pay(block, rng, *sides, amount, day, _for=np.full(len(at), purpose))


def _facilities(block: Block, lent: Lent, rng: np.random.Generator) -> Ints:
    """Write a line for each borrower at each lender, wide enough for all it draws; return each loan's line.

    It is stated when granted and once more at the end, with what is in use then.
    """
    parties = block.world.parties
    pairs, of = np.unique(lent.lender * parties + lent.borrower, return_inverse=True)
    most = _peak(lent, of, len(pairs))
    limit = (part_bps(most, rng.integers(10_500, 18_000, len(pairs))) // _WHOLE_FEN + 1) * _WHOLE_FEN
    still = np.where(lent.closes_on == NULL, lent.amount_minor, 0)
    used = np.zeros(len(pairs), np.int64)
    np.add.at(used, of, still)
    granted = block.plan.first_day - rng.integers(20, 300, len(pairs))
    lender, borrower = pairs // parties, pairs % parties
    facilities = block.rows("facilities")
    columns = {
        "lender_id": lender, "party_id": borrower, "limit_minor": limit, "valid_from": granted,
        "role": np.full(len(pairs), code("facilities", "role", "seller")), "source_id": block.world.source(lender),
        "valid_to": granted + 365 * 3,
    }  # fmt: skip
    things = facilities.append(**columns, used_minor=used * 0, known_at=later(rng, granted, 0))
    last = np.full(len(pairs), block.plan.end_day - 1)
    facilities.append(**columns, facility_id=things, used_minor=used, known_at=later(rng, last, 0, hour=14))
    return things[of]


def _peak(lent: Lent, of: Ints, lines: int) -> Ints:
    """Return the most that is drawn on each line at any time."""
    closed = lent.closes_on != NULL
    line = np.concatenate([of, of[closed]])
    day = np.concatenate([lent.drawn_on, lent.closes_on[closed]])
    step = np.concatenate([lent.amount_minor, -lent.amount_minor[closed]])
    order = np.lexsort((-step, day, line))
    running = np.cumsum(step[order])
    line = line[order]
    first = rank_within(line, np.arange(len(line))) == 0
    before = np.repeat((running - step[order])[first], np.bincount(line, minlength=lines))
    peak = np.zeros(lines, np.int64)
    np.maximum.at(peak, line, running - before)
    return peak
