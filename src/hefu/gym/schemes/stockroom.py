"""Goods that a scheme adds or moves: lots, gates, receipts, loans against them, in the honest stages' forms."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from hefu.gym.draw import Flags, Ints, part_bps
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.schemes.acts import between, untouched
from hefu.gym.stages.attest import CERTIFIED, INSURED_IF_PLEDGED, INSURED_YUAN_PER_TONNE
from hefu.gym.stages.fates import lender_of
from hefu.gym.stages.lending import STOCK_LOAN, Lent, lend
from hefu.gym.stages.papers import HOUR_US, later
from hefu.gym.stages.stock import WAREHOUSES_PER_KEEPER, warehouses_of
from hefu.gym.world.industries import INDUSTRIES
from hefu.gym.world.prices import COMMODITIES, HISTORY_DAYS
from hefu.gym.world.world import (
    FIRST_INSPECTOR,
    FIRST_INSURER,
    FIRST_KEEPER,
    INSPECTORS,
    INSURERS,
    SECURITY_REGISTER,
)

_LENDABLE_BPS, _RATE_BPS = 6_500, 365
_TERMS_DAYS = np.array([60, 90, 180])
_STEP_MILLI = 20
_PLEDGED_WITHIN, _SIZE_BPS = (1, 3), (8_000, 12_500)


@dataclass(frozen=True, slots=True)
class Stored:
    """Lots as they came in, one entry each. What is not pledged has NULL for pledge, loan, lender and days."""

    lot: Ints
    owner: Ints
    goods: Ints
    warehouse: Ints
    quantity_milli: Ints
    in_on: Ints
    moves: Flags
    """Whether anything leaves before the end."""
    gate: Ints
    """The movement by which it came in."""
    receipt: Ints
    pledge: Ints
    loan: Ints
    lender: Ints
    pledged_on: Ints
    freed_on: Ints

    def only(self, which: Ints | Flags) -> Stored:
        """Return some of the lots."""
        return Stored(*(getattr(self, one.name)[which] for one in fields(Stored)))

    def __len__(self) -> int:
        return len(self.lot)

    def rows(self, at: int, role: str) -> list[tuple[str, int, str]]:
        """Return the truth rows of one lot with its receipt, pledge and loan."""
        return [("lots", int(self.lot[at]), role), ("warehouse_receipts", int(self.receipt[at]), role),
                ("pledges", int(self.pledge[at]), role), ("loans", int(self.loan[at]), role)]  # fmt: skip


def stored(block: Block) -> Stored:
    """Return the honest lots of a block that no instance names."""
    if "stored" not in block.found:
        found = _stored(block)
        block.found["stored"] = np.stack([np.asarray(getattr(found, one.name), np.int64) for one in fields(Stored)])
    columns = dict(zip((one.name for one in fields(Stored)), block.found["stored"], strict=True))
    every = Stored(**{**columns, "moves": columns["moves"] == 1})
    return every.only(np.isin(every.lot, untouched(block, "lots", every.lot)))


def _stored(block: Block) -> Stored:
    lots, gate, receipts, pledges = (
        block.rows(name) for name in ("lots", "movements", "warehouse_receipts", "pledges")
    )
    things, row = np.unique(lots["lot_id"], return_index=True)
    size = lots.things

    def by_lot(of: Ints, values: Ints) -> Ints:
        placed = np.full(size, NULL)
        placed[of[::-1]] = values[::-1]
        return placed[things]

    way = gate["direction"] == code("movements", "direction", "in")
    came = np.flatnonzero(way)
    went = np.bincount(gate["_lot"][~way], minlength=size)[things] > 0
    on = np.flatnonzero((pledges["lot_id"] != NULL) & (pledges["loan_id"] != NULL))
    pledge = by_lot(pledges["lot_id"][on], on)
    with_pledge = pledge.clip(0)

    def of_pledge(column: str) -> Ints:
        return np.where(pledge == NULL, NULL, pledges[column][with_pledge] if len(pledges) else NULL)

    gate_in = by_lot(gate["_lot"][came], came)
    return Stored(
        lot=things, owner=lots["owner_id"][row], goods=lots["_goods"][row], warehouse=lots["warehouse_id"][row],
        quantity_milli=gate["quantity_milli"][gate_in], in_on=gate["happened_at"][gate_in] // DAY_US, moves=went,
        gate=gate_in, receipt=by_lot(receipts["lot_id"], receipts["receipt_id"]), pledge=pledge,
        loan=of_pledge("loan_id"), lender=of_pledge("pledgee_id"), pledged_on=of_pledge("valid_from"),
        freed_on=of_pledge("valid_to"),
    )  # fmt: skip


def keeper_of(warehouse: Ints) -> Ints:
    """Return the keeper of each warehouse."""
    return FIRST_KEEPER + warehouse // WAREHOUSES_PER_KEEPER


def other_warehouse(block: Block, rng: np.random.Generator, warehouse: Ints) -> Ints:
    """Draw another keeper's warehouse of the block for each; the same where the block has one keeper alone."""
    there = warehouses_of(block)
    other = [there[keeper_of(there) != keeper] for keeper in keeper_of(warehouse)]
    chosen = [one[rng.integers(0, len(one))] if len(one) else same for one, same in zip(other, warehouse, strict=True)]
    return np.array(chosen, np.int64)


