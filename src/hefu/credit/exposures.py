"""What a lender has at risk on a party, gross and net of cash margin, loan by loan, guarantees given included.

A loan is at risk on its borrower. Where it was given without recourse against a receivable it is at risk on the
debtor of that receivable instead, and with recourse on both: whoever sums over several parties counts each loan
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from hefu.book import Book
from hefu.core.money import Money
from hefu.credit.claims import frame_of, in_force
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


def exposure_rows(book: Book, config: CreditConfig, today: date) -> pl.DataFrame:
    """Return who is at risk for what, worked out once for a book: see `_rows` for the columns and what counts."""
    asked = f"exposures {today} {config.without_recourse}"
    key = (asked, "loans", "receivables", "guarantees")
    return book.remembered(key, lambda: _rows(book, config, today).collect())


def _rows(book: Book, config: CreditConfig, today: date) -> pl.LazyFrame:
    """Return who is at risk for what: lender_id, party_id, risk_id, currency, loans_minor, gross_minor, net_minor.

    A guarantee that the lender gave for a party and that is in force is at risk in full and is no loan. A loan
    stated by several sources counts once, at its highest balance and its lowest margin. What is repaid or
    written off is at risk no more; a loan without a statement of its margin has none.
    """
    loans = frame_of(book, "loans", *_LOAN).filter(pl.col("state").is_in(["open", "overdue"]))
    once = loans.group_by("loan_id", "lender_id", "currency").agg(
        pl.col("borrower_id").min(),
        pl.col("product").min(),
        pl.col("outstanding_minor").max().alias("gross_minor"),
        pl.col("margin_minor").fill_null(0).min(),
    )
    net = pl.max_horizontal(0, pl.col("gross_minor") - pl.col("margin_minor"))
    debtors = frame_of(book, "receivables", "loan_id", "debtor_id").drop_nulls()
    joined = once.with_columns(net.alias("net_minor")).join(debtors, on="loan_id", how="left")
    passed_on = pl.col("product").is_in(list(config.without_recourse)).fill_null(value=False)
    borrower = pl.when(~(passed_on & pl.col("debtor_id").is_not_null())).then(pl.col("borrower_id"))
    both = joined.with_columns(pl.concat_list(borrower, "debtor_id").alias("party_id")).explode("party_id")
    lent = both.filter(pl.col("party_id").is_not_null()).unique(subset=["party_id", "loan_id"])
    columns = [pl.col("lender_id", "party_id"), pl.col("loan_id").alias("risk_id"), pl.col("currency")]
    loans_minor = pl.col("gross_minor").alias("loans_minor")
    of_loans = lent.select(*columns, loans_minor, "gross_minor", "net_minor")
    return pl.concat([of_loans, _guaranteed(book, today)]) if book.holds("guarantees") else of_loans


def _guaranteed(book: Book, today: date) -> pl.LazyFrame:
    columns = ("guarantee_id", "guarantor_id", "debtor_id", "currency", "amount_minor", "valid_from", "valid_to")
    given = frame_of(book, "guarantees", *columns).filter(in_force(today))
    by = [
        pl.col("guarantor_id").alias("lender_id"),
        pl.col("debtor_id").alias("party_id"),
        pl.col("guarantee_id").alias("risk_id"),
        pl.col("currency"),
    ]
    amount = pl.col("amount_minor").max()
    none = pl.lit(0, pl.Int64).alias("loans_minor")
    return given.group_by(by).agg(none, amount.alias("gross_minor"), amount.alias("net_minor"))


def risks_of(book: Book, config: CreditConfig, lender_id: str, currency: str, today: date) -> Risks:
    """Return what one lender has at risk in one currency, party by party."""
    if not (book.holds("loans") or book.holds("guarantees")):
        return {}
    ours = (pl.col("lender_id") == lender_id) & (pl.col("currency") == currency)
    rows = exposure_rows(book, config, today).filter(ours).select("party_id", "risk_id", *_AMOUNTS)
    found: dict[str, dict[str, tuple[int, int, int]]] = {}
    for party_id, risk_id, loans, gross, net in rows.iter_rows():
        found.setdefault(party_id, {})[risk_id] = (loans, gross, net)
    return found


def exposure_to(risks: Risks, parties: Iterable[str], currency: str) -> Exposure:
    """Return what is at risk on some parties together, each loan and guarantee once."""
    once = {risk_id: amounts for party_id in parties for risk_id, amounts in risks.get(party_id, {}).items()}
    return Exposure(*(Money(sum(amounts[place] for amounts in once.values()), currency) for place in range(3)))
