"""Which answers of the rules concern one request: those about its papers, its parties or its invoices."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from hefu.assess.request import Request
from hefu.book import Book
from hefu.book.schema import SCHEMA
from hefu.core.findings import Answer, NotApplicable, RowRef


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
    invoices = book.table("invoices")
    kept = invoices.filter(pc.is_in(invoices["seller_id"], pa.array(sorted(sellers), pa.string())))
    if kept.num_rows == invoices.num_rows:
        return book
    cut, ids = book.with_table("invoices", kept), kept["invoice_id"].combine_chunks()
    for name in book.names:
        if name != "invoices" and _follows_invoices(name):
            data = book.table(name)
            cut = cut.with_table(name, data.filter(pc.is_in(data["invoice_id"], ids)))
    return cut


def _follows_invoices(name: str) -> bool:
    """Tell whether each row of a table is a part of an invoice, or was derived of one."""
    table = SCHEMA[name]
    return any(c.name == "invoice_id" and (c.owned or table.derived) for c in table.columns)
