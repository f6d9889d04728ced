"""Receivables vouchers: issued against an invoice, split, passed on, financed, paid at maturity."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hefu.gym.draw import Flags, Ints, part_bps
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.fates import VOUCHERED, Fates, lender_of
from hefu.gym.stages.lending import VOUCHER_LOAN, Lent
from hefu.gym.stages.papers import HOUR_US, later
from hefu.gym.stages.settlement import VOUCHER, Settled, pay
from hefu.gym.world.world import VOUCHER_PLATFORM

TERM_DAYS_MAX = 180
_SPLIT, _FINANCED, _UNPAID = 0.45, 0.4, 0.004
_RATE_BPS = 340
_ROOM_DAYS = 6
"""A voucher with fewer days to run is neither split nor financed."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Vouchers that nobody splits further: whole roots and parts. One entry per piece."""

    voucher: Ints
    invoice: Ints
    holder: Ints
    amount_minor: Ints
    since: Ints
    due_on: Ints
    paid: Flags
    """Whether the issuer pays at maturity, should that lie before the end."""


def write_vouchers(block: Block, fates: Fates, settled: Settled, rng: np.random.Generator) -> tuple[Settled, Lent]:
    """Write vouchers with their lives; return when invoices are settled by them, and what is lent on them."""
    invoices = block.rows("invoices")
    at = np.flatnonzero(fates.fate == VOUCHERED)
    issued = fates.financed_on[at]
    due = np.maximum(np.minimum(invoices["due_on"][at], issued + TERM_DAYS_MAX), issued + 2)
    paid = rng.random(len(at)) >= _UNPAID
    columns = {
        "issuer_id": invoices["buyer_id"][at], "holder_id": invoices["seller_id"][at], "invoice_id": at,
        "amount_minor": invoices["payable_minor"][at], "issued_on": issued, "due_on": due,
    }  # fmt: skip
    roots = _state(block, columns, NULL, "open", issued, rng)
    split_on = issued + rng.integers(1, _ROOM_DAYS, len(at))
    split = (rng.random(len(at)) < _SPLIT) & (due - issued > 2 * _ROOM_DAYS) & (split_on < block.plan.end_day)
    pieces = Pieces(roots, at, columns["holder_id"], columns["amount_minor"], issued, due, paid)
    parts = _split(block, _only(pieces, split), split_on[split], rng)
    _state(
        block, {name: values[split] for name, values in columns.items()}, roots[split], "split", split_on[split], rng
    )
    whole = _joined(_only(pieces, ~split), *parts)
    lent = _finance(block, whole, rng)
    _redeem(block, whole, lent, rng)
    last = settled.last_on.copy()
    last[at] = np.where(paid & (due < block.plan.end_day), due, NULL)
    return replace(settled, last_on=last), lent


def _only(pieces: Pieces, which: Flags) -> Pieces:
    return Pieces(*(getattr(pieces, name)[which] for name in Pieces.__slots__))


def _joined(*parts: Pieces) -> Pieces:
    return Pieces(*(np.concatenate([getattr(part, name) for part in parts]) for name in Pieces.__slots__))


def _state(block: Block, columns: dict[str, Ints], thing: Ints | int, word: str, day: Ints, rng: np.random.Generator,
           hour: int = 1) -> Ints:  # fmt: skip
    """Write one statement of the platform about each voucher; a new thing where `thing` is NULL."""
    key = {} if isinstance(thing, int) else {"voucher_id": thing}
    size = len(day)
    return block.rows("vouchers").append(
        **key, **columns, state=np.full(size, code("vouchers", "state", word)),
        source_id=np.full(size, int(block.world.source(VOUCHER_PLATFORM))), known_at=later(rng, day, 0, hour=hour),
    )  # fmt: skip


def _split(block: Block, roots: Pieces, day: Ints, rng: np.random.Generator) -> tuple[Pieces, Pieces]:
    """Split each root in two: one part passes to a supplier of the holder, one stays. The parts sum to the whole."""
    invoices = block.rows("invoices")
    passed = part_bps(roots.amount_minor, rng.integers(30, 71, len(day)) * 100)
    mine = np.arange(block.companies.start, block.companies.stop)
    active = mine[block.world.dormant[mine] == 0]
    supplier = active[rng.integers(0, len(active), len(day))]
    supplier = np.where(supplier == roots.holder, active[0], supplier)
    parts = []
    for holder, amount in ((supplier, passed), (roots.holder, roots.amount_minor - passed)):
        columns = {
            "issuer_id": invoices["buyer_id"][roots.invoice], "holder_id": holder, "parent_id": roots.voucher,
            "invoice_id": roots.invoice, "amount_minor": amount, "issued_on": day, "due_on": roots.due_on,
        }  # fmt: skip
        things = _state(block, columns, NULL, "open", day, rng)
        parts.append(Pieces(things, roots.invoice, holder, amount, day, roots.due_on, roots.paid))
    _transfer(block, parts[0].voucher, roots.holder, supplier, passed, day, rng)
    return parts[0], parts[1]


