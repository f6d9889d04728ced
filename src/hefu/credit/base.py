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

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book
from hefu.book.schema import table_named
from hefu.core.context import Context
from hefu.core.money import BPS_WHOLE, Money, Rounding, allocate, divide
from hefu.credit.arrays import Ints, coded, day_number, is_among
from hefu.credit.claims import Claims, claims
from hefu.credit.eligibility import ELIGIBLE, EXCLUSIONS, Terms, reasons_of
from hefu.credit.groups import GROUPS, assessed

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
    every = claims(book, lender_id, at, held=held)
    reasons = reasons_of(every, terms)
    parts = _parts(every, reasons)
    chosen = np.arange(len(every)) if invoice_ids is None else np.flatnonzero(is_among(every.invoice_id, invoice_ids))
    order = [("debtor_id", "ascending", "at_start"), ("invoice_id", "ascending", "at_start")]
    ids = pa.table({"debtor_id": every.debtor_id, "invoice_id": every.invoice_id}).take(pa.array(chosen))
    chosen = chosen[pc.sort_indices(ids, order).to_numpy()]
    debtors, held_back = _reserved(every, parts, chosen, _dilution_rates(every, terms, chosen), terms)
    lines = {**{name: amounts[chosen] for name, amounts in parts.items()}, **held_back}
    lines["base"] = lines["eligible"] - lines["dilution"] - lines["concentration"]
    return _certificate(every, reasons, chosen, lines, debtors, terms, () if assessed(book, GROUPS) else ("related",))


def _certificate(
    every: Claims,
    reasons: Ints,
    chosen: Ints,
    lines: Mapping[str, Ints],
    debtors: tuple[DebtorBase, ...],
    terms: Terms,
    unassessed: tuple[str, ...],
) -> BorrowingBase:
    counted = every.currency.equals(terms.currency)[chosen]
    total = {name: Money(int(amounts[counted].sum()), terms.currency) for name, amounts in lines.items()}
    excluded = np.zeros(ELIGIBLE + 1, np.int64)
    np.add.at(excluded, reasons[chosen][counted], lines["gross"][counted])
    present = sorted((EXCLUSIONS[one].code, one) for one in set(reasons[chosen][counted].tolist()) - {ELIGIBLE})
    return BorrowingBase(
        lines=_lines(every, reasons, chosen, lines),
        debtors=debtors,
        invoiced=total["gross"],
        excluded={code: Money(int(excluded[one]), terms.currency) for code, one in present},
        deducted={name: total[name] for name in DEDUCTIONS},
        dilution=total["dilution"],
        concentration=total["concentration"],
        base=total["base"],
        advance_rate_bps=terms.config.advance_rate_bps,
        advance=total["base"].part_bps(terms.config.advance_rate_bps, Rounding.DOWN),
        unassessed=unassessed,
    )


def _lines(every: Claims, reasons: Ints, chosen: Ints, lines: Mapping[str, Ints]) -> pa.Table:
    """Return the certificate's lines in the order of invoices."""
    at, table = pa.array(chosen), table_named("base_lines")
    codes = pa.array([*(one.code for one in EXCLUSIONS), None], pa.string())
    columns = {
        "invoice_id": every.invoice_id.take(at),
        "seller_id": every.seller_id.take(at),
        "debtor_id": every.debtor_id.take(at),
        "currency": every.currency.values.take(pa.array(every.currency.codes[chosen])),
        "reason": codes.take(pa.array(reasons[chosen])),
        **{f"{name}_minor": pa.array(amounts) for name, amounts in lines.items()},
    }
    whole = pa.table([columns[name] for name in table.column_names], names=list(table.column_names)).cast(table.arrow)
    return whole.take(pc.sort_indices(whole["invoice_id"]))


