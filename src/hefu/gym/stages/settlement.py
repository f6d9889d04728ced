"""How invoices are settled: on time, late, in parts, by bill, on behalf, by set-off, never; disputes, red letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym import calibration
from hefu.gym.draw import Flags, Ints, choose, part_bps, whole
from hefu.gym.frame import NULL, Block, code
from hefu.gym.stages.fates import VOUCHERED, Fates
from hefu.gym.stages.papers import later
from hefu.gym.world.world import TAX_OFFICE

TRANSFER, PARTS, RETAINED, BILL, SET_OFF, ON_BEHALF, NEVER, BY_VOUCHER = range(8)
"""Ways in which an invoice is settled."""

WAY_WEIGHTS = np.array([0.755, 0.11, 0.0, 0.08, 0.015, 0.03, 0.01])
_RED_WHOLE, _RED_PART = 0.008, 0.02
_REASONS = 3
_INTO_SECOND = 0.25

GOODS, WAGES, TAX, RENT, LOAN, REPAYMENT, INTEREST, RESIDUE, VOUCHER, REFUND, PROPERTY, INVESTMENT = range(12)
"""What a payment is for; its purpose is worded from this."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Per invoice: what was taken back and when, what was paid first of two, when the last of it is paid.

    Days are NULL where the thing did not happen before the end.
    """

    way: Ints
    credited_minor: Ints
    credited_on: Ints
    first_minor: Ints
    first_on: Ints
    last_on: Ints


def settle(block: Block, taken_back: tuple[Ints, Ints], fates: Fates, rng: np.random.Generator) -> Settled:
    """Write disputes and payments of all invoices of a block; what became a voucher is paid by that."""
    invoices = block.rows("invoices")
    credited, credited_on = taken_back
    size = len(invoices)
    disputed = rng.random(size) * 10_000 < calibration.DISPUTE_BPS
    _disputes(block, disputed, rng)
    way = choose(rng, WAY_WEIGHTS, size)
    contract = invoices["_contract"]
    retention = np.r_[block.rows("contracts")["retention_bps"], 0][contract.clip(-1)]
    way = np.where((retention > 0) & (way != NEVER), RETAINED, way)
    way = np.where((way == ON_BEHALF) & (block.world.leader[invoices["buyer_id"]] == NULL), TRANSFER, way)
    way = np.where(fates.notice & (way != NEVER), TRANSFER, way)
    way = np.where(fates.fate == VOUCHERED, BY_VOUCHER, way)
    paid_on = settled_on(block, disputed, rng)
    paid_on = np.maximum(paid_on, np.where(credited_on == NULL, paid_on, credited_on + 1))
    # Who is financed is not paid before.
    paid_on = np.maximum(paid_on, np.where(fates.financed_on == NULL, paid_on, fates.financed_on + 1))
    first, first_on, last_on = _pay(block, (way, invoices["payable_minor"] - credited, paid_on, retention), fates, rng)
    return Settled(way, credited, credited_on, first, first_on, last_on)


def settled_on(block: Block, disputed: Flags, rng: np.random.Generator) -> Ints:
    """Return the day each invoice's debtor pays: late as real customers are, else a little early."""
    invoices = block.rows("invoices")
    size = len(invoices)
    habit = block.world.late_bps[invoices["buyer_id"]].astype(float)
    habit /= 10_000
    late = rng.random(size) < np.where(
        disputed, 1 - calibration.ON_TIME_IF_DISPUTED * (1 - habit), calibration.LATE_IF_UNDISPUTED * habit
    )
    days_late = np.ceil(rng.gamma(calibration.LATE_GAMMA_SHAPE, calibration.LATE_GAMMA_SCALE, size))
    early = whole(rng.gamma(calibration.EARLY_GAMMA_SHAPE, calibration.EARLY_GAMMA_SCALE, size))
    term = invoices["due_on"] - invoices["issued_on"]
    return invoices["due_on"] + np.where(late, days_late.astype(np.int64), -np.minimum(early, term))


