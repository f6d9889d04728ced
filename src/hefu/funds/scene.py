"""What the rules about payments read of a book, gathered once: settlements, accounts, authorisations, groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book, Row
from hefu.book.rows import rows_of
from hefu.book.schema import SCHEMA
from hefu.core.context import Context
from hefu.core.findings import RowRef
from hefu.core.money import Money
from hefu.funds.config import FundsConfig
from hefu.parties.groups.links import in_force
from hefu.parties.groups.membership import Membership, membership_on
from hefu.parties.identity import Party, identified, parties_by_id, same_party, trusted_sources

_DIRECT = ("represents", "directs")
_ACCOUNT_COLUMNS = ("payer_account_id", "payee_account_id")
_SETTLED = {"payments": "payment_id", "invoices": "invoice_id"}


@dataclass(frozen=True, slots=True)
class Settlement:
    """One payment with the invoices it settles, every source's row of each, and the sum allocated."""

    payment_id: str
    payments: tuple[Row, ...]
    invoices: tuple[Row, ...]
    allocated: Money
    day: date

    def named(self, column: str) -> tuple[str, ...]:
        """Return the ids that the payment's rows give in a column, in order."""
        return _values(self.payments, column)

    def billed(self, column: str) -> tuple[str, ...]:
        """Return the ids that the invoices' rows give in a column, in order."""
        return _values(self.invoices, column)

    @property
    def subjects(self) -> tuple[RowRef, ...]:
        """The payment and its invoices."""
        invoices = sorted({row["invoice_id"] for row in self.invoices})
        return (RowRef("payments", self.payment_id), *(RowRef("invoices", one) for one in invoices))

    @property
    def evidence(self) -> tuple[RowRef, ...]:
        """The rows of the payment and its invoices."""
        rows = {RowRef("payments", self.payment_id, row["source_id"]) for row in self.payments}
        return tuple(sorted(rows | {RowRef("invoices", r["invoice_id"], r["source_id"]) for r in self.invoices}))


@dataclass(frozen=True, slots=True)
class Scene:
    """A book's facts on payers and payees, by the ids they are looked up with."""

    config: FundsConfig
    parties: Mapping[str, Party]
    accounts: Mapping[str, tuple[Row, ...]]
    authorisations: tuple[Row, ...]
    links: tuple[Row, ...]
    groups: Membership
    trusted: frozenset[str]
    lenders: Mapping[str, set[str]]
    locked: Mapping[str, set[str]]

    def is_one(self, left: str, right: str) -> bool:
        """Tell whether two ids are one party."""
        return left == right or same_party(self.parties[left], self.parties[right])

    def owners(self, account_ids: Iterable[str], day: date) -> set[str]:
        """Return the identified owners of accounts on a day; the borrower's word on them does not count."""
        rows = [row for one in account_ids for row in self.accounts.get(one, ())]
        held = [row for row in rows if row["source_id"] in self.trusted and in_force(row, day)]
        return {row["owner_id"] for row in held if identified(row["owner_id"])}

    def owner_names(self, account_ids: Iterable[str]) -> set[str]:
        """Return the names under which accounts are kept."""
        return {row["owner_name"] for one in account_ids for row in self.accounts.get(one, ()) if row["owner_name"]}

    def affiliated(self, left: str, right: str) -> bool:
        """Tell whether two parties are in one control group, or one represents or directs the other."""
        direct = any({row["from_id"], row["to_id"]} == {left, right} for row in self.links)
        return direct or self.groups.together(left, right)


def settlements(book: Book, at: Context) -> tuple[list[Settlement], list[Row]]:
    """Return every payment that settles invoices, and the allocations whose payment or invoice is not in the book."""
    allocated = book.table("allocations")
    payments, invoices = (_by(book, name, set(allocated[key].to_pylist())) for name, key in _SETTLED.items())
    grouped: dict[tuple[str, str], list[Row]] = {}
    loose: list[Row] = []
    for row in sorted(book.rows("allocations"), key=lambda row: str(row["allocation_id"])):
        if row["payment_id"] in payments and row["invoice_id"] in invoices:
            grouped.setdefault((row["payment_id"], row["currency"]), []).append(row)
        else:
            loose.append(row)
    return [_settlement(key, rows, payments, invoices, at) for key, rows in sorted(grouped.items())], loose


