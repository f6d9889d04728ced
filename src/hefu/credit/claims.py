"""The claims of a book, column by column: each invoice with what the papers say of it, ready for tests of eligibility.

One claim per invoice that has tally lines. Amounts are whole minor units of the claim's currency, days are numbers of
days. Where several sources speak of an invoice, its parties and days are the word of the most independent; what speaks
against a claim (assigned, disputed, financed elsewhere) counts by anybody's word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book, Row
from hefu.book.voices import one_voice_table
from hefu.core.context import Context
from hefu.credit.arrays import NEVER, Coded, Flags, Ints, coded, days_of, flags_of, ints_of, is_among, is_unique
from hefu.credit.groups import related

_OPENS = {"dispute", "under_query", "rejected"}
_BILLED = ("invoice_id", "seller_id", "buyer_id", "issued_on", "contract_number")
_AMOUNTS = ("gross_minor", "credited_minor", "paid_minor")
_TALLIED = ("invoice_id", "currency", *_AMOUNTS, "delivered_minor", "independent", "due_on")

Said = Iterator[tuple[str | None, str, int]]
"""Of an invoice, which mark a paper puts on its claim, and the amount that a dispute is about."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which invoices bear each mark that any paper puts on them, and how much of some is disputed in part."""

    invoices: Mapping[str, set[str]]
    disputed_minor: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims column by column, each column as long as the others.

    `currency` is the first of the lines' currencies and `other_currency` the last: they differ where lines do. Days
    that are not known are NEVER. `contra_minor` is what the seller owes its debtor, set against this claim.
    """

    invoice_id: pa.Array
    seller_id: pa.Array
    debtor_id: pa.Array
    debtor: Coded
    contract_number: pa.Array
    currency: Coded
    other_currency: Coded
    issued_on: Ints
    due_first: Ints
    due_last: Ints
    no_due_day: Flags
    gross_minor: Ints
    delivered_minor: Ints
    exists_minor: Ints
    credited_minor: Ints
    paid_minor: Ints
    unpaid_minor: Ints
    contra_minor: Ints
    disputed_minor: Ints
    retention_bps: Ints
    listed: Flags
    related: Flags
    marks: Marks

    def __len__(self) -> int:
        """How many claims there are."""
        return len(self.invoice_id)

    def marked(self, mark: str) -> Flags:
        """Tell of each claim whether any paper puts a mark on it."""
        return is_among(self.invoice_id, self.marks.invoices.get(mark, ()))


def claims(book: Book, lender_id: str, at: Context, *, held: bool) -> Claims:
    """Return the claims of a book as `lender_id` sees them.

    `held`: claims that are assigned or pledged to this lender already are its own collateral and count as free, as in
    the certificate of a running line. For a new request they are financed already and do not.
    """
    lines = book.table("tallies", _TALLIED)
    invoice = coded(lines["invoice_id"])
    billed = _billed(book)
    billed = billed.take(pc.index_in(invoice.values, billed["invoice_id"].combine_chunks()))
    seller_id, debtor_id, contract_number = (
        billed[name].combine_chunks() for name in ("seller_id", "buyer_id", "contract_number")
    )
    gross, credited, paid = (invoice.sums(ints_of(lines[name])) for name in _AMOUNTS)
    due_on, delivered = days_of(lines["due_on"]), ints_of(lines["delivered_minor"])
    unpaid, due_first = np.maximum(0, gross - credited - paid), invoice.least(due_on, NEVER)
    # A line whose delivery only the seller states is not delivered.
    by_others = np.where(flags_of(lines["independent"]), delivered, 0)
    due_last = invoice.most(np.where(due_on == NEVER, -NEVER, due_on), -NEVER)
    currency = coded(lines["currency"]).ordered()
    marks = _marks(book, lender_id, at.today, held=held)
    contra = _contra(_Placed(invoice.values, seller_id, debtor_id, unpaid, due_first), currency, invoice, marks)
    return Claims(
        invoice_id=invoice.values,
        seller_id=seller_id,
        debtor_id=debtor_id,
        debtor=coded(debtor_id),
        contract_number=contract_number,
        currency=currency.at(invoice.least(currency.codes, len(currency.values))),
        other_currency=currency.at(invoice.most(currency.codes, -1)),
        issued_on=days_of(billed["issued_on"]),
        due_first=due_first,
        due_last=np.where(due_last == -NEVER, NEVER, due_last),
        no_due_day=invoice.most(due_on, -NEVER) == NEVER,
        gross_minor=gross,
        delivered_minor=invoice.sums(by_others),
        exists_minor=invoice.most(delivered, 0),
        credited_minor=credited,
        paid_minor=paid,
        unpaid_minor=unpaid,
        contra_minor=contra,
        disputed_minor=_of_each(invoice.values, marks.disputed_minor),
        retention_bps=_retention_bps(book, seller_id, debtor_id, contract_number),
        related=related(book, seller_id, debtor_id),
        listed=is_among(debtor_id, _listed(book, at.today)),
        marks=marks,
    )


def is_in_force(row: Mapping[str, date | None], day: date) -> bool:
    """Tell of a row with valid_from and valid_to whether it holds on a day; an empty bound is open."""
    begins, ends = row["valid_from"], row["valid_to"]
    return (begins is None or begins <= day) and (ends is None or day < ends)


def _billed(book: Book) -> pa.Table:
    """Return what the most independent source says of each invoice; only of two statements one must be chosen."""
    every = book.table("invoices")
    if is_unique(every["invoice_id"]):
        return every.select(list(_BILLED))
    counts = pc.value_counts(every["invoice_id"])
    twice = pc.is_in(every["invoice_id"], counts.field("values").filter(pc.greater(counts.field("counts"), 1)))
    chosen = one_voice_table(book.with_table("invoices", every.filter(twice)), "invoices")
    return pa.concat_tables([every.filter(pc.invert(twice)).select(list(_BILLED)), chosen.select(list(_BILLED))])


def _of_each(keys: pa.Array, amounts: Mapping[str, int]) -> Ints:
    if not amounts:
        return np.zeros(len(keys), np.int64)
    return np.array([amounts.get(key, 0) for key in keys.to_pylist()], np.int64)


def _rows(book: Book, name: str, *columns: str) -> list[Row]:
    rows: list[Row] = book.table(name, columns).to_pylist() if book.table(name).num_rows else []
    return rows


def _marks(book: Book, lender_id: str, day: date, *, held: bool) -> Marks:
    """Say which marks any paper puts on which claim, and how much of it is disputed in part."""
    invoices: dict[str, set[str]] = {}
    disputed: dict[str, int] = {}
    for name, tell in _SAID.items():
        for invoice_id, mark, part_minor in tell(book, lender_id, day, held) if book.table(name).num_rows else ():
            if invoice_id is not None:
                invoices.setdefault(mark, set()).add(invoice_id)
                if part_minor:
                    disputed[invoice_id] = disputed.get(invoice_id, 0) + part_minor
    return Marks(invoices, disputed)


def _of_receivables(book: Book, lender_id: str, _: date, held: bool) -> Said:  # noqa: FBT001 - one shape for all
    for row in _rows(book, "receivables", "invoice_id", "state", "holder_id", "basis"):
        if not (held and row["holder_id"] == lender_id and row["state"] in {"assigned", "pledged"}):
            yield row["invoice_id"], row["state"], 0
        if row["basis"] in {"bill", "consignment"}:
            yield row["invoice_id"], f"from_{row['basis']}", 0


def _of_pledges(book: Book, lender_id: str, day: date, held: bool) -> Said:  # noqa: FBT001 - one shape for all
    pledged = {
        row["receivable_id"]
        for row in _rows(book, "pledges", "receivable_id", "pledgee_id", "valid_from", "valid_to")
        if is_in_force(row, day) and not (held and row["pledgee_id"] == lender_id)
    }
    for row in _rows(book, "receivables", "receivable_id", "invoice_id"):
        if row["receivable_id"] in pledged:
            yield row["invoice_id"], "pledged", 0


def _of_filings(book: Book, lender_id: str, day: date, _: bool) -> Said:  # noqa: FBT001 - one shape for all
    for row in _rows(book, "filings", "invoice_id", "creditor_id", "state", "expires_on"):
        live = row["state"] in {"live", "objected"} and (row["expires_on"] is None or row["expires_on"] >= day)
        if live and row["creditor_id"] != lender_id:
            yield row["invoice_id"], "filed", 0


def _of_financings(book: Book, lender_id: str, _: date, __: bool) -> Said:  # noqa: FBT001 - one shape for all
    for row in _rows(book, "financings", "invoice_id", "lender_id", "state"):
        if row["state"] == "open" and row["lender_id"] != lender_id:
            yield row["invoice_id"], "financed", 0


def _of_vouchers(book: Book, _: str, __: date, ___: bool) -> Said:  # noqa: FBT001 - one shape for all
    for row in _rows(book, "vouchers", "invoice_id", "state"):
        if row["state"] != "cancelled":
            yield row["invoice_id"], "vouchered", 0


def _of_events(book: Book, _: str, __: date, ___: bool) -> Said:  # noqa: FBT001 - one shape for all
    """What is in dispute since the buyer last accepted. A dispute without an amount, or a refusal, is of the whole.

    The same report of two sources counts once.
    """
    columns = ("invoice_id", "event", "amount_minor", "happened_on")
    rows = list(dict.fromkeys(tuple(row.values()) for row in _rows(book, "invoice_events", *columns)))
    accepted: dict[str, date] = {}
    for invoice_id, event, _amount, day in rows:
        if event == "accepted":
            accepted[invoice_id] = max(day, accepted.get(invoice_id, day))
    for invoice_id, event, amount, day in rows:
        if event == "void":
            yield invoice_id, "void", 0
        elif event in _OPENS and day >= accepted.get(invoice_id, date.min):
            whole = amount is None or event == "rejected"
            yield invoice_id, "disputed" if whole else "disputed_part", 0 if whole else amount


def _of_confirmations(book: Book, _: str, __: date, ___: bool) -> Said:  # noqa: FBT001 - one shape for all
    """Whether the debtor waived set-off: some confirmation says so, and none leaves it open."""
    for row in _rows(book, "confirmations", "invoice_id", "no_set_off"):
        yield row["invoice_id"], "waived" if row["no_set_off"] else "set_off_open", 0


_SAID: Mapping[str, Callable[[Book, str, date, bool], Said]] = {
    "receivables": _of_receivables,
    "pledges": _of_pledges,
    "filings": _of_filings,
    "financings": _of_financings,
    "vouchers": _of_vouchers,
    "invoice_events": _of_events,
    "confirmations": _of_confirmations,
}
"""Which tables mark a claim, and how each is read."""


def _listed(book: Book, day: date) -> set[str]:
    """The parties that stand on a public list of overdue payers on a day."""
    rows = _rows(book, "overdue_lists", "party_id", "listed_on", "cleared_on")
    return {
        row["party_id"]
        for row in rows
        if row["listed_on"] <= day and (row["cleared_on"] is None or row["cleared_on"] > day)
    }


def _retention_bps(book: Book, seller_id: pa.Array, debtor_id: pa.Array, contract_number: pa.Array) -> Ints:
    """The retention money of each claim's contract, by its parties and number; by several words the largest."""
    found: dict[tuple[str, str, str], int] = {}
    for row in _rows(book, "contracts", "seller_id", "buyer_id", "number", "retention_bps"):
        if row["retention_bps"] and row["number"] is not None:
            key = (row["seller_id"], row["buyer_id"], row["number"])
            found[key] = max(row["retention_bps"], found.get(key, row["retention_bps"]))
    if not found:
        return np.zeros(len(seller_id), np.int64)
    keys = zip(seller_id.to_pylist(), debtor_id.to_pylist(), contract_number.to_pylist(), strict=True)
    return np.array([found.get(key, 0) for key in keys], np.int64)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What set-off is reckoned of."""

    invoice_id: pa.Array
    seller_id: pa.Array
    debtor_id: pa.Array
    unpaid_minor: Ints
    due_first: Ints


def _contra(of: _Placed, currency: Coded, invoice: Coded, marks: Marks) -> Ints:
    """Set what a seller owes its debtor against its claims on him, those due first first, unless he has waived it."""
    contra = np.zeros(len(of.invoice_id), np.int64)
    both = pc.and_(pc.is_in(of.seller_id, of.debtor_id), pc.is_in(of.debtor_id, of.seller_id))
    near = np.flatnonzero(flags_of(pc.and_(both, pc.is_valid(of.seller_id))))
    if not near.size:
        return contra
    sellers, debtors = of.seller_id.take(pa.array(near)).to_pylist(), of.debtor_id.take(pa.array(near)).to_pylist()
    currencies = invoice.least(currency.codes, len(currency.values))[near].tolist()
    pairs = list(zip(sellers, debtors, currencies, strict=True))
    owed: dict[tuple[str, str, int], int] = {}
    for (seller, debtor, money), unpaid in zip(pairs, of.unpaid_minor[near].tolist(), strict=True):
        owed[debtor, seller, money] = owed.get((debtor, seller, money), 0) + unpaid
    ids = of.invoice_id.take(pa.array(near)).to_pylist()
    waived = marks.invoices.get("waived", set()) - marks.invoices.get("set_off_open", set())
    for at in sorted(range(len(near)), key=lambda at: (of.due_first[near[at]], ids[at])):
        if pairs[at] in owed and ids[at] not in waived:
            taken = min(owed[pairs[at]], int(of.unpaid_minor[near[at]]))
            owed[pairs[at]] -= taken
            contra[near[at]] = taken
    return contra
