"""What a lender has at risk on a party, gross and net of cash margin, loan by loan, guarantees given included.

A loan is at risk on its borrower. Where it was given without recourse against a receivable it is at risk on the
debtor of that receivable instead, and with recourse on both: whoever sums over several parties counts each loan
once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book
from hefu.core.money import Money
from hefu.credit.arrays import frame_from, ints_of, is_unique
from hefu.credit.claims import is_in_force
from hefu.credit.config import CreditConfig

_LOAN = ("loan_id", "lender_id", "borrower_id", "product", "currency", "outstanding_minor", "margin_minor", "state")


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is at risk on one or several parties together: loans, everything, and everything less cash margin."""

    loans: Money
    gross: Money
    net: Money


Risks = Mapping[str, Mapping[str, tuple[int, int, int]]]
"""Of one lender and currency: for each party what is at risk by the id of loan or guarantee, in minor units.

Each is lent, at risk gross, and at risk net of cash margin.
"""

_AMOUNTS = ("loans_minor", "gross_minor", "net_minor")
_COLUMNS = ("lender_id", "party_id", "risk_id", "currency", *_AMOUNTS)
_SCHEMA = pa.schema([(name, pa.int64() if name in _AMOUNTS else pa.string()) for name in _COLUMNS])
_OPEN = pa.array(["open", "overdue"])


def exposure_rows(book: Book, config: CreditConfig, today: date) -> pa.Table:
    """Return who is at risk for what, worked out once for a book: see `_rows` for the columns and what counts."""
    asked = f"exposures {today} {config.without_recourse}"
    key = (asked, "loans", "receivables", "guarantees")
    return book.remembered(key, lambda: _rows(book, config, today))


def _rows(book: Book, config: CreditConfig, today: date) -> pa.Table:
    """Return who is at risk for what: lender_id, party_id, risk_id, currency, loans_minor, gross_minor, net_minor.

    A guarantee that the lender gave for a party and that is in force is at risk in full and is no loan. A loan
    stated by several sources counts once, at its highest balance and its lowest margin. What is repaid or
    written off is at risk no more; a loan without a statement of its margin has none.
    """
    loans = book.table("loans", _LOAN)
    loans = loans.filter(pc.is_in(loans["state"], _OPEN))
    once = loans if is_unique(loans["loan_id"]) else _once(loans)
    gross = ints_of(once["outstanding_minor"])
    net = pa.array(np.maximum(0, gross - ints_of(once["margin_minor"])))
    said = [once["lender_id"], once["borrower_id"], once["loan_id"], once["currency"]]
    rows = pa.table([*said, *[once["outstanding_minor"]] * 2, net], names=_COLUMNS)
    debtors = book.table("receivables", ("loan_id", "debtor_id")).drop_null()
    debtors = debtors.filter(pc.is_in(debtors["loan_id"], once["loan_id"].combine_chunks()))
    if len(debtors) or once is not loans:
        rows = _passed_on(rows, once["product"], debtors, config)
    return pa.concat_tables([rows, _guaranteed(book, today)]) if book.table("guarantees").num_rows else rows


def _once(loans: pa.Table) -> pa.Table:
    once = frame_from(loans).group_by("loan_id", "lender_id", "currency", maintain_order=True)
    found = once.agg(
        pl.col("borrower_id", "product").min(),
        pl.col("outstanding_minor").max(),
        pl.col("margin_minor").fill_null(0).min(),
        pl.col("state").first(),
    )
    return found.select(loans.column_names).to_arrow().cast(loans.schema)


def _passed_on(rows: pa.Table, products: pa.ChunkedArray, debtors: pa.Table, config: CreditConfig) -> pa.Table:
    """Put what was lent against a receivable at risk on its debtor, and on the borrower no more without recourse."""
    frame = frame_from(rows.append_column("product", products))
    joined = frame.join(frame_from(debtors), left_on="risk_id", right_on="loan_id", how="left")
    passed_on = pl.col("product").is_in(list(config.without_recourse)).fill_null(value=False)
    borrower = pl.when(~(passed_on & pl.col("debtor_id").is_not_null())).then(pl.col("party_id"))
    both = joined.with_columns(pl.concat_list(borrower, "debtor_id").alias("party_id")).explode("party_id")
    lent = both.filter(pl.col("party_id").is_not_null()).unique(subset=["party_id", "risk_id"])
    return lent.select(_COLUMNS).to_arrow().cast(rows.schema)


def _guaranteed(book: Book, today: date) -> pa.Table:
    most: dict[tuple[str, str, str, str], int] = {}
    for row in book.rows("guarantees"):
        if is_in_force(row, today):
            key = (row["guarantor_id"], row["debtor_id"], row["guarantee_id"], row["currency"])
            most[key] = max(row["amount_minor"], most.get(key, row["amount_minor"]))
    rows = [dict(zip(_COLUMNS, (*key, 0, amount, amount), strict=True)) for key, amount in most.items()]
    return pa.Table.from_pylist(rows, _SCHEMA)


def exposures_of(book: Book, config: CreditConfig, lender_id: str, currency: str, today: date) -> pa.Table:
    """Return the rows of `exposure_rows` of one lender in one currency."""
    rows = exposure_rows(book, config, today)
    return rows.filter(pc.and_(pc.equal(rows["lender_id"], lender_id), pc.equal(rows["currency"], currency)))


def risks_of(book: Book, config: CreditConfig, lender_id: str, currency: str, today: date) -> Risks:
    """Return what one lender has at risk in one currency, party by party."""
    return by_party(exposures_of(book, config, lender_id, currency, today))


def by_party(rows: pa.Table) -> Risks:
    """Return rows of `exposure_rows` of one lender and currency party by party."""
    found: dict[str, dict[str, tuple[int, int, int]]] = {}
    columns = (rows[name].to_pylist() for name in ("party_id", "risk_id", *_AMOUNTS))
    for party_id, risk_id, loans, gross, net in zip(*columns, strict=True):
        found.setdefault(party_id, {})[risk_id] = (loans, gross, net)
    return found


def exposure_to(risks: Risks, parties: frozenset[str], currency: str) -> Exposure:
    """Return what is at risk on some parties together, each loan and guarantee once."""
    once = {risk_id: amounts for party_id in risks.keys() & parties for risk_id, amounts in risks[party_id].items()}
    return Exposure(*(Money(sum(amounts[place] for amounts in once.values()), currency) for place in range(3)))