def _transfer(
    block: Block, voucher: Ints, giver: Ints, taker: Ints, amount: Ints, day: Ints, rng: np.random.Generator
) -> None:  # fmt: skip
    happened = day * DAY_US + rng.integers(1, 9, len(day)) * HOUR_US + rng.integers(0, 3_600, len(day)) * 1_000_000
    signed = happened + rng.integers(60, 3_600 * 4, len(day)) * 1_000_000
    block.rows("voucher_transfers").append(
        voucher_id=voucher, from_id=giver, to_id=taker, amount_minor=amount, signed_for_at=signed, happened_at=happened,
        source_id=np.full(len(day), int(block.world.source(VOUCHER_PLATFORM))), known_at=signed + 1_000_000,
    )  # fmt: skip


def _columns(block: Block, pieces: Pieces, holder: Ints) -> dict[str, Ints]:
    """Repeat what was said of each piece when it was born, with another holder."""
    vouchers = block.rows("vouchers")
    first = np.zeros(vouchers.things, np.int64)
    key = vouchers["voucher_id"]
    first[key[::-1]] = np.arange(len(key))[::-1]
    row = first[pieces.voucher]
    names = ("issuer_id", "parent_id", "invoice_id", "amount_minor", "issued_on", "due_on")
    return {**{name: vouchers[name][row] for name in names}, "holder_id": holder}


def _finance(block: Block, pieces: Pieces, rng: np.random.Generator) -> Lent:
    """Lend on some pieces until they fall due; the lender holds them then. Entries stand for pieces in order.

    A piece nobody lends on has an amount of 0.
    """
    size = len(pieces.voucher)
    day = pieces.since + rng.integers(1, _ROOM_DAYS, size)
    lent_on = (rng.random(size) < _FINANCED) & (day + _ROOM_DAYS < pieces.due_on) & (day < block.plan.end_day)
    lender = lender_of(block, pieces.holder, rng)
    some = _only(pieces, lent_on)
    _state(block, _columns(block, some, lender[lent_on]), some.voucher, "financed", day[lent_on], rng)
    _transfer(block, some.voucher, some.holder, lender[lent_on], some.amount_minor, day[lent_on], rng)
    closes = np.where(pieces.paid & (pieces.due_on < block.plan.end_day), pieces.due_on, NULL)
    amount = np.where(lent_on, part_bps(pieces.amount_minor, 9_500), 0)
    return Lent(pieces.holder, lender, np.full(size, VOUCHER_LOAN), amount, np.full(size, _RATE_BPS), day,
                pieces.due_on, closes, np.where(closes == NULL, 0, pieces.amount_minor))  # fmt: skip


def _redeem(block: Block, pieces: Pieces, lent: Lent, rng: np.random.Generator) -> None:
    """At maturity the issuer pays whoever holds the piece; a few do not."""
    due = pieces.due_on < block.plan.end_day
    financed = lent.amount_minor > 0
    holder = np.where(financed, lent.lender, pieces.holder)
    for which, word in ((due & pieces.paid, "paid"), (due & ~pieces.paid, "overdue")):
        some = _only(pieces, which)
        _state(block, _columns(block, some, holder[which]), some.voucher, word, some.due_on, rng, hour=12)
    at = due & pieces.paid
    issuer = block.rows("invoices")["buyer_id"][pieces.invoice[at]]
    account = np.where(financed, block.world.collection_account(lent.lender), pieces.holder)
    seller = block.rows("invoices")["seller_id"][pieces.invoice[at]]
    pay(block, rng, issuer, issuer, holder[at], account[at], pieces.amount_minor[at], pieces.due_on[at],
        _for=np.full(int(at.sum()), VOUCHER), _settles=pieces.invoice[at],
        _invoice=np.where(holder[at] == seller, pieces.invoice[at], NULL))  # fmt: skip
