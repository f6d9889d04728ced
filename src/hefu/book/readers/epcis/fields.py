"""The tables of EPCIS 2.0: which fields each kind of event has. They follow the standard's JSON schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hefu.book.readers.epcis.shape import (
    Shape,
    Take,
    Value,
    action,
    boolean,
    decimal,
    hexadecimal,
    identifier,
    list_of,
    moment,
    object_of,
    one_or_many,
    string,
    unit,
    uri,
    word,
    zone_offset,
)
from hefu.core.refusals import Refusal, refuse

QUANTITY = Shape(
    {"epcClass": identifier, "quantity": decimal, "uom": unit},
    required=("epcClass",),
    is_open=False,
)
BIZ_TRANSACTION = Shape(
    {"type": word("bizTransaction"), "bizTransaction": uri}, required=("bizTransaction",), is_open=False
)
SOURCE = Shape({"type": word("sourceDest"), "source": identifier}, required=("type", "source"), is_open=False)
DESTINATION = Shape(
    {"type": word("sourceDest"), "destination": identifier}, required=("type", "destination"), is_open=False
)
PLACE = Shape({"id": identifier}, required=("id",))

_DEVICE: Mapping[str, Take] = {
    "deviceID": uri,
    "deviceMetadata": uri,
    "rawData": uri,
    "dataProcessingMethod": uri,
    "bizRules": uri,
    "time": moment,
}
SENSOR_METADATA = Shape({**_DEVICE, "startTime": moment, "endTime": moment})
SENSOR_REPORT = Shape(
    {
        **_DEVICE,
        "type": word("measurement"),
        "exception": word("exception"),
        "microorganism": uri,
        "chemicalSubstance": uri,
        "coordinateReferenceSystem": uri,
        "component": word("component"),
        "stringValue": string,
        "booleanValue": boolean,
        "hexBinaryValue": hexadecimal,
        "uriValue": uri,
        **dict.fromkeys(("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"), decimal),
        "uom": unit,
    },
    required=("type",),
)
SENSOR_ELEMENT = Shape(
    {"sensorMetadata": object_of(SENSOR_METADATA), "sensorReport": list_of(object_of(SENSOR_REPORT), least=1)},
    required=("sensorReport",),
)
ERROR_DECLARATION = Shape(
    {"declarationTime": moment, "reason": word("reason"), "correctiveEventIDs": list_of(uri)},
    required=("declarationTime",),
)


def _one_of_two(value: Mapping[str, Value], path: str) -> None:
    if not value:
        raise refuse(Refusal.FIELD_MISSING, field=f"{path}/set | {path}/unset")


_DISPOSITIONS = list_of(word("disposition"), least=1, distinct=True)
PERSISTENT_DISPOSITION = Shape({"set": _DISPOSITIONS, "unset": _DISPOSITIONS}, is_open=False, rule=_one_of_two)
ILMD = Shape({})

_COMMON: Mapping[str, Take] = {
    "type": string,
    "eventTime": moment,
    "recordTime": moment,
    "eventTimeZoneOffset": zone_offset,
    "eventID": uri,
    "certificationInfo": one_or_many(uri),
    "errorDeclaration": object_of(ERROR_DECLARATION),
}
_USUAL: Mapping[str, Take] = {
    **_COMMON,
    "bizStep": word("bizStep"),
    "disposition": word("disposition"),
    "readPoint": object_of(PLACE),
    "bizLocation": object_of(PLACE),
    "bizTransactionList": list_of(object_of(BIZ_TRANSACTION)),
    "sourceList": list_of(object_of(SOURCE)),
    "destinationList": list_of(object_of(DESTINATION)),
    "sensorElementList": list_of(object_of(SENSOR_ELEMENT)),
}
_PERSISTENT = {"persistentDisposition": object_of(PERSISTENT_DISPOSITION)}
_ILMD = {"ilmd": object_of(ILMD)}
_EPCS = list_of(identifier)
_EPCS_DISTINCT = list_of(identifier, distinct=True)
_QUANTITIES = list_of(object_of(QUANTITY))
_ALWAYS = ("type", "eventTime", "eventTimeZoneOffset")


def _needs(path: str, *fields: str) -> None:
    raise refuse(Refusal.FIELD_MISSING, field=" | ".join(f"{path}/{name}" for name in fields))


def _object_rule(event: Mapping[str, Value], path: str) -> None:
    sensed = event.get("sensorElementList") and "readPoint" in event
    if "epcList" not in event and not event.get("quantityList") and not sensed:
        _needs(path, "epcList", "quantityList")
    if "ilmd" in event and event["action"] != "ADD":
        raise refuse(Refusal.FIELD_UNEXPECTED, field=f"{path}/ilmd")


def _children_rule(event: Mapping[str, Value], path: str) -> None:
    if event["action"] != "DELETE" and not event.get("childEPCs") and not event.get("childQuantityList"):
        _needs(path, "childEPCs", "childQuantityList")
    # Only what was observed may be an unknown whole.
    if event["action"] != "OBSERVE" and "parentID" not in event:
        _needs(path, "parentID")


def _transaction_rule(event: Mapping[str, Value], path: str) -> None:
    if event["action"] != "DELETE" and "epcList" not in event and not event.get("quantityList"):
        _needs(path, "epcList", "quantityList")


def _transformation_rule(event: Mapping[str, Value], path: str) -> None:
    into, out = ("inputEPCList", "inputQuantityList"), ("outputEPCList", "outputQuantityList")
    has_in, has_out = any(event.get(name) for name in into), any(event.get(name) for name in out)
    # Input and output may come in separate events only where a transformationID joins them.
    if not (has_in or has_out) or ("transformationID" not in event and not (has_in and has_out)):
        _needs(path, *(out if has_in else into))


def _event(
    fields: Mapping[str, Take], required: tuple[str, ...], rule: Callable[[Mapping[str, Value], str], None]
) -> Shape:
    return Shape({**_USUAL, **fields}, (*_ALWAYS, *required), rule=rule)


_FAMILY: Mapping[str, Take] = {
    "action": action,
    "parentID": identifier,
    "childEPCs": _EPCS,
    "childQuantityList": _QUANTITIES,
}
EVENTS: Mapping[str, Shape] = {
    "ObjectEvent": _event(
        {"action": action, "epcList": _EPCS_DISTINCT, "quantityList": _QUANTITIES, **_PERSISTENT, **_ILMD},
        ("action",),
        _object_rule,
    ),
    "AggregationEvent": _event(_FAMILY, ("action",), _children_rule),
    "AssociationEvent": _event(_FAMILY, ("action", "parentID"), _children_rule),
    "TransactionEvent": _event(
        {
            "action": action,
            "parentID": identifier,
            "epcList": _EPCS,
            "quantityList": _QUANTITIES,
            "bizTransactionList": list_of(object_of(BIZ_TRANSACTION), least=1),
        },
        ("action", "bizTransactionList"),
        _transaction_rule,
    ),
    "TransformationEvent": _event(
        {
            "inputEPCList": _EPCS_DISTINCT,
            "inputQuantityList": _QUANTITIES,
            "outputEPCList": _EPCS_DISTINCT,
            "outputQuantityList": _QUANTITIES,
            "transformationID": identifier,
            **_PERSISTENT,
            **_ILMD,
        },
        (),
        _transformation_rule,
    ),
}
"""The five kinds of event, by the name of their type."""

EXTENDED = Shape({name: take for shape in EVENTS.values() for name, take in shape.fields.items()}, _ALWAYS)
"""An event of a kind that the sender made up: its type is a URI, and any field of the standard may stand in it."""

MEMBERS: Mapping[str, str] = {
    **dict.fromkeys(("epcList", "childEPCs", "inputEPCList", "outputEPCList"), "epc"),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), "quantityElement"
    ),
    "bizTransactionList": "bizTransaction",
    "sourceList": "source",
    "destinationList": "destination",
    "sensorElementList": "sensorElement",
    "correctiveEventIDs": "correctiveEventID",
}
"""What one member of each list is called in XML and in the event hash."""
