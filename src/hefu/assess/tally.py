"""The tally of the dossier: each invoice line as four halves side by side, with the seams between them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hefu.assess.content import Contents
from hefu.book import Book, Row
from hefu.core.canonical import plain
from hefu.core.findings import Finding, RowRef
from hefu.core.money import BPS_WHOLE, Money, Rounding, divide
from hefu.core.quantity import Quantity
from hefu.core.texts import Text

_NO_ORDER = Text("no order was found", "没有找到订单")
_NO_DELIVERY = Text("no receipt advice, acceptance slip or gate record", "没有收货单、验收单或进出库记录")
_SELLER_ONLY = Text("only the seller's despatch advice; no receipt", "只有卖方的发货单，没有收货记录")
_NOT_DUE = Text("not yet due, nothing paid", "未到期，尚未付款")
_UNPAID = Text("no payment was found", "没有找到付款")


def tally_of(
    book: Book, invoice_ids: frozenset[str], findings: list[Finding], currency: str, today: date
) -> dict[str, Any]:
    """Return the tally of some invoices as plain JSON: `{"currency": "CNY", "invoices": [...]}`.

    A payment that a finding speaks of does not fit, however well its amount does.
    """
    contents = Contents(book)
    misfits = {ref.row_id for finding in findings for ref in finding.subjects if ref.table == "payments"}
    by_invoice: dict[str, list[Row]] = {}
    for row in book.rows("tallies"):
        if row["invoice_id"] in invoice_ids:
            by_invoice.setdefault(row["invoice_id"], []).append(row)
    drawn = [_invoice(contents, identity, lines, misfits, today) for identity, lines in sorted(by_invoice.items())]
    return {"currency": currency, "invoices": drawn}


def _invoice(contents: Contents, identity: str, lines: list[Row], misfits: set[str], today: date) -> dict[str, Any]:
    invoice = contents.row(RowRef("invoices", identity)) or {}
    return {
        "invoice_id": identity,
        "number": invoice.get("number", identity),
        "issued_on": plain(invoice.get("issued_on")),
        "due_on": plain(invoice.get("due_on")),
        "payable": plain(_payable(invoice, lines)),
        "lines": [_line(contents, line, misfits, today) for line in lines],
        "totals": _totals(lines),
    }


def _payable(invoice: Row, lines: list[Row]) -> Money | None:
    stated = invoice.get("payable_minor")
    return _money(lines[0], sum(line["gross_minor"] or 0 for line in lines) if stated is None else stated)


def _line(contents: Contents, line: Row, misfits: set[str], today: date) -> dict[str, Any]:
    payments = _split(line["payment_ids"])
    return {
        "line_number": line["line_number"],
        "item_name": line["item_name"],
        "halves": {
            "order": _order_half(contents, line),
            "delivery": _delivery_half(contents, line),
            "invoice": _half(
                contents,
                _money(line, line["gross_minor"]),
                [_quantity(line, line["invoiced_milli"])],
                [RowRef("invoice_lines", line["invoice_line_id"])],
            ),
            "payment": _payment_half(contents, line, payments),
        },
        "seams": {
            "order": _order_seam(line),
            "delivery": _seam(line["delivery_seam"], line["delivered_bps"] or 0),
            "payment": _payment_seam(line, today, misfit=any(payment in misfits for payment in payments)),
        },
    }


def _order_seam(line: Row) -> dict[str, Any]:
    """The seam between order and delivery: as the rule found it, and no closer than the delivery came."""
    if line["order_seam"] == "match" and line["delivery_seam"] in {"missing", "partial"}:
        return _seam(line["delivery_seam"], line["delivered_bps"] or 0)
    return _seam(line["order_seam"], BPS_WHOLE)


def _payment_seam(line: Row, today: date, *, misfit: bool) -> dict[str, Any]:
    """The seam between invoice and payment. What is paid early closes it so far; the rest is not late yet."""
    early = line["payment_seam"] == "partial" and line["due_on"] is not None and line["due_on"] > today
    state = "misfit" if misfit else "not_due" if early else line["payment_seam"]
    return _seam(state, line["paid_bps"] or 0)


def _order_half(contents: Contents, line: Row) -> dict[str, Any]:
    if line["order_line_id"] is None:
        return _void(_NO_ORDER)
    refs = [RowRef("order_lines", line["order_line_id"])]
    return _half(contents, _money(line, ordered_gross_minor(line)), [_quantity(line, line["ordered_milli"])], refs)


def ordered_gross_minor(line: Row) -> int | None:
    """Return the ordered amount with tax, at the invoice's own share of tax, rounded half up."""
    ordered: int | None = line["ordered_minor"]
    if ordered is None or not line["invoiced_minor"]:
        return ordered
    return divide(ordered * line["gross_minor"], line["invoiced_minor"], Rounding.HALF_UP)