def worth_minor(block: Block, owner: Ints, quantity_milli: Ints, day: Ints) -> Ints:
    """Return what goods of the owner's trade are worth on a day, as the honest lender reckons."""
    industry = block.world.industry[owner]
    quoted = np.array([COMMODITIES.index(one.commodity) if one.commodity else 0 for one in INDUSTRIES])[industry]
    base, path = np.array([one.price_fen for one in INDUSTRIES])[industry], block.world.price_minor
    at = HISTORY_DAYS + day - block.plan.first_day
    return quantity_milli // 1_000 * part_bps(base, path[quoted, at] * 10_000 // path[quoted, 0])


def add_lots(  # noqa: PLR0913, PLR0917 - what, whose, where, how much, when
    block: Block, rng: np.random.Generator, owner: Ints, goods: Ints, warehouse: Ints, quantity_milli: Ints, day: Ints,
    until: Ints | int = NULL,
) -> Ints:  # fmt: skip
    """State by the keeper that lots lie there; return their thing numbers."""
    return block.rows("lots").append(
        owner_id=owner, _goods=goods, warehouse_id=warehouse, _slot=rng.integers(0, 400, len(owner)),
        _quality=rng.integers(0, 3, len(owner)), quantity_milli=quantity_milli, valid_from=day, valid_to=until,
        source_id=block.world.source(keeper_of(warehouse)), known_at=later(rng, day, 0),
    )  # fmt: skip


def pass_gate(  # noqa: PLR0913 - what, how much, when, which way
    block: Block, rng: np.random.Generator, lot: Ints, quantity_milli: Ints, day: Ints, way: str,
    *, token: Ints | int = NULL, passed_milli: Ints | int = NULL, written: bool = True, like: Ints | None = None,
) -> Ints:  # fmt: skip
    """Write that lots pass their warehouse's gate; return the movements.

    `passed_milli` is what truly passes, where it is not what the gate's book says; not `written`: the book is silent.
    `like` names lots whose warehouse it is, where it is another's gate.
    """
    lots = block.rows("lots")
    row = lots.first(lot)
    place = lots.first(lot if like is None else like)
    happened = day * DAY_US + rng.integers(0, 9 * 3_600, len(lot)) * 1_000_000
    return block.rows("movements").append(
        warehouse_id=lots["warehouse_id"][place], direction=np.full(len(lot), code("movements", "direction", way)),
        _goods=lots["_goods"][row], quantity_milli=quantity_milli, owner_id=lots["owner_id"][row],
        _vehicle=rng.integers(0, 10**9, len(lot)), _token=token, _lot=lot, happened_at=happened,
        _passed_milli=quantity_milli if not written else passed_milli, _removed=0 if written else 1,
        source_id=block.world.source(keeper_of(lots["warehouse_id"][place])),
        known_at=happened + rng.integers(60, 3_600, len(lot)) * 1_000_000,
    )  # fmt: skip