def take_back(block: Block, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Take back some invoices wholly or partly, by a red-letter invoice of its own number.

    Return what is taken back of each invoice, and the day or NULL. Of a red letter nothing is owed: all is taken back.
    """
    invoices = block.rows("invoices")
    size = len(invoices)
    chance = rng.random(size)
    day = invoices["issued_on"] + rng.integers(1, 26, size)
    at = np.flatnonzero((chance < _RED_WHOLE + _RED_PART) & (day < block.plan.end_day))
    share = np.where(chance[at] < _RED_WHOLE, 10_000, rng.integers(50, 3_000, len(at)))
    net, tax = part_bps(invoices["net_minor"][at], share), part_bps(invoices["tax_minor"][at], share)
    known_at = later(rng, day[at], 1, hour=10)
    notes = invoices.copy(
        at,
        kind=code("invoices", "kind", "credit_note"),
        issued_on=day[at],
        due_on=NULL,
        lines_minor=net,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        payable_minor=net + tax,
        known_at=known_at,
        _deal=NULL,
    )
    lines = block.rows("invoice_lines")
    first = np.full(size, NULL)
    first[lines["invoice_id"][lines["_line"] == 1]] = np.flatnonzero(lines["_line"] == 1)
    lines.copy(
        first[at], invoice_id=notes, net_minor=net, known_at=known_at, quantity_milli=NULL,
        unit_price_major=NULL,
    )  # fmt: skip
    block.rows("invoice_events").append(
        invoice_id=at,
        event=code("invoice_events", "event", "red_letter"),
        seller_id=invoices["seller_id"][at],
        buyer_id=invoices["buyer_id"][at],
        by_invoice_id=notes,
        amount_minor=net + tax,
        happened_on=day[at],
        _reason=rng.integers(0, _REASONS, len(at)),
        source_id=np.full(len(at), int(block.world.source(TAX_OFFICE))),
        known_at=known_at,
    )
    credited = np.zeros(len(invoices), np.int64)
    credited[at] = net + tax
    credited[notes] = invoices["payable_minor"][notes]
    credited_on = np.full(len(invoices), NULL)
    credited_on[at] = day[at]
    return credited, credited_on


def _disputes(block: Block, disputed: Flags, rng: np.random.Generator) -> None:
    invoices = block.rows("invoices")
    original = invoices["_deal"] != NULL
    day = invoices["issued_on"] + rng.integers(2, 20, len(invoices))
    at = np.flatnonzero(disputed & original & (day < block.plan.end_day))
    block.rows("invoice_events").append(
        invoice_id=at,
        event=code("invoice_events", "event", "dispute"),
        seller_id=invoices["seller_id"][at],
        buyer_id=invoices["buyer_id"][at],
        amount_minor=part_bps(invoices["payable_minor"][at], rng.integers(50, 2_000, len(at))),
        happened_on=day[at],
        _reason=rng.integers(0, _REASONS, len(at)),
        source_id=block.world.source(invoices["buyer_id"][at], as_buyer=True),
        known_at=later(rng, day[at], 3),
    )


def _pay(
    block: Block, owed: tuple[Ints, Ints, Ints, Ints], fates: Fates, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    """Write the payments of each invoice; return the first part, its day, and the day of the last payment.

    `owed` is per invoice: way, open amount, day of payment, retention in basis points.
    """
    way, open_minor, paid_on, retention = owed
    size = len(open_minor)
    parts = rng.integers(20, 81, size) * 100
    share = np.where(way == RETAINED, 10_000 - retention, np.where(way == PARTS, parts, 10_000))
    first = part_bps(open_minor, share)
    second_on = paid_on + np.where(way == RETAINED, 365, rng.integers(5, 61, size))
    end = block.plan.end_day
    pays = (way != NEVER) & (way != BY_VOUCHER) & (open_minor > 0)
    one = np.flatnonzero(pays & (first > 0) & (paid_on < end))
    two = np.flatnonzero(pays & (first < open_minor) & (second_on < end))
    at = np.concatenate([one, two])
    amount = np.concatenate([first[one], (open_minor - first)[two]])
    day = np.concatenate([paid_on[one], second_on[two]])
    write_payments(block, at, amount, day, way[at], rng, to_lender=np.where(fates.notice, fates.lender, NULL)[at])
    parted = pays & (first < open_minor) & (paid_on < end) & (first > 0)
    last = np.where(first < open_minor, second_on, paid_on)
    return (
        np.where(parted, first, 0),
        np.where(parted, paid_on, NULL),
        np.where(pays & (last < end), last, NULL),
    )


def write_payments(
    block: Block,
    invoice: Ints,
    amount: Ints,
    day: Ints,
    way: Ints,
    rng: np.random.Generator,
    *,
    to_lender: Ints | None = None,
) -> Ints:
    """Write payments of invoices by the debtor, or on its behalf; return their thing numbers.

    They go to the seller, or into the collection account of `to_lender` where that is not NULL.
    """
    world, invoices = block.world, block.rows("invoices")
    buyer, seller = invoices.of("buyer_id", invoice), invoices.of("seller_id", invoice)
    leader = world.leader[buyer]
    payer = np.where((way == ON_BEHALF) & (leader != NULL), leader, buyer)
    by_bank = (way != BILL) & (way != SET_OFF)
    second = world.second_account[seller]
    into = np.where((second != NULL) & (rng.random(len(invoice)) < _INTO_SECOND), second, seller)
    if to_lender is not None:
        notified = to_lender != NULL
        seller = np.where(notified, to_lender, seller)
        into = np.where(notified, world.collection_account(to_lender), into)
    return pay(
        block, rng, payer, payer, seller, into, amount, day,
        _by_bank=by_bank.astype(np.int64),
        way=np.where(way == BILL, code("payments", "way", "bill"),
                     np.where(way == SET_OFF, code("payments", "way", "set_off"), code("payments", "way", "transfer"))),
        ultimate_payer_id=np.where(payer != buyer, buyer, NULL),
        _for=np.full(len(invoice), GOODS),
        _invoice=invoice,
        _settles=invoice,
    )  # fmt: skip


def pay(  # noqa: PLR0913, PLR0917 - a payment is two parties, two accounts, an amount and a day
    block: Block,
    rng: np.random.Generator,
    payer: Ints,
    out_of: Ints,
    payee: Ints,
    into: Ints,
    amount: Ints,
    day: Ints,
    **columns: Ints,
) -> Ints:
    """Write payments as the payee's bank books them; return their thing numbers.

    `out_of` and `into` are accounts. `_by_bank` 0 in `columns`: settled without any account, by bill or set-off.
    """
    world = block.world
    by_bank = columns.pop("_by_bank", np.ones(len(payer), np.int64)) == 1
    filled = {"way": np.full(len(payer), code("payments", "way", "transfer")), **columns}
    return block.rows("payments").append(
        payer_id=payer,
        payer_account_id=np.where(by_bank, out_of, NULL),
        payee_id=payee,
        payee_account_id=np.where(by_bank, into, NULL),
        amount_minor=amount,
        state=np.full(len(payer), code("payments", "state", "booked")),
        booked_on=day,
        valued_on=day,
        source_id=world.source(np.where(by_bank, world.account_bank[into], payee)),
        known_at=later(rng, day, 1, hour=10),
        **filled,
    )
