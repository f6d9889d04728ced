"""How fast a whole book is classed and a large borrowing base is made, beside plain DuckDB; and one decision.

The five classes of a million loans: DuckDB with the same tests in SQL over the same Arrow tables. The base of 100,000
receivables: DuckDB with the same deductions and reserve, without the sharing-out to each line. Both sides must agree.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from hefu.book import Book
from hefu.book.schema import table_named
from hefu.core.context import Context
from hefu.core.law import Licence
from hefu.core.money import Money
from hefu.credit import (
    RULES,
    Ask,
    CreditConfig,
    Terms,
    borrowing_base,
    class_figures,
    loan_classes,
    supportable,
)
from hefu.credit.classes import ClassFigures
from hefu.rulebook import RuleBook

LOANS, DEBTORS, LENDERS = 1_000_000, 300_000, 4
CLAIMS, BUYERS = 100_000, 5_000
NEAR_CLAIMS = 40
RUNS, DECISIONS = 5, 50
SEED = 20261120
TODAY = date(2026, 11, 20)
KNOWN = datetime(2026, 11, 1, tzinfo=UTC)

LATE, IMPAIRED, WITH_LOSS = 0.05, 0.01, 0.01
WHOLE, UNPAID = 0.9, 0.8
"""Shares of the generated rows."""

_CLASSES_SQL = """
with owed as (
  select *, greatest(0, date_diff('day', due_on, date '2026-11-20')) as days from loans
  where state in ('open', 'overdue') and outstanding_minor > 0),
own as (
  select *, case when days > 360 or loss_bps >= 9000 and impaired is not false then 4
                 when days > 270 or loss_bps >= 5000 and impaired is not false then 3
                 when days > 90 or impaired then 2 when days > 0 then 1 else 0 end as own from owed),
here as (
  select lender_id, borrower_id from own group by all
  having sum(outstanding_minor) filter (own >= 2) * 10 > sum(outstanding_minor)),
everywhere as (
  select borrower_id from own group by all
  having sum(outstanding_minor) filter (days > 90) * 5 > sum(outstanding_minor))
select case when own >= 2 then own when here.borrower_id is not null or everywhere.borrower_id is not null then 2
            else own end as final, count(*)
from own left join here using (lender_id, borrower_id) left join everywhere using (borrower_id)
group by all order by all
"""

_BASE_SQL = """
with claims as (
  select invoice_id, sum(gross_minor) as gross, sum(delivered_minor) as delivered, sum(credited_minor) as credited,
         sum(paid_minor) as paid, min(due_on) as due from tallies group by all),
named as (select * from claims join invoices using (invoice_id)),
over as (
  select buyer_id, ceil(sum(credited) * 10000 / sum(gross)) as history from named
  where due < date '2026-11-20' or gross - credited - paid <= 0 group by all),
aged as (
  select buyer_id from named group by all
  having 2 * sum(greatest(0, gross - credited - paid)) filter (due < date '2026-08-22')
         > sum(greatest(0, gross - credited - paid))),
counted as (
  select buyer_id, least(gross, delivered) as backed,
         greatest(0, least(gross, delivered) - credited - paid) as eligible
  from named left join aged using (buyer_id)
  where aged.buyer_id is null and delivered > 0 and (due >= date '2026-11-20' or gross - credited - paid <= 0)),
debtors as (
  select buyer_id, sum(eligible) as eligible, sum(backed) as backed from counted group by all)
select sum(eligible - least(eligible, cast(ceil(backed * greatest(200, coalesce(history, 0)) / 10000) as bigint)))
from debtors left join over using (buyer_id)
"""


def _table(name: str, rows: int, **columns: Any) -> pa.Table:  # noqa: ANN401 - arrays of many types
    """A table of facts from some columns; the others are empty, source and moment are one."""
    schema = table_named(name)
    said = {} if schema.derived else {"source_id": np.full(rows, "s"), "known_at": [KNOWN] * rows}
    given = {**said, **columns}
    arrays = [
        pa.array(given[field.name], field.type) if field.name in given else pa.nulls(rows, field.type)
        for field in schema.arrow
    ]
    return pa.Table.from_arrays(arrays, schema=schema.arrow)


def _days(chance: np.random.Generator, count: int, first: int, last: int) -> np.ndarray[Any, Any]:
    return np.datetime64(TODAY) + chance.integers(first, last, count)


def _loans(chance: np.random.Generator) -> Book:
    lenders = np.array([f"bank-{one}" for one in range(LENDERS)])
    loans = _table(
        "loans",
        LOANS,
        loan_id=np.char.add("loan-", np.arange(LOANS).astype(str)),
        lender_id=lenders[chance.integers(0, LENDERS, LOANS)],
        borrower_id=np.char.add("debtor-", chance.integers(0, DEBTORS, LOANS).astype(str)),
        amount_minor=np.full(LOANS, 10**10),
        outstanding_minor=chance.integers(1, 10**9, LOANS),
        currency=np.full(LOANS, "CNY"),
        drawn_on=_days(chance, LOANS, -900, -700),
        due_on=np.where(chance.random(LOANS) < LATE, _days(chance, LOANS, -500, 0), _days(chance, LOANS, 0, 700)),
        state=np.full(LOANS, "open"),
        impaired=pa.array(chance.random(LOANS) < IMPAIRED),
        loss_bps=np.where(chance.random(LOANS) < WITH_LOSS, chance.integers(0, 10_000, LOANS), 0),
    )
    return Book({"loans": loans})


def _claims(chance: np.random.Generator, claims: int, buyers: int) -> Book:
    ids = np.char.add("invoice-", np.arange(claims).astype(str))
    gross = chance.integers(1, 10**9, claims)
    tallies = _table(
        "tallies",
        claims,
        invoice_line_id=np.char.add(ids, "#1"),
        invoice_id=ids,
        currency=np.full(claims, "CNY"),
        gross_minor=gross,
        delivered_minor=np.where(chance.random(claims) < WHOLE, gross, gross // 2),
        credited_minor=np.where(chance.random(claims) < WHOLE, 0, gross // 20),
        paid_minor=np.where(chance.random(claims) < UNPAID, 0, gross // 3),
        due_on=_days(chance, claims, -120, 300),
        independent=pa.array(np.full(claims, fill_value=True)),
    )
    invoices = _table(
        "invoices",
        claims,
        invoice_id=ids,
        number=ids,
        kind=np.full(claims, "invoice"),
        seller_id=np.full(claims, "seller"),
        buyer_id=np.char.add("buyer-", chance.integers(0, buyers, claims).astype(str)),
        issued_on=_days(chance, claims, -200, -100),
        currency=np.full(claims, "CNY"),
    )
    return Book({"tallies": tallies, "invoices": invoices})


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _beside(name: str, ours: Callable[[], object], peer: Callable[[], object]) -> None:
    """Print both sides' median of alternating runs, after one run of each that is not counted."""
    if (left := ours()) != (right := peer()):
        sys.exit(f"{name}: the answers do not agree: {left} {right}")
    runs = [(_timed(ours), _timed(peer)) for _ in range(RUNS)]
    mine, theirs = (statistics.median(side) for side in zip(*runs, strict=True))
    low, high = min(runs)[0], max(runs)[0]
    print(f"{name:42} Hefu {mine:6.2f} s ({low:.2f}-{high:.2f})  DuckDB {theirs:6.2f} s  ratio {mine / theirs:5.2f}")


