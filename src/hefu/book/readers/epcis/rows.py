"""What an EPCIS event becomes in the book: its own row, its goods, its parties, its readings, and the rest by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from urllib.parse import unquote

from hefu.book.book import Row
from hefu.book.readers.epcis.document import Document, Event, flattened, plain
from hefu.book.readers.epcis.gs1 import canonical, gln_of
from hefu.book.readers.epcis.hash import event_hash
from hefu.book.readers.epcis.shape import Value, utc_of
from hefu.book.readers.rows import Rows
from hefu.book.schema import table_named
from hefu.core.decimals import LENGTH_MAX, MAJOR_DECIMALS, MAJOR_DIGITS
from hefu.core.quantity import parse_fine_quantity
from hefu.core.refusals import Refusal, refuse

_KINDS = {
    "ObjectEvent": "object",
    "AggregationEvent": "aggregation",
    "TransactionEvent": "transaction",
    "TransformationEvent": "transformation",
    "AssociationEvent": "association",
}
_INSTANCES = {"epcList": "concerned", "childEPCs": "child", "inputEPCList": "input", "outputEPCList": "output"}
_CLASSES = {
    "quantityList": "concerned",
    "childQuantityList": "child",
    "inputQuantityList": "input",
    "outputQuantityList": "output",
}
_READINGS = {
    "value": "reading_exact",
    "minValue": "reading_min_exact",
    "maxValue": "reading_max_exact",
    "meanValue": "reading_mean_exact",
    "sDev": "deviation_exact",
    "percValue": "percentile_exact",
    "percRank": "percentile_rank_exact",
}
_READING_URIS = {
    "type": "measurement",
    "exception": "exception",
    "component": "component",
    "uriValue": "reading_uri",
    "deviceMetadata": "device_metadata",
    "rawData": "raw_data",
    "dataProcessingMethod": "processing",
    "bizRules": "rules",
    "microorganism": "microorganism",
    "chemicalSubstance": "substance",
    "coordinateReferenceSystem": "coordinate_system",
}
_READING_TEXTS = {"uom": "unit", "stringValue": "reading_text", "hexBinaryValue": "reading_hexadecimal"}
_MOMENTS = {"time": "measured_at", "startTime": "began_at", "endTime": "ended_at"}
# How the CBV writes a business document that has no identifier of GS1's: its issuer's GLN and its number.
_NUMBERED = "urn:epcglobal:cbv:bt:"
_MICROSECONDS = 6


def add_document(rows: Rows, document: Document) -> None:
    """Add every row that a document says.

    Raises RefusalError: EVENT_ID_CONFLICT where two events that say different things carry one id,
    MEASUREMENT_TOO_FINE, NUMBER_TOO_LARGE, and what quantities refuse.
    """
    seen: dict[str, Row] = {}
    written: dict[tuple[str, str], Row] = {}
    for event in document.events:
        hashed = event_hash(event.fields, document.ignored)
        event_id = event.uri(event.fields["eventID"]) if "eventID" in event.fields else hashed
        known = seen.get(event_id)
        if known is None:
            seen[event_id] = _event_row(event, event_id, hashed)
            rows.add("trace_events", seen[event_id])
        elif known["event_hash"] == hashed:
            # The same event again: recorded once more, or declared wrong by its own author.
            known.update({name: value for name, value in _declared(event).items() if value and not known[name]})
        else:
            raise refuse(Refusal.EVENT_ID_CONFLICT, value=event_id[:80])
        for table, row in _parts(rows, event, event_id):
            same = written.setdefault((table, row[table_named(table).key]), row)
            if same is row:
                rows.add(table, row)
            elif table == "trace_extras" and same["said"] != row["said"]:
                raise refuse(Refusal.EVENT_ID_CONFLICT, value=event_id[:80])
    source_id = rows.source.source_id
    for n, (path, said) in enumerate(document.around, start=1):
        rows.add(
            "trace_extras", _extra(f"epcis:{source_id}", path, said) | {"extra_id": f"epcis:{source_id}/{n}/{path}"}
        )


def _parts(rows: Rows, event: Event, event_id: str) -> Iterator[tuple[str, Row]]:
    """Yield what hangs on an event, as table and row."""
    for item in _items(event, event_id):
        yield "trace_items", item
    for side in ("source", "destination"):
        for n, party in enumerate(event.fields.get(f"{side}List", ()), start=1):
            yield "trace_parties", _party(rows, event, party, side) | _part(event_id, "trace_party_id", side, n)
    for n, element in enumerate(event.fields.get("sensorElementList", ()), start=1):
        for m, report in enumerate(element["sensorReport"], start=1):
            yield "trace_readings", _reading(event, element, report) | _part(event_id, "trace_reading_id", str(n), m)
    for reference in _references(event, event_id):
        yield "document_references", reference
    for path, said in _extras(event):
        yield "trace_extras", _extra(event_id, path, said)


def _part(event_id: str, key: str, role: str, ordinal: int) -> Row:
    return {key: f"{event_id}/{role}/{ordinal}", "event_id": event_id}


# The event


def _event_row(event: Event, event_id: str, hashed: str) -> Row:
    fields = event.fields
    kind = fields["type"]
    quantities = [quantity for name in _CLASSES for quantity in fields.get(name, ()) if "quantity" in quantity]
    lasting = fields.get("persistentDisposition", {})
    row: Row = {
        "event_id": event_id,
        "kind": _KINDS.get(kind, "extended"),
        "type": None if kind in _KINDS else kind,
        "action": fields["action"].lower() if "action" in fields else None,
        "what": " ".join(item["identifier"] for item in _items(event, event_id)) or None,
        "business_step": _uri(event, "bizStep"),
        "disposition": _uri(event, "disposition"),
        "set_dispositions": " ".join(map(event.uri, lasting.get("set", ()))) or None,
        "unset_dispositions": " ".join(map(event.uri, lasting.get("unset", ()))) or None,
        "read_point": _place(event, "readPoint"),
        "business_location": _place(event, "bizLocation"),
        "transformation": canonical(fields["transformationID"]) if "transformationID" in fields else None,
        "certification": " ".join(map(event.uri, fields.get("certificationInfo", ()))) or None,
        "happened_at": _moment(fields["eventTime"]),
        "zone_offset": fields["eventTimeZoneOffset"],
        "event_hash": hashed,
        **_declared(event),
    }
    if len(quantities) == 1:
        row["quantity_milli"], _ = parse_fine_quantity(plain(quantities[0]["quantity"]))
        row["unit"] = quantities[0].get("uom")
    return row


def _declared(event: Event) -> Row:
    """Return what may change about an event that has happened: that it was recorded, or declared wrong."""
    error = event.fields.get("errorDeclaration", {})
    return {
        "recorded_at": _moment(event.fields["recordTime"]) if "recordTime" in event.fields else None,
        "declared_wrong_at": _moment(error["declarationTime"]) if error else None,
        "wrong_reason": event.uri(error["reason"]) if "reason" in error else None,
    }


def _uri(event: Event, name: str) -> str | None:
    return event.uri(event.fields[name]) if name in event.fields else None


def _place(event: Event, name: str) -> str | None:
    return canonical(event.uri(event.fields[name]["id"])) if name in event.fields else None


def _moment(text: str) -> datetime:
    second, fraction = utc_of(text)
    return second.replace(microsecond=int(fraction[:_MICROSECONDS].ljust(_MICROSECONDS, "0")))


# Goods and parties


def _items(event: Event, event_id: str) -> Iterator[Row]:
    """Yield a row per identifier of goods: the whole, then single things, then kinds of goods by quantity."""
    fields = event.fields
    found: list[tuple[str, str, str, Mapping[str, Value]]] = []
    if "parentID" in fields:
        found.append(("parent", "instance", fields["parentID"], {}))
    found += [(role, "instance", epc, {}) for name, role in _INSTANCES.items() for epc in fields.get(name, ())]
    found += [
        (role, "class", quantity["epcClass"], quantity)
        for name, role in _CLASSES.items()
        for quantity in fields.get(name, ())
    ]
    for n, (role, level, written, quantity) in enumerate(found, start=1):
        milli, exactly = parse_fine_quantity(plain(quantity["quantity"])) if "quantity" in quantity else (None, None)
        yield _part(event_id, "trace_item_id", role, n) | {
            "role": role,
            "level": level,
            "identifier": canonical(event.uri(written)),
            "written": written,
            "quantity_milli": milli,
            "quantity_major": exactly,
            "unit": quantity.get("uom"),
        }


def _party(rows: Rows, event: Event, party: Mapping[str, Value], side: str) -> Row:
    identifier = canonical(event.uri(party[side]))
    role = event.uri(party["type"])
    gln = gln_of(identifier) if role != "location" else None
    found: Row = {"side": side, "role": role, "identifier": identifier, "written": party[side]}
    if gln:
        found["party_id"] = rows.add_party([("gln", gln)], {"kind": "unknown", "gln": gln})
    return found


# References


def _references(event: Event, event_id: str) -> Iterator[Row]:
    for n, transaction in enumerate(event.fields.get("bizTransactionList", ()), start=1):
        written = event.uri(transaction["bizTransaction"])
        kind = event.uri(transaction["type"]) if "type" in transaction else "bizTransaction"
        yield _reference(event_id, kind, _number(written) or written, str(n))
    for corrected in event.fields.get("errorDeclaration", {}).get("correctiveEventIDs", ()):
        yield _reference(event_id, "correctiveEventID", event.uri(corrected), event.uri(corrected))


def _number(written: str) -> str:
    """Return the number of a business document that is named by its issuer's GLN and its number; else empty."""
    return unquote(written.removeprefix(_NUMBERED).partition(":")[2]) if written.startswith(_NUMBERED) else ""


