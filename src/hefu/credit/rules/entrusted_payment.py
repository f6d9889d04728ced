"""Whether the lender itself paid out to the payee where it must, undivided, and on papers.

Looked at is what a borrower pays within a window after a loan is drawn. A single payment above the threshold
must be made by the lender on the borrower's behalf (受托支付). Payments that stay below it one by one count as one
where they go to one payee, or to payees of one control group or one account, within the window: together above
the threshold they are split. A customer without an earlier loan from this lender is new: the rule for new
customers reaches him whatever the amount, and a person must look at what he pays by himself. What the lender
pays out for the borrower needs an invoice of the payee on him, or a contract or order between both.

Source: 流动资金贷款管理办法 (NFRA 2024-2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, NoFigure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, licence_of, value_of, why_none
from hefu.credit.groups import GROUPS, assessed, members_of
from hefu.credit.loans import loans_of
from hefu.credit.texts.entrusted_payment import QUESTION, TEXTS

NAME = "credit.entrusted_payment"
VERSION = 1

_CLEARS = Message.of("clear_entrusted")
_Pair = tuple[Figure | NoFigure, Figure | NoFigure]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One loan with the figures that reach it, and what was paid by and for its borrower within the window."""

    loan: Row
    threshold: Figure
    new_customer: Figure | None
    own: tuple[Row, ...]
    entrusted: tuple[Row, ...]


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return findings loan by loan: paid directly, split, by a new customer, or without papers."""
    if not book.table("loans").num_rows:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    asked = loans_of(book)
    figures = cache(lambda *of: _figures(book, at, *of))
    reached = [(loan, figures(loan["lender_id"], loan["drawn_on"], loan["product"] or "")) for loan in asked]
    near = [loan for loan, (threshold, _) in reached if isinstance(threshold, Figure)]
    payments, linked, papers = _payments(book, near), _linked(book, near), _papers(book, near)
    first_drawn = _first_drawn(asked)
    for loan, (threshold, duty) in reached:
        if isinstance(threshold, Figure):
            known = first_drawn[loan["lender_id"], loan["borrower_id"]] < loan["drawn_on"]
            new_customer = duty if isinstance(duty, Figure) and not known else None
            yield from _judged(_drawn(loan, threshold, new_customer, payments, config), linked, papers, config)
        elif is_unknown(threshold):
            reason = Message.of("no_figure", loan=loan["loan_id"], why=why_none(threshold))
            yield Unassessed(NAME, VERSION, reason, _subjects(loan), _CLEARS, PaperKind.LEGAL_RECORD)


def _figures(book: Book, at: Context, lender_id: str, drawn_on: date, product: str) -> _Pair:
    """Return the threshold and the rule for new customers that reach a loan."""
    days, licence = {Anchor.LOAN_SIGNING: drawn_on}, licence_of(book, lender_id)
    return (
        figure_of(at, "entrusted_payment.payee_over", days, licence, product),
        figure_of(at, "entrusted_payment.new_customer", days, licence, product),
    )


def _first_drawn(loans: list[Row]) -> Mapping[tuple[str, str], date]:
    """Return the day of the first loan of each lender to each borrower."""
    found: dict[tuple[str, str], date] = {}
    for loan in loans:
        key = (loan["lender_id"], loan["borrower_id"])
        found[key] = min(found.get(key, loan["drawn_on"]), loan["drawn_on"])
    return found


def _payments(book: Book, loans: list[Row]) -> Mapping[str, list[Row]]:
    """Return by payer every payment that moved, once, in the order of days; one without a day is left to other rules.

    Only those that somebody says a borrower or a lender of these loans made.
    """
    data = book.table("payments")
    payers = {loan[end] for loan in loans for end in ("borrower_id", "lender_id")}
    near = data["payment_id"].filter(pc.is_in(data["payer_id"], pa.array(payers, pa.string())))
    said = data.filter(pc.is_in(data["payment_id"], near.combine_chunks())).to_pylist() if len(near) else []
    rows = {row["payment_id"]: row for row in sorted(said, key=lambda row: str(row["source_id"]))}
    moved = [row for row in rows.values() if row["state"] in {"booked", "pending"} and _day(row) is not None]
    found: dict[str, list[Row]] = {}
    for row in sorted(moved, key=lambda row: (_day(row), row["payment_id"])):
        found.setdefault(row["payer_id"], []).append(row)
    return found


def _day(row: Row) -> date | None:
    day: date | None = row["booked_on"] or row["valued_on"]
    return day


def _drawn(
    loan: Row, threshold: Figure, new_customer: Figure | None, payments: Mapping[str, list[Row]], config: CreditConfig
) -> _Drawn:
    last = loan["drawn_on"] + timedelta(days=config.splitting_window_days)

    def within(payer_id: str) -> list[Row]:
        return [
            row
            for row in payments.get(payer_id, ())
            if loan["drawn_on"] <= (_day(row) or last) <= last and row["currency"] == loan["currency"]
        ]

    own = tuple(row for row in within(loan["borrower_id"]) if row["way"] != "set_off")
    entrusted = tuple(row for row in within(loan["lender_id"]) if row["ultimate_payer_id"] == loan["borrower_id"])
    return _Drawn(loan, threshold, new_customer, own, entrusted)


def _judged(
    drawn: _Drawn, linked: Mapping[str, str], papers: frozenset[tuple[str, str]], config: CreditConfig
) -> Iterator[Finding]:
    over = value_of(drawn.threshold)
    above = [row for row in drawn.own if row["amount_minor"] > over]
    for row in above:
        yield _finding(drawn, Severity.HIGH, "paid_directly", [row], (drawn.threshold,))
    below = [row for row in drawn.own if row["amount_minor"] <= over]
    for rows in _by_payee(below, linked):
        split = worst_window(rows, config.splitting_window_days)
        if sum(row["amount_minor"] for row in split) > over:
            yield _finding(drawn, Severity.HIGH, "split", split, (drawn.threshold,))
    if drawn.new_customer is not None and drawn.own:
        yield _finding(drawn, Severity.MEDIUM, "new_customer", list(drawn.own), (drawn.new_customer,))
    for row in drawn.entrusted:
        if (drawn.loan["borrower_id"], row["payee_id"]) not in papers:
            yield _finding(drawn, Severity.MEDIUM, "no_papers", [row], (drawn.threshold,))


def worst_window(rows: list[Row], window_days: int) -> list[Row]:
    """Return the payments of the `window_days` days in a row in which most was paid; the first of equal ones."""
    best: list[Row] = []
    best_minor = start = 0
    for end, row in enumerate(rows):
        while (_days(row) - _days(rows[start])) >= window_days:
            start += 1
        held = rows[start : end + 1]
        if (total := sum(one["amount_minor"] for one in held)) > best_minor:
            best, best_minor = held, total
    return best


def _days(row: Row) -> int:
    day = _day(row)
    return day.toordinal() if day else 0


def _by_payee(rows: list[Row], linked: Mapping[str, str]) -> list[list[Row]]:
    """Put payments to one payee together: one id, one account, or one control group, through any chain of them."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    for row in rows:
        keys = [f"{kind}:{row[kind]}" for kind in ("payee_id", "payee_account_id") if row[kind]]
        keys += [f"group:{linked[row['payee_id']]}"] if row["payee_id"] in linked else []
        keys = keys or [f"name:{row['payee_name']}"]
        for other in keys[1:]:
            root[find(other)] = find(keys[0])
    gathered: dict[str, list[Row]] = {}
    for row in rows:
        kind = next((one for one in ("payee_id", "payee_account_id") if row[one]), None)
        key = f"{kind}:{row[kind]}" if kind else f"name:{row['payee_name']}"
        gathered.setdefault(find(key), []).append(row)
    return [gathered[key] for key in sorted(gathered)]


