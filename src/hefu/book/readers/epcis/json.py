"""EPCIS 2.0 in JSON-LD: documents, query documents and single events, brought to the form of `epcis_document`."""

from __future__ import annotations

from collections.abc import Mapping

from hefu.book.readers.epcis.context import expanded_name, prefixes_of
from hefu.book.readers.epcis.document import IGNORE, Document, Event, flattened, take_event
from hefu.book.readers.epcis.shape import Form, Shape, Take, Value, malformed, moment, string, take_shape, uri
from hefu.book.readers.json_strict import Json, parse_json
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

_OBJECT = Text("an object", "对象")
_LIST = Text("a list", "列表")
_VERSION = Text("2.0", "2.0")


def json_document(data: bytes) -> Document:
    """Return an EPCIS 2.0 document, query document or single event from JSON-LD.

    Raises RefusalError as `parse_json`, `prefixes_of` and `take_shape` do, KIND_UNKNOWN for other JSON.
    """
    root = parse_json(data)
    if not isinstance(root, dict):
        raise refuse(Refusal.KIND_UNKNOWN, kind="JSON")
    kind = root.get("type")
    if not isinstance(kind, str):
        raise refuse(Refusal.KIND_UNKNOWN, kind="JSON")
    if "@context" not in root:
        raise refuse(Refusal.CONTEXT_MISSING)
    prefixes = prefixes_of(root["@context"])
    if kind not in {"EPCISDocument", "EPCISQueryDocument"}:
        return Document((_event(root, "event", prefixes),))
    head = _named({name: item for name, item in root.items() if name != "epcisBody"}, kind, prefixes)
    if "epcisBody" not in root:
        raise refuse(Refusal.FIELD_MISSING, field=f"{kind}/epcisBody")
    body = _object(root["epcisBody"], f"{kind}/epcisBody")
    return _document(kind, head, body, prefixes)


def _document(kind: str, head: dict[str, Value], body: dict[str, Json], prefixes: Mapping[str, str]) -> Document:
    path = f"{kind}/epcisBody"
    take_shape(_HEADS[kind], head, kind, Form(prefixes))
    around = [head]
    if kind == "EPCISQueryDocument":
        for name in ("queryResults", "resultsBody"):
            around.append(_named({key: item for key, item in body.items() if key != name}, path, prefixes))
            take_shape(_QUERY[name], around[-1], path, Form(prefixes))
            if name not in body:
                raise refuse(Refusal.FIELD_MISSING, field=f"{path}/{name}")
            path = f"{path}/{name}"
            body = _object(body[name], path)
    around.append(_named({key: item for key, item in body.items() if key != "eventList"}, path, prefixes))
    take_shape(_BODY, around[-1], path, Form(prefixes))
    if "eventList" not in body:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path}/eventList")
    events = body["eventList"]
    if not isinstance(events, list):
        raise malformed(f"{path}/eventList", events, _LIST)
    return Document(
        tuple(_event(event, f"eventList/{n}", prefixes) for n, event in enumerate(events, start=1)),
        tuple(pair for part in around for pair in flattened(_said(part), "")),
        frozenset(name for part in around for name in _ignored(part, prefixes)),
    )


def _event(event: Json, path: str, prefixes: Mapping[str, str]) -> Event:
    fields = dict(_object(event, path))
    if "@context" in fields:
        prefixes = prefixes_of(fields.pop("@context"), prefixes)
    return take_event(_named(fields, path, prefixes), path, Form(prefixes))


def _object(value: Json, path: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise malformed(path, value, _OBJECT)
    return value


def _named(fields: Mapping[str, Json], path: str, prefixes: Mapping[str, str]) -> dict[str, Value]:
    """Return an object with the names of extensions written out, all the way down."""
    found: dict[str, Value] = {}
    for key, item in fields.items():
        if key == "@context":
            continue
        name = expanded_name(key, prefixes, path)
        if name in found:
            raise refuse(Refusal.FIELD_REPEATED, field=f"{path}/{key}"[:200])
        if item is not None or not name.startswith("{"):
            found[name] = _value(item, f"{path}/{key}", prefixes)
    return found


def _value(item: Json, path: str, prefixes: Mapping[str, str]) -> Value:
    if isinstance(item, dict):
        return _named(item, path, prefixes)
    if isinstance(item, list):
        return [_value(member, path, prefixes) for member in item]
    return item


def _said(part: Mapping[str, Value]) -> dict[str, Value]:
    return {name: item for name, item in part.items() if name not in {"type", "schemaVersion"}}


def _ignored(part: Mapping[str, Value], prefixes: Mapping[str, str]) -> list[str]:
    listed = [item for name, item in part.items() if name.endswith("}" + IGNORE)]
    names = [name for item in listed for name in (item if isinstance(item, list) else [item])]
    return [expanded_name(name, prefixes, IGNORE) for name in names if isinstance(name, str)]


def _any(value: Value, _path: str, _form: Form) -> Value:
    return value


def _version(value: Value, path: str, form: Form) -> str:
    version = string(value, path, form)
    if version != "2" and not version.startswith("2."):
        raise malformed(path, version, _VERSION)
    return version


_HEAD: Mapping[str, Take] = {"id": uri, "type": string, "schemaVersion": _version, "creationDate": moment}
_HEADS: Mapping[str, Shape] = {
    "EPCISDocument": Shape(
        {**_HEAD, "instanceIdentifier": string, "sender": string, "receiver": string, "epcisHeader": _any},
        required=("type", "schemaVersion", "creationDate"),
    ),
    "EPCISQueryDocument": Shape(_HEAD, required=("type",)),
}
_QUERY: Mapping[str, Shape] = {
    "queryResults": Shape({}),
    "resultsBody": Shape({"queryName": string, "subscriptionID": string}, required=("queryName",)),
}
_BODY = Shape({"vocabularyList": _any})
