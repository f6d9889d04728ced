"""Which parties stand where: in the money (invoices, payments, claims), or only in the trade (orders, deliveries)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book

MONEY = {
    "invoices": ("seller_id", "buyer_id", "payee_id"),
    "payments": ("payer_id", "payee_id", "ultimate_payer_id", "ultimate_payee_id"),
    "receivables": ("creditor_id", "debtor_id", "holder_id"),
    "confirmations": ("debtor_id",),
}
TRADE = dict.fromkeys(("contracts", "orders", "despatches", "deliveries"), ("buyer_id", "seller_id"))
ACCOUNTS = {
    "invoices": ("payee_account_id",),
    "payments": ("payer_account_id", "payee_account_id"),
    "confirmations": ("payee_account_id",),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Ids of parties in the money, in the trade (which takes in the money), and of accounts money runs through."""

    money: frozenset[str]
    trade: frozenset[str]
    accounts: frozenset[str]


def standing(book: Book) -> Standing:
    """Return who stands in the papers of a book. The owner of an account that money runs through stands in it."""
    accounts = _named(book, ACCOUNTS)
    owned = book.table("bank_accounts", columns=["account_id", "owner_id"])
    owners = owned.filter(pc.is_in(owned["account_id"], pa.array(sorted(accounts), pa.string())))["owner_id"]
    money = _named(book, MONEY) | set(owners.drop_null().to_pylist())
    return Standing(frozenset(money), frozenset(money | _named(book, TRADE)), frozenset(accounts))


def _named(book: Book, tables: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[Any] = set()
    for name, columns in tables.items():
        data = book.table(name, columns=columns)
        for column in columns if data.num_rows else ():
            found.update(pc.unique(data[column]).to_pylist())
    return found - {None}
