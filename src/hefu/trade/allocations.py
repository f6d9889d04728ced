"""Which invoice a payment settles: by structured reference, else by invoice numbers in its purpose.

Only booked money counts. The parts of a payment never exceed it; what names no invoice stays unallocated.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.book.voices import one_voice
from hefu.core.money import exponent
from hefu.core.names import fold, fold_number
from hefu.trade.config import TradeConfig
from hefu.trade.credited import credited_by_invoice, find_credits
from hefu.trade.papers import Papers, is_known, may_be_same, payable_minor, references_of

_WORD = re.compile(r"[0-9a-z]+(?:[-_][0-9a-z]+)*")
_JOINS = {" ", "/", ".", "#"}
"""What may stand inside an invoice number beside dashes: `2026/118`, `INV 118`."""
_WORDS_MAX = 4

Named = dict[str, int | None]
"""Invoice ids that a payment names, in order, each with the amount stated for it, if any."""

Reader = Callable[[str], list[str]]
"""Gives the invoice numbers that stand in a text."""


def allocate_payments(book: Book, papers: Papers, read: Reader) -> list[Row]:
    """Return the rows of the table `allocations`, payment by payment in the order they were booked."""
    open_minor = _Open(papers)
    by_number = papers.by_number()
    rows: list[Row] = []
    for payment in sorted(_naming_payments(book), key=_booked_order):
        named, basis = _named(payment, papers, by_number, read)
        for invoice_id, part_minor in _share(payment["amount_minor"], named, open_minor, papers).items():
            open_minor[invoice_id] = max(0, open_minor[invoice_id] - part_minor)
            rows.append(_row(payment, invoice_id, part_minor, basis))
    return rows


def reader_of(numbers: Collection[str], config: TradeConfig) -> Reader:
    """Return what finds these numbers, in folded form, in a text; it reads each text once."""
    return cache(lambda text: _numbers_in(text, numbers, config.purpose_number_characters_min))


def numbers_paid(book: Book, read: Reader) -> set[str]:
    """Return every number that a payment names, in folded form, be there such an invoice or not."""
    found: set[str] = set()
    for payment in _naming_payments(book):
        found.update(fold_number(row["number"]) for row in references_of(book).get(payment["payment_id"], ()))
        found.update(number for text in _texts(payment) for number in read(text))
    return found


def _naming_payments(book: Book) -> list[Row]:
    tables = ("payments", "document_references", "sources")
    return book.remembered(("trade.naming_payments", *tables), lambda: booked_payments(_naming(book)))


class _Open(dict[str, int]):
    """What is open of each invoice in minor units: reckoned when first asked for, then as payments leave it."""

    def __init__(self, papers: Papers) -> None:
        self._papers, self._taken = papers, credited_by_invoice(find_credits(papers))

    def __missing__(self, invoice_id: str) -> int:
        asked = payable_minor(self._papers.invoices[invoice_id], self._papers.lines.get(invoice_id, ()))
        return self.setdefault(invoice_id, max(0, asked - self._taken.get(invoice_id, 0)))


def _naming(book: Book) -> Book:
    """Return the book less the payments that can settle nothing: they neither name a number nor take one back."""
    payments, beside = book.table("payments"), set(book.table("document_references")["document_id"].to_pylist())
    columns = ("payment_id", "purpose", "end_to_end_number", "state")
    rows = zip(*(payments[name].to_pylist() for name in columns), strict=True)
    ids = {key for key, purpose, number, state in rows if purpose or number or state == "reversed" or key in beside}
    # Every source's word of a payment stays, so that the same one is believed.
    kept = payments.filter(pc.is_in(payments["payment_id"], pa.array(ids, pa.string())))
    return book if kept.num_rows == payments.num_rows else book.with_table("payments", kept)


def booked_payments(book: Book) -> list[Row]:
    """Return the payments whose money has moved, each once.

    The payer's bank and the payee's bank both state a transfer, under ids of their own account. Where
    end-to-end number, amount and both accounts agree, the account that states more of them is believed.
    A booking that the bank took back (`…/reversal` under its own reference) moved nothing.
    """
    by_transfer: dict[tuple[object, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    payments = one_voice(book, "payments")
    returned = {row["payment_id"].removesuffix("/reversal") for row in payments if row["state"] == "reversed"}
    for payment in payments:
        if payment["state"] == "booked" and payment["payment_id"] not in returned:
            transfer, account = _transfer(payment)
            by_transfer[transfer][account].append(payment)
    return [row for stated in by_transfer.values() for row in max(stated.values(), key=len)]


def _transfer(payment: Row) -> tuple[tuple[object, ...], str]:
    """What both banks say of one transfer, and the account that says it; else the payment stands for itself."""
    numbers = (payment["end_to_end_number"], payment["payer_account_id"], payment["payee_account_id"])
    account, _, reference = payment["payment_id"].partition("/")
    if not (all(numbers) and reference) or numbers[0] == "NOTPROVIDED":
        return (payment["payment_id"],), ""
    return (*numbers, payment["amount_minor"], payment["currency"]), account


def _booked_order(payment: Row) -> tuple[date, str]:
    return payment["booked_on"] or payment["valued_on"] or date.max, payment["payment_id"]


def _named(payment: Row, papers: Papers, by_number: Mapping[str, list[Row]], read: Reader) -> tuple[Named, str]:
    named: Named = {}
    for reference in papers.references.get(payment["payment_id"], ()):
        invoice_id = _settled(payment, by_number.get(fold_number(reference["number"]), ()))
        if invoice_id:
            # A bank repeats a number (as end-to-end reference, per line of the invoice) without an amount.
            stated, before = _stated_minor(reference, payment["currency"]), named.get(invoice_id)
            named[invoice_id] = before if stated is None else stated + (before or 0)
    if named:
        return named, "reference"
    for text in _texts(payment):
        for number in read(text):
            invoice_id = _settled(payment, by_number[number])
            if invoice_id:
                named[invoice_id] = None
    return named, "purpose"


def _texts(payment: Row) -> tuple[str, str]:
    return payment["purpose"] or "", payment["end_to_end_number"] or ""


def _settled(payment: Row, invoices: list[Row] | tuple[Row, ...]) -> str | None:
    """The one invoice of that number which this payment may settle; of two with one number, neither."""
    found = [row["invoice_id"] for row in invoices if row["currency"] == payment["currency"] and _fits(payment, row)]
    return found[0] if len(found) == 1 else None


def _fits(payment: Row, invoice: Row) -> bool:
    """The seller was paid or the buyer paid; where the bank identifies neither party, the number decides."""
    paid = [payment["payee_id"], payment["ultimate_payee_id"]]
    paying = [payment["payer_id"], payment["ultimate_payer_id"]]
    to, by = [p for p in paid if is_known(p)], [p for p in paying if is_known(p)]
    into = payment["payee_account_id"]
    return (
        any(
            may_be_same(p, creditor) for p in to for creditor in (invoice["seller_id"], invoice["payee_id"]) if creditor
        )
        or any(may_be_same(p, invoice["buyer_id"]) for p in by)
        or (into is not None and into == invoice["payee_account_id"])
        or not (to or by)
    )


def _stated_minor(reference: Row, currency: str) -> int | None:
    amount: Decimal | None = reference["amount_major"]
    if amount is None or reference["currency"] not in {None, currency}:
        return None
    minor = Fraction(amount) * 10 ** exponent(currency)
    return int(minor) if minor.denominator == 1 and minor >= 0 else None


def _numbers_in(text: str, numbers: Collection[str], characters_min: int) -> list[str]:
    """The invoice numbers that stand in a text as whole words, the longest reading first."""
    folded = fold(text)
    words = list(_WORD.finditer(folded))
    found, start = [], 0
    while start < len(words):
        for end in range(min(len(words), start + _WORDS_MAX), start, -1):
            joins = {
                folded[a.end() : b.start()] for a, b in zip(words[start : end - 1], words[start + 1 : end], strict=True)
            }
            number = fold_number(folded[words[start].start() : words[end - 1].end()])
            if joins <= _JOINS and len(number) >= characters_min and number in numbers:
                found.append(number)
                start = end
                break
        else:
            start += 1
    return found


def _share(whole_minor: int, named: Named, open_minor: Mapping[str, int], papers: Papers) -> dict[str, int]:
    """Stated amounts first; the rest fills what is open, oldest due first. One invoice named alone takes all."""
    if len(named) == 1:
        invoice_id, stated = next(iter(named.items()))
        return _positive({invoice_id: whole_minor if stated is None else min(stated, whole_minor)})
    parts: dict[str, int] = {}
    rest = whole_minor
    for invoice_id, stated in named.items():
        if stated is not None:
            parts[invoice_id] = min(stated, rest)
            rest -= parts[invoice_id]
    for invoice_id in sorted((i for i in named if i not in parts), key=lambda i: _due_order(papers.invoices[i])):
        parts[invoice_id] = min(open_minor[invoice_id], rest)
        rest -= parts[invoice_id]
    return _positive(parts)


def _positive(parts: dict[str, int]) -> dict[str, int]:
    return {invoice_id: part for invoice_id, part in parts.items() if part > 0}


def _due_order(invoice: Row) -> tuple[date, str]:
    return invoice["due_on"] or invoice["issued_on"], invoice["invoice_id"]


def _row(payment: Row, invoice_id: str, part_minor: int, basis: str) -> Row:
    return {
        "allocation_id": f"{payment['payment_id']}/{invoice_id}",
        "payment_id": payment["payment_id"],
        "invoice_id": invoice_id,
        "amount_minor": part_minor,
        "currency": payment["currency"],
        "basis": basis,
    }
