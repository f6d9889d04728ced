"""Receivables from their birth to their end. At every moment the parts of an invoice's claim sum to its amount."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Flags, Ints
from hefu.gym.frame import NULL, Block, code
from hefu.gym.stages.fates import ASSIGNED, FREE, PLEDGED, VOUCHERED, Fates
from hefu.gym.stages.papers import later
from hefu.gym.stages.settlement import Settled

_NEVER = np.iinfo(np.int64).max // 2
_STATES = {ASSIGNED: "assigned", PLEDGED: "pledged", VOUCHERED: "vouchered"}


def write_receivables(block: Block, fates: Fates, settled: Settled, loan: Ints, rng: np.random.Generator) -> None:
    """Write each client's claims. `loan` is the loan that a claim secures, per invoice, or NULL.

    The claim loses what is taken back (a part of its own, diluted) and what is paid first (a part of its own,
    collected); the rest is financed, and collected at the last.
    """
    invoices = block.rows("invoices")
    own = (block.world.client[invoices["seller_id"]] == 1) & (invoices["_deal"] != NULL)
    at = np.flatnonzero(own)
    begins = invoices["issued_on"][at]
    changes = {
        "financed": _or_never(fates.financed_on[at]),
        "credited": _or_never(settled.credited_on[at]),
        "first": _or_never(settled.first_on[at]),
        "last": _or_never(settled.last_on[at]),
    }
    amount, credited, first = invoices["payable_minor"][at], settled.credited_minor[at], settled.first_minor[at]
    things = np.arange(len(at))
    for begin in (begins, *changes.values()):
        ends = np.full(len(at), _NEVER)
        for other in changes.values():
            ends = np.where(other > begin, np.minimum(ends, other), ends)
        rest = (
            amount - np.where(changes["credited"] <= begin, credited, 0) - np.where(changes["first"] <= begin, first, 0)
        )
        there = (begin < _NEVER) & _first_to_say(begins, changes, begin)
        financed = changes["financed"] <= begin
        fate = np.where(financed, fates.fate[at], FREE)
        state = np.where(changes["last"] <= begin, code("receivables", "state", "collected"), _state(fate))
        row = np.flatnonzero(there & (rest > 0))
        holder = np.where(fate == ASSIGNED, fates.lender[at], invoices["seller_id"][at])
        _append(block, at[row], things[row], state[row], rest[row], begin[row], ends[row], rng,
                holder=holder[row], loan=np.where(financed, loan[at], NULL)[row])  # fmt: skip
    _parts(block, at, settled, rng)


def _first_to_say(begins: Ints, changes: dict[str, Ints], begin: Ints) -> Flags:
    """Of several changes on one day only the first listed writes the row, which holds them all."""
    earlier = np.zeros(len(begin), bool)
    for other in (begins, *changes.values()):
        if other is begin:
            break
        earlier |= other == begin
    return ~earlier


def _or_never(days: Ints) -> Ints:
    return np.where(days == NULL, _NEVER, days)


def _state(fate: Ints) -> Ints:
    state = np.full(len(fate), code("receivables", "state", "free"))
    for number, word in _STATES.items():
        state[fate == number] = code("receivables", "state", word)
    return state


def _append(  # noqa: PLR0913, PLR0917 - one argument per column
    block: Block, invoice: Ints, thing: Ints | None, state: Ints, amount: Ints, begin: Ints, end: Ints,
    rng: np.random.Generator, *, holder: Ints, loan: Ints,
) -> None:  # fmt: skip
    invoices = block.rows("invoices")
    seller = invoices["seller_id"][invoice]
    key = {} if thing is None else {"receivable_id": thing}
    block.rows("receivables").append(
        **key,
        invoice_id=invoice,
        creditor_id=seller,
        debtor_id=invoices["buyer_id"][invoice],
        holder_id=holder,
        state=state,
        amount_minor=amount,
        due_on=invoices["due_on"][invoice],
        loan_id=loan,
        valid_from=begin,
        valid_to=np.where(end >= _NEVER, NULL, end),
        source_id=block.world.source(seller),
        known_at=later(rng, begin, 0),
    )


def _parts(block: Block, at: Ints, settled: Settled, rng: np.random.Generator) -> None:
    """Write what was taken back and what was paid first as parts of their own, for good in their state."""
    for days, amounts, word in (
        (settled.credited_on, settled.credited_minor, "diluted"),
        (settled.first_on, settled.first_minor, "collected"),
    ):
        part = at[(days[at] != NULL) & (amounts[at] > 0)]
        state = np.full(len(part), code("receivables", "state", word))
        _append(block, part, None, state, amounts[part], days[part], np.full(len(part), _NEVER), rng,
                holder=block.rows("invoices")["seller_id"][part], loan=np.full(len(part), NULL))  # fmt: skip
