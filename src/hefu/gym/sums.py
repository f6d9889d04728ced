"""What a block's rows come to, per account and per company, for the tables that need every block."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Flags, Ints
from hefu.gym.frame import NULL, Block, code

SALES, COST, RECEIVABLES, PAYABLES, DEBT = range(5)


def sums(block: Block) -> dict[str, Ints]:
    """Return sources that spoke; net flows by account and month; sums by company. All from rows as they stand."""
    return {"sources": _sources(block), **_flows(block), **_companies(block)}


def _sources(block: Block) -> Ints:
    used = [np.unique(rows["source_id"][rows.kept]) for rows in block.tables.values() if len(rows)]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *used]))


def _added(keys: Ints, values: Ints) -> tuple[Ints, Ints]:
    cells, at = np.unique(keys, return_inverse=True)
    total = np.zeros(len(cells), np.int64)
    np.add.at(total, at, values)
    return cells, total


def moved(block: Block) -> Flags:
    """Return which payments moved money between two accounts."""
    payments = block.rows("payments")
    booked = payments.kept & (payments["state"] == code("payments", "state", "booked"))
    both: Flags = booked & (payments["payer_account_id"] != NULL) & (payments["payee_account_id"] != NULL)
    return both


def _flows(block: Block) -> dict[str, Ints]:
    payments, months = block.rows("payments"), block.plan.months
    at = np.flatnonzero(moved(block))
    month = (np.searchsorted(block.plan.month_starts, payments["booked_on"][at], side="right") - 1).clip(0, months - 1)
    amount = payments["amount_minor"][at]
    accounts = np.concatenate([payments["payer_account_id"][at], payments["payee_account_id"][at]])
    cells, net = _added(accounts * months + np.r_[month, month], np.r_[-amount, amount])
    return {"flow_cells": cells, "flow_minor": net}


def _companies(block: Block) -> dict[str, Ints]:
    """Add up sales, purchases, what is owed and lent. A red letter lessens both sides; of copies one counts."""
    invoices, loans = block.rows("invoices"), block.rows("loans")
    things = np.arange(invoices.things)
    rows = invoices.first(things) if len(things) else things
    counts = invoices.kept[rows] & _honest(block, rows)
    sign = np.where(invoices["kind"][rows] == code("invoices", "kind", "invoice"), 1, -1) * counts
    seller, buyer = invoices["seller_id"][rows], invoices["buyer_id"][rows]
    net = sign * invoices["net_minor"][rows]
    owed = sign * invoices["payable_minor"][rows]
    payments = block.rows("payments")
    settles = np.flatnonzero(payments.kept & (payments["_settles"] != NULL))
    np.subtract.at(owed, payments["_settles"][settles], payments["amount_minor"][settles])
    last = np.zeros(loans.things, np.int64)
    last[loans["loan_id"]] = np.arange(len(loans))
    kinds = 5
    keys = [seller * kinds + SALES, buyer * kinds + COST, seller * kinds + RECEIVABLES, buyer * kinds + PAYABLES,
            loans["borrower_id"][last] * kinds + DEBT]  # fmt: skip
    cells, total = _added(
        np.concatenate(keys), np.concatenate([net, net, owed, owed, loans["outstanding_minor"][last]])
    )
    return {"company_cells": cells, "company_minor": total}


def _honest(block: Block, rows: Ints) -> Flags:
    """Return which invoices stand in the seller's own accounts; a scheme marks by `_off_book` 1 what does not."""
    honest: Flags = block.rows("invoices")["_off_book"][rows] != 1
    return honest
