"""A GLEIF record as one tree, whichever syntax it came in: XML, the JSON of the golden copy, or flat JSON.

GLEIF's own JSON renders its XML: `{"$": value}` is a text, a key with `@` an attribute, a list a repeated element.
Flat JSON, as pipelines write it, drops the wrappers: a value is a plain string, and `RelationshipPeriods` is itself
the list of what XML names `RelationshipPeriod`. The same record gives the same tree from all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from hefu.book.readers.json_strict import Json
from hefu.book.readers.xml import Element, children, local_name, path_of, text_of, trimmed
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

SCHEMAS = "http://www.gleif.org/data/schema/"
EXTENSION = "Extension"

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ITEMS: Mapping[str, str] = {
    "OtherEntityNames": "OtherEntityName",
    "TransliteratedOtherEntityNames": "TransliteratedOtherEntityName",
    "OtherAddresses": "OtherAddress",
    "TransliteratedOtherAddresses": "TransliteratedOtherAddress",
    "LegalEntityEvents": "LegalEntityEvent",
    "AffectedFields": "AffectedField",
    "OtherValidationAuthorities": "OtherValidationAuthority",
    "RelationshipPeriods": "RelationshipPeriod",
    "RelationshipQualifiers": "RelationshipQualifier",
    "RelationshipQuantifiers": "RelationshipQuantifier",
}
_ATTRIBUTES: Mapping[str, str] = {
    "lang": "xml:lang",
    "type": "type",
    **{name: name for name in ("xml:lang", "group_type", "event_status", "group_id", "group_sequence_no")},
    "field_xpath": "field_xpath",
}
_TEXT_OR_OBJECT = Text("a text or an object", "文本或对象")


@dataclass(slots=True)
class Node:
    """One element: its name (with a prefix where it is not of GLEIF's format), text, attributes, children."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def every(self, path: str) -> list[Node]:
        """Return all nodes at a path (`Entity/LegalName`), in order."""
        found = [self]
        for name in path.split("/"):
            found = [child for above in found for child in above.children if child.name == name]
        return found

    def find(self, path: str) -> Node | None:
        """Return the one node at a path, or None; a second one is refused (FIELD_REPEATED)."""
        found = self.every(path)
        if len(found) > 1:
            raise refuse(Refusal.FIELD_REPEATED, field=f"{self.name}/{path}")
        return found[0] if found else None

    def value(self, path: str) -> str:
        """Return the text at a path; empty where there is none."""
        found = self.find(path)
        return found.text if found else ""

    def needed(self, path: str) -> str:
        """Return the text at a path; refused (FIELD_MISSING) where there is none."""
        value = self.value(path)
        if not value:
            raise refuse(Refusal.FIELD_MISSING, field=f"{self.name}/{path}")
        return value

    def leaves(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """Yield every node with its path below this one; of elements that stand side by side each is numbered."""
        counts: dict[str, int] = {}
        for child in self.children:
            counts[child.name] = counts.get(child.name, 0) + 1
        seen: dict[str, int] = {}
        for child in self.children:
            seen[child.name] = seen.get(child.name, 0) + 1
            ordinal = f"[{seen[child.name]}]" if counts[child.name] > 1 else ""
            below = f"{path}/{child.name}{ordinal}".lstrip("/")
            yield below, child
            yield from child.leaves(below)


def node_of_xml(element: Element, namespace: str) -> Node:
    """Return an element of a format's namespace as a node, with all that stands below it.

    Raises RefusalError (XML_TEXT_SPLIT) where text stands beside elements, or is split by a comment.
    """
    name = local_name(element)
    if etree.QName(element).namespace != namespace and element.prefix:
        name = f"{element.prefix}:{name}"
    node = Node(name, attributes={_attribute(key): trimmed(str(value)) for key, value in element.attrib.items()})
    node.children = [node_of_xml(child, namespace) for child in children(element)]
    if node.children:
        _refuse_text_beside(element)
    else:
        node.text = text_of(element)
    return node


def _attribute(name: str) -> str:
    return "xml:lang" if name == _XML_LANG else name


def _refuse_text_beside(element: Element) -> None:
    if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(element))


def node_of_json(name: str, value: Json) -> Node:
    """Return a JSON value as a node of that name; null is nothing.

    Raises RefusalError: FIELD_MALFORMED where a list stands inside a list or a text beside elements, FIELD_REPEATED.
    """
    node = Node(name)
    if isinstance(value, dict):
        for key, item in value.items():
            _take(node, key, item)
        if node.text and node.children:
            raise _malformed(node.name, node.text)
    elif isinstance(value, list):
        raise _malformed(name, "[…]")
    elif value is not None:
        node.text = _said(value)
    return node


def _take(node: Node, key: str, item: Json) -> None:
    """Add what one key of an object says to its node."""
    attribute = key.removeprefix("@") if key.startswith("@") else _ATTRIBUTES.get(key)
    if item is None:
        return
    if key == "$" or (key == node.name and key in _ITEMS.values()):
        node.text = _scalar(key, item)
    elif attribute:
        if attribute in node.attributes:
            raise refuse(Refusal.FIELD_REPEATED, field=f"{node.name}/@{attribute}")
        node.attributes[attribute] = _scalar(key, item)
    elif key in _ITEMS and not (isinstance(item, dict) and set(item) <= {_ITEMS[key]}):
        members = item if isinstance(item, list) else [item]
        node.children.append(Node(key, children=[node_of_json(_ITEMS[key], member) for member in members]))
    else:
        members = item if isinstance(item, list) else [item]
        node.children += [node_of_json(key, member) for member in members if member is not None]


def _scalar(key: str, item: Json) -> str:
    if item is None or isinstance(item, (dict, list)):
        raise _malformed(key, "{…}")
    return _said(item)


def _said(value: str | bool | Decimal) -> str:  # noqa: FBT001 - a JSON value, not a switch
    if isinstance(value, bool):
        return "true" if value else "false"
    return trimmed(value) if isinstance(value, str) else format(value, "f")


def _malformed(name: str, value: str) -> Exception:
    return refuse(Refusal.FIELD_MALFORMED, field=name[:100], value=value[:40], wanted=_TEXT_OR_OBJECT)
