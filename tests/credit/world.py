"""A small world of a lender: short rows made whole, the shipped rule book, and answers as a person would read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hefu.book import Book, Rule
from hefu.book.schema import SCHEMA
from hefu.core.context import Context
from hefu.core.findings import Finding, NotApplicable, Unassessed
from hefu.core.texts import Language
from hefu.credit import CreditConfig
from hefu.rulebook import RuleBook

LAW = RuleBook.shipped()
TODAY = date(2026, 11, 20)
AT = Context(as_of=datetime(2026, 11, 20, tzinfo=UTC), law=LAW, rulebook=LAW.version)
SPOKEN = {"source_id": "s", "known_at": datetime(2026, 11, 1, tzinfo=UTC)}
YUAN = 100
BILLION = 1_000_000_000 * YUAN

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "parties": {"kind": "company"},
    "tallies": {
        "invoice_id": "i",
        "currency": "CNY",
        "gross_minor": 100_000,
        "delivered_minor": 100_000,
        "credited_minor": 0,
        "paid_minor": 0,
        "due_on": date(2027, 1, 18),
        "independent": True,
    },
    "invoices": {
        "number": "1",
        "kind": "invoice",
        "seller_id": "seller",
        "buyer_id": "buyer",
        "issued_on": date(2026, 10, 1),
        "currency": "CNY",
    },
    "invoice_events": {"invoice_id": "i", "happened_on": date(2026, 10, 5)},
    "receivables": {
        "invoice_id": "i",
        "creditor_id": "seller",
        "debtor_id": "buyer",
        "state": "free",
        "amount_minor": 100_000,
        "currency": "CNY",
    },
    "confirmations": {
        "invoice_id": "i",
        "debtor_id": "buyer",
        "amount_minor": 1,
        "currency": "CNY",
        "confirmed_on": date(2026, 10, 2),
    },
    "contracts": {"number": "c", "buyer_id": "buyer", "seller_id": "seller"},
    "filings": {
        "debtor_id": "seller",
        "creditor_id": "other bank",
        "kind": "factoring",
        "invoice_id": "i",
        "filed_at": datetime(2026, 10, 3, tzinfo=UTC),
        "state": "live",
    },
    "financings": {"invoice_id": "i", "lender_id": "other bank", "state": "open"},
    "pledges": {"pledgor_id": "seller", "pledgee_id": "other bank", "kind": "receivable", "perfected_by": "filing"},
    "overdue_lists": {"party_id": "buyer", "kind": "bill", "listed_on": date(2026, 9, 1)},
    "lender_capital": {
        "lender_id": "bank",
        "licence": "bank",
        "net_capital_minor": 1_000 * YUAN,
        "tier1_minor": 1_000 * YUAN,
        "risk_assets_minor": 1_000 * YUAN,
        "net_assets_minor": 1_000 * YUAN,
        "currency": "CNY",
        "stated_on": date(2026, 9, 30),
    },
    "loans": {
        "lender_id": "bank",
        "borrower_id": "buyer",
        "amount_minor": 100_000,
        "outstanding_minor": 100_000,
        "currency": "CNY",
        "drawn_on": date(2026, 1, 5),
        "due_on": date(2027, 1, 5),
        "state": "open",
    },
    "loan_events": {"loan_id": "loans-0", "happened_on": date(2026, 10, 1), "currency": "CNY"},
    "facilities": {
        "lender_id": "bank",
        "party_id": "buyer",
        "role": "joint",
        "limit_minor": 0,
        "used_minor": 0,
        "currency": "CNY",
    },
    "guarantees": {
        "guarantor_id": "bank",
        "debtor_id": "buyer",
        "kind": "joint",
        "amount_minor": 100_000,
        "currency": "CNY",
    },
    "vouchers": {
        "issuer_id": "core",
        "holder_id": "seller",
        "amount_minor": 100_000,
        "currency": "CNY",
        "issued_on": date(2026, 7, 1),
        "due_on": date(2026, 12, 31),
        "state": "open",
    },
    "payments": {
        "payer_id": "buyer",
        "payee_id": "supplier",
        "currency": "CNY",
        "state": "booked",
        "booked_on": date(2026, 1, 6),
        "way": "transfer",
    },
    "indicators": {
        "name": "lpr_1y",
        "unit": "bps",
        "period_from": date(2026, 1, 20),
        "period_to": date(2026, 2, 19),
        "value_milli": 300_000,
    },
}


def book_of(**tables: Iterable[Mapping[str, Any]]) -> Book:
    """A book of short rows; each gets a key of its own, a source, and what else the table wants."""
    return Book.of_rows({name: [whole(name, row, at) for at, row in enumerate(rows)] for name, rows in tables.items()})


def whole(table: str, row: Mapping[str, Any], place: int) -> dict[str, Any]:
    said = {} if SCHEMA[table].derived else SPOKEN
    return {SCHEMA[table].key: f"{table}-{place}", **said, **DEFAULTS.get(table, {}), **row}


def answers(
    rule: Rule[CreditConfig], book: Book, config: CreditConfig | None = None, at: Context = AT
) -> list[Finding | Unassessed]:
    """What a rule answers; every text it uses is spoken in both languages, so that a missing one shows here."""
    found: list[Finding | Unassessed] = []
    for one in rule.check(book, config or CreditConfig(), at):
        if isinstance(one, NotApplicable):
            assert all(one.reason.render(language, rule.texts) for language in Language)
            continue
        found.append(one)
        message = one.message if isinstance(one, Finding) else one.reason
        for said in (message, one.clears):
            texts = [said.render(language, rule.texts) for language in Language]
            assert all(texts), said
    return found


def codes(rule: Rule[CreditConfig], book: Book, config: CreditConfig | None = None, at: Context = AT) -> list[str]:
    """The answers as `severity code`, `open code` for what could not be asked; each finding cites a figure."""
    found = answers(rule, book, config, at)
    assert all(one.cites for one in found if isinstance(one, Finding))
    return [
        f"{one.severity.code} {one.message.code}" if isinstance(one, Finding) else f"open {one.reason.code}"
        for one in found
    ]


def without_law(at: Context = AT) -> Context:
    """The same moment without a rule book."""
    return replace(at, law=None)


def day(word: str) -> date | None:
    """A day of a table; a dash is none."""
    return None if word == "-" else date.fromisoformat(word)


def number(word: str) -> int | None:
    """A whole number of a table; a dash is none."""
    return None if word == "-" else int(word)
