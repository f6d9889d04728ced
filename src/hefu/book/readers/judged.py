"""Reading with a judge: a document's rows, and what the standard that it claims says against it.

Judging takes several times as long as reading, so it is asked for: always for a request, where a person
waits for one answer, and by `hefu read --judge` for a large folder.
"""

from __future__ import annotations

from hefu.book.readers.detect import read_document
from hefu.book.readers.en16931 import STANDARD, claims_en16931, fault_rows
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.tabular.mapping import Mapping
from hefu.book.readers.xml import root_of

_JUDGED = frozenset({"Invoice", "CreditNote"})
"""Kinds of documents of UBL that EN 16931 has rules for."""


def read_judged(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Read one document as `read_document` does, and hold an invoice that claims EN 16931 to it.

    Beside its faults stands that it was judged at all, so that none found is not none looked for.
    """
    rows = read_document(data, source, mapping)
    if rows.document_kind in _JUDGED and claims_en16931(root := root_of(data)):
        document_id = rows.tables["invoices"][0]["invoice_id"]
        rows.add(
            "document_judgements",
            {"judgement_id": f"{document_id}/{STANDARD}", "document_id": document_id, "standard": STANDARD},
        )
        for row in fault_rows(root, document_id):
            rows.add("document_faults", row)
    return rows
