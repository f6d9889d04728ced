"""What lies there is not what the papers say: stones, lesser metal, forged certificates.

P1, P7, P12; cases 7, 8, 9, 11.

The innocent twin is returned goods: a lot leaves, is not accepted, and comes back in full some days later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Ints
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.schemes.acts import Row, between, named, record, some
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength
from hefu.gym.schemes.stockroom import Stored, bring_in, pass_gate, release, steps, stored, tell_receipt
from hefu.gym.stages.papers import later
from hefu.gym.world.world import FIRST_INSPECTOR, INSPECTORS

NAME = "goods_substituted"

_STRENGTHS = (
    Strength(BLATANT, Text("the scale shows 20 to 40 % of the weight in the gate's book; an inspection fails and finds "
                           "at most 10 %; the certificate comes from the borrower alone",
                           "磅秤只显示门岗登记重量的 20% 至 40%，检验不合格、查见数量不超过 10%，证书仅由借款人提供")),
    Strength(PLAIN, Text("the scale shows 50 to 70 %; two inspections are refused; the certificate comes from the "
                         "borrower alone",
                         "磅秤只显示 50% 至 70%，两次检验被拒，证书仅由借款人提供")),
    Strength(GUARDED, Text("the scale shows 80 to 90 %; the certificate comes from the borrower alone",
                           "磅秤只显示 80% 至 90%，证书仅由借款人提供")),
    Strength(FAINT, Text("the scale shows 95 to 98 % of the weight in the gate's book, nothing else",
                         "磅秤显示门岗登记重量的 95% 至 98%，别无他迹")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    weight_bps: tuple[int, int]
    own_certificate: bool
    outcome: str = ""
    inspections: int = 0


_LEVELS = {
    BLATANT: _Level((2_000, 4_000), own_certificate=True, outcome="failed", inspections=1),
    PLAIN: _Level((5_000, 7_000), own_certificate=True, outcome="refused", inspections=2),
    GUARDED: _Level((8_000, 9_000), own_certificate=True),
    FAINT: _Level((9_500, 9_800), own_certificate=False),
}
_FOUND_BPS, _LAST_DAY = (0, 1_000), 10


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    level, lots = _LEVELS[strength], bring_in(block, rng, count, _LAST_DAY)
    passed = steps(lots.quantity_milli, between(rng, level.weight_bps, len(lots)))
    block.rows("movements").change(lots.gate, _passed_milli=passed)
    seen = [_inspect(block, rng, lots, level, nth) for nth in range(level.inspections)]
    loans = block.rows("loans")
    for one in range(len(lots)):
        rows = [*lots.rows(one, "substituted"), ("movements", int(lots.gate[one]), "entry")]
        rows += [("inspections", int(things[one]), level.outcome) for things in seen]
        rows += _certificates(block, rng, lots.only(np.array([one])), level)
        days = int(lots.in_on[one]), int(lots.pledged_on[one])
        record(block, NAME, strength, days, loans.of("amount_minor", lots.loan[[one]])[0], rows)


def _certificates(block: Block, rng: np.random.Generator, lot: Stored, level: _Level) -> list[Row]:
    """Have the borrower hand in a certificate that its issuer never speaks of; a true one stays as it is."""
    certificates = block.rows("certificates")
    there = certificates.positions("lot_id", lot.lot)
    if not level.own_certificate:
        return named("certificates", certificates["certificate_id"][there], "before")
    source = block.world.source(lot.owner)
    if not len(there):
        day = lot.in_on - between(rng, (0, 9), 1)
        certificates.append(
            issuer_id=between(rng, (FIRST_INSPECTOR, FIRST_INSPECTOR + INSPECTORS - 1), 1), lot_id=lot.lot,
            _kind=rng.integers(0, 3, 1), issued_on=day, valid_from=day, valid_to=day + 365, source_id=source,
            known_at=later(rng, day, 3),
        )  # fmt: skip
        there = certificates.positions("lot_id", lot.lot)
    certificates.change(there, source_id=source[0])
    return named("certificates", certificates["certificate_id"][there], "forged")


def _inspect(block: Block, rng: np.random.Generator, lots: Stored, level: _Level, nth: int) -> Ints:
    day = np.minimum(lots.pledged_on + between(rng, (10 + 25 * nth, 30 + 25 * nth), len(lots)), block.plan.end_day - 1)
    happened = day * DAY_US + rng.integers(0, 9 * 3_600, len(lots)) * 1_000_000
    inspector = between(rng, (FIRST_INSPECTOR, FIRST_INSPECTOR + INSPECTORS - 1), len(lots))
    found = steps(lots.quantity_milli, between(rng, _FOUND_BPS, len(lots)))
    return block.rows("inspections").append(
        lot_id=lots.lot, inspector_id=inspector, _unit=0, happened_at=happened,
        outcome=np.full(len(lots), code("inspections", "outcome", level.outcome)),
        quantity_milli=found if level.outcome == "failed" else NULL,
        source_id=block.world.source(inspector), known_at=happened + DAY_US,
    )  # fmt: skip


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    lots = stored(block)
    out = lots.in_on + between(rng, (5, 40), len(lots))
    back = out + between(rng, (3, 10), len(lots))
    at = some(rng, np.flatnonzero((lots.pledge == NULL) & ~lots.moves & (back < block.plan.end_day)), count)
    lots, out, back = lots.only(at), out[at], back[at]
    whole = np.full(len(lots), 10_000)
    left, _ = release(block, rng, lots, whole, out, by_lender=False)
    came = pass_gate(block, rng, lots.lot, lots.quantity_milli, back, "in")
    rows_of = block.rows("lots")
    row = rows_of.first(lots.lot)
    rows_of.append(**{name: rows_of[name][row] for name in ("lot_id", "owner_id", "_goods", "warehouse_id", "_slot",
                                                            "_quality", "quantity_milli", "source_id")},
                   valid_from=back, valid_to=NULL, known_at=later(rng, back, 0))  # fmt: skip
    receipt = tell_receipt(block, rng, lots.lot, lots.quantity_milli, "live", back)
    for one in range(len(lots)):
        rows = [("lots", int(lots.lot[one]), "returned"), *named("movements", (left[one], came[one]), "returned"),
                *named("warehouse_receipts", (lots.receipt[one], receipt[one]), "returned")]  # fmt: skip
        record(block, NAME, INNOCENT, (out[one], back[one]), 0, rows)


SCHEME = Scheme(
    name=NAME,
    says=Text("The goods are not what the papers say", "货物与单证不符（掺假、调包、伪造证书）"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("returned goods: a whole lot leaves and comes back in full 3 to 10 days later",
                       "退货：整批出库，3 至 10 天后全数退回入库"),
    cases=(7, 8, 9, 11),
    per_10000=10,
)  # fmt: skip
