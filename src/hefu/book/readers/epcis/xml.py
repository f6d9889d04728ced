"""EPCIS 2.0 and 1.2 in XML: documents and query documents, brought to the form of `epcis_document`.

Each element becomes what JSON-LD writes for it, and is then held to the same rules. Version 1.2 wraps what came
after 1.0 in `extension` and `baseExtension`; the wrappers carry no meaning and are opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hefu.book.readers.epcis.context import EPCIS, PREFIXES
from hefu.book.readers.epcis.document import IGNORE, Document, Event, flattened, take_event
from hefu.book.readers.epcis.fields import EVENTS, MEMBERS
from hefu.book.readers.epcis.shape import Form, Value, moment
from hefu.book.readers.xml import Element, children, local_name, path_of, root_of, text_of
from hefu.core.refusals import Refusal, refuse

_ROOT = re.compile(r"\{urn:epcglobal:epcis(-query)?:xsd:([12])\}EPCIS(Query)?Document", re.ASCII)
_WRAPPERS = frozenset(["extension", "baseExtension"])
_BODY = re.compile(r"(?:\{urn:epcglobal:epcis(?:-query)?:xsd:[12]\})?(?:EPCISBody|QueryResults|resultsBody)|EventList")
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}"
_OBJECTS = frozenset(
    (
        *("readPoint", "bizLocation", "quantityElement", "sensorElement"),
        *("persistentDisposition", "errorDeclaration", "ilmd"),
    )
)
_TYPED = frozenset(["bizTransaction", "source", "destination"])
_ATTRIBUTED = frozenset(["sensorMetadata", "sensorReport"])
_OLD_QUANTITY = "QuantityEvent"
# Elements that may stand side by side; any other field stands once.
_MANY = frozenset(["set", "unset", "certificationInfo", "sensorReport"])


def xml_document(data: bytes) -> Document:
    """Return an EPCIS document or query document from XML.

    Raises RefusalError as `root_of` and `take_shape` do, KIND_UNKNOWN for other XML, FIELD_MISSING where there is
    no list of events, FIELD_REPEATED, XML_TEXT_SPLIT.
    """
    root = root_of(data)
    match = _ROOT.fullmatch(str(root.tag))
    version = root.get("schemaVersion", "")
    if match is None or match[1] != (match[3] and "-query") or not version.startswith(match[2]):
        raise refuse(Refusal.KIND_UNKNOWN, kind=f"{path_of(root)} {version}"[:100])
    form = Form({})
    moment(root.get("creationDate", ""), f"{local_name(root)}/creationDate", form)
    events, around, ignored = _events(root)
    return Document(
        tuple(_event(event, f"EventList/{n}", version) for n, event in enumerate(events, start=1)),
        tuple(around),
        frozenset(ignored),
    )


def _events(root: Element) -> tuple[list[Element], list[tuple[str, str]], list[str]]:
    """Return the events of a document, what stands around them, and the extensions that hashes leave out."""
    ignored: list[str] = []
    around = [(name, str(root.get(name))) for name in ("creationDate", "instanceIdentifier") if name in root.attrib]
    place: Element | None = root
    while place is not None and place.tag != "EventList":
        inner: Element | None = None
        for child in children(place):
            if _BODY.fullmatch(str(child.tag)):
                if inner is not None:
                    raise refuse(Refusal.FIELD_REPEATED, field=path_of(child))
                inner = child
            elif local_name(child) == IGNORE:
                ignored += [str(name.tag) for name in children(child)]
            else:
                around += flattened({str(child.tag): _free(child)}, "")
        place = inner
    if place is None:
        raise refuse(Refusal.FIELD_MISSING, field=f"{local_name(root)}/EPCISBody/EventList")
    return list(_opened(place)), around, ignored


def _opened(parent: Element) -> Iterator[Element]:
    """Yield the children of an element, those inside its wrappers in their place."""
    for child in children(parent):
        if child.tag in _WRAPPERS:
            _no_text(child)
            yield from _opened(child)
        else:
            yield child


def _event(event: Element, path: str, version: str) -> Event:
    kind, fields = str(event.tag), _fields(event)
    if kind == _OLD_QUANTITY and version.startswith("1"):
        kind, fields = "ObjectEvent", _as_object_event(fields)
    if kind not in EVENTS:
        # As JSON-LD writes out a prefixed name.
        kind = kind.removeprefix("{").replace("}", "", 1)
    _put(fields, event, "type", kind)
    return take_event(fields, path, Form(_prefixes(event), is_xml=True))


def _as_object_event(fields: dict[str, Value]) -> dict[str, Value]:
    """Return a QuantityEvent of version 1 as what it has meant since 1.1: goods of a class observed, without a unit."""
    element = {name: fields.pop(name) for name in ("epcClass", "quantity") if name in fields}
    return {**fields, "action": "OBSERVE", "quantityList": [element]}


def _prefixes(element: Element) -> dict[str, str]:
    named = {prefix: space for prefix, space in element.nsmap.items() if prefix}
    return {**PREFIXES, **named}


def _fields(element: Element) -> dict[str, Value]:
    """Return what stands in an element of the standard: attributes, and children by their names."""
    _no_text(element)
    found = _attributes(element)
    for child in _opened(element):
        name = _name(child)
        if name in _MANY:
            found.setdefault(name, []).append(_value(child, name))
        elif name.startswith("{"):
            _gather(found, name, _free(child))
        else:
            _put(found, child, name, _value(child, name))
    return found


def _value(child: Element, name: str) -> Value:
    if name in MEMBERS:
        _no_text(child)
        for member in children(child):
            if member.tag != MEMBERS[name]:
                raise refuse(Refusal.FIELD_UNEXPECTED, field=path_of(member))
        return [_value(member, MEMBERS[name]) for member in children(child)]
    if name in _TYPED:
        return {**_attributes(child), name: _needed(child)}
    if name in _ATTRIBUTED:
        if text_of(child):
            raise refuse(Refusal.FIELD_UNEXPECTED, field=path_of(child))
        return _attributes(child)
    if name in _OBJECTS:
        return _fields(child)
    if _attributes(child):
        raise refuse(Refusal.FIELD_UNEXPECTED, field=f"{path_of(child)}/@")
    return _needed(child)


def _needed(leaf: Element) -> str:
    text = text_of(leaf)
    if not text:
        raise refuse(Refusal.FIELD_EMPTY, field=path_of(leaf))
    return text


def _put(found: dict[str, Value], child: Element, name: str, value: Value) -> None:
    if name in found:
        raise refuse(Refusal.FIELD_REPEATED, field=path_of(child))
    found[name] = value


def _attributes(element: Element) -> dict[str, Value]:
    return {
        str(name): str(value).strip()
        for name, value in element.attrib.items()
        if not str(name).startswith(_SCHEMA_LOCATION)
    }


def _name(child: Element) -> str:
    name = str(child.tag)
    if name.startswith(("{urn:epcglobal:epcis:xsd:", "{" + EPCIS)):
        raise refuse(Refusal.FIELD_UNEXPECTED, field=path_of(child))
    return name


def _no_text(element: Element) -> None:
    """Refuse words between the elements of something that has parts."""
    texts = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in texts):
        raise refuse(Refusal.XML_TEXT_SPLIT, field=path_of(element))


# Extensions


def _free(element: Element) -> Value:
    """Return an extension: its text, or its attributes and children by their full names."""
    parts = _attributes(element)
    if not len(element) and not parts:
        return text_of(element)
    if not len(element):
        text = text_of(element)
        return {**parts, "#text": text} if text else parts
    _no_text(element)
    for child in children(element):
        _gather(parts, str(child.tag), _free(child))
    return parts


def _gather(found: dict[str, Value], name: str, value: Value) -> None:
    """Put a value beside those of the same name, as a JSON list holds them."""
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]
