"""Which reader reads these bytes? The namespace of the root element tells, or the mapping of the sender."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from lxml import etree

from hefu.book.readers.rows import Reader, Rows, Source
from hefu.book.readers.tabular.mapping import Mapping
from hefu.core.refusals import Refusal, refuse

Read = Callable[[bytes, Source, Mapping | None], Rows]
"""The shape of `read_document`."""

_ZIP = b"PK\x03\x04"
_PDF = ("hefu.book.readers.einvoice.pdf", "read_pdf")
_TABULAR = ("hefu.book.readers.tabular.reader", "read_tabular")
_OFD = ("hefu.book.readers.einvoice.ofd", "read_ofd")
_GLEIF_JSON = ("hefu.book.readers.gleif.reader", "read_gleif_json")
_GLEIF_NAMES = (b'"LEI"', b'"Relationship"', b'"RelationshipRecord"', b'"ExceptionCategory"')
_EPCIS_JSON = ("hefu.book.readers.epcis.reader", "read_epcis_json")
_BY_ROOT = (
    ("urn:oasis:names:specification:ubl:schema:xsd:", "hefu.book.readers.ubl.reader", "read_ubl"),
    ("urn:iso:std:iso:20022:tech:xsd:pain.001.", "hefu.book.readers.iso20022.pain001", "read_pain001"),
    ("http://www.gleif.org/data/schema/", "hefu.book.readers.gleif.reader", "read_gleif_xml"),
    ("urn:iso:std:iso:20022:tech:xsd:", "hefu.book.readers.iso20022.camt", "read_camt"),
    ("urn:epcglobal:epcis", "hefu.book.readers.epcis.reader", "read_epcis_xml"),
    ("EInvoice", "hefu.book.readers.einvoice.reader", "read_einvoice_xml"),
)
"""Readers by how namespace and name of the root element begin. Each is loaded when its first document comes."""

_OTHERS = ((b"\xd0\xcf\x11\xe0", "Excel 97"), (b"PAR1", "Parquet"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_STEP_BYTES = 1024


def read_document(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Read one document of any kind that Hefu knows; `mapping` is for those that are tables of cells.

    Raises RefusalError: DOCUMENT_EMPTY, KIND_UNKNOWN, MAPPING_MISSING, or what the reader refuses.
    """
    if not data or data.isspace():
        raise refuse(Refusal.DOCUMENT_EMPTY)
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise refuse(Refusal.KIND_UNKNOWN, kind=kind)
    reader = _reader(data)
    if reader:
        return reader(data, source)
    if mapping is None:
        raise refuse(Refusal.MAPPING_MISSING)
    rows: Rows = _function(*_TABULAR)(data, source, mapping)
    return rows


def _reader(data: bytes) -> Reader | None:
    """Return the reader of a document that says what it is, None where only a mapping can tell."""
    if data.startswith(b"%PDF"):
        return _loaded(*_PDF)
    if data.startswith(_ZIP):
        # Names stand in a zip as they are; whether this one truly is an OFD, its reader tells.
        return _loaded(*_OFD) if b"OFD.xml" in data else None
    start = _start(data)
    if start.startswith((b"{", b"[")):
        # An EPCIS document names its vocabulary; a record of the LEI register has names of its own.
        gleif = b'"@context"' not in data and any(name in data for name in _GLEIF_NAMES)
        return _loaded(*(_GLEIF_JSON if gleif else _EPCIS_JSON))
    if not start.startswith(b"<"):
        return None
    name = root_name(data)
    for beginning, module, function in _BY_ROOT:
        if name.startswith(beginning):
            return _loaded(module, function)
    raise refuse(Refusal.KIND_UNKNOWN, kind=name[:100])


def _loaded(module: str, function: str) -> Reader:
    reader: Reader = _function(module, function)
    return reader


@functools.cache
def _function(module: str, function: str) -> Any:  # noqa: ANN401 - what is loaded by name has no type before
    return getattr(importlib.import_module(module), function)


def root_name(data: bytes) -> str:
    """Return namespace and name of the root element (`urn:… Invoice`), reading no further than needed.

    Raises RefusalError: XML_DOCTYPE, XML_MALFORMED.
    """
    try:
        return _root_by_expat(data)
    except (expat.ExpatError, ValueError, LookupError):
        # An encoding that Expat does not know, GB18030 for one; what is truly broken is refused here.
        return _root_by_lxml(data)


def _root_by_expat(data: bytes) -> str:
    """Return namespace and name of the root element; ten times as fast as lxml at this."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def root(name: str, _: object) -> None:
        found.append(name)
        parser.StartElementHandler = None

    def doctype(*_: object) -> None:
        raise refuse(Refusal.XML_DOCTYPE)

    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = doctype
    for start in range(0, len(data), _STEP_BYTES):
        parser.Parse(data[start : start + _STEP_BYTES], False)  # noqa: FBT003 - pyexpat takes no keywords
        if found:
            return found[0]
    raise expat.ExpatError


def _root_by_lxml(data: bytes) -> str:
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for start in range(0, len(data), _STEP_BYTES):
            parser.feed(data[start : start + _STEP_BYTES])
            for _, element in parser.read_events():
                # As text: a prefix that nobody declared stays in the name, which QName would not take.
                return str(element.tag).removeprefix("{").replace("}", " ", 1)
    except etree.XMLSyntaxError as error:
        raise refuse(Refusal.XML_MALFORMED, reason=str(error.msg)[:200]) from None
    raise refuse(Refusal.XML_MALFORMED, reason="no root element")


def _start(data: bytes) -> bytes:
    """Return the first characters that are no blanks, in whatever encoding writes ASCII as ASCII or with NULs."""
    start = data[:_STEP_BYTES]
    for bom in _BOMS:
        start = start.removeprefix(bom)
    return start.replace(b"\0", b"").lstrip()
