"""Goods sold round a circle of companies at hardly any margin (P6; cases 8, 15).

The innocent twin: two sister companies truly sell each other different goods, sent and received.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import between, record
from hefu.gym.schemes.claims import finance_deals, settle_deals
from hefu.gym.schemes.deals import Change, copy_deals, draw_series, financeable, near_days, templates
from hefu.gym.schemes.money import borrowers, of_goods
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength

NAME = "circular_trade"
_SAME_CITY = 0.7

_STRENGTHS = (
    Strength(BLATANT, Text("3 companies, the same goods, quantity, price and day, no papers but invoices",
                           "3 家企业，品名、数量、价格、日期完全相同，除发票外无单证")),
    Strength(PLAIN, Text("4 companies, a week between sales, the same quantity, prices within 0.6 %, no papers but "
                         "invoices",
                         "4 家企业，每笔相隔一周，数量相同，价格相差不超过 0.6%，除发票外无单证")),
    Strength(GUARDED, Text("5 companies, 1 to 3 weeks between sales, quantities within 5 %, papers but nothing sent",
                           "5 家企业，每笔相隔 1 至 3 周，数量相差不超过 5%，有单证而无发货运输")),
    Strength(FAINT, Text("5 companies, 1 to 4 weeks between sales, quantities within 20 %, all papers",
                         "5 家企业，每笔相隔 1 至 4 周，数量相差不超过 20%，单证齐全")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    companies: int
    weeks: tuple[int, int]
    size_bps: int
    papers: bool
    sent: bool


_LEVELS = {
    BLATANT: _Level(3, (0, 0), 0, papers=False, sent=False),
    PLAIN: _Level(4, (1, 1), 0, papers=False, sent=False),
    GUARDED: _Level(5, (1, 3), 500, papers=True, sent=False),
    FAINT: _Level(5, (1, 4), 2_000, papers=True, sent=True),
}


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level, invoices = _LEVELS[strength], block.rows("invoices")
    long = level.companies
    things, _ = templates(block)
    goods = np.isin(invoices.of("seller_id", things), of_goods(block, invoices.of("seller_id", things)))
    room = invoices.of("issued_on", things) + 7 * level.weeks[1] * long < block.plan.end_day
    ring = _ring(block, rng)
    series = draw_series(block, rng, min(count, len(ring) // long), long, fit=goods & room)
    size = len(series.of)
    seller = ring[:size].reshape(-1, long)
    nth = np.arange(size) % long
    gap = np.where(nth == 0, 0, between(rng, level.weeks, size) * 7)
    days = np.cumsum(gap.reshape(-1, long), axis=1).ravel()
    varied = None if strength == BLATANT else 10_000 + rng.integers(-level.size_bps, level.size_bps + 1, size)
    change = Change(
        seller=seller.ravel(), buyer=np.roll(seller, -1, axis=1).ravel(), days=days, size_bps=varied,
        papers=np.full(size, level.papers), sent=np.full(size, level.sent),
    )  # fmt: skip
    deals = copy_deals(block, rng, series.template, series.paid_on, change)
    lead, rest = np.flatnonzero(nth == 0), np.flatnonzero(nth > 0)
    financed = finance_deals(block, rng, deals.only(lead), notice=np.zeros(len(lead), bool))
    payment = np.full(size, NULL)
    payment[lead], payment[rest] = financed.payment, settle_deals(block, rng, deals.only(rest))
    for one in range(len(lead)):
        mine = np.flatnonzero(series.of == one)
        rows = [row for at in mine for row in deals.rows(int(at), "round")] + financed.rows(one, "loan")
        rows += [("payments", int(payment[at]), "round") for at in mine]
        issued = invoices.of("issued_on", deals.invoice[mine])
        record(block, NAME, strength, (issued.min(), issued.max()), financed.lent.amount_minor[one], rows)


def _ring(block: Block, rng: np.random.Generator) -> Ints:
    """Return those who may trade round a circle, neighbours often in one town, as honest partners are."""
    mine = of_goods(block, borrowers(block))
    city = block.world.city[mine]
    far = rng.random(len(mine)) >= _SAME_CITY
    city = np.where(far, rng.permutation(city), city)
    return mine[np.lexsort((rng.random(len(mine)), rng.permutation(int(city.max(initial=0)) + 1)[city]))]


def _sisters(block: Block, rng: np.random.Generator, count: int) -> tuple[Ints, Ints]:
    """Draw pairs of templates, each of one of two companies of a group; return places among the templates."""
    things, _ = templates(block)
    seller = block.rows("invoices").of("seller_id", things)
    at = rng.permutation(np.flatnonzero(financeable(block, things) & (block.world.group[seller] != NULL)))
    _, first = np.unique(seller[at], return_index=True)
    at = at[first]
    group = block.world.group[seller[at]]
    order = np.argsort(group, kind="stable")
    pairs = np.flatnonzero(group[order][1:] == group[order][:-1])
    pairs = pairs[np.r_[True, np.diff(pairs) > 1][: len(pairs)]]
    pairs = rng.permutation(pairs)[:count]
    return at[order[pairs]], at[order[pairs + 1]]


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    things, paid = templates(block)
    invoices = block.rows("invoices")
    one, other = _sisters(block, rng, count)
    at, swapped = np.r_[one, other], np.r_[other, one]
    change = Change(buyer=invoices.of("seller_id", things[swapped]), days=near_days(block, rng, things[at], 16))
    deals = copy_deals(block, rng, things[at], paid[at], change)
    financed = finance_deals(block, rng, deals, notice=np.zeros(len(at), bool))
    for nth in range(len(one)):
        pair = (nth, nth + len(one))
        rows = [row for two in pair for row in (*deals.rows(two, "both_ways"), *financed.rows(two, "loan"))]
        issued = invoices.of("issued_on", deals.invoice[list(pair)])
        amount = financed.lent.amount_minor[list(pair)].sum()
        record(block, NAME, INNOCENT, (issued.min(), issued.max()), amount, rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Goods are sold round a circle", "循环贸易"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("two companies of one group truly sell each other their own goods, sent, received and paid",
                       "同一集团两家企业互售各自的货物，均有发货、收货与付款"),
    cases=(8, 15),
    per_10000=10,
)  # fmt: skip
