"""The readers of GLEIF's data: who is who (LEI-CDF 3.1), who owns whom (RR-CDF 2.1), and why no parent is named.

Read are GLEIF's XML, the JSON of its golden copy and delta files, and the flat JSON that pipelines make of them; the
same record gives the same rows from each. Every value of a record stands in `parties`, `party_links` or, as
written and with its path, in `register_entries`.
"""

from __future__ import annotations

from collections.abc import Iterable

from hefu.book.readers.gleif.links import add_exception, add_relationship
from hefu.book.readers.gleif.party import add_party
from hefu.book.readers.gleif.register import Register
from hefu.book.readers.gleif.tree import SCHEMAS, Node, node_of_json, node_of_xml
from hefu.book.readers.json_strict import Json, parse_json
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.xml import Element, children, local_name, path_of, root_of
from hefu.core.refusals import Refusal, refuse

_ADD = {"LEIRecord": add_party, "RelationshipRecord": add_relationship, "Exception": add_exception}
_FILES = {
    f"{{{SCHEMAS}leidata/2016}}LEIData": ("LEIHeader", "LEIRecords", "LEIRecord"),
    f"{{{SCHEMAS}rr/2016}}RelationshipData": ("Header", "RelationshipRecords", "RelationshipRecord"),
    f"{{{SCHEMAS}repex/2016}}ReportingExceptionData": ("Header", "ReportingExceptions", "Exception"),
}
_LISTS = {"records": "LEIRecord", "relations": "RelationshipRecord", "exceptions": "Exception"}


def read_gleif_xml(data: bytes, source: Source) -> Rows:
    """Read one GLEIF file in XML: LEI records, relationship records or reporting exceptions.

    Raises RefusalError: XML_…, KIND_UNKNOWN for any other root element, FIELD_MISSING, FIELD_UNEXPECTED,
    FIELD_REPEATED, FIELD_MALFORMED, CODE_UNKNOWN, IDENTIFIER_WRONG, DATE_UNKNOWN, DOCUMENT_CONTRADICTS, RATE_….
    """
    root = root_of(data)
    if str(root.tag) not in _FILES:
        raise refuse(Refusal.KIND_UNKNOWN, kind=str(root.tag)[:100])
    header, group, record = _FILES[str(root.tag)]
    namespace = str(root.tag)[1:].partition("}")[0]
    parts = _parts(root, namespace, (header, group))
    if group not in parts:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path_of(root)}/{group}")
    register = Register(Rows(source, "gleif"))
    if header in parts:
        register.header(node_of_xml(parts[header], namespace))
    return _read(register, (_of_kind(node_of_xml(one, namespace), record) for one in children(parts[group])))


def read_gleif_json(data: bytes, source: Source) -> Rows:
    """Read GLEIF records in JSON: a golden copy or delta file, or a flat list of records, or one flat record.

    Raises RefusalError: JSON_…, KIND_UNKNOWN for other JSON, and what `read_gleif_xml` raises for the same fault.
    """
    parsed = parse_json(data)
    register = Register(Rows(source, "gleif"))
    if isinstance(parsed, dict):
        listed = [name for name in _LISTS if name in parsed]
        if len(listed) == 1:
            return _read_golden_copy(register, parsed, listed[0])
    members = parsed if isinstance(parsed, list) else [parsed]
    if not members:
        raise refuse(Refusal.KIND_UNKNOWN, kind="JSON")
    return _read(register, (_flat(member) for member in members))


def _parts(root: Element, namespace: str, known: tuple[str, ...]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for part in children(root):
        name = local_name(part)
        if str(part.tag) != f"{{{namespace}}}{name}" or name not in known:
            raise refuse(Refusal.FIELD_UNEXPECTED, field=path_of(part)[:200])
        if name in found:
            raise refuse(Refusal.FIELD_REPEATED, field=path_of(part))
        found[name] = part
    return found


def _read_golden_copy(register: Register, parsed: dict[str, Json], listed: str) -> Rows:
    members = parsed[listed]
    if not isinstance(members, list):
        raise refuse(Refusal.KIND_UNKNOWN, kind=f"JSON {listed}")
    for name, value in parsed.items():
        if name in {"LEIHeader", "Header"}:
            register.header(node_of_json(name, value))
        elif name != listed:
            raise refuse(Refusal.FIELD_UNEXPECTED, field=name[:200])
    return _read(register, (_of_kind(_flat(member), _LISTS[listed]) for member in members))


def _flat(member: Json) -> Node:
    """Return one record of a JSON list; what it holds tells which kind it is."""
    if isinstance(member, dict) and set(member) == {"RelationshipRecord"}:
        member = member["RelationshipRecord"]
    for mark, name in (
        ("Relationship", "RelationshipRecord"),
        ("ExceptionCategory", "Exception"),
        ("LEI", "LEIRecord"),
    ):
        if isinstance(member, dict) and mark in member:
            return node_of_json(name, member)
    raise refuse(Refusal.KIND_UNKNOWN, kind="JSON")


def _of_kind(node: Node, record: str) -> Node:
    if node.name != record:
        raise refuse(Refusal.FIELD_UNEXPECTED, field=node.name[:200])
    return node


def _read(register: Register, records: Iterable[Node]) -> Rows:
    for record in records:
        _ADD[record.name](register, record)
    return register.rows
