"""Which answers of the rules concern one request: those about its papers, its parties or its invoices."""

from __future__ import annotations

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
