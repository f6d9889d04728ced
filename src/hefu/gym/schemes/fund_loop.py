"""What is lent comes back to the borrower by way of others (P4, P6; cases 2, 14).

The innocent twin: an order is cancelled, the invoice red-lettered, and the supplier sends the money back.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import Row, between, companies, record, shells, some
from hefu.gym.schemes.claims import lend_working, take_back
from hefu.gym.schemes.money import before_end, borrowers, loan_days, pay_as_trade, pay_bare, working_amount
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.fates import lender_of
from hefu.gym.stages.settlement import REFUND

NAME = "fund_loop"

_STRENGTHS = (
    Strength(BLATANT, Text("all of the loan is back on the same day by way of one dormant company",
                           "贷款当日经一家空壳公司全额回流")),
    Strength(PLAIN, Text("95 to 99 % is back within 4 days by way of two dormant companies",
                         "4 天内经两家空壳公司回流 95% 至 99%")),
    Strength(GUARDED, Text("80 to 90 % is back within 20 days by way of three companies that trade, each payment on an "
                           "invoice of the week",
                           "20 天内经三家正常经营企业回流 80% 至 90%，每笔均有当周发票")),
    Strength(FAINT, Text("50 to 60 % is back within 40 days by way of four companies that trade, each payment on an "
                         "invoice of the week and less than the one before",
                         "40 天内经四家正常经营企业回流 50% 至 60%，每笔均有当周发票且金额逐级递减")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    hops: int
    days: tuple[int, int]
    back_bps: tuple[int, int]
    by_shells: bool


_LEVELS = {
    BLATANT: _Level(1, (0, 0), (10_000, 10_000), by_shells=True),
    PLAIN: _Level(2, (0, 1), (9_500, 9_900), by_shells=True),
    GUARDED: _Level(3, (2, 5), (8_000, 9_000), by_shells=False),
    FAINT: _Level(4, (3, 8), (5_000, 6_000), by_shells=False),
}
_LAST_DAY = 41
_REFUND_DAYS = (6, 15)


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level = _LEVELS[strength]
    ways = shells(block, rng, count * level.hops) if level.by_shells else rng.permutation(companies(block))
    borrower = some(rng, borrowers(block), min(count, len(ways) // level.hops))
    ways = ways[~np.isin(ways, borrower)]
    borrower = borrower[: len(ways) // level.hops]
    size = len(borrower)
    drawn = loan_days(block, rng, size, _LAST_DAY)
    loan, payout, amount = lend_working(
        block, rng, borrower, lender_of(block, borrower, rng), working_amount(block, rng, borrower), drawn
    )
    rows: list[list[Row]] = [[("loans", int(loan[at]), "loan"), ("payments", int(payout[at]), "payout")]
                             for at in range(size)]  # fmt: skip
    back = between(rng, level.back_bps, size)
    stops = [borrower, *(ways[hop * size : (hop + 1) * size] for hop in range(level.hops)), borrower]
    day = drawn
    for hop, (payer, payee) in enumerate(pairwise(stops)):
        day = before_end(block, day + between(rng, level.days, size))
        share = 10_000 - (10_000 - back) * (hop + 1) // (level.hops + 1)
        _hop(block, rng, (payer, payee), part_bps(amount, share), day, rows, bare=level.by_shells)
    for at in range(size):
        record(block, NAME, strength, (drawn[at], day[at]), amount[at], rows[at])


def _hop(
    block: Block, rng: np.random.Generator, sides: tuple[Ints, Ints], amount: Ints, day: Ints, rows: list[list[Row]],
    *, bare: bool,
) -> None:  # fmt: skip
    """Pay from each payer to its payee and note it among each instance's rows."""
    invoice = np.full(len(day), NULL)
    if bare:
        payment = pay_bare(block, rng, *sides, amount, day)
    else:
        deals, payment = pay_as_trade(block, rng, *sides, amount, day)
        invoice[: len(deals.invoice)] = deals.invoice
    for at, thing in enumerate(payment):
        rows[at] += [("payments", int(thing), "hop"), ("invoices", int(invoice[at]), "pretext")]


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    borrower = some(rng, borrowers(block), count)
    supplier = some(rng, np.setdiff1d(companies(block), borrower), len(borrower))
    borrower = borrower[: len(supplier)]
    drawn = loan_days(block, rng, len(borrower), _LAST_DAY)
    loan, payout, amount = lend_working(
        block, rng, borrower, lender_of(block, borrower, rng), working_amount(block, rng, borrower), drawn
    )
    deals, payment = pay_as_trade(block, rng, borrower, supplier, amount * 7 // 10, before_end(block, drawn + 3))
    size = len(deals.invoice)
    day = before_end(block, drawn[:size] + between(rng, _REFUND_DAYS, size))
    note = take_back(block, rng, deals.invoice, day)
    paid = block.rows("payments")["amount_minor"][payment]
    refund = pay_bare(block, rng, supplier[:size], borrower[:size], paid, day, REFUND)
    for at in range(size):
        rows = [("loans", int(loan[at]), "loan"), ("payments", int(payout[at]), "payout"),
                ("payments", int(payment[at]), "advance"), ("payments", int(refund[at]), "refund"),
                ("invoices", int(deals.invoice[at]), "cancelled"),
                ("invoices", int(note[at]), "red_letter")]  # fmt: skip
        record(block, NAME, INNOCENT, (drawn[at], day[at]), amount[at], rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("The loan comes back to the borrower", "贷款资金回流借款人"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("an order is cancelled: red letter for the whole, and the supplier refunds within 15 days",
                       "订单取消：全额红字冲销，供应商 15 天内退款"),
    cases=(2, 14),
    per_10000=10,
)  # fmt: skip
