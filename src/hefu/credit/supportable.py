"""The amount formula: from what is invoiced to what may be lent, each step shown, each limit named.

The base is what was billed, less what nobody but the seller says was delivered, less credits, less what
is paid already, less the reserve for dilution. The advance rate is lent on it. Beside it stands the
headroom of each line that the product uses. A line that was never granted has no headroom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hefu.book import Book, Row
from hefu.core.context import Context
from hefu.core.money import Money, Rounding
from hefu.core.texts import Text
from hefu.credit.config import CreditConfig


@dataclass(frozen=True, slots=True)
class Ask:
    """What the formula needs to know of a request. `roles` are the lines it uses: seller, buyer."""

    lender_id: str
    applicant_id: str
    debtor_id: str
    invoice_ids: frozenset[str]
    amount: Money
    ends_on: date
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working: an amount with its sign, or a rate that is multiplied with."""

    name: Text
    sign: str
    amount: Money | None = None
    rate_bps: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one limit allows, and why."""

    code: str
    name: Text
    amount: Money
    why: Text


@dataclass(frozen=True, slots=True)
class Ladder:
    """All limits on one request, and the working of its borrowing base."""

    limits: tuple[Limit, ...]
    steps: tuple[Step, ...]


_ROLE_NAMES = {
    "seller": Text("Seller line headroom", "卖方额度余额"),
    "buyer": Text("Buyer line headroom", "买方额度余额"),
}


def supportable(book: Book, ask: Ask, config: CreditConfig, at: Context) -> Ladder:
    """Return what limits the request. Reads `tallies`, `invoices` and `facilities` of the book."""
    base, steps = _borrowing_base(book, ask, config, at)
    holders = {"seller": ask.applicant_id, "buyer": ask.debtor_id}
    lines = [_headroom(book, ask, role, holders[role], at) for role in ask.roles]
    return Ladder((base, *lines), steps)


def _borrowing_base(book: Book, ask: Ask, config: CreditConfig, at: Context) -> tuple[Limit, tuple[Step, ...]]:
    lines = [row for row in book.rows("tallies") if row["invoice_id"] in ask.invoice_ids]
    taken = _taken(book)
    eligible = [row for row in lines if row["invoice_id"] not in taken and _eligible(row, ask, at)]
    currency = ask.amount.currency
    invoiced = _total((row["gross_minor"] for row in lines), currency)
    excluded = invoiced - _total((row["gross_minor"] for row in eligible), currency)
    undelivered = _total((row["gross_minor"] - _delivered_minor(row) for row in eligible), currency)
    credited = _total((row["credited_minor"] for row in eligible), currency)
    paid = _total((row["paid_minor"] for row in eligible), currency)
    backed = invoiced - excluded - undelivered
    reserve = backed.part_bps(config.dilution_reserve_bps, Rounding.UP)
    base = max(Money(0, currency), backed - credited - paid - reserve)
    advance = base.part_bps(config.advance_rate_bps, Rounding.DOWN)
    steps = (
        Step(Text("invoiced", "开票金额"), "", invoiced),
        Step(
            Text(
                "not eligible: overdue, beyond the term, assigned before, or other currency",
                "不合格：逾期、超期限、已转让或币种不同",
            ),
            "−",
            excluded,
        ),
        Step(Text("not delivered, or only the seller says so", "未收货，或仅有卖方陈述"), "−", undelivered),
        Step(Text("credited", "贷项冲减"), "−", credited),
        Step(Text("already paid", "已付"), "−", paid),
        Step(Text("reserve for dilution", "稀释准备"), "−", reserve, config.dilution_reserve_bps),
        Step(Text("borrowing base", "借款基数"), "=", base),
        Step(Text("advance rate", "预付比例"), "×", None, config.advance_rate_bps),
        Step(Text("by formula", "按公式可放款"), "=", advance),
    )
    why = Text(
        "delivered and unpaid receivables, less reserves, times the advance rate",
        "已收货未付款的应收账款，扣除准备后乘以预付比例",
    )
    return Limit("borrowing_base", Text("Borrowing base × advance rate", "借款基数 × 预付比例"), advance, why), steps


def _taken(book: Book) -> set[str]:
    """Return the invoices whose claim is no longer free, by anybody's word."""
    return {row["invoice_id"] for row in book.rows("receivables") if row["invoice_id"] and row["state"] != "free"}


def _eligible(row: Row, ask: Ask, at: Context) -> bool:
    """Tell whether a billed line may count: same currency, not overdue, due by the end of the term."""
    due_on = row["due_on"]
    return row["currency"] == ask.amount.currency and due_on is not None and at.today <= due_on <= ask.ends_on


def _delivered_minor(row: Row) -> int:
    """What was delivered by the word of somebody other than the seller; the seller's own word counts nil."""
    return row["delivered_minor"] or 0 if row["independent"] else 0


def _total(amounts: Iterable[int | None], currency: str) -> Money:
    return Money(sum(amount or 0 for amount in amounts), currency)


def _headroom(book: Book, ask: Ask, role: str, party_id: str, at: Context) -> Limit:
    free_minor: dict[str, int] = {}
    for row in book.rows("facilities"):
        asked_of = (row["lender_id"], row["party_id"], row["role"], row["currency"])
        if asked_of == (ask.lender_id, party_id, role, ask.amount.currency) and _in_force(row, at.today):
            # Stated twice, a line counts once, by the lower word.
            free = row["limit_minor"] - row["used_minor"]
            free_minor[row["facility_id"]] = min(free, free_minor.get(row["facility_id"], free))
    why = (
        Text("limit less what is in use", "额度减去已用")
        if free_minor
        else Text("this lender granted no line that is in force", "本行没有有效的授信额度")
    )
    free = max(0, sum(free_minor.values()))
    return Limit(f"{role}_line", _ROLE_NAMES[role], Money(free, ask.amount.currency), why)


def _in_force(row: Row, day: date) -> bool:
    begins, ends = row["valid_from"], row["valid_to"]
    return (begins is None or begins <= day) and (ends is None or day < ends)
