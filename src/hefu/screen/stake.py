"""What somebody lent on: of all bills in a book, a screen asks only about those.

A lender's book holds bills of strangers too (a borrower's tax office data, the other side's statements), without their
orders and deliveries. Nobody handed those papers in, since nobody asked for money on them, and a paper that nobody owes
us is not missing.
"""

from __future__ import annotations

from hefu.book import Book
from hefu.core.findings import Answer, RowRef

_SAY_LENT = ("financings", "filings", "pledges", "vouchers")
_BILLS = ("invoices", "invoice_lines")


class Stake:
    """The invoices that a claim, a financing, a pledge, a voucher or a filing of the book names, with their lines."""

    def __init__(self, book: Book) -> None:
        """Look once through what says that money was lent."""
        lent: set[str | None] = {row["invoice_id"] for row in book.rows("receivables") if row["state"] != "free"}
        for name in _SAY_LENT:
            table = book.table(name)
            if "invoice_id" in table.column_names:
                lent.update(table["invoice_id"].to_pylist())
        lines = book.table("invoice_lines", ("invoice_line_id", "invoice_id"))
        pairs = zip(lines["invoice_line_id"].to_pylist(), lines["invoice_id"].to_pylist(), strict=True)
        self._invoices = lent - {None}
        self._lines = {line for line, invoice in pairs if invoice in self._invoices}

    def holds(self, answer: Answer) -> bool:
        """Tell whether an answer is worth a reader's time: it names a bill lent on, or a thing that is no bill."""
        return not answer.subjects or any(self._counts(ref) for ref in answer.subjects)

    def _counts(self, ref: RowRef) -> bool:
        if ref.table not in _BILLS:
            return True
        return ref.row_id in (self._invoices if ref.table == "invoices" else self._lines)
