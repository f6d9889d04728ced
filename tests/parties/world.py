"""A small world to ask questions in: named sources, companies with valid identifiers, short rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from stdnum.cn.uscc import calc_check_digit

from hefu.book.book import Book
from hefu.core.context import Context

KNOWN = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)
NOW = Context(datetime(2026, 6, 1, tzinfo=UTC))

_DEFAULTS: dict[str, dict[str, Any]] = {
    "parties": {"kind": "company"},
    "party_links": {"kind": "owns", "share_bps": 10_000},
    "invoices": {
        "number": "1",
        "kind": "invoice",
        "issued_on": date(2026, 3, 1),
        "currency": "CNY",
        "payable_minor": 100_00,
    },
    "orders": {"number": "1", "issued_on": date(2026, 2, 1), "currency": "CNY"},
    "payments": {
        "amount_minor": 100_00,
        "currency": "CNY",
        "state": "booked",
        "booked_on": date(2026, 5, 1),
        "way": "transfer",
    },
    "allocations": {"amount_minor": 100_00, "currency": "CNY", "basis": "reference"},
    "payer_authorisations": {"way": "finance_company"},
    "confirmations": {"amount_minor": 100_00, "currency": "CNY", "confirmed_on": date(2026, 3, 2)},
}
_KEYS = {
    "party_links": "link_id",
    "allocations": "allocation_id",
    "payer_authorisations": "authorisation_id",
    "confirmations": "confirmation_id",
    "receivables": "receivable_id",
    "orders": "order_id",
}


def uscc(number: int) -> str:
    """A valid unified social credit code, another for every number."""
    body = f"91440606{number:09d}"
    return f"uscc:{body}{calc_check_digit(body)}"


def world(**tables: list[dict[str, Any]]) -> Book:
    """A checked book of short rows; the registry says what no other source is named for."""
    rows = {
        "sources": [
            {"source_id": who, "controlled_by": who, "channel": "feed", "known_at": KNOWN}
            for who in ("registry", "bank", "buyer", "lender", "borrower")
        ]
    }
    for table, short in tables.items():
        rows[table] = [_full(table, row, place) for place, row in enumerate(short)]
    return Book.of_rows(rows).checked()


def _full(table: str, row: dict[str, Any], place: int) -> dict[str, Any]:
    said = {} if table == "allocations" else {"source_id": "registry", "known_at": KNOWN}
    named = {_KEYS[table]: f"{table}-{place}"} if table in _KEYS else {}
    return {**said, **named, **_DEFAULTS.get(table, {}), **row}


def company(party_id: str, name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of any kind
    """A row of `parties`."""
    return {"party_id": party_id, "name": name, **more}
