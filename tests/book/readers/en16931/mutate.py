"""Change a document by a few words of text, to plant a fault.

    -Path           take away all elements (or, ending in /@name, the attribute) there
    +Path           put a second one like the first beside it
    Path=value      write another value into the first element (or attribute)
    Path<A/B=value  put new elements into the first element there

Steps are local names, from the root; `.` is the root itself. Changes are parted by ` ; `.
"""

from __future__ import annotations

import copy

from lxml import etree
from lxml.etree import _Element as Element

from tests.samples import ROOT

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
SAMPLES = ROOT / "tests" / "book" / "readers" / "en16931" / "samples"


def sample(name: str) -> Element:
    """One of our own two documents, which break no rule."""
    return etree.fromstring((SAMPLES / f"{name}.xml").read_bytes())


def changed(root: Element, changes: str) -> Element:
    """The document with all changes made in order."""
    for change in changes.split(" ; "):
        _change(root, change.strip())
    return root


def found(root: Element, path: str) -> list[Element]:
    steps = [step if step in {".", ""} else "{*}" + step for step in path.split("/")]
    nodes = root.findall("/".join(steps))
    assert nodes, path
    return nodes


def _change(root: Element, change: str) -> None:
    if change.startswith("-"):
        _take(root, change[1:])
    elif change.startswith("+"):
        first = found(root, change[1:])[0]
        first.addnext(copy.deepcopy(first))
    elif "<" in change:
        path, _, new = change.partition("<")
        _put(found(root, path)[0], new)
    else:
        path, _, value = change.partition("=")
        place, _, attribute = path.partition("/@")
        node = found(root, place)[0]
        if attribute:
            node.set(attribute, value)
        else:
            node.text = value


def _take(root: Element, path: str) -> None:
    place, _, attribute = path.partition("/@")
    for node in found(root, place):
        if attribute:
            del node.attrib[attribute]
        else:
            parent = node.getparent()
            assert parent is not None
            parent.remove(node)


def _put(parent: Element, new: str) -> None:
    names, _, value = new.partition("=")
    *groups, leaf = names.split("/")
    for group in groups:
        parent = etree.SubElement(parent, CAC + group)
    if leaf:
        etree.SubElement(parent, CBC + leaf).text = value or None
