"""XML as the readers take it: a tree from bytes, without document types, and values that nothing splits.

A document type declaration is refused before the parser sees it, so that no entity is ever expanded, no
file or address is opened, and what a reader sees is what stands in the file. Depth and text length are held
to libxml2's own limits (256 levels, 10 million characters).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from hefu.core.dates import parse_date
from hefu.core.refusals import Refusal, RefusalError, refuse

__all__ = ["Element", "children", "day_of", "local_name", "only", "path_of", "root_of", "text_of", "trimmed"]

_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    # Comments and instructions stay, since dropping them would join the two halves of a split value.
    remove_comments=False,
    remove_pis=False,
    # Blanks between elements carry nothing.
    remove_blank_text=True,
    collect_ids=False,
    # So that a value of which only a part is marked as character data can be told.
    strip_cdata=False,
)
_DOCTYPE = b"<!DOCTYPE"
_PROLOG = re.compile(rb"(?:[\xef\xbb\xbf\xfe\xff\s]+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_AS_ASCII = {
    "",
    "UTF-8",
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "US-ASCII",
    "ASCII",
    "ISO-8859-1",
    "GB18030",
    "GBK",
    "GB2312",
}
"""Encodings in which ASCII is written as ASCII, or with NULs between."""
_IDS = etree.XPath("//@Id | //@ID | //@xml:id", smart_strings=False)
_PIECES = etree.XPath("(//*[count(text()) > 1][not(*)])[1]")
_BLANKS = re.compile("[ \t\n\r]+")
_ZONE = re.compile(r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)\Z", re.ASCII)
_DAY_LENGTH = len("2026-11-20")


def root_of(data: bytes) -> Element:
    """Return the root element of a document.

    Raises RefusalError: DOCUMENT_EMPTY, XML_DOCTYPE, XML_ID_REPEATED; XML_TEXT_SPLIT where a value is in part marked
    as character data (CDATA); or XML_MALFORMED with the parser's own reason.
    """
    if not data or data.isspace():
        raise refuse(Refusal.DOCUMENT_EMPTY)
    _refuse_doctype(data)
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            # Nothing is wrong with the document: it is the child that may take no more.
            raise MemoryError from None
        raise refuse(Refusal.XML_MALFORMED, reason=str(error.msg)[:200]) from None
    # Second line, for encodings in which the bytes above are written in another way.
    if root.getroottree().docinfo.internalDTD is not None:
        raise refuse(Refusal.XML_DOCTYPE)
    _refuse_twins(root, data)
    return root


def _refuse_twins(root: Element, data: bytes) -> None:
    """Refuse what two programs would read differently: an Id that two elements carry, a text in pieces."""
    ids = _IDS(root)
    if isinstance(ids, list) and len(set(map(str, ids))) < len(ids):
        (value, _), *_ = Counter(map(str, ids)).most_common(1)
        raise refuse(Refusal.XML_ID_REPEATED, value=value[:60])
    plain = data.replace(b"\0", b"") if b"\0" in data else data
    unusual = (root.getroottree().docinfo.encoding or "").upper() not in _AS_ASCII
    if (unusual or b"<![CDATA[" in plain) and (split := _PIECES(root)):
        raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(split[0])[:200])


def _refuse_doctype(data: bytes) -> None:
    # In UTF-16 and UTF-32 every second byte of an ASCII letter is NUL.
    plain = data.replace(b"\0", b"") if b"\0" in data else data
    if _DOCTYPE in plain and _PROLOG.match(plain):
        raise refuse(Refusal.XML_DOCTYPE)


def children(parent: Element) -> Iterator[Element]:
    """Yield the child elements in order, without the comments and instructions between them."""
    for child in parent:
        if isinstance(child.tag, str):
            yield child


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def path_of(element: Element) -> str:
    """Return where an element stands: `Invoice/LegalMonetaryTotal/PayableAmount`."""
    names = [local_name(element), *(local_name(above) for above in element.iterancestors())]
    return "/".join(reversed(names))


def text_of(leaf: Element) -> str:
    """Return the value of a leaf, trimmed; empty where there is none.

    Refused (XML_TEXT_SPLIT) where a comment, an instruction or an element stands inside: what a person
    reads and what a machine reads would then differ.
    """
    if len(leaf):
        raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(leaf))
    text = leaf.text
    if text is None:
        return ""
    # Nearly every value passes here; only blanks of XML count, an ideographic blank is part of a name.
    if "  " not in text and text.isprintable() and text.strip(" ") is text:
        return text
    return trimmed(text)


def trimmed(text: str) -> str:
    """Return a text with its blanks collapsed as XML Schema does: none at the ends, one between words."""
    return _BLANKS.sub(" ", text).strip(" ")


def only(parent: Element, tag: str) -> Element | None:
    """Return the one child of that full name, or None; a second one is refused (FIELD_REPEATED)."""
    found = list(parent.iterchildren(tag))
    if len(found) > 1:
        raise refuse(Refusal.FIELD_REPEATED, field=path_of(found[1]))
    return found[0] if found else None


@lru_cache(maxsize=4096)
def day_of(text: str) -> date:
    """Return the day of an xsd:date, which may carry a zone (`2005-06-20Z`, `2005-06-20+08:00`).

    Raises RefusalError (DATE_UNKNOWN) for anything else.
    """
    day, zone = text[:_DAY_LENGTH], text[_DAY_LENGTH:]
    if zone and not _ZONE.match(zone):
        raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])
    try:
        return parse_date(day)
    except RefusalError:
        raise refuse(Refusal.DATE_UNKNOWN, value=text[:40]) from None