def _reference(event_id: str, kind: str, number: str, ordinal: str) -> Row:
    reference_id = f"{event_id}/{kind}/{ordinal}"
    return {"reference_id": reference_id, "document_id": event_id, "kind": kind, "number": number}


# Readings


def _reading(event: Event, element: Mapping[str, Value], report: Mapping[str, Value]) -> Row:
    """Return one measurement; what the element says of all its reports holds where the report says nothing."""
    said = {**element.get("sensorMetadata", {}), **report}
    row: Row = {column: event.uri(said[name]) for name, column in _READING_URIS.items() if name in said}
    row |= {column: said[name] for name, column in _READING_TEXTS.items() if name in said}
    row |= {column: _exact(said[name]) for name, column in _READINGS.items() if name in said}
    row |= {column: _moment(said[name]) for name, column in _MOMENTS.items() if name in said}
    row["reading_flag"] = said.get("booleanValue")
    row["device"] = canonical(event.uri(said["deviceID"])) if "deviceID" in said else None
    return row


def _exact(number: Decimal) -> Decimal:
    """Return a measurement as the book holds it: at most 20 digits before the point and 18 behind it."""
    digits = plain(number)
    whole, _, fraction = digits.lstrip("-").partition(".")
    if len(fraction) > MAJOR_DECIMALS:
        raise refuse(Refusal.MEASUREMENT_TOO_FINE, value=digits[:LENGTH_MAX], decimals=MAJOR_DECIMALS)
    if len(whole) > MAJOR_DIGITS:
        raise refuse(Refusal.NUMBER_TOO_LARGE, value=digits[:LENGTH_MAX])
    return Decimal(digits)


