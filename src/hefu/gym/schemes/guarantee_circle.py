"""Companies guarantee each other's loans in a circle, and one of them fails (P6, P10; cases 2, 6).

The innocent twin: two sister companies guarantee each other, with resolutions, within their means, and repay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block, code
from hefu.gym.schemes.acts import affiliates, named, record, some
from hefu.gym.schemes.claims import lend_working
from hefu.gym.schemes.money import borrowers, loan_days, working_amount
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.stages.fates import lender_of
from hefu.gym.stages.papers import later

NAME = "guarantee_circle"

_STRENGTHS = (
    Strength(BLATANT, Text("three companies each guarantee both others, one bank, one day, equal sums",
                           "三家企业两两互保，同一银行、同一日、金额相同")),
    Strength(PLAIN, Text("a circle of four, one bank, within 30 days, equal sums",
                         "四家企业循环担保，同一银行、30 天内、金额相同")),
    Strength(GUARDED, Text("a circle of five at banks of their own, within 300 days, sums of their own",
                           "五家企业循环担保，各在不同银行、300 天内、金额各异")),
    Strength(FAINT, Text("a circle of seven at banks of their own, within 700 days, sums of their own",
                         "七家企业循环担保，各在不同银行、700 天内、金额各异")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    companies: int
    days: int
    one_bank: bool


_LEVELS = {
    BLATANT: _Level(3, 0, one_bank=True),
    PLAIN: _Level(4, 30, one_bank=True),
    GUARDED: _Level(5, 300, one_bank=False),
    FAINT: _Level(7, 690, one_bank=False),
}
_FAILS_EVERY, _BEFORE_DAYS, _OLDEST_DAYS, _STEP_MINOR = 2, 10, 690, 10_000_000
_SHARE_BPS, _SMALL_BPS = (500, 3_000), (500, 1_500)


def _guarantee(
    block: Block, rng: np.random.Generator, guarantor: Ints, debtor: Ints, loan: Ints, amount: Ints, signed: Ints
) -> Ints:  # fmt: skip
    """Write guarantees for the lines under which loans are drawn."""
    loans, size = block.rows("loans"), len(debtor)
    lender = loans.of("lender_id", loan)
    kinds = np.array([code("guarantees", "kind", word) for word in ("joint", "maximum_amount", "general", "unclear")])
    resolved = rng.random(size) < 0.85  # noqa: PLR2004 - as often as honest ones
    known = np.full(size, block.plan.first_day - 30)
    return block.rows("guarantees").append(
        guarantor_id=guarantor, debtor_id=debtor, creditor_id=lender,
        kind=kinds[rng.choice(4, size, p=[0.6, 0.25, 0.1, 0.05])],
        amount_minor=np.maximum(amount // _STEP_MINOR, 1) * _STEP_MINOR,
        facility_id=loans.of("facility_id", loan), valid_from=signed,
        resolution_on=np.where(resolved, signed - rng.integers(0, 20, size), NULL),
        valid_to=signed + 365 * rng.integers(2, 6, size), source_id=block.world.source(lender),
        known_at=later(rng, known, 20),
    )  # fmt: skip


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level = _LEVELS[strength]
    mine = rng.permutation(borrowers(block))
    rings = min(count, len(mine) // level.companies)
    member = mine[: rings * level.companies]
    of = np.repeat(np.arange(rings), level.companies)
    size = len(member)
    bank = lender_of(block, member, rng)
    bank = bank[of * level.companies] if level.one_bank else bank
    drawn = loan_days(block, rng, size, 0)
    wanted = working_amount(block, rng, member)
    failing = np.isin(np.arange(size), of * level.companies) & (of % _FAILS_EVERY == 0)
    loan, payout, amount = lend_working(block, rng, member, bank, wanted, drawn, repaid=~failing)
    since = rng.integers(0, _OLDEST_DAYS - level.days + 1, rings)[of] + rng.integers(0, level.days + 1, size)
    signed = block.plan.first_day - _BEFORE_DAYS - since
    cover = part_bps(block.world.sales_yuan[member] * 100, rng.integers(*_SHARE_BPS, size))
    cover = cover[of * level.companies] if level.one_bank else cover
    things = []
    for step in range(1, level.companies if strength == BLATANT else 2):
        at = of * level.companies + (np.arange(size) + step) % level.companies
        things.append(_guarantee(block, rng, member, member[at], loan[at], cover, signed))
    for one in range(rings):
        inside = np.flatnonzero(of == one)
        rows = [row for made in things for row in named("guarantees", made[inside], "circle")]
        rows += named("parties", member[inside], "member") + named("loans", loan[inside], "loan")
        rows += named("payments", payout[inside], "payout")
        first = int(max(signed[inside].min(), block.plan.first_day))
        record(block, NAME, strength, (first, first), amount[inside].sum(), rows)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    mine = borrowers(block)
    grouped = mine[block.world.group[mine] != NULL]
    one = some(rng, grouped, count)
    other = affiliates(block, rng, one)
    pair = np.r_[one, other]
    size = len(pair)
    bank = np.tile(block.world.bank[one], 2)
    drawn = loan_days(block, rng, size, 0)
    loan, payout, amount = lend_working(block, rng, pair, bank, working_amount(block, rng, pair), drawn)
    signed = np.tile(block.plan.first_day - rng.integers(10, 690, len(one)), 2)
    cover = part_bps(block.world.sales_yuan[pair] * 100, rng.integers(*_SMALL_BPS, size))
    made = _guarantee(block, rng, np.r_[other, one], pair, loan, cover, signed)
    rows_of = block.rows("guarantees")
    rows_of.change(rows_of.first(made), resolution_on=signed - 5)
    for nth in range(len(one)):
        both = np.array([nth, nth + len(one)])
        rows = named("guarantees", made[both], "mutual") + named("loans", loan[both], "loan")
        rows += named("payments", payout[both], "payout") + named("parties", pair[both], "sister")
        record(block, NAME, INNOCENT, (block.plan.first_day, block.plan.first_day), amount[both].sum(), rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Companies guarantee each other in a circle", "担保圈（互保、联保、循环担保）"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("two sister companies guarantee each other at one bank, each with a resolution, for 5 to 15 % "
                       "of sales, and repay",
                       "两家姊妹企业在同一银行互保，均有决议，金额为销售额的 5% 至 15%，按期还款"),
    cases=(2, 6),
    per_10000=6,
)  # fmt: skip
