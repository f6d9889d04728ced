"""GLEIF's XML rewritten as JSON by the standard library alone, for tests that compare the syntaxes."""

import json
import xml.etree.ElementTree as ET
from typing import Any

RECORDS = {"LEIRecord": "records", "RelationshipRecord": "relations", "Exception": "exceptions"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def name_of(tag: str) -> str:
    namespace, _, name = tag.rpartition("}")
    return f"gleif:{name}" if "golden-copy" in namespace else name


def golden(element: ET.Element) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """An element as the golden copy writes it: `$`, `@`, and a list wherever names repeat."""
    found: dict[str, Any] = {"@xml:lang" if key == XML_LANG else f"@{key}": item for key, item in element.items()}
    if not len(element):
        text = " ".join((element.text or "").split())
        return {**found, "$": text} if text else found or None
    for child in element:
        found.setdefault(name_of(child.tag), []).append(golden(child))
    return {key: item[0] if isinstance(item, list) and len(item) == 1 else item for key, item in found.items()}


def flat(element: ET.Element) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """An element as pipelines write it: plain strings, attributes beside, wrappers dropped."""
    attributes = {"lang" if key == XML_LANG else key: item for key, item in element.items()}
    name, text = name_of(element.tag), " ".join((element.text or "").split())
    if not len(element):
        return {**attributes, name if attributes else "$": text} if attributes else text
    grouped: dict[str, list[Any]] = {}
    for child in element:
        grouped.setdefault(name_of(child.tag), []).append(flat(child))
    if name in {f"{item}s" for item in grouped} or name in {f"{item}es" for item in grouped}:
        return next(iter(grouped.values()))
    return {**attributes, **{key: item[0] if len(item) == 1 else item for key, item in grouped.items()}}


def as_golden_copy(data: bytes) -> bytes:
    root = ET.fromstring(data)  # noqa: S314 - files of our own
    records = [record for record in root.iter() if name_of(record.tag) in RECORDS]
    kind = name_of(records[0].tag)
    wrap = kind == "RelationshipRecord"
    members = [{kind: golden(record)} if wrap else golden(record) for record in records]
    return json.dumps({RECORDS[kind]: members}, ensure_ascii=False).encode()


def as_flat(data: bytes) -> bytes:
    root = ET.fromstring(data)  # noqa: S314 - files of our own
    members = []
    for record in root.iter():
        if name_of(record.tag) in RECORDS:
            member = flat(record)
            # A text with a language has no place in flat JSON's plain strings but as an object with `$`.
            _legal_name_as_object(member)
            members.append(member)
    return json.dumps(members, ensure_ascii=False).encode()


def _legal_name_as_object(member: dict[str, Any]) -> None:
    name = member.get("Entity", {}).get("LegalName")
    if isinstance(name, dict):
        name["$"] = name.pop("LegalName")
