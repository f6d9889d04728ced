"""Which answers of the rules concern one request: those about its papers, its parties or its invoices."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from hefu.assess.request import Request
from hefu.book import Book
from hefu.book.schema import SCHEMA
from hefu.core.findings import Answer, NotApplicable, RowRef
from hefu.core.names import fold_number
from hefu.trade.papers import folded_numbers


class Scope:
    """The things a request is about: what came with it, what it offers, who asks and who owes.

    The lender itself is in every paper of its own and tells nothing, so it does not count.
    """

    def __init__(self, request: Request, papers: Book, invoice_ids: frozenset[str]) -> None:
        """Gather the ids of everything that came with the request."""
        things = {("parties", request.applicant_id), ("parties", request.debtor_id)}
        things |= {("invoices", identity) for identity in invoice_ids}
        for name in papers.names:
            things |= {(name, identity) for identity in papers.table(name)[SCHEMA[name].key].to_pylist()}
        self._things = things - {("parties", request.lender_id)}

    def holds(self, answer: Answer) -> bool:
        """Tell whether an answer concerns the request. One that names nothing concerns every request.

        Its subjects decide, not its evidence: a bank statement that came with the request may also prove
        that an old invoice was paid, and nobody asked about that one. A check does not apply only where it applies to
        nothing here.
        """
        if isinstance(answer, NotApplicable):
            return self._all_among(answer.subjects)
        return not answer.subjects or any((ref.table, ref.row_id) in self._things for ref in answer.subjects)

    def names(self, table: str, row_id: str) -> bool:
        """Tell whether the request is about a thing."""
        return (table, row_id) in self._things

    def _all_among(self, subjects: tuple[RowRef, ...]) -> bool:
        tables = {ref.table for ref in subjects}
        here = {thing for thing in self._things if thing[0] in tables}
        return here <= {(ref.table, ref.row_id) for ref in subjects}


def of_own_sellers(book: Book, request: Request, papers: Book) -> Book:
    """Return the book less the invoices of sellers that are not the request's, and less what is part of them.

    A rule that is cut by seller or by invoice (`Rule.partition_by`) answers the same on it for the request's own
    invoices, and a buyer's thousand other suppliers need not be gone through.
    """
    sellers = {request.applicant_id, *(row["seller_id"] for row in papers.rows("invoices"))}
    return _cut(book, "seller_id", sellers)


def of_own_numbers(book: Book, scope: Scope) -> Book:
    """Return the book less the invoices that a rule cut by number does not hold against the request's own.

    Kept are those of the request's numbers, credit notes, and whatever a note or an event may take back: an invoice of
    a number or an order that some note names, or that an event names. So each credit falls on the same invoices.
    """
    invoices, references = book.table("invoices"), book.table("document_references")
    ids, kinds, orders = (invoices[name].to_pylist() for name in ("invoice_id", "kind", "order_number"))
    rows = list(zip(ids, folded_numbers(book), kinds, orders, strict=True))
    notes = {key for key, _, kind, _ in rows if kind == "credit_note"}
    named = {number for key, number, _, _ in rows if scope.names("invoices", key)}
    billed: set[str] = set()
    if notes:
        said = zip(references["document_id"].to_pylist(), references["number"].to_pylist(), strict=True)
        named |= {fold_number(number) for key, number in said if key in notes}
        billed = {fold_number(order) for key, _, _, order in rows if key in notes and order}
    kept = notes.union(book.table("invoice_events")["invoice_id"].to_pylist())
    kept |= {
        key for key, number, _, order in rows if number in named or (billed and fold_number(order or "") in billed)
    }
    return _cut(book, "invoice_id", kept)


def _cut(book: Book, column: str, wanted: set[str]) -> Book:
    """Return the book with the invoices whose column holds what is wanted, and with what is part of these."""
    invoices = book.table("invoices")
    kept = invoices.filter(pc.is_in(invoices[column], pa.array(sorted(wanted), pa.string())))
    if kept.num_rows == invoices.num_rows:
        return book
    cut, ids = book.with_table("invoices", kept), kept["invoice_id"].combine_chunks()
    for name in _PARTS:
        data = book.table(name)
        if data.num_rows:
            cut = cut.with_table(name, data.filter(pc.is_in(data["invoice_id"], ids)))
    return cut


_PARTS = tuple(
    name
    for name, table in SCHEMA.items()
    if any(c.name == "invoice_id" and (c.owned or table.derived) for c in table.columns)
)
"""The tables whose rows are each a part of an invoice, or were derived of one."""
