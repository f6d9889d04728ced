"""A document flow of SAP (table VBFA of a training system) as orders, despatches, invoices and credits.

One row of VBFA says that a line of one document led to a line of another, with quantity and value. Taken over are
orders (C), deliveries (J), goods issues (R, which say when a delivery left), invoices (M), their cancellations (N) and
credit memos (O). The extract names no customer, so one party stands for all of them, and everything is the word of the
seller's own system. Its makers give no labels: what rules find here is a false alarm, or a fault of the data.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from hefu.book import Book, Row
from hefu.book.ids import document_id, invoice_id, line_id
from hefu.core.currencies import EXPONENTS
from hefu.core.refusals import Refusal, refuse
from hefu.gym.outside.loaded import Loaded, nearest_milli, nearest_minor, rows_of_csv, source, whole

SELLER, BUYERS = "sap:company", "sap:customers"
_ERP = "sap:vbfa"
_KNOWN = datetime(2022, 1, 1, tzinfo=UTC)
_SAID = {"source_id": _ERP, "known_at": _KNOWN}
_UNZIPPED_MAX_BYTES = 512 * 1024 * 1024
_COLUMNS = ("VBELV", "POSNV", "VBELN", "POSNN", "VBTYP_N", "VBTYP_V", "RFMNG", "MEINS", "RFWRT", "WAERS", "ERDAT")
_ORDER, _DELIVERY, _ISSUE, _INVOICE, _CANCELLATION, _CREDIT = "C", "J", "R", "M", "N", "O"
_KINDS = {_INVOICE: "invoice", _CREDIT: "credit_note"}

Flow = dict[str, str]
"""One row of VBFA by column name, blanks trimmed."""

Line = tuple[str, str]
"""A document's number and the number of its line."""


def load_sap_vbfa(folder: Path) -> Loaded:
    """Return the flow of `VBFA.zip` or `VBFA.csv`. Bills in a currency outside ISO 4217 are left out, counted."""
    flows, left_out = _usable(rows_of_csv(_text(folder), "VBFA", _COLUMNS))
    before = _predecessors(flows)
    bills = _lines(flows, _INVOICE) | _lines(flows, _CREDIT)
    parties = [
        {"party_id": SELLER, "kind": "company", **_SAID},
        {"party_id": BUYERS, "kind": "unknown", **_SAID},
    ]
    tables: dict[str, Iterable[Row]] = {
        "sources": [source(_ERP, "borrower", _KNOWN)],
        "parties": parties,
        **_orders(flows),
        **_despatches(flows, before),
        "invoices": _invoices(bills),
        "invoice_lines": [_bill_line(line, flow, before) for line, flow in bills.items()],
        "invoice_events": _cancellations(flows),
    }
    return Loaded(Book.of_rows(tables), (), left_out)


def _text(folder: Path) -> str:
    plain, packed = folder / "VBFA.csv", folder / "VBFA.zip"
    if plain.is_file():
        return plain.read_bytes().decode()
    if not packed.is_file():
        raise refuse(Refusal.FILE_MISSING, path=packed.name)
    try:
        with zipfile.ZipFile(packed) as container:
            entry = container.infolist()[0]
            if entry.file_size > _UNZIPPED_MAX_BYTES:
                size, limit = entry.file_size, _UNZIPPED_MAX_BYTES
                raise refuse(Refusal.FILE_TOO_LARGE, path=packed.name, size_bytes=size, limit_bytes=limit)
            return container.read(entry).decode()
    except (zipfile.BadZipFile, IndexError, UnicodeDecodeError, io.UnsupportedOperation) as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=packed.name, reason=str(error)[:200]) from None


def _usable(rows: Iterable[Flow]) -> tuple[list[Flow], Counter[str]]:
    """Trim blanks; leave out bills whose currency no longer exists or is not given."""
    flows, left_out = [], Counter[str]()
    for row in rows:
        flow = {name: value.strip() for name, value in row.items()}
        if flow["VBTYP_N"] in _KINDS and flow["WAERS"] not in EXPONENTS:
            left_out[f"currency {flow['WAERS'] or 'none'}"] += 1
        else:
            flows.append(flow)
    return flows, left_out


def _lines(flows: Iterable[Flow], kind: str) -> dict[Line, Flow]:
    """Return the lines of one kind of document, each by the first row that leads to it."""
    lines: dict[Line, Flow] = {}
    for flow in flows:
        if flow["VBTYP_N"] == kind:
            lines.setdefault((flow["VBELN"], flow["POSNN"]), flow)
    return lines


def _predecessors(flows: Iterable[Flow]) -> dict[tuple[Line, str], Line]:
    """Return for each line and each kind of document the line of that kind which led to it."""
    before: dict[tuple[Line, str], Line] = {}
    for flow in flows:
        before.setdefault(((flow["VBELN"], flow["POSNN"]), flow["VBTYP_V"]), (flow["VBELV"], flow["POSNV"]))
    return before


def _day(flow: Flow) -> date:
    text = flow["ERDAT"]
    try:
        return date(whole(text[:4]), whole(text[4:6]), whole(text[6:8]))
    except ValueError:
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=text) from None


