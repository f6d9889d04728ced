"""A debtor's term quietly grows (P9; case 5).

The innocent twin: the contract is renewed with a longer term, and the invoices follow it.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import named, record
from hefu.gym.schemes.claims import finance_deals
from hefu.gym.schemes.deals import Change, copy_deals, draw_series, templates
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.papers import later

NAME = "term_drift"

_STRENGTHS = (
    Strength(BLATANT, Text("from 30 to 180 days at once, seven invoices four weeks apart",
                           "账期由 30 天一次改为 180 天，七张发票，每四周一张")),
    Strength(PLAIN, Text("30, 60, 90, 120, 180 days, a step with each invoice",
                         "30、60、90、120、180 天，逐张延长")),
    Strength(GUARDED, Text("30, 45, 60, 90 days, a step with every second invoice",
                           "30、45、60、90 天，每两张延长一次")),
    Strength(FAINT, Text("one step up the ladder of 15, 30, 45, 60, 90, 120 and 180 days with the sixth of seven "
                         "invoices; the contract stays as it was",
                         "七张发票中自第六张起账期上调一档（15、30、45、60、90、120、180 天），合同不变")),
)  # fmt: skip

_TERMS = {
    BLATANT: (30, 30, 30, 180, 180, 180, 180),
    PLAIN: (30, 60, 90, 120, 180, 180, 180),
    GUARDED: (30, 30, 45, 45, 60, 60, 90),
    FAINT: (0, 0, 0, 0, 0, 1, 1),
}
_LADDER = np.array([15, 30, 45, 60, 90, 120, 180])
_RENEWED = (30, 30, 30, 60, 60, 60, 60)
_EVERY_DAYS, _NOTICE = 28, 0.6


def _drift(block: Block, rng: np.random.Generator, strength: str, terms: tuple[int, ...], count: int) -> None:
    """Copy a deal every four weeks with terms of its own, lend on each, and register the series."""
    invoices, contracts = block.rows("invoices"), block.rows("contracts")
    length = min(len(terms), 1 + max(block.plan.months - 2, 1))
    things, _ = templates(block)
    usual = invoices.of("due_on", things) - invoices.of("issued_on", things)
    climbs = np.isin(usual, _LADDER[:-1]) if strength == FAINT else None
    series = draw_series(block, rng, count, length, fit=climbs, every_days=_EVERY_DAYS)
    size = len(series.of)
    term = np.array(terms)[np.tile(np.arange(length), size // length)]
    longer = term > terms[0]
    if strength == FAINT:
        usual = invoices.of("due_on", series.template) - invoices.of("issued_on", series.template)
        term = _LADDER[np.searchsorted(_LADDER, usual) + term]
    change = Change(days=series.days, size_bps=rng.integers(7_000, 14_001, size), term_days=term)
    deals = copy_deals(block, rng, series.template, series.paid_on, change)
    financed = finance_deals(block, rng, deals, notice=rng.random(size) < _NOTICE)
    for one in range(size // length):
        mine = np.flatnonzero(series.of == one)
        rows = [row for at in mine for row in (*deals.rows(int(at), "drifting" if longer[at] else "before"),
                                               *financed.rows(int(at), "loan"))]  # fmt: skip
        contract = invoices.of("_contract", deals.invoice[mine])
        if strength == INNOCENT and contract[0] != NULL:
            later_ones = mine[longer[mine]]
            day = invoices.of("issued_on", deals.invoice[later_ones])[:1] - 10 if len(later_ones) else None
            if day is not None:
                renewed = contracts.copy(contracts.first(contract[:1]), signed_on=day, valid_from=day,
                                         payment_term_days=max(terms), known_at=later(rng, day, 5))  # fmt: skip
                for name, things in (("invoices", deals.invoice), ("orders", deals.order)):
                    table = block.rows(name)
                    table.change(table.first(things[later_ones]), _contract=renewed[0])
                rows += named("contracts", renewed, "renewed")
        issued = invoices.of("issued_on", deals.invoice[mine])
        seen = issued[longer[mine]].min() if longer[mine].any() else issued.max()
        record(block, NAME, strength, (issued.min(), seen), financed.lent.amount_minor[mine].sum(), rows)


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    _drift(block, rng, strength, _TERMS[strength], count)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    _drift(block, rng, INNOCENT, _RENEWED, count)


SCHEME = Scheme(
    name=NAME,
    says=Text("The term quietly grows", "账期悄然延长"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a contract renewed from 30 to 60 days, ten days before the first invoice of that term",
                       "合同续签，账期由 30 天改为 60 天，十天后才按新账期开票"),
    cases=(5,),
    per_10000=10,
)  # fmt: skip