def _delivery_half(contents: Contents, line: Row) -> dict[str, Any]:
    refs = [
        RowRef("movements" if contents.row(RowRef("movements", identity)) else "delivery_lines", identity)
        for identity in _split(line["delivery_line_ids"])
    ]
    if not refs:
        sent = _split(line["despatch_line_ids"])
        return _void(_SELLER_ONLY if sent else _NO_DELIVERY)
    return _half(contents, _money(line, line["delivered_minor"]), [_quantity(line, line["delivered_milli"])], refs)


def _payment_half(contents: Contents, line: Row, payments: list[str]) -> dict[str, Any]:
    if not payments:
        return _void(_NOT_DUE if line["payment_seam"] == "not_due" else _UNPAID)
    return _half(
        contents, _money(line, line["paid_minor"]), [], [RowRef("payments", identity) for identity in payments]
    )


def _half(
    contents: Contents, amount: Money | None, quantities: list[Quantity | None], refs: list[RowRef]
) -> dict[str, Any]:
    return {
        "amount": plain(amount),
        "quantities": [quantity.plain() for quantity in quantities if quantity],
        "refs": [_short(contents, ref) for ref in refs],
        "controlled_by": contents.controlled_by(contents.row(refs[0])) if refs else None,
        "note": None,
    }


def _void(looked_for: Text) -> dict[str, Any]:
    return {"amount": None, "quantities": [], "refs": [], "controlled_by": None, "note": looked_for.plain()}


_OWNERS = {
    "order_lines": ("orders", "order_id"),
    "invoice_lines": ("invoices", "invoice_id"),
    "delivery_lines": ("deliveries", "delivery_id"),
}


def _short(contents: Contents, ref: RowRef) -> str:
    """Return what a person calls a row: `PO-26-0917 / 1`."""
    row = contents.row(ref)
    if row is None:
        return ref.row_id
    if ref.table in _OWNERS:
        owner_table, owner_key = _OWNERS[ref.table]
        owner = contents.row(RowRef(owner_table, row[owner_key]))
        return f"{owner['number'] if owner else row[owner_key]} / {row['line_number']}"
    return str(row.get("bank_reference") or row.get("end_to_end_number") or row.get("vehicle") or ref.row_id)


def _seam(state: str, closed_bps: int) -> dict[str, Any]:
    return {"state": state, "closed_bps": BPS_WHOLE if state == "match" else closed_bps}


def _totals(lines: list[Row]) -> dict[str, Any]:
    gross = sum(line["gross_minor"] or 0 for line in lines)
    delivered = sum(line["delivered_minor"] or 0 for line in lines)
    paid = sum(line["paid_minor"] or 0 for line in lines)
    ordered = [ordered_gross_minor(line) for line in lines]
    known = [amount for amount in ordered if amount is not None]
    return {
        "order": plain(_money(lines[0], sum(known))) if known else None,
        "delivery": plain(_money(lines[0], delivered)),
        "invoice": plain(_money(lines[0], gross)),
        "payment": plain(_money(lines[0], paid)),
        "delivered_bps": delivered * BPS_WHOLE // gross if gross else 0,
        "paid_bps": paid * BPS_WHOLE // gross if gross else 0,
    }


def _money(line: Row, amount_minor: int | None) -> Money | None:
    return None if amount_minor is None else Money(amount_minor, line["currency"])


def _quantity(line: Row, quantity_milli: int | None) -> Quantity | None:
    return None if quantity_milli is None else Quantity(quantity_milli, line["unit"] or "")


def _split(ids: str | None) -> list[str]:
    return ids.split() if ids else []
