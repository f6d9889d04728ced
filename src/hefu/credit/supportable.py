"""The amount ladder: from what is invoiced to what may be lent, each step shown, each limit named.

The borrowing base times the advance rate; the headroom of each line the product uses; what the lender's capital
leaves for each party whose risk is taken, its control group and those who depend on one another; and for a
working-capital loan the need by the formula. A line that was never granted has no headroom; a limit that cannot be
reckoned is listed as unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.compute as pc

from hefu.book import Book
from hefu.core.context import Context
from hefu.core.findings import RowRef, Unassessed
from hefu.core.law import Figure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message, Text
from hefu.credit.base import DEDUCTIONS, BorrowingBase, borrowing_base
from hefu.credit.capital import Held, Unheld, capital_of, held_against
from hefu.credit.claims import is_in_force
from hefu.credit.config import CreditConfig
from hefu.credit.eligibility import REASONS, Terms, cites_of
from hefu.credit.exposures import risks_of
from hefu.credit.figures import licence_of
from hefu.credit.ladder import Ask, Ladder, Limit, Step, percent
from hefu.credit.need import Need, Unneeded, need_for
from hefu.credit.texts.amount import DEDUCTION_NAMES, NAME, VERSION

_ROLE_NAMES = {
    "seller": Text("Seller line headroom", "卖方额度余额"),
    "buyer": Text("Buyer line headroom", "买方额度余额"),
}
_ALWAYS = {"undelivered", "credited", "paid"}
"""Deductions that are shown although they are nil, so that a reader sees they were asked."""


def supportable(book: Book, ask: Ask, config: CreditConfig, at: Context) -> Ladder:
    """Return what limits the request. Reads what `borrowing_base`, `risks_of` and `capital_of` read, and lines."""
    terms = Terms(at.today, ask.amount.currency, licence_of(book, ask.lender_id), ask.ends_on, config)
    base = borrowing_base(book, ask.lender_id, terms, at, invoice_ids=ask.invoice_ids)
    lines = [_headroom(book, ask, role, party, at) for role, party in ask.holders().items()]
    capital = list(_capital(book, ask, config, at))
    need = list(_need(book, ask, config, at))
    found = [one for one in (*capital, *need) if isinstance(one, Limit)]
    unknown = [one for one in (*capital, *need) if isinstance(one, Unassessed)]
    cites = cites_of(base.excluded, terms, at, ask.product)
    return Ladder((_base_limit(base, cites), *lines, *found), steps_of(base), tuple(dict.fromkeys(unknown)))


def _base_limit(base: BorrowingBase, cites: tuple[Figure, ...]) -> Limit:
    why = Text(
        "delivered and unpaid receivables, less reserves, times the advance rate",
        "已收货未付款的应收账款，扣除准备后乘以预付比例",
    )
    name = Text("Borrowing base × advance rate", "借款基数 × 预付比例")
    return Limit("borrowing_base", name, base.advance, why, cites)


def steps_of(base: BorrowingBase) -> tuple[Step, ...]:
    """Return the working of a base: one step for each reason of exclusion, each deduction, each reserve. It adds up."""
    rates = {one.dilution_bps for one in base.debtors}
    rate_bps = rates.pop() if len(rates) == 1 else None
    nil = Money(0, base.base.currency)
    # What nobody but the seller says was delivered is one step, whether it is a whole claim or a part.
    excluded = {code: amount for code, amount in base.excluded.items() if code != "not_delivered"}
    deducted = {**base.deducted, "undelivered": base.deducted["undelivered"] + base.excluded.get("not_delivered", nil)}
    above = base.concentration
    capped = [Step(Text("above the debtor's cap", "超出单一债务人上限"), "−", above)] if above != nil else []
    return (
        Step(Text("invoiced", "开票金额"), "", base.invoiced),
        *(Step(_not_eligible(code), "−", excluded[code]) for code in REASONS if code in excluded),
        *(
            Step(DEDUCTION_NAMES[name], "−", deducted[name])
            for name in DEDUCTIONS
            if name in _ALWAYS or deducted[name] != nil
        ),
        Step(Text("reserve for dilution", "稀释准备"), "−", base.dilution, rate_bps),
        *capped,
        Step(Text("borrowing base", "借款基数"), "=", base.base),
        Step(Text("advance rate", "预付比例"), "×", None, base.advance_rate_bps),
        Step(Text("by formula", "按公式可放款"), "=", base.advance),
    )


def _not_eligible(code: str) -> Text:
    return Text(f"not eligible: {REASONS[code].en}", f"不合格：{REASONS[code].zh}")


def _headroom(book: Book, ask: Ask, role: str, party_id: str, at: Context) -> Limit:
    free_minor: dict[str, int] = {}
    lines = book.table("facilities")
    for row in lines.filter(pc.equal(lines["party_id"], party_id)).to_pylist():
        asked_of = (row["lender_id"], row["party_id"], row["role"], row["currency"])
        if asked_of == (ask.lender_id, party_id, role, ask.amount.currency) and is_in_force(row, at.today):
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


def _capital(book: Book, ask: Ask, config: CreditConfig, at: Context) -> Iterator[Limit | Unassessed]:
    """The tightest of each limit over the parties whose risk is taken and their circles."""
    risks = risks_of(book, config, ask.lender_id, ask.amount.currency, at.today)
    capital = capital_of(book, ask.lender_id)
    every = [
        one
        for party_id in sorted(set(ask.holders().values()))
        for one in held_against(book, risks, capital, party_id, ask.amount, config, at)
    ]
    tightest: dict[str, Held] = {}
    for one in every:
        if isinstance(one, Unheld):
            yield _unknown(one.rule.name, one.why, (RowRef("parties", ask.lender_id),))
        elif one.rule.code not in tightest or one.room < tightest[one.rule.code].room:
            tightest[one.rule.code] = one
    for held in tightest.values():
        yield _capital_limit(held)


def _capital_limit(held: Held) -> Limit:
    measure = held.measure
    figures = (measure.limit.grouped(), measure.before.grouped(), measure.after.grouped())
    shares = (percent(measure.before_bps), percent(measure.after_bps))
    why = Text(
        "limit {0}; used {1} ({3}), with the amount asked {2} ({4})".format(*figures, *shares),
        "限额 {0}；已用 {1}（{3}），加上本次申请为 {2}（{4}）".format(*figures, *shares),
    )
    return Limit(held.rule.code, held.rule.name, held.room, why, (held.figure,), measure)


def _need(book: Book, ask: Ask, config: CreditConfig, at: Context) -> Iterator[Limit | Unassessed]:
    found = need_for(book, ask, config, at)
    name = Text("Working-capital need", "流动资金贷款需求量")
    if isinstance(found, Unneeded):
        yield _unknown(name, found.why, (RowRef("parties", ask.applicant_id),))
    elif isinstance(found, Need):
        amount = Money(max(0, found.new_loan_minor), ask.amount.currency)
        why = Text(
            "need by the formula, less own funds, loans there are and other channels",
            "按公式测算的营运资金量，减去自有资金、现有流动资金贷款和其他渠道资金",
        )
        yield Limit("working_capital_need", name, amount, why, found.cites)


def _unknown(name: Text, why: Text, subjects: tuple[RowRef, ...]) -> Unassessed:
    reason = Message.of("limit_unknown", limit=name, why=why)
    return Unassessed(NAME, VERSION, reason, subjects, Message.of("clear_limit"), PaperKind.UNSTATED)