def _linked(book: Book, loans: list[Row]) -> Mapping[str, str]:
    """Return a control group of each party; a party of several is taken under one name for all that share with it."""
    if not loans or not assessed(book, GROUPS):
        return {}
    return {party_id: group_id for group_id, members in members_of(book).items() for party_id in members}


def _papers(book: Book, loans: list[Row]) -> frozenset[tuple[str, str]]:
    """Return buyer and seller of every invoice, contract and order of these borrowers in the book."""
    borrowers = pa.array({loan["borrower_id"] for loan in loans}, pa.string())
    ends = ("buyer_id", "seller_id")
    tables = [book.table(name, ends) for name in ("invoices", "contracts", "orders")] if loans else []
    near = [data.filter(pc.is_in(data["buyer_id"], borrowers)) for data in tables]
    return frozenset(pair for data in near for pair in zip(*(data[end].to_pylist() for end in ends), strict=True))


def _finding(drawn: _Drawn, severity: Severity, code: str, rows: list[Row], cites: tuple[Figure, ...]) -> Finding:
    total = Money(sum(row["amount_minor"] for row in rows), drawn.loan["currency"])
    payees = sorted({row["payee_id"] or row["payee_name"] or "–" for row in rows})
    message = Message.of(
        code,
        loan=drawn.loan["loan_id"],
        borrower=drawn.loan["borrower_id"],
        payees=", ".join(payees),
        count=len(rows),
        total=total,
        threshold=Money(value_of(drawn.threshold), drawn.loan["currency"]),
    )
    evidence = tuple(RowRef("payments", row["payment_id"], row["source_id"]) for row in rows)
    return Finding(NAME, VERSION, severity, message, _subjects(drawn.loan), evidence, _CLEARS, total, cites)


def _subjects(loan: Row) -> tuple[RowRef, ...]:
    return (RowRef("loans", loan["loan_id"]), RowRef("parties", loan["borrower_id"]))


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
