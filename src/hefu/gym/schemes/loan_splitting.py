"""A loan is paid on in parts below the size from which the lender must pay the supplier itself (受托支付).

流动资金贷款管理办法 (2024): a single payment above ten million yuan to a named counterparty. P5; case 2.
The innocent twin: four true suppliers are paid out of one loan in one week, each below that size, all delivered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import whole
from hefu.gym.frame import Block
from hefu.gym.schemes.acts import Row, between, companies, record, shells, some
from hefu.gym.schemes.claims import lend_working
from hefu.gym.schemes.money import before_end, borrowers, loan_days, pay_as_trade, pay_bare
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.fates import lender_of

NAME = "loan_splitting"
THRESHOLD_MINOR = 1_000_000_000
"""Ten million yuan."""

_STRENGTHS = (
    Strength(BLATANT, Text("equal parts of 9.9 million yuan to one dormant company on the day of the loan",
                           "放款当日分笔付给同一空壳公司，每笔 990 万元")),
    Strength(PLAIN, Text("parts of 9 to 9.9 million yuan to one company within 3 days, without invoices",
                         "3 天内分笔付给同一企业，每笔 900 万至 990 万元，无发票")),
    Strength(GUARDED, Text("parts of 6 to 9.5 million yuan to two companies within 10 days, each on an invoice of the "
                           "week without order or delivery",
                           "10 天内分笔付给两家企业，每笔 600 万至 950 万元，有当周发票而无订单与收货")),
    Strength(FAINT, Text("parts of 3.2 to 9.7 million yuan to three companies within 30 days, each on an invoice of "
                         "the week with papers",
                         "30 天内分笔付给三家企业，每笔 320 万至 970 万元，有当周发票与单证")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    payees: int
    days: tuple[int, int]
    share_bps: tuple[int, int]
    billed: bool
    papers: bool


_LEVELS = {
    BLATANT: _Level(1, (0, 0), (9_900, 9_900), billed=False, papers=False),
    PLAIN: _Level(1, (0, 3), (9_000, 9_900), billed=False, papers=False),
    GUARDED: _Level(2, (1, 10), (6_000, 9_500), billed=True, papers=False),
    FAINT: _Level(3, (2, 30), (3_300, 9_700), billed=True, papers=True),
}
_SALES_YUAN, _PARTS, _LAST_DAY, _SMALL_POWER = 30_000_000, 3, 31, 1.6
_SUPPLIERS, _PAY_DAYS, _TRUE_BPS = 4, (1, 7), (1_000, 7_000)


def _split(
    block: Block, rng: np.random.Generator, strength: str, level: _Level, parts: int, count: int, role: str
) -> None:  # fmt: skip
    """Lend to some large clients and pay the loans on in parts; register each."""
    borrower = some(rng, borrowers(block, sales_yuan=_SALES_YUAN), count)
    payees = shells(block, rng, count) if strength == BLATANT else rng.permutation(companies(block))
    payees = payees[~np.isin(payees, borrower)]
    borrower = borrower[: len(payees) // level.payees]
    size = len(borrower)
    of = np.repeat(np.arange(size), parts)
    least, most = level.share_bps
    # Small amounts are more frequent than large ones, in parts as anywhere.
    share = whole(least * (most / least) ** (rng.random(len(of)) ** _SMALL_POWER))
    target = THRESHOLD_MINOR // 10_000 * share
    drawn = loan_days(block, rng, size, _LAST_DAY)
    wanted = np.bincount(of, target, size).astype(np.int64) + 10**8
    loan, payout, amount = lend_working(block, rng, borrower, lender_of(block, borrower, rng), wanted, drawn)
    day = before_end(block, drawn[of] + between(rng, level.days, len(of)))
    payee = payees[of * level.payees + np.arange(len(of)) % parts % level.payees]
    rows: list[list[Row]] = [[("loans", int(loan[at]), "loan"), ("payments", int(payout[at]), "payout")]
                             for at in range(size)]  # fmt: skip
    if level.billed:
        deals, payment = pay_as_trade(block, rng, borrower[of], payee, target, day, papers=level.papers)
        for at in range(len(deals.invoice)):
            rows[of[at]] += deals.rows(at, "pretext" if role == "part" else "supply")
    else:
        payment = pay_bare(block, rng, borrower[of], payee, target, day)
    for at, thing in enumerate(payment):
        rows[of[at]].append(("payments", int(thing), role))
    for at in range(size):
        record(block, NAME, strength, (drawn[at], int(day[of == at].max())), amount[at], rows[at])


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    _split(block, rng, strength, _LEVELS[strength], _PARTS, count, "part")


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    level = _Level(_SUPPLIERS, _PAY_DAYS, _TRUE_BPS, billed=True, papers=True)
    _split(block, rng, INNOCENT, level, _SUPPLIERS, count, "supplier")


SCHEME = Scheme(
    name=NAME,
    says=Text("A loan is paid on in parts below the entrusted-payment size", "拆分支付以规避受托支付"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("four true suppliers are paid in one week, 1 to 7 million yuan each, on delivered orders",
                       "一周内向四家真实供应商付款，每笔 100 万至 700 万元，均有订单与收货"),
    cases=(2,),
    per_10000=10,
)  # fmt: skip
