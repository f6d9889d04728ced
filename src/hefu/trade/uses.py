"""What an invoice already serves: assigned, pledged, vouchered, filed, or reported financed by another lender.

Several rows may speak of one financing (the receivable, its pledge, its filing). Rows of one lender that
name no other loan are one use; a voucher with what was split from it is one use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hefu.book.book import Book, Row
from hefu.book.voices import one_voice
from hefu.core.findings import RowRef

_ENDED_LOANS = {"repaid"}
_TAKEN = {"assigned", "pledged", "vouchered"}


@dataclass(frozen=True, slots=True)
class Use:
    """One row that says an invoice serves somebody; amounts in minor units of `currency`, None where not stated."""

    invoice_id: str
    ref: RowRef
    lender_id: str
    loan_id: str | None = None
    voucher_id: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    since: date | None = None


SAYS_USED = ("receivables", "pledges", "filings", "financings", "vouchers")
"""The tables in which a use may stand."""


def live_uses(book: Book, today: date) -> dict[str, list[list[Use]]]:
    """Return the live uses of each invoice: a list per use, of the rows that speak of it."""
    loans = {row["loan_id"]: row for row in one_voice(book, "loans")}
    by_invoice: dict[str, list[Use]] = defaultdict(list)
    for use in _all(book, loans, today):
        if loans.get(use.loan_id or "", {}).get("state") not in _ENDED_LOANS:
            by_invoice[use.invoice_id].append(use)
    return {invoice_id: _told_apart(some) for invoice_id, some in sorted(by_invoice.items())}


def _told_apart(some: list[Use]) -> list[list[Use]]:
    """One list per use: by loan, else by voucher, else by lender; what names a lender alone joins his first loan."""
    some = sorted(some, key=lambda use: (use.loan_id is None, use.voucher_id is None, use.since or date.max, use.ref))
    found: dict[tuple[str, str], list[Use]] = {}
    first_of: dict[str, tuple[str, str]] = {}
    for use in some:
        if use.loan_id:
            key = ("loan", use.loan_id)
        elif use.voucher_id:
            key = ("voucher", use.voucher_id)
        else:
            key = first_of.get(use.lender_id, ("lender", use.lender_id))
        found.setdefault(key, []).append(use)
        first_of.setdefault(use.lender_id, key)
    return list(found.values())


def _all(book: Book, loans: dict[str, Row], today: date) -> Iterator[Use]:
    receivables = {row["receivable_id"]: row for row in one_voice(book, "receivables")}
    yield from _receivables(receivables, loans, today)
    yield from _pledges(book, receivables, today)
    yield from _filings(book, today)
    for row in one_voice(book, "financings"):
        if row["invoice_id"] and row["state"] == "open":
            ref = RowRef("financings", row["financing_id"], row["source_id"])
            lender, amount = row["lender_id"] or "", row["amount_minor"]
            yield Use(row["invoice_id"], ref, lender, None, None, amount, row["currency"], row["financed_on"])
    yield from _vouchers(book)


def _receivables(receivables: dict[str, Row], loans: dict[str, Row], today: date) -> Iterator[Use]:
    for row in receivables.values():
        if row["invoice_id"] and row["state"] in _TAKEN and _is_live(row, today):
            ref = RowRef("receivables", row["receivable_id"], row["source_id"])
            loan = loans.get(row["loan_id"] or "", {})
            lender = loan.get("lender_id") or row["holder_id"] or ""
            # The claim begins with the invoice; what counts is the day it was financed.
            since = loan.get("drawn_on") or row["valid_from"]
            amount, currency = row["amount_minor"], row["currency"]
            # A vouchered receivable and its voucher are one use; the voucher names its own number.
            voucher = f"of {row['invoice_id']}" if row["state"] == "vouchered" else None
            yield Use(row["invoice_id"], ref, lender, row["loan_id"], voucher, amount, currency, since)


def _pledges(book: Book, receivables: dict[str, Row], today: date) -> Iterator[Use]:
    for row in one_voice(book, "pledges"):
        receivable = receivables.get(row["receivable_id"] or "")
        if receivable and receivable["invoice_id"] and _is_live(row, today):
            ref = RowRef("pledges", row["pledge_id"], row["source_id"])
            loan = row["loan_id"] or receivable["loan_id"]
            amount, currency = receivable["amount_minor"], receivable["currency"]
            yield Use(receivable["invoice_id"], ref, row["pledgee_id"], loan, None, amount, currency, row["valid_from"])


def _filings(book: Book, today: date) -> Iterator[Use]:
    for row in one_voice(book, "filings"):
        expired = row["expires_on"] is not None and row["expires_on"] < today
        if row["invoice_id"] and row["state"] in {"live", "objected"} and not expired:
            ref = RowRef("filings", row["filing_id"], row["source_id"])
            since, amount = row["filed_at"].date(), row["amount_minor"]
            yield Use(row["invoice_id"], ref, row["creditor_id"], None, None, amount, row["currency"], since)


def _vouchers(book: Book) -> Iterator[Use]:
    """Vouchers on one invoice are parts of one use only where one was split from the other."""
    vouchers = {row["voucher_id"]: row for row in one_voice(book, "vouchers")}
    roots: dict[str, list[str]] = defaultdict(list)
    for row in vouchers.values():
        if row["invoice_id"] and row["parent_id"] not in vouchers and row["state"] != "cancelled":
            roots[row["invoice_id"]].append(row["voucher_id"])
    for invoice_id, some in roots.items():
        for place, voucher_id in enumerate(sorted(some)):
            row = vouchers[voucher_id]
            ref = RowRef("vouchers", voucher_id, row["source_id"])
            # The first voucher is the one that a vouchered receivable became; any other is another use.
            named = f"of {invoice_id}" if place == 0 else voucher_id
            amount, currency = row["amount_minor"], row["currency"]
            yield Use(invoice_id, ref, row["holder_id"], None, named, amount, currency, row["issued_on"])


def _is_live(row: Row, today: date) -> bool:
    return (row["valid_from"] is None or row["valid_from"] <= today) and (
        row["valid_to"] is None or row["valid_to"] > today
    )
