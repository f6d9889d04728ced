"""The schemes that can be planted, one file each."""

from __future__ import annotations

from hefu.core.refusals import Refusal, refuse
from hefu.gym.draw import stream
from hefu.gym.frame import Block
from hefu.gym.plan import Plant
from hefu.gym.schemes import (
    affiliates_stock_cycle,
    circular_trade,
    diverted_proceeds,
    double_financing,
    forged_confirmation,
    fund_loop,
    goods_removed,
    goods_substituted,
    guarantee_circle,
    invented_receivable,
    lapsed_insurance,
    loan_splitting,
    look_alike_payer,
    old_loans_paid_by_new,
    over_issued_vouchers,
    pledge_above_stock,
    receipts_twice,
    stretched_transit,
    term_drift,
)
from hefu.gym.schemes.scheme import Scheme

SCHEMES: tuple[Scheme, ...] = tuple(
    one.SCHEME
    for one in (
        double_financing,
        receipts_twice,
        pledge_above_stock,
        goods_removed,
        goods_substituted,
        affiliates_stock_cycle,
        lapsed_insurance,
        look_alike_payer,
        forged_confirmation,
        invented_receivable,
        circular_trade,
        term_drift,
        stretched_transit,
        over_issued_vouchers,
        guarantee_circle,
        fund_loop,
        diverted_proceeds,
        loan_splitting,
        old_loans_paid_by_new,
    )
)


def named() -> dict[str, Scheme]:
    """Return the schemes by name."""
    return {scheme.name: scheme for scheme in SCHEMES}


def plants(wanted: str) -> tuple[Plant, ...]:
    """Read `SCHEME:STRENGTH,...`, `all` or `none`; refused GYM_PLANT_UNREADABLE, GYM_SCHEME_…, GYM_STRENGTH_…."""
    if wanted == "none":
        return ()
    if wanted == "all":
        return tuple(Plant(scheme.name, strength) for scheme in SCHEMES for strength in scheme.strength_names)
    return tuple(dict.fromkeys(map(_plant, wanted.split(","))))


def _plant(word: str) -> Plant:
    name, _, strength = word.strip().partition(":")
    if not name or not strength:
        raise refuse(Refusal.GYM_PLANT_UNREADABLE, value=word)
    if name not in named():
        raise refuse(Refusal.GYM_SCHEME_UNKNOWN, value=name, known=", ".join(named()))
    if strength not in named()[name].strength_names:
        known = ", ".join(named()[name].strength_names)
        raise refuse(Refusal.GYM_STRENGTH_UNKNOWN, scheme=name, value=strength, known=known)
    return Plant(name, strength)


def plant_all(block: Block) -> None:
    """Plant into a block what its plan asks for: each scheme at each strength, and its innocent twins once."""
    for plant in block.plan.plants:
        scheme = named()[plant.scheme]
        rng = stream(block.plan.seed, f"scheme {plant.scheme}:{plant.strength}", block.number)
        scheme.plant(block, rng, plant.strength, instances(block, scheme.per_10000))
    for name in dict.fromkeys(plant.scheme for plant in block.plan.plants):
        rng = stream(block.plan.seed, f"innocents {name}", block.number)
        named()[name].innocents(block, rng, instances(block, named()[name].per_10000))


def instances(block: Block, per_10000: int) -> int:
    """Return how many instances of a rate fall on a block, at least one."""
    return max(1, -(-len(block.companies) * per_10000 // 10_000))