def tell_receipt(  # noqa: PLR0913 - one argument per column
    block: Block, rng: np.random.Generator, lot: Ints, quantity_milli: Ints, state: str, day: Ints,
    *, thing: Ints | None = None, holder: Ints | None = None, keeper: Ints | None = None, hour: int = 1,
) -> Ints:  # fmt: skip
    """State by the keeper what a receipt on a lot is: a new one, or one that stands; return the receipts."""
    lots, receipts = block.rows("lots"), block.rows("warehouse_receipts")
    row = lots.first(lot)
    key = {} if thing is None else {"receipt_id": thing}
    issued = day if thing is None else receipts.of("issued_on", thing)
    keeper = keeper_of(lots["warehouse_id"][row]) if keeper is None else keeper
    return receipts.append(
        **key, keeper_id=keeper, holder_id=lots["owner_id"][row] if holder is None else holder, lot_id=lot,
        warehouse_id=lots["warehouse_id"][row], quantity_milli=quantity_milli,
        state=np.full(len(lot), code("warehouse_receipts", "state", state)), issued_on=issued, expires_on=issued + 365,
        source_id=block.world.source(keeper), known_at=later(rng, day, 0, hour=hour),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pledged:
    """What was lent on receipts: one entry each."""

    loan: Ints
    payout: Ints
    pledge: Ints
    filing: Ints
    amount_minor: Ints

    def rows(self, at: int, role: str) -> list[tuple[str, int, str]]:
        """Return the truth rows of one loan."""
        return [("loans", int(self.loan[at]), role), ("payments", int(self.payout[at]), "payout"),
                ("pledges", int(self.pledge[at]), role), ("filings", int(self.filing[at]), role)]  # fmt: skip


def pledge_receipts(  # noqa: PLR0913 - what is pledged to whom, when
    block: Block, rng: np.random.Generator, lot: Ints, receipt: Ints, day: Ints, *, lender: Ints | None = None,
    repaid: bool = True, kind: str = "receipt",
) -> Pledged:  # fmt: skip
    """Lend on receipts as the honest stage does: loan, receipt in the lender's hand, pledge, entry in the register.

    Not `repaid`: the loan stays open.
    """
    receipts, pledges = block.rows("warehouse_receipts"), block.rows("pledges")
    lots = block.rows("lots")
    owner = lots.of("owner_id", lot)
    quantity = receipts.of("quantity_milli", receipt)
    due = day + _TERMS_DAYS[rng.integers(0, len(_TERMS_DAYS), len(lot))]
    closes = np.where(repaid & (due < block.plan.end_day), due, NULL)
    amount = np.maximum(part_bps(worth_minor(block, owner, quantity, day), _LENDABLE_BPS) // 1_000_000, 1) * 1_000_000
    lender = lender_of(block, owner, rng) if lender is None else lender
    lent = Lent(owner, lender, np.full(len(lot), STOCK_LOAN), amount, np.full(len(lot), _RATE_BPS), day, due, closes,
                np.zeros(len(lot), np.int64))  # fmt: skip
    payout = block.rows("payments").things + np.arange(len(lot))
    loan = lend(block, lent, rng)
    tell_receipt(block, rng, lot, quantity, "pledged", day, thing=receipt, holder=lender)
    free = np.flatnonzero(closes != NULL)
    tell_receipt(block, rng, lot[free], quantity[free], "live", closes[free], thing=receipt[free])
    source = block.world.source(lender)
    pledge = pledges.append(
        pledgor_id=owner, pledgee_id=lender, kind=np.full(len(lot), code("pledges", "kind", kind)), lot_id=lot,
        warehouse_receipt_id=receipt, loan_id=loan, quantity_milli=quantity, _goods=lots.of("_goods", lot),
        perfected_by=np.full(len(lot), code("pledges", "perfected_by", "control")), valid_from=day, valid_to=closes,
        source_id=source, known_at=later(rng, day, 0),
    )  # fmt: skip
    filing = block.rows("filings").append(
        debtor_id=owner, creditor_id=lender, kind=np.full(len(lot), code("filings", "kind", "pledge")),
        amount_minor=amount, filed_at=day * DAY_US + rng.integers(0, HOUR_US // 1_000_000, len(lot)) * 1_000_000,
        expires_on=day + 365, state=np.full(len(lot), code("filings", "state", "live")),
        source_id=np.full(len(lot), int(block.world.source(SECURITY_REGISTER))), known_at=later(rng, day, 0),
    )  # fmt: skip
    return Pledged(loan, payout, pledge, filing, amount)


def steps(quantity_milli: Ints, share_bps: Ints | int) -> Ints:
    """Return a share of quantities in whole steps of the scale, at least one."""
    return np.maximum(part_bps(quantity_milli, share_bps) // _STEP_MILLI, 1) * _STEP_MILLI


def release(
    block: Block, rng: np.random.Generator, lots: Stored, share_bps: Ints, day: Ints, *, by_lender: bool
) -> tuple[Ints, Ints]:  # fmt: skip
    """Let a share of lots leave lawfully: gate, keeper's word, receipts; return movements and the receipts of the rest.

    With the lender's token the rest stays pledged to it. Where all leaves there is no receipt for a rest (NULL).
    """
    rows = block.rows("lots")
    some = np.where(share_bps == 10_000, lots.quantity_milli, steps(lots.quantity_milli, share_bps))  # noqa: PLR2004 - all
    left = lots.quantity_milli - some
    movement = pass_gate(block, rng, lots.lot, some, day, "out", token=lots.lot * 10 + int(by_lender))
    at = rows.first(lots.lot)
    rows.change(at, valid_to=day)
    part = np.flatnonzero(left > 0)
    rows.append(**{name: rows[name][at[part]] for name in ("lot_id", "owner_id", "_goods", "warehouse_id", "_slot",
                                                          "_quality", "source_id")},
                quantity_milli=left[part], valid_from=day[part], valid_to=NULL,
                known_at=later(rng, day[part], 0))  # fmt: skip
    for which, word in ((left == 0, "released"), (left > 0, "split")):
        tell_receipt(block, rng, lots.lot[which], lots.quantity_milli[which], word, day[which],
                     thing=lots.receipt[which], hour=12)  # fmt: skip
    tell_receipt(block, rng, lots.lot[part], some[part], "released", day[part])
    rest = np.full(len(lots), NULL)
    rest[part] = tell_receipt(
        block, rng, lots.lot[part], left[part], "pledged" if by_lender else "live", day[part],
        holder=lots.lender[part] if by_lender else None,
    )  # fmt: skip
    return movement, rest


def bring_in(block: Block, rng: np.random.Generator, count: int, days: int, *, repaid: bool = True) -> Stored:
    """Bring in and pledge up to so many lots like the honest ones, with so many days left after the pledge.

    None where the plan is too short or nobody stores anything.
    """
    model = stored(block)
    room = block.plan.end_day - block.plan.first_day - days - _PLEDGED_WITHIN[1] - 1
    model = model.only(rng.permutation(len(model))[: count if room > 0 else 0])
    came = block.plan.first_day + rng.integers(0, max(room, 1), len(model))
    quantity = steps(model.quantity_milli, between(rng, _SIZE_BPS, len(model)))
    lot = add_lots(block, rng, model.owner, model.goods, model.warehouse, quantity, came)
    gate = pass_gate(block, rng, lot, quantity, came, "in")
    receipt = tell_receipt(block, rng, lot, quantity, "live", came)
    day = came + between(rng, _PLEDGED_WITHIN, len(model))
    lent = pledge_receipts(block, rng, lot, receipt, day, repaid=repaid)
    loans, pledges = block.rows("loans"), block.rows("pledges")
    made = Stored(
        lot, model.owner, model.goods, model.warehouse, quantity, came, np.zeros(len(lot), bool), gate, receipt,
        lent.pledge, lent.loan, loans.of("lender_id", lent.loan), day, pledges["valid_to"][lent.pledge],
    )  # fmt: skip
    _attest(block, rng, made)
    return made


def _attest(block: Block, rng: np.random.Generator, lots: Stored) -> None:
    """Have others attest lots as often as honest pledged ones: certificates, inspections, insurances."""
    size, owner = len(lots), lots.owner
    at = rng.random(size) < CERTIFIED
    inspector = between(rng, (FIRST_INSPECTOR, FIRST_INSPECTOR + INSPECTORS - 1), size)
    day = lots.in_on - between(rng, (0, 9), size)
    block.rows("certificates").append(
        issuer_id=inspector[at], lot_id=lots.lot[at], _kind=rng.integers(0, 3, int(at.sum())), issued_on=day[at],
        valid_from=day[at], valid_to=day[at] + 365, source_id=block.world.source(inspector[at]),
        known_at=later(rng, day[at], 3),
    )  # fmt: skip
    at = rng.random(size) < INSURED_IF_PLEDGED
    insurer = FIRST_INSURER + rng.integers(0, INSURERS, size)
    block.rows("insurances").append(
        insurer_id=insurer[at], insured_id=owner[at], lot_id=lots.lot[at],
        sum_minor=lots.quantity_milli[at] // 1_000 * INSURED_YUAN_PER_TONNE * 100 + 1_000_000,
        valid_from=lots.in_on[at], valid_to=lots.in_on[at] + 365, source_id=block.world.source(insurer[at]),
        known_at=later(rng, lots.in_on[at], 5),
    )  # fmt: skip
