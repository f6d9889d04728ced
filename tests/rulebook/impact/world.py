"""A small book for the impact report, row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hefu.book.book import Book
from hefu.core.context import Context

AT = Context(as_of=datetime(2026, 11, 25, 4, tzinfo=UTC))
KNOWN = {"source_id": "s1", "known_at": datetime(2026, 11, 1, tzinfo=UTC)}
Row = dict[str, Any]


def day(text: str) -> date | None:
    """A day, or None for a dash."""
    return None if text == "-" else date.fromisoformat(text)


def party(party_id: str, kind: str = "company", source_id: str = "s1") -> Row:
    return {**KNOWN, "party_id": party_id, "kind": kind, "source_id": source_id}


def voucher(voucher_id: str, issued: str, due: str, **more: object) -> Row:
    row: Row = {"voucher_id": voucher_id, "issuer_id": "core", "holder_id": "supplier", "amount_minor": 100_00}
    row |= {"currency": "CNY", "issued_on": day(issued), "due_on": day(due), "state": "open"}
    return {**KNOWN, **row, **more}


def loan(loan_id: str, drawn: str, due: str, owed_minor: int, **more: object) -> Row:
    row: Row = {"loan_id": loan_id, "lender_id": "bank", "borrower_id": "firm", "product": "working_capital_loan"}
    row |= {"amount_minor": owed_minor, "outstanding_minor": owed_minor, "currency": "CNY", "state": "open"}
    return {**KNOWN, **row, "drawn_on": day(drawn), "due_on": day(due), **more}


def capital(net_minor: int, tier1_minor: int, stated: str = "2026-09-30", **more: object) -> Row:
    row: Row = {"capital_id": f"c-{stated}", "lender_id": "bank", "licence": "bank", "net_capital_minor": net_minor}
    row |= {"tier1_minor": tier1_minor, "currency": "CNY", "stated_on": day(stated)}
    return {**KNOWN, **row, **more}


def contract(contract_id: str, term_days: int | None, valid_to: str = "-", **more: object) -> Row:
    row: Row = {"contract_id": contract_id, "number": contract_id, "buyer_id": "buyer", "seller_id": "seller"}
    row |= {"payment_term_days": term_days, "valid_to": day(valid_to), "amount_minor": 500_00, "currency": "CNY"}
    return {**KNOWN, **row, **more}


def invoice(invoice_id: str, due: str, order: str, **more: object) -> Row:
    row: Row = {"invoice_id": invoice_id, "number": invoice_id, "kind": "invoice", "seller_id": "seller"}
    row |= {"buyer_id": "buyer", "issued_on": date(2026, 10, 1), "due_on": day(due), "order_number": order}
    return {**KNOWN, **row, "currency": "CNY", "payable_minor": 700_00, **more}


def delivery(order: str, received: str) -> Row:
    row: Row = {"delivery_id": f"d-{order}", "number": order, "seller_id": "seller", "buyer_id": "buyer"}
    return {**KNOWN, **row, "issued_on": day(received), "received_on": day(received), "order_number": order}


def payment(payment_id: str, amount_minor: int, booked: str, **more: object) -> Row:
    row: Row = {"payment_id": payment_id, "payer_id": "firm", "payee_id": "vendor", "amount_minor": amount_minor}
    return {**KNOWN, **row, "currency": "CNY", "state": "booked", "booked_on": day(booked), **more}


def filing(filing_id: str, filed: str, expires: str, **more: object) -> Row:
    filed_at = datetime.fromisoformat(filed)
    row: Row = {
        "filing_id": filing_id,
        "debtor_id": "firm",
        "creditor_id": "bank",
        "kind": "factoring",
        "state": "live",
    }
    return {**KNOWN, **row, "filed_at": filed_at, "expires_on": day(expires), **more}


def book(**tables: list[Row]) -> Book:
    """A book of these rows."""
    return Book.of_rows(tables)
