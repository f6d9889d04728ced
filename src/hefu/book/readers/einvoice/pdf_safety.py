"""What makes a PDF unfit to be read, looked for before anything in it is taken: actions, circles, late changes.

pypdf reads the objects; no stream is unpacked here and no image ever is. Every walk has a budget, since a file
of a few bytes can describe a graph without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, PdfObject

from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

OBJECTS_MAX = 20_000
"""Reachable objects; an invoice has a few hundred."""

NODES_MAX = 200_000
"""Values looked at in all of them together."""

PAGES_MAX = 100
PAGE_DEPTH_MAX = 20
SIGNATURES_MAX = 4

_TOO_MANY_OBJECTS = Text("too many objects", "对象过多")
_TOO_MANY_SIGNATURES = Text("too many signatures", "签名过多")

_STARTING = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/Movie",
    "/Sound",
}
_MOVING = {"/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"}
_PROGRAMS = ("/JS", "/JavaScript", "/XFA")
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*([0-9]{1,12})\s+([0-9]{1,12})\s+([0-9]{1,12})\s+([0-9]{1,12})\s*\]")
_CONTENTS = re.compile(rb"<[0-9A-Fa-f\s]*>")
_BLANKS = b" \t\r\n\f\0"


@dataclass(slots=True)
class Graph:
    """What a walk over a document's objects met: descriptions of files, and what signatures say they cover."""

    files: list[DictionaryObject] = field(default_factory=list)
    byte_ranges: set[tuple[int, ...]] = field(default_factory=set)


def walk(reader: PdfReader) -> Graph:
    """Go over every object that can be reached from the root.

    Raises RefusalError: PDF_ACTIVE where one is a program or an action that starts something; PDF_TOO_COMPLEX.
    """
    graph = Graph()
    seen: set[tuple[int, int]] = set()
    waiting: list[object] = [reader.root_object]
    nodes_count = 0
    while waiting:
        node = waiting.pop()
        nodes_count += 1
        if isinstance(node, IndirectObject):
            name = (node.idnum, node.generation)
            if name in seen:
                continue
            seen.add(name)
            node = node.get_object()
        if len(seen) > OBJECTS_MAX or nodes_count > NODES_MAX:
            raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_MANY_OBJECTS)
        if isinstance(node, DictionaryObject):
            _look(node, graph)
            # The dictionary's own `values` follows references; the graph must not.
            waiting.extend(dict.values(node))
        elif isinstance(node, ArrayObject):
            waiting.extend(list.__iter__(node))
    return graph


def _look(node: DictionaryObject, graph: Graph) -> None:
    for what in _actions(node):
        raise refuse(Refusal.PDF_ACTIVE, what=what.lstrip("/")[:40])
    if "/EF" in node:
        graph.files.append(node)
    if "/ByteRange" in node:
        span = value(node, "/ByteRange")
        numbers = [one.get_object() if isinstance(one, PdfObject) else one for one in _list(span)]
        graph.byte_ranges.add(tuple(int(one) if isinstance(one, int) else -1 for one in numbers))


def _actions(node: DictionaryObject) -> Iterator[str]:
    yield from (key for key in _PROGRAMS if key in node)
    yield from (str(word) for word in (value(node, "/S"),) if isinstance(word, NameObject) and word in _STARTING)
    yield from (str(word) for word in (value(node, "/Subtype"),) if isinstance(word, NameObject) and word in _MOVING)
    if "/AA" in node and value(node, "/AA"):
        yield "/AA"
    opening = value(node, "/OpenAction")
    if isinstance(opening, DictionaryObject) and value(opening, "/S") != "/GoTo":
        yield "/OpenAction"


def value(node: DictionaryObject, key: str) -> object:
    """Return what stands under a key, its reference followed; None where there is nothing."""
    found = dict.get(node, NameObject(key))
    found = found.get_object() if isinstance(found, IndirectObject) else found
    return None if isinstance(found, NullObject) else found


def _list(found: object) -> list[object]:
    return list(list.__iter__(found)) if isinstance(found, ArrayObject) else []


def refuse_encrypted(reader: PdfReader) -> None:
    """Refuse an encrypted file, also one that opens without a password (PDF_ENCRYPTED)."""
    if reader.is_encrypted:
        raise refuse(Refusal.PDF_ENCRYPTED)


def refuse_page_tree(reader: PdfReader) -> None:
    """Refuse a tree of pages that comes back to itself, or is deeper or wider than any invoice's (PDF_PAGES_WRONG)."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[object, int]] = [(dict.get(reader.root_object, NameObject("/Pages")), 0)]
    pages_count = 0
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, IndirectObject):
            name = (node.idnum, node.generation)
            if name in seen:
                raise refuse(Refusal.PDF_PAGES_WRONG)
            seen.add(name)
            node = node.get_object()
        if not isinstance(node, DictionaryObject) or depth > PAGE_DEPTH_MAX:
            raise refuse(Refusal.PDF_PAGES_WRONG)
        if "/Kids" in node:
            waiting.extend((kid, depth + 1) for kid in _list(value(node, "/Kids")))
        else:
            pages_count += 1
        if pages_count + len(waiting) > PAGES_MAX:
            raise refuse(Refusal.PDF_PAGES_WRONG)


def signed_ends(data: bytes, graph: Graph) -> list[int]:
    """Return where each signature's cover ends, in order; the last must end with the file.

    Found among the objects and, as an update can cut a signature loose, in the bytes. A signature covers the whole
    file from its first byte, but for the place where it is itself written; anything else, and any byte
    behind the last signature, is refused (PDF_CHANGED_AFTER_SIGNING).
    """
    found = {tuple(map(int, match.groups())) for match in _BYTE_RANGE.finditer(data)} | graph.byte_ranges
    if len(found) > SIGNATURES_MAX:
        raise refuse(Refusal.PDF_TOO_COMPLEX, reason=_TOO_MANY_SIGNATURES)
    ends = sorted({_end(data, span) for span in found})
    if ends and data[ends[-1] :].strip(_BLANKS):
        raise changed(data, ends[-1])
    return ends


def _end(data: bytes, span: tuple[int, ...]) -> int:
    if len(span) != len(("from", "length", "from", "length")):
        raise changed(data, 0)
    first, first_length, second, second_length = span
    end = second + second_length
    if first != 0 or not first_length <= second <= end <= len(data) or second_length < 0:
        raise changed(data, max(0, min(first_length, len(data))))
    if not _CONTENTS.fullmatch(data, first_length, second):
        raise changed(data, first_length + second_length)
    return end


def changed(data: bytes, covered_bytes: int) -> RefusalError:
    """Build the refusal of a file that its signature does not cover."""
    return refuse(Refusal.PDF_CHANGED_AFTER_SIGNING, covered_bytes=covered_bytes, size_bytes=len(data))
