"""What a lender has at risk on a party, gross and net of cash margin, loan by loan.

A loan is at risk on its borrower. Where it was given without recourse against a receivable it is at risk on the debtor of
that receivable instead, and with recourse on both: whoever sums over several parties counts each loan once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from hefu.book import Book
from hefu.core.money import Money
from hefu.credit.claims import frame_of
from hefu.credit.config import CreditConfig

_LOAN = ("loan_id", "lender_id", "borrower_id", "product", "currency", "outstanding_minor", "margin_minor", "state")


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is at risk on one or several parties together: all of it, and less the cash margin held against it."""

    gross: Money
    net: Money


Loans = Mapping[str, Mapping[str, tuple[int, int]]]
"""Of one lender and currency: for each party its loans by id, each with what is at risk gross and net, in minor units."""


def exposure_rows(book: Book, config: CreditConfig) -> pl.LazyFrame:
    """Return who is at risk for what: lender_id, party_id, loan_id, currency, gross_minor, net_minor.

    A loan stated by several sources counts once, at its highest balance and its lowest margin. What is repaid or written off
    is at risk no more; a loan without a statement of its margin has none.
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
    columns = ["lender_id", "party_id", "loan_id", "currency", "gross_minor", "net_minor"]
    return both.select(columns).filter(pl.col("party_id").is_not_null()).unique()


def loans_of(book: Book, config: CreditConfig, lender_id: str, currency: str) -> Loans:
    """Return what one lender has at risk in one currency, party by party."""
    ours = (pl.col("lender_id") == lender_id) & (pl.col("currency") == currency)
    rows = exposure_rows(book, config).filter(ours).select("party_id", "loan_id", "gross_minor", "net_minor")
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for party_id, loan_id, gross, net in rows.collect().iter_rows():
        found.setdefault(party_id, {})[loan_id] = (gross, net)
    return found


def exposure_to(loans: Loans, parties: Iterable[str], currency: str) -> Exposure:
    """Return what is at risk on some parties together, each loan once."""
    once = {loan_id: amounts for party_id in parties for loan_id, amounts in loans.get(party_id, {}).items()}
    gross, net = (sum(amounts[place] for amounts in once.values()) for place in (0, 1))
    return Exposure(Money(gross, currency), Money(net, currency))
