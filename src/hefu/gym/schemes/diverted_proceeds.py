"""What is lent for trade goes into property, shares, side companies (P4; case 2).

The innocent twin: a company has a workshop built, is billed for it month by month, and pays out of its loan.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import affiliates, between, named, record, some
from hefu.gym.schemes.claims import lend_working
from hefu.gym.schemes.money import (
    before_end,
    borrowers,
    loan_days,
    of_industry,
    pay_as_trade,
    pay_bare,
    working_amount,
)
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.fates import lender_of
from hefu.gym.stages.settlement import GOODS, INVESTMENT, PROPERTY

NAME = "diverted_proceeds"

_STRENGTHS = (
    Strength(BLATANT, Text("all of the loan is paid to a builder on the next day, by its purpose for property",
                           "次日全额付给建筑企业，附言为购房款")),
    Strength(PLAIN, Text("80 to 100 % within 3 days to an affiliate, by its purpose as an investment",
                         "3 天内 80% 至 100% 付给关联企业，附言为投资款")),
    Strength(GUARDED, Text("60 to 80 % within 10 days to a builder or a service firm, for goods, without any invoice",
                           "10 天内 60% 至 80% 付给建筑或服务企业，附言为货款而无发票")),
    Strength(FAINT, Text("40 to 60 % within 30 days to a builder or a service firm, on an invoice of the week without "
                         "order or delivery",
                         "30 天内 40% 至 60% 付给建筑或服务企业，有当周发票而无订单与收货")),
)  # fmt: skip

_DAYS = {BLATANT: (1, 1), PLAIN: (0, 3), GUARDED: (2, 10), FAINT: (5, 30)}
_SHARE_BPS = {BLATANT: (10_000, 10_000), PLAIN: (8_000, 10_000), GUARDED: (6_000, 8_000), FAINT: (4_000, 6_000)}
_PURPOSE = {BLATANT: PROPERTY, PLAIN: INVESTMENT, GUARDED: GOODS}
_BUILDERS, _SERVICES = ("E4710",), ("E4710", "L7212")
_LAST_DAY, _STAGES, _STAGE_DAYS = 31, 3, 30


def _loans(block: Block, rng: np.random.Generator, count: int, days: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Lend to some clients; return borrowers, days, loans, payouts and amounts."""
    borrower = some(rng, borrowers(block), count)
    drawn = loan_days(block, rng, len(borrower), days)
    lender = lender_of(block, borrower, rng)
    return borrower, drawn, *lend_working(block, rng, borrower, lender, working_amount(block, rng, borrower), drawn)


def _payees(block: Block, rng: np.random.Generator, borrower: Ints, codes: tuple[str, ...]) -> Ints:
    pool = of_industry(block, codes)
    pool = pool[~np.isin(pool, borrower)]
    return pool[rng.integers(0, len(pool), len(borrower))] if len(pool) else borrower[:0]


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    if not len(of_industry(block, _BUILDERS)):
        return
    borrower, drawn, loan, payout, amount = _loans(block, rng, count, _LAST_DAY)
    if strength == PLAIN:
        payee = affiliates(block, rng, borrower)
    else:
        payee = _payees(block, rng, borrower, _BUILDERS if strength == BLATANT else _SERVICES)
    size = len(payee)
    day = before_end(block, drawn[:size] + between(rng, _DAYS[strength], size))
    sent = part_bps(amount[:size], between(rng, _SHARE_BPS[strength], size))
    invoice = np.full(size, NULL)
    if strength == FAINT:
        deals, payment = pay_as_trade(block, rng, borrower[:size], payee, sent, day)
        invoice[: len(deals.invoice)] = deals.invoice
    else:
        payment = pay_bare(block, rng, borrower[:size], payee, sent, day, _PURPOSE[strength])
    for at in range(len(payment)):
        rows = [("loans", int(loan[at]), "loan"), ("payments", int(payout[at]), "payout"),
                ("payments", int(payment[at]), "diverted"), ("invoices", int(invoice[at]), "pretext")]  # fmt: skip
        record(block, NAME, strength, (drawn[at], day[at]), amount[at], rows)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    if not len(of_industry(block, _BUILDERS)):
        return
    borrower, drawn, loan, payout, amount = _loans(block, rng, count, _STAGES * _STAGE_DAYS + 10)
    builder = _payees(block, rng, borrower, _BUILDERS)
    bills, payments = [], []
    for stage in range(_STAGES):
        day = before_end(block, drawn[: len(builder)] + 5 + stage * _STAGE_DAYS)
        deals, payment = pay_as_trade(block, rng, borrower[: len(builder)], builder, amount[: len(builder)] // 4, day,
                                      papers=True)  # fmt: skip
        bills.append(deals)
        payments.append(payment)
    for at in range(len(bills[0].invoice)):
        rows = [("loans", int(loan[at]), "loan"), ("payments", int(payout[at]), "payout")]
        rows += [row for deals in bills for row in deals.rows(at, "building")]
        rows += named("payments", [payment[at] for payment in payments], "building")
        record(block, NAME, INNOCENT, (drawn[at], drawn[at]), amount[at], rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("The loan goes into property, shares or side companies", "贷款被挪用于房产、股权或体外公司"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a workshop is built: ordered, received, billed in three stages 30 days apart, and paid",
                       "建造厂房：有订单与验收，分三期（相隔 30 天）开票并付款"),
    cases=(2,),
    per_10000=10,
)  # fmt: skip
