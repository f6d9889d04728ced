"""Invoices without trade (P2, P7; cases 5, 12, 18): debtors that know nothing, or that never were customers.

The innocent twins: the first sale to a new customer; equal invoices every four weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import companies, named, record, shells
from hefu.gym.schemes.claims import Financed, finance_deals
from hefu.gym.schemes.deals import Change, Deals, Series, copy_deals, draw_series
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength

NAME = "invented_receivable"

_STRENGTHS = (
    Strength(BLATANT, Text("six invoices to a dormant company, in the borrower's voice alone, no order, no delivery, "
                           "never paid",
                           "向空壳公司开具六张发票，仅由借款人提供，无订单、无收货，从未付款")),
    Strength(PLAIN, Text("four invoices at the tax office to a company that never was a customer, no order, no "
                         "delivery, never paid",
                         "向从未交易过的企业开具四张税局可查的发票，无订单、无收货，从未付款")),
    Strength(GUARDED, Text("three invoices to a true customer; the delivery note is the borrower's, nothing was "
                           "despatched, the borrower repays",
                           "向真实客户开具三张发票，收货单由借款人自制，无发货，由借款人还款")),
    Strength(FAINT, Text("one invoice to a true customer with all papers but the carrier's; the buyer never uses or "
                         "books it, the borrower repays",
                         "向真实客户开具一张发票，除承运记录外单证齐全，买方从未用途确认或入账，由借款人还款")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    invoices: int
    papers: bool
    sent: bool
    repaid: bool


_LEVELS = {
    BLATANT: _Level(6, papers=False, sent=False, repaid=False),
    PLAIN: _Level(4, papers=False, sent=False, repaid=False),
    GUARDED: _Level(3, papers=True, sent=False, repaid=True),
    FAINT: _Level(1, papers=True, sent=True, repaid=True),
}
_USE_DAYS = 60
_EVERY_DAYS, _EQUAL = 28, 4


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level = _LEVELS[strength]
    debtors = shells(block, rng, count) if strength == BLATANT else _strangers(block, rng, count)
    series = draw_series(block, rng, len(debtors), level.invoices)
    size = len(series.of)
    unknown = debtors[series.of] if strength in {BLATANT, PLAIN} else None
    change = Change(
        buyer=unknown, days=series.days, size_bps=rng.integers(7_000, 14_001, size), used=np.zeros(size, bool),
        papers=np.full(size, level.papers), sent=np.full(size, level.sent),
    )  # fmt: skip
    paid = series.paid_on if level.repaid else np.full(size, NULL)
    deals = copy_deals(block, rng, series.template, series.paid_on, change)
    deals = Deals(deals.invoice, deals.order, deals.despatch, deals.leg, deals.delivery,
                  np.where(paid == NULL, NULL, deals.paid_on))  # fmt: skip
    alone = np.ones(size, bool) if strength == BLATANT else None
    financed = finance_deals(block, rng, deals, notice=np.zeros(size, bool), alone=alone)
    payments = block.rows("payments")
    payments.remove(financed.payment[financed.payment != NULL])
    _own_words(block, deals, strength)
    _register(block, strength, series, deals, financed)


def _strangers(block: Block, rng: np.random.Generator, count: int) -> Ints:
    return rng.permutation(companies(block))[:count]


def _own_words(block: Block, deals: Deals, strength: str) -> None:
    """Have the borrower itself speak on delivery notes; take away the carrier's word."""
    if strength == GUARDED:
        there = deals.delivery != NULL
        deliveries, lines = block.rows("deliveries"), block.rows("delivery_lines")
        source = block.world.source(block.rows("invoices").of("seller_id", deals.invoice[there]))
        deliveries.change(deliveries.first(deals.delivery[there]), source_id=source)
        at = lines.positions("delivery_id", deals.delivery[there])
        lines.change(at, source_id=deliveries.of("source_id", lines["delivery_id"][at]))
    elif strength == FAINT:
        block.rows("transport_legs").remove(deals.leg[deals.leg != NULL])
        deals.leg[:] = NULL


def _register(block: Block, strength: str, series: Series, deals: Deals, financed: Financed) -> None:
    invoices, end = block.rows("invoices"), block.plan.end_day - 1
    for one in range(len(np.unique(series.of))):
        mine = np.flatnonzero(series.of == one)
        rows = [row for at in mine for row in (*deals.rows(int(at), "invented"), *financed.rows(int(at), "loan"))]
        if strength == BLATANT:
            rows += named("parties", invoices.of("buyer_id", deals.invoice[mine[:1]]), "debtor")
        issued = int(invoices.of("issued_on", deals.invoice[mine]).min())
        seen = int(financed.lent.drawn_on[mine].min()) if strength in {BLATANT, PLAIN} else issued + _USE_DAYS
        record(block, NAME, strength, (issued, min(seen, end)), financed.lent.amount_minor[mine].sum(), rows)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    for length, every, role in ((1, 0, "new_customer"), (_EQUAL, _EVERY_DAYS, "recurring")):
        wanted = (count + 1) // 2 if length == 1 else count // 2
        series = draw_series(block, rng, wanted, length, every_days=every)
        buyer = _strangers(block, rng, wanted)[series.of] if length == 1 else None
        change = Change(buyer=buyer, days=series.days)
        deals = copy_deals(block, rng, series.template, series.paid_on, change)
        financed = finance_deals(block, rng, deals, notice=np.zeros(len(series.of), bool))
        for one in range(len(np.unique(series.of))):
            mine = np.flatnonzero(series.of == one)
            rows = [row for at in mine for row in (*deals.rows(int(at), role), *financed.rows(int(at), "loan"))]
            first = int(block.rows("invoices").of("issued_on", deals.invoice[mine]).min())
            record(block, NAME, INNOCENT, (first, first), financed.lent.amount_minor[mine].sum(), rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Receivables are invented", "虚构应收账款"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a first sale to a new customer, truly delivered and paid; four equal invoices every 28 days",
                       "对新客户的首笔真实销售，已交付并付款；每 28 天一张金额相同的发票，共四张"),
    cases=(5, 12, 18),
    per_10000=10,
)  # fmt: skip
