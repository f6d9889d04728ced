"""The readers of GS1 EPCIS: version 2.0 in JSON-LD and XML, and 1.2 in XML.

A document's events become rows of `trace_events` and what hangs on them; the same event gives the same rows from
either syntax. An event without an id gets its CBV 2.0 hash for one. Nothing is fetched.
"""

from __future__ import annotations

from hefu.book.readers.epcis.json import json_document
from hefu.book.readers.epcis.rows import add_document
from hefu.book.readers.epcis.xml import xml_document
from hefu.book.readers.rows import Rows, Source


def read_epcis_json(data: bytes, source: Source) -> Rows:
    """Read one EPCIS 2.0 document, query document or single event in JSON-LD.

    Raises RefusalError: JSON_…, CONTEXT_…, KIND_UNKNOWN, FIELD_MISSING, FIELD_UNEXPECTED, FIELD_REPEATED,
    FIELD_EMPTY, FIELD_MALFORMED, CODE_UNKNOWN, IDENTIFIER_WRONG, DATE_UNKNOWN, EVENT_ID_CONFLICT, and what numbers
    refuse.
    """
    document = json_document(data)
    rows = Rows(source, "epcis")
    add_document(rows, document)
    return rows


def read_epcis_xml(data: bytes, source: Source) -> Rows:
    """Read one EPCIS document or query document in XML, version 2.0 or 1.2.

    Raises RefusalError: XML_…, and what `read_epcis_json` raises for the same fault.
    """
    document = xml_document(data)
    rows = Rows(source, "epcis")
    add_document(rows, document)
    return rows
