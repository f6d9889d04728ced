"""The event hash of the Core Business Vocabulary 2.0, section 8.9: one id for one event, however it is written.

A canonical text of the event (the pre-hash) goes through SHA-256 and into an `ni` URI. Written from the standard's
rules; where its text and its published vectors part, the vectors are followed, since an id is worth something only
if others compute the same. See docs/decisions/0010-epcis-events.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from hefu.book.readers.epcis.document import shown
from hefu.book.readers.epcis.fields import MEMBERS
from hefu.book.readers.epcis.gs1 import canonical
from hefu.book.readers.epcis.shape import Value, utc_of
from hefu.book.readers.epcis.vocabulary import VOCABULARIES
from hefu.core.canonical import sha256_hex

_COMMENT = "{http://www.w3.org/2000/01/rdf-schema#}comment"

_EVENT = (
    *("eventTime", "eventTimeZoneOffset", "certificationInfo", "epcList", "parentID", "inputEPCList", "childEPCs"),
    *("quantityList", "childQuantityList", "inputQuantityList", "outputEPCList", "outputQuantityList", "action"),
    *("transformationID", "bizStep", "disposition", "persistentDisposition", "readPoint", "bizLocation"),
    *("sensorElementList", "ilmd", "bizTransactionList", "destinationList"),
)
"""The canonical order of an event's fields; recordTime, eventID and errorDeclaration say nothing of what happened."""

_ORDERS: Mapping[str, tuple[str, ...]] = {
    "quantityElement": ("epcClass", "quantity", "uom"),
    "bizTransaction": ("type", "bizTransaction"),
    "source": ("type", "source"),
    "destination": ("type", "destination"),
    "persistentDisposition": ("set", "unset"),
    "readPoint": ("id",),
    "bizLocation": ("id",),
    "sensorElement": ("sensorMetadata", "sensorReport"),
    "sensorMetadata": (
        *("time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod"),
        "bizRules",
    ),
    "sensorReport": (
        *("type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time"),
        *("microorganism", "chemicalSubstance", "value", "component", "stringValue", "booleanValue"),
        *("hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom"),
        "coordinateReferenceSystem",
    ),
    "ilmd": (),
}
_MOMENTS = frozenset(["eventTime", "time", "startTime", "endTime"])
_TEXTS = frozenset(["stringValue", "eventTimeZoneOffset", "uom", "hexBinaryValue", "action"])
_WORDS: Mapping[tuple[str, str], str] = {
    ("", "bizStep"): "bizStep",
    ("", "disposition"): "disposition",
    ("persistentDisposition", "set"): "disposition",
    ("persistentDisposition", "unset"): "disposition",
    ("bizTransaction", "type"): "bizTransaction",
    ("source", "type"): "sourceDest",
    ("destination", "type"): "sourceDest",
    ("sensorReport", "type"): "measurement",
    ("sensorReport", "exception"): "exception",
    ("sensorReport", "component"): "component",
}
_LEADING_ZEROS = re.compile(r"(-?[0-9]+)\.([0-9]*?)0*", re.ASCII)
_HALF_MILLISECOND = 5


def event_hash(event: Mapping[str, Value], ignored: frozenset[str] = frozenset()) -> str:
    """Return an event's id: `ni:///sha-256;…?ver=CBV2.0`."""
    return f"ni:///sha-256;{sha256_hex(prehash(event, ignored).encode())}?ver=CBV2.0"


def prehash(event: Mapping[str, Value], ignored: frozenset[str] = frozenset()) -> str:
    """Return the canonical text of an event as `take_event` gives it.

    `ignored` are names of extensions that are left out.
    """
    said = {name: value for name, value in event.items() if name not in ignored and name != _COMMENT}
    parts = [f"eventType={event['type']}", *(_field("", name, said[name]) for name in _EVENT if name in said)]
    rules = _bare_rules(said.get("sensorElementList", ()))
    last = _field("", "sourceList", said["sourceList"]) if "sourceList" in said else ""
    return "".join([*parts, rules, last, *_extensions(said)])


def _field(parent: str, name: str, value: Value) -> str:
    """Return one field with its name; a list names itself once, then each of its members in sorted order."""
    if isinstance(value, list):
        return _list(parent, name, value)
    if isinstance(value, dict):
        return name + _object(name, value)
    return f"{name}={_text(parent, name, value)}"


def _list(parent: str, name: str, values: list[Value]) -> str:
    member = MEMBERS.get(name, name)
    head = name if name in MEMBERS and values else ""
    if member in {"bizTransaction", "source", "destination"}:
        # The member's name is the name of its value.
        return head + "".join(sorted(_object(member, value) for value in values))
    return head + "".join(sorted(_field(parent, member, value) for value in values))


def _object(name: str, fields: Mapping[str, Value]) -> str:
    parts = [_field(name, part, fields[part]) for part in _ORDERS[name] if part in fields]
    return "".join([*parts, *_extensions(fields)])


def _bare_rules(elements: Iterable[Mapping[str, Value]]) -> str:
    """Return the bizRules of sensor reports, for which the standard's order has no place; they come near the end."""
    found = [
        "sensorElement" + "".join(sorted("sensorReport" + _field("", "bizRules", rule) for rule in rules))
        for element in elements
        if (rules := [report["bizRules"] for report in element["sensorReport"] if "bizRules" in report])
    ]
    return "sensorElementList" + "".join(sorted(found)) if found else ""


def _extensions(fields: Mapping[str, Value]) -> list[str]:
    """Return the extensions among some fields, sorted by their whole text."""
    return sorted(_extension(name, value) for name, value in fields.items() if name.startswith("{"))


def _extension(name: str, value: Value) -> str:
    if isinstance(value, list):
        return "".join(sorted(_extension(name, member) for member in value))
    if isinstance(value, dict):
        return name + "".join(sorted(_extension(part, member) for part, member in value.items()))
    text = shown(value)
    number = _LEADING_ZEROS.fullmatch(text)
    if number:
        text = f"{number[1]}.{number[2]}".rstrip(".")
    return f"{name}={canonical(text)}" if text else name


def _text(parent: str, name: str, value: Value) -> str:
    text = shown(value)
    if name in _MOMENTS:
        return _milliseconds(text)
    vocabulary = _WORDS.get((parent, name))
    if vocabulary:
        return VOCABULARIES[vocabulary].uri(text)
    return text if name in _TEXTS else canonical(text)


def _milliseconds(text: str) -> str:
    """Return a moment in UTC with three decimals; from the fourth a digit of five or more rounds up."""
    second, fraction = utc_of(text)
    digits = fraction.ljust(4, "0")
    moment = second + timedelta(milliseconds=int(digits[:3]) + (int(digits[3]) >= _HALF_MILLISECOND))
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