def _parts(every: Claims, reasons: Ints) -> dict[str, Ints]:
    """Take the parts of each claim apart; what is left is eligible. In minor units by the name of the part."""
    gross, rate = every.gross_minor, every.retention_bps.clip(0, BPS_WHOLE)
    # Whole parts first, so that no product leaves 64 bits; rounded up.
    retention = gross // BPS_WHOLE * rate + (gross % BPS_WHOLE * rate + BPS_WHOLE - 1) // BPS_WHOLE
    wanted = {
        "undelivered": gross - every.delivered_minor,
        "credited": every.credited_minor,
        "paid": every.paid_minor,
        "disputed": every.disputed_minor,
        "contra": every.contra_minor,
        "retention": retention,
    }
    left: Ints = np.where(reasons == ELIGIBLE, gross, 0)
    parts = {"gross": gross, "excluded": gross - left}
    for name in DEDUCTIONS:
        parts[name] = np.minimum(left, np.maximum(0, wanted[name]))
        left = left - parts[name]
    return {**parts, "eligible": left}


def _dilution_rates(every: Claims, terms: Terms, chosen: Ints) -> Mapping[str | None, int]:
    """Return each debtor's reserve in bps: credits as a share of what was billed, on claims that are over; floor kept.

    A claim is over when it is due or nothing is owed on it any more. The share is rounded up and is at most the whole.
    """
    over = (every.due_last < day_number(terms.today)) | (every.unpaid_minor <= 0)
    history = over & every.currency.equals(terms.currency) & (every.gross_minor > 0)
    debtor = every.debtor
    billed = debtor.sums(np.where(history, every.gross_minor, 0))
    credited = debtor.sums(np.where(history, every.credited_minor, 0))
    floor = terms.config.dilution_reserve_bps
    asked = np.unique(debtor.codes[chosen])
    rows = zip(
        debtor.values.take(pa.array(asked)).to_pylist(), billed[asked].tolist(), credited[asked].tolist(), strict=True
    )
    return {
        one: min(BPS_WHOLE, max(floor, divide(less * BPS_WHOLE, of, Rounding.UP))) if of else floor
        for one, of, less in rows
    }


def _reserved(
    every: Claims, parts: Mapping[str, Ints], chosen: Ints, rates: Mapping[str | None, int], terms: Terms
) -> tuple[tuple[DebtorBase, ...], dict[str, Ints]]:
    """Hold the reserves back, cap each debtor, and share both out to the claims, which are in order of debtors."""
    debtor = coded(every.debtor_id.take(pa.array(chosen)))
    weights = parts["eligible"][chosen]
    backed = sum((parts[name][chosen] for name in DEDUCTIONS if name != "undelivered"), weights)
    names = debtor.values.to_pylist()
    eligible = dict(zip(names, debtor.sums(weights).tolist(), strict=True))
    of = dict(zip(names, debtor.sums(backed).tolist(), strict=True))
    reserves = {
        one: min(amount, divide(of[one] * rates[one], BPS_WHOLE, Rounding.UP)) for one, amount in eligible.items()
    }
    net = {one: amount - reserves[one] for one, amount in eligible.items()}
    cap = divide(sum(net.values()) * terms.config.concentration_bps_max, BPS_WHOLE, Rounding.DOWN)
    debtors = tuple(
        DebtorBase(one, amount, rates[one], reserves[one], max(0, net[one] - cap)) for one, amount in eligible.items()
    )
    return debtors, _shared(weights.tolist(), Counter(debtor.codes.tolist()).values(), debtors)


def _shared(weights: list[int], sizes: Iterable[int], debtors: Iterable[DebtorBase]) -> dict[str, Ints]:
    """Share each debtor's reserve and excess out over his claims by what is eligible, losing nothing.

    Both never exceed what they are shared over, so no claim's part does.
    """
    dilution, concentration, start = list[int](), list[int](), 0
    for one, size in zip(debtors, sizes, strict=True):
        mine = weights[start : start + size]
        start += size
        held = _share(one.dilution_minor, mine)
        dilution += held
        concentration += _share(one.concentration_minor, [a - b for a, b in zip(mine, held, strict=True)])
    return {"dilution": np.array(dilution, np.int64), "concentration": np.array(concentration, np.int64)}


def _share(whole_minor: int, weights: list[int]) -> list[int]:
    return list(allocate(whole_minor, weights)) if whole_minor else [0] * len(weights)
