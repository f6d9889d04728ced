"""The borrowing base: of each receivable what counts and why not, reserves, caps, and the advance on the rest.

Of a claim that counts, what is not delivered, credited, paid, disputed, open to set-off or kept as retention money is
taken off in this order, each part only from what is left, so that the parts always sum to what was invoiced. On what
is delivered by each debtor's claims a reserve for credit notes to come is held back: his own history of credits, the
lender's floor at least. Then no debtor may have more than his share of the base. Reserves and caps are shared out to
the claims without losing a minor unit, so every line and every column adds up.

Rounding: retention and reserves up, the debtor's cap and the advance down: each against the borrower.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from hefu.book import Book
from hefu.book.schema import table_named
from hefu.core.context import Context
from hefu.core.money import BPS_WHOLE, Money, Rounding, allocate, divide
from hefu.credit.claims import claims
from hefu.credit.eligibility import Terms, with_reasons
from hefu.credit.groups import with_related

DEDUCTIONS = ("undelivered", "credited", "paid", "disputed", "contra", "retention")
"""What is taken off a claim that counts, in this order."""


@dataclass(frozen=True, slots=True)
class DebtorBase:
    """One debtor's part of a base, in minor units: the rate of his reserve, and what reserve and cap took."""

    debtor_id: str
    eligible_minor: int
    dilution_bps: int
    dilution_minor: int
    concentration_minor: int


@dataclass(frozen=True, slots=True)
class BorrowingBase:
    """A borrowing base certificate. `lines` is the derived table `base_lines`, one row per receivable, every currency.

    Sums are of the currency asked. `excluded` gives the amount by reason. `unassessed` names tests that could
    not be asked.
    """

    lines: pa.Table
    debtors: tuple[DebtorBase, ...]
    invoiced: Money
    excluded: Mapping[str, Money]
    deducted: Mapping[str, Money]
    dilution: Money
    concentration: Money
    base: Money
    advance_rate_bps: int
    advance: Money
    unassessed: tuple[str, ...]


def borrowing_base(
    book: Book,
    lender_id: str,
    terms: Terms,
    at: Context,
    *,
    invoice_ids: Collection[str] | None = None,
    held: bool = False,
) -> BorrowingBase:
    """Return the base of some invoices, or of all claims in the book where none are named.

    Reads `tallies`, `invoices`, `receivables` and what speaks against them; `groups` where it is there. `held` counts
    claims this lender holds already, see `hefu.credit.claims.claims`.
    """
    every, unassessed = with_related(claims(book, lender_id, at, held=held), book)
    judged = _parts(with_reasons(every, terms)).collect()
    rates = _dilution_rates(judged, terms)
    chosen = judged if invoice_ids is None else judged.filter(pl.col("invoice_id").is_in(list(invoice_ids)))
    lines, debtors = _reserved(chosen, rates, terms)
    return _certificate(lines, debtors, terms, unassessed)


def _certificate(
    lines: pl.DataFrame, debtors: tuple[DebtorBase, ...], terms: Terms, unassessed: tuple[str, ...]
) -> BorrowingBase:
    names = ("gross", *DEDUCTIONS, "dilution", "concentration", "base")
    counted = lines.lazy().filter(pl.col("currency") == terms.currency)
    sums = counted.select(pl.col(f"{name}_minor").sum() for name in names)
    reasons = counted.filter(pl.col("reason").is_not_null()).group_by("reason").agg(pl.col("gross_minor").sum())
    (totals,), by_reason = (frame.rows() for frame in pl.collect_all([sums, reasons]))
    total = {name: Money(amount, terms.currency) for name, amount in zip(names, totals, strict=True)}
    table = table_named("base_lines")
    return BorrowingBase(
        lines=lines.select(table.column_names).to_arrow().cast(table.arrow),
        debtors=debtors,
        invoiced=total["gross"],
        excluded={code: Money(amount, terms.currency) for code, amount in sorted(by_reason)},
        deducted={name: total[name] for name in DEDUCTIONS},
        dilution=total["dilution"],
        concentration=total["concentration"],
        base=total["base"],
        advance_rate_bps=terms.config.advance_rate_bps,
        advance=total["base"].part_bps(terms.config.advance_rate_bps, Rounding.DOWN),
        unassessed=unassessed,
    )


