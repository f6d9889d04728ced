"""Reader of an e-invoice in OFD (GB/T 33190): a zip of pages, with the invoice's XML attached.

Only the attached XML is read. Older files carry their data in page text and tags alone; those are refused
(OFD_WITHOUT_DATA), for what a page shows is no statement that a machine may rely on. The labels of the file
(CustomData) and the words of its pages must agree with the XML. The seal is not verified here.
"""

from __future__ import annotations

from hefu.book.readers.container import Container, open_container
from hefu.book.readers.einvoice.reader import ROOT, read_stated
from hefu.book.readers.einvoice.shown import check_labels, check_page
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.xml import Element, local_name, root_of, text_of
from hefu.core.refusals import Refusal, refuse

_ENTRY = "OFD.xml"
_SPACES = ("{http://www.ofdspec.org/2016}", "{http://www.ofdspec.org}")
_TEXT_CODE = "TextCode"

XML_MAX_BYTES = 8 * 1024 * 1024
"""All XML of an OFD together; an invoice of a thousand lines has about two million bytes on its pages."""


def read_ofd(data: bytes, source: Source) -> Rows:
    """Return the rows of the e-invoice attached to an OFD.

    Raises RefusalError: what `open_container` refuses; KIND_UNKNOWN where the zip is no OFD; OFD_WITHOUT_DATA;
    CONTAINER_AMBIGUOUS where two different invoices are attached; CONTAINER_CONTRADICTS where labels or pages
    and the invoice differ; and what `read_einvoice_xml` refuses.
    """
    container = open_container(data)
    if _ENTRY not in container.names:
        raise refuse(Refusal.KIND_UNKNOWN, kind="zip")
    parts = [name for name in container.names if name.lower().endswith(".xml")]
    size_bytes = sum(map(container.size_bytes, parts))
    if size_bytes > XML_MAX_BYTES:
        raise refuse(Refusal.CONTAINER_TOO_LARGE, size_bytes=size_bytes, limit_bytes=XML_MAX_BYTES)
    labels = _labels(container)
    words: list[str] = []
    attached: set[bytes] = set()
    for name in parts:
        if name != _ENTRY:
            _sort(container.read(name), words, attached)
    if not attached:
        raise refuse(Refusal.OFD_WITHOUT_DATA)
    if len(attached) > 1:
        raise refuse(Refusal.CONTAINER_AMBIGUOUS, found=len(attached))
    rows, stated = read_stated(attached.pop(), source)
    check_labels(stated, labels)
    check_page(stated, "\n".join(words))
    return rows


def _labels(container: Container) -> dict[str, str]:
    """The named values at the head of the file; one named twice is refused."""
    root = root_of(container.read(_ENTRY))
    if not str(root.tag).startswith(_SPACES) or local_name(root) != "OFD":
        raise refuse(Refusal.KIND_UNKNOWN, kind=local_name(root)[:80])
    labels: dict[str, str] = {}
    for element in root.iter(*(f"{space}CustomData" for space in _SPACES)):
        name, value = element.get("Name", ""), text_of(element)
        if labels.setdefault(name, value) != value:
            raise refuse(Refusal.FIELD_REPEATED, field=f"OFD.xml/CustomData {name[:40]}")
    return labels


def _sort(data: bytes, words: list[str], attached: set[bytes]) -> None:
    """Put one entry where it belongs: the invoice among what is attached, a page's words among the words."""
    root = root_of(data)
    if root.tag == ROOT and not _is_tag(root):
        attached.add(data)
    elif str(root.tag).startswith(_SPACES):
        found = root.iter(*(f"{space}{_TEXT_CODE}" for space in _SPACES))
        words.extend(text_of(element) for element in found)


def _is_tag(root: Element) -> bool:
    """Whether this is a table of tags (CustomTag), which has an invoice's names but points into the pages."""
    return any(str(element.tag).startswith(_SPACES) for element in root.iter("*"))