def _orders(flows: list[Flow]) -> dict[str, list[Row]]:
    """Return orders and their lines. One that is only ever a predecessor has no quantity and its successor's day."""
    days: dict[str, date] = {}
    lines: dict[Line, Row] = {}
    for flow in flows:
        if flow["VBTYP_V"] == _ORDER:
            days[flow["VBELV"]] = min(days.get(flow["VBELV"], date.max), _day(flow))
            lines.setdefault((flow["VBELV"], flow["POSNV"]), {})
    currencies = {flow["VBELV"]: flow["WAERS"] for flow in flows if flow["VBTYP_N"] in _KINDS}
    for line, flow in _lines(flows, _ORDER).items():
        if line in lines:
            lines[line] = {"quantity_milli": nearest_milli(flow["RFMNG"]), "unit": flow["MEINS"] or None}
    return {
        "orders": [_order(number, day, currencies.get(number, "USD")) for number, day in days.items()],
        "order_lines": [_order_line(line, said, currencies.get(line[0], "USD")) for line, said in lines.items()],
    }


def _order(number: str, day: date, currency: str) -> Row:
    return {
        "order_id": document_id("order", BUYERS, number),
        "number": number,
        "buyer_id": BUYERS,
        "seller_id": SELLER,
        "issued_on": day,
        "currency": currency,
        **_SAID,
    }


def _order_line(line: Line, said: Row, currency: str) -> Row:
    order = document_id("order", BUYERS, line[0])
    ids = {"order_line_id": line_id(order, line[1]), "order_id": order, "line_number": line[1]}
    return {**ids, "currency": currency, **said, **_SAID}


def _despatches(flows: list[Flow], before: Mapping[tuple[Line, str], Line]) -> dict[str, list[Row]]:
    lines = _lines(flows, _DELIVERY)
    left = {flow["VBELV"]: _day(flow) for flow in flows if (flow["VBTYP_V"], flow["VBTYP_N"]) == (_DELIVERY, _ISSUE)}
    heads: dict[str, Row] = {}
    for (number, _), flow in lines.items():
        heads.setdefault(number, _despatch(number, _day(flow), left.get(number)))
    return {
        "despatches": list(heads.values()),
        "despatch_lines": [_despatch_line(line, flow, before.get((line, _ORDER))) for line, flow in lines.items()],
    }


def _despatch(number: str, day: date, left_on: date | None) -> Row:
    return {
        "despatch_id": document_id("despatch", SELLER, number),
        "number": number,
        "seller_id": SELLER,
        "buyer_id": BUYERS,
        "issued_on": day,
        "despatched_on": left_on,
        **_SAID,
    }


def _despatch_line(line: Line, flow: Flow, order: Line | None) -> Row:
    despatch = document_id("despatch", SELLER, line[0])
    return {
        "despatch_line_id": line_id(despatch, line[1]),
        "despatch_id": despatch,
        "line_number": line[1],
        "item_number": flow.get("MATNR") or None,
        "quantity_milli": nearest_milli(flow["RFMNG"]),
        "unit": flow["MEINS"] or None,
        "order_number": order[0] if order else None,
        "order_line_number": order[1] if order else None,
        **_SAID,
    }


def _invoices(bills: Mapping[Line, Flow]) -> Iterator[Row]:
    """Give each bill with the sum of its lines; the extract says nothing of tax."""
    totals: dict[str, int] = {}
    first: dict[str, Flow] = {}
    for (number, _), flow in bills.items():
        first.setdefault(number, flow)
        totals[number] = totals.get(number, 0) + nearest_minor(flow["RFWRT"], flow["WAERS"])
    for number, flow in first.items():
        amounts = dict.fromkeys(("lines_minor", "net_minor", "gross_minor", "payable_minor"), totals[number])
        yield {
            "invoice_id": invoice_id(SELLER, number),
            "number": number,
            "kind": _KINDS[flow["VBTYP_N"]],
            "seller_id": SELLER,
            "buyer_id": BUYERS,
            "issued_on": _day(flow),
            "currency": flow["WAERS"],
            "tax_minor": 0,
            **amounts,
            **_SAID,
        }


def _bill_line(line: Line, flow: Flow, before: Mapping[tuple[Line, str], Line]) -> Row:
    invoice = invoice_id(SELLER, line[0])
    order, despatch = before.get((line, _ORDER)), before.get((line, _DELIVERY))
    return {
        "invoice_line_id": line_id(invoice, line[1]),
        "invoice_id": invoice,
        "line_number": line[1],
        "item_number": flow.get("MATNR") or None,
        "quantity_milli": nearest_milli(flow["RFMNG"]),
        "unit": flow["MEINS"] or None,
        "net_minor": nearest_minor(flow["RFWRT"], flow["WAERS"]),
        "currency": flow["WAERS"],
        "order_number": order[0] if order else None,
        "order_line_number": order[1] if order else None,
        "despatch_number": despatch[0] if despatch else None,
        "despatch_line_number": despatch[1] if despatch else None,
        **_SAID,
    }


def _cancellations(flows: Iterable[Flow]) -> list[Row]:
    """Return for each invoice that was cancelled one event, however many of its lines say so."""
    events: dict[tuple[str, str], Row] = {}
    for flow in flows:
        if (flow["VBTYP_V"], flow["VBTYP_N"]) == (_INVOICE, _CANCELLATION):
            invoice = invoice_id(SELLER, flow["VBELV"])
            events[flow["VBELV"], flow["VBELN"]] = {
                "event_id": f"void:{invoice}/{flow['VBELN']}",
                "invoice_id": invoice,
                "event": "void",
                "by_number": flow["VBELN"],
                "happened_on": _day(flow),
                **_SAID,
            }
    return list(events.values())
