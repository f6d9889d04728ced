"""Whether the banks that lend to a debtor must or may agree on a joint limit, and whether one is nearly used.

Counted are the banks with something owed to them, and all that is owed to them, as far as the book knows. A book that
knows of fewer banks than the rule asks for says nothing about the rest: unless the debtor's own accounts show less debt
than the rule begins at, the question stays open. The rules count renminbi.

Source: 联合授信管理办法（试行）(银保监发〔2018〕24号).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book import Book, Row, Rule
from hefu.book.rule import WHOLE_GRAPH
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, NotApplicable, RowRef, Severity, Unassessed
from hefu.core.law import Anchor, Figure, Licence, NoFigure
from hefu.core.money import BPS_WHOLE, Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message
from hefu.credit.arrays import frame_from, ints_of, is_among, is_unique, sums_by
from hefu.credit.claims import is_in_force
from hefu.credit.config import CreditConfig
from hefu.credit.figures import figure_of, is_unknown, value_of, why_none
from hefu.credit.groups import GROUPS, assessed, banks_of, members_of
from hefu.credit.ladder import percent
from hefu.credit.texts.joint_credit import QUESTION, TEXTS

NAME = "credit.joint_credit"
VERSION = 1

_CURRENCY = "CNY"
_OPEN = pa.array(["open", "overdue"])
_RULES = ("must_banks_from", "must_debt_from", "may_banks_from", "may_debt_from", "warning_from")


@dataclass(frozen=True, slots=True)
class _Debtor:
    """A debtor or group with the banks that lend to it and what it owes them."""

    circle_id: str
    members: tuple[str, ...]
    banks_count: int
    owed_minor: int


def check(book: Book, config: CreditConfig, at: Context) -> Iterable[Answer]:
    """Return findings debtor by debtor and group by group; open questions where the book knows too few lenders."""
    del config
    if not book.table("loans").num_rows:
        yield NotApplicable(NAME, VERSION, Message.of("nothing_to_ask"), ())
        return
    found = {one: figure_of(at, f"joint_credit.{one}", {Anchor.EXPOSURE: at.today}, Licence.BANK) for one in _RULES}
    missing = next((one for one in found.values() if isinstance(one, NoFigure)), None)
    if missing is not None:
        if is_unknown(missing):
            reason = Message.of("no_figure", why=why_none(missing))
            yield Unassessed(NAME, VERSION, reason, (), _CLEARS, PaperKind.LEGAL_RECORD)
        return
    figures = {name: one for name, one in found.items() if isinstance(one, Figure)}
    joint = _joint_limits(book, at.today)
    debtors = list(_debtors(book, min(value_of(figures[f"{one}_debt_from"]) for one in ("must", "may")), set(joint)))
    for debtor in debtors:
        yield from _judged(debtor, figures, joint)
    yield from _unseen(book, debtors, figures)


_CLEARS = Message.of("clear_joint")


def _debtors(book: Book, least_minor: int, joint: set[str]) -> Iterator[_Debtor]:
    """Give every debtor and group that owes banks at least so much, or of which one member has a joint limit."""
    owed = _owed_to_banks(book)
    parties, sums = sums_by(owed["borrower_id"], ints_of(owed["outstanding_minor"]))
    alone = dict(zip(parties.to_pylist(), sums.tolist(), strict=True))
    circles: dict[str, frozenset[str]] = {one: frozenset({one}) for one in alone}
    if alone and assessed(book, GROUPS):
        circles |= {f"group {one}": members & alone.keys() for one, members in members_of(book).items()}
    asked = {
        circle_id: members
        for circle_id, members in sorted(circles.items())
        if members and (sum(alone[one] for one in members) >= least_minor or not joint.isdisjoint(members))
    }
    near = is_among(owed["borrower_id"], frozenset().union(*asked.values()))
    loans: dict[str, list[Row]] = {}
    for row in owed.filter(pa.array(near)).to_pylist():
        loans.setdefault(row["borrower_id"], []).append(row)
    for circle_id, members in asked.items():
        once = {row["loan_id"]: row for one in members for row in loans[one]}
        banks = {row["lender_id"] for row in once.values()}
        owed_minor = sum(row["outstanding_minor"] for row in once.values())
        yield _Debtor(circle_id, tuple(sorted(members)), len(banks), owed_minor)


def _owed_to_banks(book: Book) -> pa.Table:
    """Return each loan of a bank on which something is owed once: ids of loan, lender and borrower, and the amount."""
    columns = ("loan_id", "lender_id", "borrower_id", "outstanding_minor")
    banks = pa.array(sorted(banks_of(book)), pa.string())
    loans = book.table("loans", (*columns, "currency", "state"))
    counted = pc.and_(pc.equal(loans["currency"], _CURRENCY), pc.is_in(loans["state"], _OPEN))
    owed = loans.filter(pc.and_(counted, pc.is_in(loans["lender_id"], banks))).select(columns)
    if not is_unique(owed["loan_id"]):
        by_loan = frame_from(owed).group_by("loan_id", "lender_id", maintain_order=True)
        once = by_loan.agg(pl.col("borrower_id").min(), pl.col("outstanding_minor").max())
        owed = once.select(columns).to_arrow().cast(owed.schema)
    return owed.filter(pc.greater(owed["outstanding_minor"], 0))


def _joint_limits(book: Book, today: date) -> Mapping[str, tuple[int, str]]:
    """Return the joint limit of each party in force; by several words the smallest, with its line's id."""
    lines = book.table("facilities")
    joint = lines.filter(pc.and_(pc.equal(lines["role"], "joint"), pc.equal(lines["currency"], _CURRENCY)))
    found: dict[str, tuple[int, str]] = {}
    for row in joint.to_pylist():
        if is_in_force(row, today):
            line = (row["limit_minor"], row["facility_id"])
            found[row["party_id"]] = min(found.get(row["party_id"], line), line)
    return found


