"""Each sale in its course: ordered, sent, received, billed. One deal is one consignment and one invoice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.draw import Flags, Ints, Reals, part_bps, whole
from hefu.gym.frame import Block
from hefu.gym.stages.relations import Relations
from hefu.gym.world.industries import INDUSTRIES
from hefu.gym.world.places import distance_km
from hefu.gym.world.prices import COMMODITIES, HISTORY_DAYS
from hefu.gym.world.world import World

_ALONE = 0.78
_KM_A_DAY = 600
_TWO_LINES, _SPLIT_FROM_MILLI = 0.15, 4_000
_WEEKDAYS = 5
_HOLIDAYS, _YEAR_END = (24, 38), 334
"""Days of the year: around the Spring Festival, and from which on the year is closed out."""

_ORDER_GAP_DAYS = 45


@dataclass(frozen=True, slots=True)
class Deals:
    """One entry per deal, in the order of relation and day. Days since 1970; money in fen without tax."""

    relation: Ints
    order: Ints
    ordered_on: Ints
    despatched_on: Ints
    received_on: Ints
    invoiced_on: Ints
    quantity_milli: Ints
    second_milli: Ints
    """What of the quantity stands on a second line; 0: there is one line."""
    price_minor: Ints
    net_minor: Ints
    second_minor: Ints
    tax_bps: Ints
    whole_goods: Flags


def draw_deals(block: Block, relations: Relations, rng: np.random.Generator) -> Deals:
    """Draw the deals of all relations within the plan's days."""
    world, plan = block.world, block.plan
    relation = np.repeat(np.arange(len(relations.seller)), relations.invoices)
    size = len(relation)
    nth = np.arange(size) - np.repeat(np.cumsum(relations.invoices) - relations.invoices, relations.invoices)
    starts = np.array(plan.month_starts)
    fixed_day = rng.integers(1, 25, len(relations.seller))[relation]
    monthly = starts[np.minimum(nth, plan.months - 1)] + fixed_day + rng.integers(0, 3, size)
    weights = _day_weights(plan.first_day, plan.end_day)
    drawn = plan.first_day + np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random(size))
    day = np.where(relations.regular[relation], monthly, drawn)
    at = np.lexsort((day, relation))
    day = day[at]
    industry = world.industry[relations.seller][relation]
    km = distance_km()[world.city[relations.seller], world.city[relations.buyer]][relation]
    travel = np.where(_weighed()[industry], km // _KM_A_DAY, km // (_KM_A_DAY * 2)) + rng.integers(0, 2, size)
    received = day + travel
    order, first = _orders(relation, day, rng)
    lead = rng.integers(3, 31, len(first))
    price = _prices(world, relations, relation, day - plan.first_day, rng)
    price, quantity = _quantities(relations, relation, industry, price, rng)
    two = (rng.random(size) < _TWO_LINES) & (quantity >= _SPLIT_FROM_MILLI)
    second = np.where(two, quantity * rng.integers(2, 6, size) // 10 // 1000 * 1000, 0)
    first_minor, second_minor = times(quantity - second, price), times(second, price)
    return Deals(
        relation=relation,
        order=order,
        ordered_on=(day[first] - lead)[order],
        despatched_on=day,
        received_on=received,
        invoiced_on=received + np.minimum(rng.geometric(0.4, size) - 1, 12),
        quantity_milli=quantity,
        second_milli=second,
        price_minor=price,
        net_minor=first_minor + second_minor,
        second_minor=second_minor,
        tax_bps=np.array([one.tax_bps for one in INDUSTRIES])[industry],
        whole_goods=_weighed()[industry],
    )


def _weighed() -> Flags:
    return np.array([one.weighed for one in INDUSTRIES])


def _day_weights(first: int, end: int) -> Reals:
    """Return how much is sent on each day: little at weekends and around the Spring Festival, more at year's end."""
    day = np.arange(first, end)
    weekday = (day + 3) % 7
    weights = np.where(weekday >= _WEEKDAYS, 0.25, 1.0)
    of_year = (day - first) % 365
    weights *= np.where((of_year > _HOLIDAYS[0]) & (of_year < _HOLIDAYS[1]), 0.2, 1.0)
    result: Reals = weights * np.where(of_year > _YEAR_END, 1.35, 1.0)
    return result


def _orders(relation: Ints, day: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return each deal's order, and where each order begins: consecutive deals of a relation may share one."""
    new = np.r_[True, relation[1:] != relation[:-1]][: len(relation)]
    new |= rng.random(len(relation)) < _ALONE
    new[1:] |= np.diff(day) > _ORDER_GAP_DAYS
    return np.cumsum(new) - 1, np.flatnonzero(new)


def _prices(world: World, relations: Relations, relation: Ints, day: Ints, rng: np.random.Generator) -> Ints:
    """Return unit prices in fen: the quoted price on the day where there is one, else the seller's own."""
    industry = world.industry[relations.seller][relation]
    quoted = np.array([COMMODITIES.index(one.commodity) if one.commodity else -1 for one in INDUSTRIES])[industry]
    base = np.array([one.price_fen for one in INDUSTRIES])[industry]
    path = world.price_minor
    ratio = path[quoted, HISTORY_DAYS + day] * 10_000 // path[quoted, 0]
    base = np.where(quoted >= 0, part_bps(base, ratio), base)
    haggled = np.where(relations.same_amount[relation], 0, rng.integers(-60, 61, len(relation)))
    return np.maximum(part_bps(base, relations.price_factor_bps[relation] + haggled), 1)


def _quantities(
    relations: Relations, relation: Ints, industry: Ints, price: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return unit prices and quantities in thousandths.

    Bulk goods go by 20 kg, things by the piece; works and services are billed as one.
    Some relations bill the same each time.
    """
    spread: Reals = np.where(relations.same_amount[relation], 1.0, rng.lognormal(-0.125, 0.5, len(relation)))
    fen: Reals = relations.value_yuan[relation] * spread * 100
    lump = np.array([one.lump for one in INDUSTRIES])[industry]
    price = np.where(lump, np.maximum(whole(fen), 10_000), price)
    milli: Ints = whole(fen * 1_000 / price)
    pieces = np.maximum(milli // 1000, 1) * 1000
    weighed = np.maximum(milli // 20, 1) * 20
    return price, np.where(_weighed()[industry], weighed, pieces)


def times(quantity_milli: Ints, price_minor: Ints) -> Ints:
    """Return quantity times price in whole fen, halves up."""
    whole_units, rest = np.divmod(quantity_milli, 1000)
    return whole_units * price_minor + (rest * price_minor + 500) // 1000
