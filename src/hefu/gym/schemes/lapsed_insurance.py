"""Cover that has lapsed, is too small, or was never written (P7, P9; cases 11, 12).

The innocent twin: the policy ends, and another insurer's begins within three days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block
from hefu.gym.schemes.acts import between, record, some
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.schemes.stockroom import Stored, stored
from hefu.gym.stages.attest import INSURED_YUAN_PER_TONNE
from hefu.gym.stages.papers import later
from hefu.gym.world.world import FIRST_INSURER, INSURERS

NAME = "lapsed_insurance"

_STRENGTHS = (
    Strength(BLATANT, Text("the policy comes from the borrower alone, the insurer knows of none",
                           "保单仅由借款人提供，保险人无此保单")),
    Strength(PLAIN, Text("the policy ends 20 to 40 days before the loan is due and is not renewed",
                         "保单在贷款到期前 20 至 40 天终止且未续保")),
    Strength(GUARDED, Text("the policy is for 30 to 50 % of the usual sum", "保险金额仅为通常金额的 30% 至 50%")),
    Strength(FAINT, Text("the policy ends 3 to 10 days before the loan is due and is not renewed",
                         "保单在贷款到期前 3 至 10 天终止且未续保")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    before_due: tuple[int, int] | None = None
    sum_bps: tuple[int, int] = (10_000, 10_000)
    own: bool = False


_LEVELS = {
    BLATANT: _Level(own=True),
    PLAIN: _Level(before_due=(20, 40)),
    GUARDED: _Level(sum_bps=(3_000, 5_000)),
    FAINT: _Level(before_due=(3, 10)),
}
_YEAR_DAYS, _RENEWED_DAYS, _LEAST_MINOR = 365, (0, 3), 1_000_000


def _insured(block: Block, rng: np.random.Generator, count: int, before: tuple[int, int]) -> tuple[Stored, Ints]:
    """Draw pledged lots and days on which their cover may end: so long before the loan is due, within the plan."""
    lots = stored(block)
    lots = lots.only(lots.pledge != NULL)
    ends = block.rows("loans").of("due_on", lots.loan) - between(rng, before, len(lots))
    at = some(rng, np.flatnonzero((ends > lots.pledged_on) & (ends < block.plan.end_day)), count)
    return lots.only(at), ends[at]


def _policy(block: Block, rng: np.random.Generator, lots: Stored, begins: Ints, sum_bps: Ints, *, own: bool) -> Ints:
    """Take the lots' policies away and write one for each, that runs a year; return these."""
    policies = block.rows("insurances")
    policies.remove(policies.positions("lot_id", lots.lot))
    insurer = FIRST_INSURER + rng.integers(0, INSURERS, len(lots))
    worth = part_bps(lots.quantity_milli // 1_000 * INSURED_YUAN_PER_TONNE * 100 + _LEAST_MINOR, sum_bps)
    return policies.append(
        insurer_id=insurer, insured_id=lots.owner, lot_id=lots.lot, sum_minor=worth, valid_from=begins,
        valid_to=begins + _YEAR_DAYS, source_id=block.world.source(lots.owner if own else insurer),
        known_at=later(rng, begins, 5),
    )  # fmt: skip


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level = _LEVELS[strength]
    lots, ends = _insured(block, rng, count, level.before_due or (0, 0))
    begins = lots.in_on if level.before_due is None else ends - _YEAR_DAYS
    policy = _policy(block, rng, lots, begins, between(rng, level.sum_bps, len(lots)), own=level.own)
    seen = lots.pledged_on if level.before_due is None else ends + 1
    loans = block.rows("loans")
    for one in range(len(lots)):
        rows = [*lots.rows(one, "uncovered"), ("insurances", int(policy[one]), "cover")]
        first = int(seen[one]) if level.before_due else int(lots.pledged_on[one])
        amount = loans.of("amount_minor", lots.loan[[one]])[0]
        record(block, NAME, strength, (first, min(int(seen[one]), block.plan.end_day - 1)), amount, rows)


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    lots, ends = _insured(block, rng, count, (10, 40))
    whole = np.full(len(lots), 10_000)
    old = _policy(block, rng, lots, ends - _YEAR_DAYS, whole, own=False)
    policies = block.rows("insurances")
    begins = ends + between(rng, _RENEWED_DAYS, len(lots))
    insurer = FIRST_INSURER + (policies["insurer_id"][policies.first(old)] - FIRST_INSURER + 1) % INSURERS
    new = policies.copy(policies.first(old), insurer_id=insurer, valid_from=begins, valid_to=begins + _YEAR_DAYS,
                        source_id=block.world.source(insurer), known_at=later(rng, begins, 5))  # fmt: skip
    for one in range(len(lots)):
        rows = [*lots.rows(one, "covered"), ("insurances", int(old[one]), "old"), ("insurances", int(new[one]), "new")]
        day = min(int(begins[one]), block.plan.end_day - 1)
        record(block, NAME, INNOCENT, (day, day), 0, rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("Cover has lapsed, is too small, or never was", "保险失效、不足或系伪造"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("another insurer's policy begins within 3 days of the end of the last",
                       "前一保单终止后 3 天内由另一保险人续保"),
    cases=(11, 12),
    per_10000=10,
)  # fmt: skip
