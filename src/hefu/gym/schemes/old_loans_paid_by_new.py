"""Old loans are repaid with new ones (P4, P10; case 16).

The innocent twin is seasonal: the next loan is drawn when the last has been repaid for weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block, code
from hefu.gym.schemes.acts import affiliates, between, other_lender, record, some, untouched
from hefu.gym.schemes.claims import lend_working
from hefu.gym.schemes.money import before_end, pay_as_trade
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.lending import WORKING

NAME = "old_loans_paid_by_new"

_STRENGTHS = (
    Strength(BLATANT, Text("the same lender lends principal and interest anew on the day of repayment",
                           "同一机构在还款当日重新发放，金额等于本金加利息")),
    Strength(PLAIN, Text("another lender lends the same sum 1 to 2 days before the repayment",
                         "另一机构在还款前 1 至 2 天发放相同金额")),
    Strength(GUARDED, Text("another lender lends a sum within 5 %, 3 to 7 days before the repayment",
                           "另一机构在还款前 3 至 7 天发放，金额相差不超过 5%")),
    Strength(FAINT, Text("an affiliate borrows a sum within 10 %, 5 to 15 days before, and pays the borrower on an "
                         "invoice of the week 1 to 2 days before the repayment",
                         "关联企业在还款前 5 至 15 天借入相差不超过 10% 的金额，"
                         "并在还款前 1 至 2 天凭当周发票付给借款人")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    days: tuple[int, int]
    size_bps: tuple[int, int]


_LEVELS = {
    BLATANT: _Level((0, 0), (10_100, 10_300)),
    PLAIN: _Level((1, 2), (10_000, 10_000)),
    GUARDED: _Level((3, 7), (9_500, 10_500)),
    FAINT: _Level((5, 15), (9_000, 11_000)),
}
_SEASON_DAYS = (20, 60)


def _repaid(block: Block) -> tuple[Ints, Ints]:
    """Return working loans that are repaid before the end and that no instance names, and the days of repayment."""
    events, loans = block.rows("loan_events"), block.rows("loans")
    at = np.flatnonzero(events["event"] == code("loan_events", "event", "repaid"))
    at = at[loans.of("_product", events["loan_id"][at]) == WORKING]
    loan = events["loan_id"][at]
    free = np.isin(loan, untouched(block, "loans", loan))
    return loan[free], events["happened_on"][at][free]


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level, loans = _LEVELS[strength], block.rows("loans")
    old, repaid = _repaid(block)
    at = some(rng, np.flatnonzero(repaid - level.days[1] > block.plan.first_day + 7), count)
    old, repaid = old[at], repaid[at]
    size = len(old)
    borrower = loans.of("borrower_id", old)
    taker = affiliates(block, rng, borrower) if strength == FAINT else borrower
    lender = loans.of("lender_id", old)
    lender = lender if strength == BLATANT else other_lender(rng, lender)
    drawn = repaid - between(rng, level.days, size)
    wanted = part_bps(loans.of("amount_minor", old), between(rng, level.size_bps, size))
    new, payout, amount = lend_working(block, rng, taker, lender, wanted, drawn)
    passed, invoice = np.full(size, NULL), np.full(size, NULL)
    if strength == FAINT:
        day = repaid - between(rng, (1, 2), size)
        deals, payment = pay_as_trade(block, rng, taker, borrower, amount, day)
        passed[: len(payment)], invoice[: len(payment)] = payment, deals.invoice
    for one in range(size):
        rows = [("loans", int(old[one]), "repaid_from_new"), ("loans", int(new[one]), "new_loan"),
                ("payments", int(payout[one]), "payout"), ("payments", int(passed[one]), "passed_on"),
                ("invoices", int(invoice[one]), "pretext")]  # fmt: skip
        record(block, NAME, strength, (drawn[one], repaid[one]), amount[one], rows)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    loans = block.rows("loans")
    old, repaid = _repaid(block)
    again = repaid + between(rng, _SEASON_DAYS, len(old))
    at = some(rng, np.flatnonzero(again < block.plan.end_day), count)
    old, again = old[at], before_end(block, again[at])
    lender, borrower = loans.of("lender_id", old), loans.of("borrower_id", old)
    new, payout, amount = lend_working(block, rng, borrower, lender, loans.of("amount_minor", old), again)
    for one in range(len(old)):
        rows = [("loans", int(old[one]), "last_season"), ("loans", int(new[one]), "this_season"),
                ("payments", int(payout[one]), "payout")]  # fmt: skip
        record(block, NAME, INNOCENT, (again[one], again[one]), amount[one], rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Old loans are repaid with new ones", "借新还旧"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("the next season's loan of the same sum, 20 to 60 days after the last was repaid",
                       "上一笔还清 20 至 60 天后，同一机构发放同额的季节性贷款"),
    cases=(16,),
    per_10000=10,
)  # fmt: skip