def _parts(judged: pl.LazyFrame) -> pl.LazyFrame:
    """Take the parts of each claim apart; what is left is eligible."""
    counts = pl.col("reason").is_null()
    gross, rate = pl.col("gross_minor"), pl.col("retention_bps").fill_null(0).clip(0, BPS_WHOLE)
    # Whole parts first, so that no product leaves 64 bits; rounded up.
    retention = gross // BPS_WHOLE * rate + (gross % BPS_WHOLE * rate + BPS_WHOLE - 1) // BPS_WHOLE
    wanted = {
        "undelivered": gross - pl.col("delivered_minor"),
        "credited": pl.col("credited_minor"),
        "paid": pl.col("paid_minor"),
        "disputed": pl.col("disputed_minor").fill_null(0),
        "contra": pl.col("contra_minor"),
        "retention": retention,
    }
    frame = judged.with_columns(*(take.alias(f"_{name}") for name, take in wanted.items()))
    frame = frame.with_columns(
        pl.col("gross_minor").alias("billed_minor"),
        pl.when(counts).then(0).otherwise(gross).alias("excluded_minor"),
        pl.when(counts).then(gross).otherwise(0).alias("eligible_minor"),
    )
    for name in DEDUCTIONS:
        taken = pl.min_horizontal(pl.col("eligible_minor"), pl.max_horizontal(0, pl.col(f"_{name}")))
        frame = frame.with_columns(taken.alias(f"{name}_minor"))
        frame = frame.with_columns(pl.col("eligible_minor") - pl.col(f"{name}_minor"))
    return frame


def _dilution_rates(judged: pl.DataFrame, terms: Terms) -> Mapping[str, int]:
    """Return each debtor's reserve in bps: credits as a share of what was billed, on claims that are over; floor kept.

    A claim is over when it is due or nothing is owed on it any more. The share is rounded up and is at most the whole.
    """
    over = (pl.col("due_last") < terms.today) | (pl.col("unpaid_minor") <= 0)
    history = judged.lazy().filter(over & (pl.col("currency") == terms.currency) & (pl.col("gross_minor") > 0))
    seen = history.group_by("debtor_id").agg(pl.col("gross_minor").sum(), pl.col("_credited").sum()).collect()
    floor = terms.config.dilution_reserve_bps
    return {
        debtor: min(BPS_WHOLE, max(floor, divide(credited * BPS_WHOLE, billed, Rounding.UP)))
        for debtor, billed, credited in seen.iter_rows()
    }


def _reserved(
    chosen: pl.DataFrame, rates: Mapping[str, int], terms: Terms
) -> tuple[pl.DataFrame, tuple[DebtorBase, ...]]:
    """Hold the reserves back, cap each debtor, and share both out to the claims."""
    backed = pl.sum_horizontal("eligible_minor", *(f"{name}_minor" for name in DEDUCTIONS if name != "undelivered"))
    ordered = chosen.lazy().with_columns(backed.alias("_backed")).sort("debtor_id", "invoice_id").collect()
    eligible: dict[str, tuple[int, int]] = {}
    for debtor, amount, of in ordered.select("debtor_id", "eligible_minor", "_backed").iter_rows():
        before = eligible.get(debtor, (0, 0))
        eligible[debtor] = (before[0] + amount, before[1] + of)
    floor = terms.config.dilution_reserve_bps
    reserves = {
        debtor: min(amount, divide(of * rates.get(debtor, floor), BPS_WHOLE, Rounding.UP))
        for debtor, (amount, of) in eligible.items()
    }
    net = {debtor: amount - reserves[debtor] for debtor, (amount, _) in eligible.items()}
    cap = divide(sum(net.values()) * terms.config.concentration_bps_max, BPS_WHOLE, Rounding.DOWN)
    debtors = tuple(
        DebtorBase(debtor, amount, rates.get(debtor, floor), reserves[debtor], max(0, net[debtor] - cap))
        for debtor, (amount, _) in eligible.items()
    )
    shared = _shared(ordered, debtors)
    return shared.sort("invoice_id"), debtors


def _shared(ordered: pl.DataFrame, debtors: Iterable[DebtorBase]) -> pl.DataFrame:
    """Share each debtor's reserve and excess out over his claims by what is eligible, losing nothing.

    Both never exceed what they are shared over, so no claim's part does.
    """
    weights = ordered["eligible_minor"].to_list()
    sizes = Counter(ordered["debtor_id"].to_list()).values()
    dilution, concentration, start = list[int](), list[int](), 0
    for one, size in zip(debtors, sizes, strict=True):
        mine = weights[start : start + size]
        start += size
        held = _share(one.dilution_minor, mine)
        dilution += held
        concentration += _share(one.concentration_minor, [a - b for a, b in zip(mine, held, strict=True)])
    frame = ordered.with_columns(
        pl.Series("dilution_minor", dilution, pl.Int64), pl.Series("concentration_minor", concentration, pl.Int64)
    )
    base = pl.col("eligible_minor") - pl.col("dilution_minor") - pl.col("concentration_minor")
    return frame.with_columns(base.alias("base_minor"))


def _share(whole_minor: int, weights: list[int]) -> list[int]:
    return list(allocate(whole_minor, weights)) if whole_minor else [0] * len(weights)
