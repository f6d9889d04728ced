"""Which reader reads these bytes? The namespace of the root element tells, or the mapping of the sender."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from lxml import etree

from hefu.book.readers.mapping import Mapping
from hefu.book.readers.rows import Reader, Rows, Source
from hefu.book.readers.tabular import read_tabular
from hefu.core.refusals import Refusal, refuse

Read = Callable[[bytes, Source, Mapping | None], Rows]
"""The shape of `read_document`."""

_BY_NAMESPACE = (
    ("urn:oasis:names:specification:ubl:schema:xsd:", "hefu.book.readers.ubl", "read_ubl"),
    ("urn:iso:std:iso:20022:tech:xsd:", "hefu.book.readers.camt", "read_camt"),
)
"""Readers by how the root element's namespace begins. Each is loaded when its first document comes."""

_MAGIC = ((b"%PDF", "PDF"), (b"\xd0\xcf\x11\xe0", "Excel 97"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_STEP_BYTES = 4096


def read_document(data: bytes, source: Source, mapping: Mapping | None = None) -> Rows:
    """Read one document of any kind that Hefu knows. A mapping says that the bytes are a table of cells.

    Raises RefusalError: DOCUMENT_EMPTY, KIND_UNKNOWN, MAPPING_MISSING, or what the reader refuses.
    """
    if not data or data.isspace():
        raise refuse(Refusal.DOCUMENT_EMPTY)
    if mapping is not None:
        return read_tabular(data, source, mapping)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise refuse(Refusal.KIND_UNKNOWN, kind=kind)
    if not _is_xml(data):
        raise refuse(Refusal.MAPPING_MISSING)
    return _reader(root_namespace(data))(data, source)


def root_namespace(data: bytes) -> str:
    """Return the namespace of the root element of XML bytes, without reading further than to its start."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    try:
        for start in range(0, len(data), _STEP_BYTES):
            parser.feed(data[start : start + _STEP_BYTES])
            for _, element in parser.read_events():
                return etree.QName(element).namespace or ""
    except etree.XMLSyntaxError as error:
        raise refuse(Refusal.XML_MALFORMED, reason=str(error.msg)[:200]) from None
    raise refuse(Refusal.XML_MALFORMED, reason="no root element")


def _reader(namespace: str) -> Reader:
    for prefix, module, function in _BY_NAMESPACE:
        if namespace.startswith(prefix):
            reader: Reader = getattr(importlib.import_module(module), function)
            return reader
    raise refuse(Refusal.KIND_UNKNOWN, kind=namespace[:100] or "XML")


def _is_xml(data: bytes) -> bool:
    start = data[:_STEP_BYTES]
    for bom in _BOMS:
        start = start.removeprefix(bom)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")