def _settlement(
    key: tuple[str, str],
    rows: list[Row],
    payments: Mapping[str, list[Row]],
    invoices: Mapping[str, list[Row]],
    at: Context,
) -> Settlement:
    payment_id, currency = key
    told = payments[payment_id]
    billed = [row for one in sorted({row["invoice_id"] for row in rows}) for row in invoices[one]]
    days = sorted(day for row in told if (day := row["booked_on"] or row["valued_on"]))
    allocated = Money(sum(row["amount_minor"] for row in rows), currency)
    return Settlement(payment_id, tuple(told), tuple(billed), allocated, days[0] if days else at.today)


def scene_of(book: Book, config: FundsConfig, at: Context, found: list[Settlement]) -> Scene:
    """Gather what `Scene` holds for these settlements, as of the context's day."""
    used = {one for settlement in found for column in _ACCOUNT_COLUMNS for one in settlement.named(column)}
    accounts = {key: tuple(rows) for key, rows in _by(book, "bank_accounts", used).items()}
    links = tuple(row for row in book.rows("party_links") if row["kind"] in _DIRECT and in_force(row, at.today))
    authorisations = tuple(row for rows in _by(book, "payer_authorisations").values() for row in rows)
    lenders, locked = _lenders(book), _sets(_pairs(book, "confirmations", "payee_account_id"))
    ids = {one for settlement in found for one in _ids_of(settlement)}
    ids |= {row["owner_id"] for rows in accounts.values() for row in rows if row["owner_id"]}
    ids |= {row[column] for row in authorisations for column in ("payer_id", "debtor_id", "creditor_id") if row[column]}
    ids |= {one for some in lenders.values() for one in some}
    return Scene(
        config,
        parties_by_id(book, ids),
        accounts,
        authorisations,
        links,
        membership_on(book, at.today),
        trusted_sources(book),
        lenders,
        locked,
    )


def _ids_of(settlement: Settlement) -> set[str]:
    paid = ("payer_id", "payee_id", "ultimate_payer_id")
    billed = ("seller_id", "buyer_id", "payee_id")
    return {one for column in paid for one in settlement.named(column)} | {
        one for column in billed for one in settlement.billed(column)
    }


def _lenders(book: Book) -> dict[str, set[str]]:
    """Return for each invoice those to whom its claim has passed."""
    return _sets([*_pairs(book, "receivables", "holder_id"), *_pairs(book, "financings", "lender_id")])


def _pairs(book: Book, table: str, column: str) -> list[tuple[str, str]]:
    return [(row["invoice_id"], row[column]) for row in book.rows(table) if row["invoice_id"] and row[column]]


def _sets(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def _by(book: Book, table: str, among: set[str] | None = None) -> dict[str, list[Row]]:
    """Return every source's rows under their id, where ids are given of these alone."""
    key = SCHEMA[table].key
    rows = book.rows(table) if among is None else _rows_of(book, table, key, among)
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (str(row[key]), row["source_id"], row["known_at"])):
        found.setdefault(row[key], []).append(row)
    return found


def _rows_of(book: Book, table: str, key: str, among: set[str]) -> list[Row]:
    """Return the rows with some ids. Few of a table are taken out of it; most are made once for all who read it."""
    if 2 * len(among) > book.table(table).num_rows:
        return [row for row in book.rows(table) if row[key] in among]
    data = book.table(table)
    return rows_of(data.filter(pc.is_in(data[key], pa.array(sorted(among), pa.string()))))


def _values(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(sorted({row[column] for row in rows if row[column]}))