# The rest


def _extras(event: Event) -> Iterator[tuple[str, str]]:
    fields = event.fields
    yield from flattened(_own(fields), "")
    for n, transaction in enumerate(fields.get("bizTransactionList", ()), start=1):
        written = event.uri(transaction["bizTransaction"])
        # The reference holds the number alone; here is whose number it is.
        if _number(written):
            yield f"bizTransactionList/{n}", written
    for name in ("readPoint", "bizLocation", "ilmd", "errorDeclaration"):
        yield from flattened(_own(fields.get(name, {})), name)
    for n, element in enumerate(fields.get("sensorElementList", ()), start=1):
        path = f"sensorElementList/{n}"
        yield from flattened(_own(element), path)
        yield from flattened(_unheard(element), f"{path}/sensorMetadata")
        for m, report in enumerate(element["sensorReport"], start=1):
            yield from flattened(_own(report), f"{path}/sensorReport/{m}")


def _unheard(element: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a sensor element says of all its reports and no row of theirs says: extensions, overruled values."""
    said = element.get("sensorMetadata", {})
    reports = element["sensorReport"]
    overruled = {name: value for name, value in said.items() if all(name in report for report in reports)}
    return {**_own(said), **overruled}


def _own(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return the extensions among some fields."""
    return {name: value for name, value in fields.items() if name.startswith("{")}


def _extra(document_id: str, path: str, said: str) -> Row:
    return {"extra_id": f"{document_id}/{path}", "document_id": document_id, "path": path, "said": said}