def _judged(debtor: _Debtor, figures: Mapping[str, Figure], joint: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    agreed = [joint[one] for one in debtor.members if one in joint]
    reached = {
        kind: debtor.banks_count >= value_of(figures[f"{kind}_banks_from"])
        and debtor.owed_minor >= value_of(figures[f"{kind}_debt_from"])
        for kind in ("must", "may")
    }
    if agreed:
        limit_minor, line_id = min(agreed)
        used_bps = debtor.owed_minor * BPS_WHOLE // limit_minor if limit_minor else BPS_WHOLE
        cites = (figures["warning_from"],)
        more: dict[str, Money | str] = {"limit": Money(limit_minor, _CURRENCY), "share": percent(used_bps)}
        if debtor.owed_minor > limit_minor:
            yield _finding(debtor, Severity.HIGH, "above_joint_limit", cites, line_id, **more)
        elif used_bps >= value_of(figures["warning_from"]):
            yield _finding(debtor, Severity.MEDIUM, "near_joint_limit", cites, line_id, **more)
    elif reached["must"]:
        yield _finding(
            debtor, Severity.HIGH, "joint_credit_due", (figures["must_banks_from"], figures["must_debt_from"])
        )
    elif reached["may"]:
        yield _finding(debtor, Severity.LOW, "joint_credit_open", (figures["may_banks_from"], figures["may_debt_from"]))


def _finding(
    debtor: _Debtor, severity: Severity, code: str, cites: tuple[Figure, ...], line_id: str = "", **more: Money | str
) -> Finding:
    owed = Money(debtor.owed_minor, _CURRENCY)
    message = Message.of(code, parties=", ".join(debtor.members), banks=debtor.banks_count, owed=owed, **more)
    subjects = tuple(RowRef("parties", one) for one in debtor.members)
    evidence = (RowRef("facilities", line_id),) if line_id else ()
    return Finding(NAME, VERSION, severity, message, subjects, evidence, _CLEARS, owed, cites)


def _unseen(book: Book, debtors: list[_Debtor], figures: Mapping[str, Figure]) -> Iterator[Unassessed]:
    """Say of each borrower whose lenders the book may not all know that the count is open."""
    begins = value_of(figures["may_debt_from"])
    small = {
        row["party_id"]
        for row in book.rows("statements")
        if row["currency"] == _CURRENCY and row["debt_minor"] is not None and row["debt_minor"] < begins
    }
    for debtor in debtors:
        known = debtor.banks_count >= value_of(figures["may_banks_from"]) or debtor.owed_minor < begins
        if not known and not small.issuperset(debtor.members):
            subjects = tuple(RowRef("parties", one) for one in debtor.members)
            reason = Message.of("lenders_unknown", parties=", ".join(debtor.members), banks=debtor.banks_count)
            yield Unassessed(NAME, VERSION, reason, subjects, _CLEARS, PaperKind.FINANCIAL_STATEMENTS)


RULE = Rule(name=NAME, version=VERSION, question=QUESTION, partition_by=WHOLE_GRAPH, texts=TEXTS, check=check)