def _bench_classes(chance: np.random.Generator, at: Context) -> None:
    book, figures = _loans(chance), class_figures(at)
    assert isinstance(figures, ClassFigures)  # noqa: S101 - the shipped rule book has them
    loans = book.table("loans")

    def ours() -> list[int]:
        classed = pl.DataFrame(loan_classes(book, figures, TODAY))
        counts = dict(classed["final_class"].value_counts().iter_rows())
        return [counts[one] for one in ("normal", "special_mention", "substandard", "doubtful", "loss")]

    def peer() -> list[int]:
        return [count for _, count in duckdb.connect().execute(_CLASSES_SQL).fetchall() if loans]

    _beside(f"five classes of {LOANS:,} loans", ours, peer)


def _bench_base(chance: np.random.Generator, at: Context) -> None:
    book = _claims(chance, CLAIMS, BUYERS)
    tallies, invoices = book.table("tallies"), book.table("invoices")
    terms = Terms(TODAY, "CNY", Licence.BANK, None, CreditConfig())

    def ours() -> int:
        return borrowing_base(book, "bank", terms, at, held=True).base.amount_minor

    def peer() -> int:
        ((total,),) = duckdb.connect().execute(_BASE_SQL).fetchall()
        return int(total) if tallies and invoices else 0

    _beside(f"borrowing base of {CLAIMS:,} receivables", ours, peer)


def _bench_decision(chance: np.random.Generator, at: Context) -> None:
    """The credit part of one decision on the neighbourhood of a request: the ladder, then every rule."""
    capital = {
        "capital_id": ["c"],
        "lender_id": ["bank"],
        "licence": ["bank"],
        "net_capital_minor": [10**13],
        "tier1_minor": [10**13],
        "currency": ["CNY"],
        "stated_on": [TODAY],
    }
    near = _claims(chance, NEAR_CLAIMS, 1).with_table("lender_capital", _table("lender_capital", 1, **capital))
    ask = Ask(
        "bank",
        "seller",
        "buyer-0",
        frozenset(["invoice-0", "invoice-1"]),
        Money(10**6, "CNY"),
        date(2027, 6, 1),
        ("seller", "buyer"),
        "factoring_with_recourse",
    )
    config, tables = CreditConfig(), {name: near.table(name) for name in near.names}

    def ladder() -> None:
        supportable(Book(tables), ask, config, at)

    def decision() -> None:
        """A book remembers what was worked out of it, so each decision has one of its own."""
        book = Book(tables)
        supportable(book, ask, config, at)
        for rule in RULES:
            list(rule.check(book, config, at))

    for name, work in (("ladder", ladder), (f"ladder and {len(RULES)} rules", decision)):
        runs = [_timed(work) * 1e3 for _ in range(DECISIONS)][10:]
        middle = f"{statistics.median(runs):.1f} ms (least {min(runs):.1f})"
        print(f"one decision, {NEAR_CLAIMS} invoices near, {name}: {middle}; goal 10 ms")


def main() -> None:
    """Print the three figures."""
    law = RuleBook.shipped()
    at = Context(as_of=datetime(2026, 11, 20, tzinfo=UTC), law=law, rulebook=law.version)
    print(f"{platform.machine()}, Python {platform.python_version()}, medians of {RUNS} alternating runs")
    _bench_decision(np.random.default_rng(SEED), at)
    _bench_base(np.random.default_rng(SEED), at)
    _bench_classes(np.random.default_rng(SEED), at)


if __name__ == "__main__":
    main()
