"""Who sells what to whom, how often and on what terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym import calibration
from hefu.gym.draw import Flags, Ints, choose, whole
from hefu.gym.frame import NULL, Block
from hefu.gym.world.industries import CODES, INDUSTRIES, flows, goods_words
from hefu.gym.world.places import CITIES, city_weights
from hefu.gym.world.world import World

TERMS_DAYS = np.array([0, 15, 30, 45, 60, 90, 120, 180])
_TERM_WEIGHTS = np.array([0.1, 0.08, 0.3, 0.12, 0.16, 0.16, 0.05, 0.03])
_SAME_CITY = 0.45
_SISTERS = 0.06
_REGULAR = 0.3
_RETENTION = 0.06
_BUYER_SHARE_DIVISOR = 3
"""A buyer takes at most a third of its own sales from one seller in a year."""


@dataclass(frozen=True, slots=True)
class Relations:
    """One entry per seller and buyer that trade. All arrays have shape (relations,)."""

    seller: Ints
    buyer: Ints
    goods: Ints
    price_factor_bps: Ints
    term_days: Ints
    retention_bps: Ints
    regular: Flags
    same_amount: Flags
    invoices: Ints
    value_yuan: Ints
    """What one invoice comes to, about."""


def draw_relations(block: Block, rng: np.random.Generator) -> Relations:
    """Draw the relations of the companies of a block as sellers."""
    world = block.world
    mine = np.arange(block.companies.start, block.companies.stop)
    active = mine[world.dormant[mine] == 0]
    weights = np.power(world.sales_yuan[active].astype(float), calibration.SELLER_SIZE_POWER)
    more = int(len(active) * (calibration.RELATIONS_PER_COMPANY - 1))
    seller = np.sort(np.concatenate([active, active[choose(rng, weights, more)]]))
    buyer = _buyers(world, rng, seller)
    sound = (buyer != seller) & (world.dormant[buyer] == 0)
    seller, buyer = seller[sound], buyer[sound]
    size = len(seller)
    industry = world.industry[seller]
    lump = np.array([one.lump for one in INDUSTRIES])[industry]
    yearly = rng.gamma(0.9, calibration.INVOICES_PER_RELATION_YEAR / 0.9, size)
    regular = rng.random(size) < _REGULAR
    invoices = np.where(
        regular, np.maximum(block.plan.months * (yearly > 1), 0), rng.poisson(yearly * block.plan.months / 12)
    )
    return Relations(
        seller=seller,
        buyer=buyer,
        goods=_goods(rng, industry),
        price_factor_bps=whole(10_000 * rng.lognormal(0, 0.04, size)),
        term_days=TERMS_DAYS[choose(rng, _TERM_WEIGHTS, size)],
        retention_bps=np.where(rng.random(size) < _RETENTION, rng.integers(1, 3, size) * 500, 0),
        regular=regular,
        same_amount=rng.random(size) < np.where(lump, 0.5, 0.04),
        invoices=invoices,
        value_yuan=_values(world, rng, seller, buyer, np.maximum(invoices * 12 // block.plan.months, 1)),
    )


def _buyers(world: World, rng: np.random.Generator, seller: Ints) -> Ints:
    """Draw a buyer for each seller: from an industry it feeds, often near by, the larger the likelier."""
    size = len(seller)
    industry = np.empty(size, np.int64)
    shares = flows()
    for at in range(len(CODES)):
        mine = world.industry[seller] == at
        industry[mine] = choose(rng, shares[at], int(mine.sum()))
    near = rng.random(size) < _SAME_CITY
    city = np.where(near, world.city[seller], choose(rng, city_weights(), size))
    cell = industry * len(CITIES) + city
    weights = world.by_industry_weight
    begin, end = weights[world.by_industry_start[cell]], weights[world.by_industry_start[cell + 1]]
    empty = begin == end
    begin, end = np.where(empty, 0, begin), np.where(empty, weights[-1], end)
    drawn = begin + (rng.random(size) * (end - begin)).astype(np.int64)
    buyer = world.by_industry[np.searchsorted(weights, drawn, side="right") - 1]
    sister = np.minimum(seller + rng.integers(1, 4, size), world.first_person - 1)
    sisters = (world.group[seller] != NULL) & (world.group[sister] == world.group[seller])
    return np.where(sisters & (rng.random(size) < _SISTERS / 0.25), sister, buyer)


def _goods(rng: np.random.Generator, industry: Ints) -> Ints:
    """Draw which of its industry's goods a relation is about, as index into `goods_words`."""
    words = goods_words()
    goods = np.empty(len(industry), np.int64)
    for at, one in enumerate(INDUSTRIES):
        mine = industry == at
        places = np.array([words.index(word) for word in one.goods])
        goods[mine] = places[rng.integers(0, len(places), int(mine.sum()))]
    return goods


def _values(world: World, rng: np.random.Generator, seller: Ints, buyer: Ints, yearly: Ints) -> Ints:
    """Share a seller's yearly sales over its relations and each relation's invoices."""
    weight = rng.lognormal(0, 0.8, len(seller)) * np.power(world.sales_yuan[buyer].astype(float), 0.4)
    first = seller.min(initial=0)
    total = np.bincount(seller - first, weight, minlength=1)
    share = np.minimum(
        world.sales_yuan[seller] * weight / total[seller - first], world.sales_yuan[buyer] / _BUYER_SHARE_DIVISOR
    )
    return np.maximum(whole(share / yearly), 200)
