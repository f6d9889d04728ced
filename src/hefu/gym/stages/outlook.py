"""What everybody may know: places, quoted prices, industry figures, lenders' capital, makers' capacity."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from hefu.gym.draw import Ints, part_bps, whole
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.plan import EPOCH, START, month_start
from hefu.gym.stages.papers import later
from hefu.gym.world.industries import CODES, INDUSTRIES, flows, goods_words
from hefu.gym.world.places import CITIES
from hefu.gym.world.prices import HISTORY_DAYS
from hefu.gym.world.world import EXCHANGE, FIRST_BANK, FIRST_FACTOR, LENDERS, REGISTRY, STATISTICS

_BEFORE_DAYS = 30
_AGENT_SHARE = 0.1
INDICATORS = ("producer_price_index", "capacity_utilisation", "days_sales_outstanding", "profit_margin")
"""Names of industry figures, with the units of `INDICATOR_UNITS`."""

INDICATOR_UNITS = ("index", "percent", "days", "percent")
_MIDDLE_MILLI = (100_000, 74_000, 52_000, 5_800)


def write_outlook(block: Block, rng: np.random.Generator) -> None:
    """Write what belongs to no company; once, in the block of the world."""
    _places(block, rng)
    _prices(block, rng)
    _indicators(block, rng)
    _flows(block, rng)
    _capital(block, rng)


def _known(block: Block, size: int) -> Ints:
    return np.full(size, (block.plan.first_day - _BEFORE_DAYS) * DAY_US)


def _source(block: Block, body: int, size: int) -> Ints:
    return np.full(size, int(block.world.source(body)))


def _places(block: Block, rng: np.random.Generator) -> None:
    size = len(CITIES)
    block.rows("places").append(
        place_id=np.arange(size), _place=np.arange(size),
        latitude_microdegrees=np.array([city[2] for city in CITIES]) * 1_000,
        longitude_microdegrees=np.array([city[3] for city in CITIES]) * 1_000,
        registration_agent=(rng.random(size) < _AGENT_SHARE).astype(np.int64),
        source_id=_source(block, REGISTRY, size), known_at=_known(block, size),
    )  # fmt: skip


def _prices(block: Block, rng: np.random.Generator) -> None:
    """Every good on every working day, a year of history included."""
    path = block.world.price_minor
    commodity, day = (at.ravel() for at in np.indices(path.shape))
    quoted = block.plan.first_day - HISTORY_DAYS + day
    works = (quoted + 3) % 7 < 5  # noqa: PLR2004 - Monday to Friday; 1970 began on a Thursday
    commodity, day, quoted = commodity[works], day[works], quoted[works]
    block.rows("prices").append(
        _commodity=commodity, quoted_on=quoted, price_minor=path[commodity, day],
        source_id=_source(block, EXCHANGE, len(day)), known_at=later(rng, quoted, 0, hour=9),
    )  # fmt: skip


def _months(block: Block) -> Ints:
    """Return the first days of the year before and of the plan's months, and of the month after."""
    return np.array([(month_start(START, at) - EPOCH).days for at in range(-12, block.plan.months + 1)])


def _indicators(block: Block, rng: np.random.Generator) -> None:
    months = _months(block)
    name, industry, month = (at.ravel() for at in np.indices((len(INDICATORS), len(CODES), len(months) - 1)))
    walk = np.cumsum(rng.normal(0, 0.008, (len(INDICATORS), len(CODES), len(months) - 1)), axis=2).ravel()
    level = np.array(_MIDDLE_MILLI)[name] * (100 + industry * 3) // 110
    last = months[month + 1] - 1
    block.rows("indicators").append(
        _name=name, _industry=industry, period_from=months[month], period_to=last,
        value_milli=level + whole(level * walk), source_id=_source(block, STATISTICS, len(name)),
        known_at=later(rng, last + 12, 5),
    )  # fmt: skip


def _flows(block: Block, rng: np.random.Generator) -> None:
    """Who fed whom in the year before, from the sales of all companies."""
    world = block.world
    firms = slice(world.first_company, None)
    sales = np.bincount(world.industry[firms], world.sales_yuan[firms], minlength=len(CODES))
    value = whole(sales[:, None] * flows()).ravel() * 100
    giver, taker = (at.ravel() for at in np.indices((len(CODES), len(CODES))))
    some = value > 0
    first = (START - timedelta(days=365) - EPOCH).days
    size = int(some.sum())
    block.rows("input_output").append(
        _from=giver[some], _to=taker[some], flow_minor=value[some], period_from=np.full(size, first),
        period_to=np.full(size, block.plan.first_day - 1), source_id=_source(block, STATISTICS, size),
        known_at=later(rng, np.full(size, block.plan.first_day), 20),
    )  # fmt: skip


def _capital(block: Block, rng: np.random.Generator) -> None:
    """Each lender's capital at the end of each quarter: adequate, growing slowly."""
    quarters = np.array(block.plan.month_starts)[::3]
    lender = np.repeat(np.arange(FIRST_BANK, FIRST_BANK + LENDERS), len(quarters))
    stated = np.tile(quarters, LENDERS)
    bank = lender < FIRST_FACTOR
    capital = np.where(bank, 8_000_000, 120_000) * rng.integers(80, 120, len(lender)) * 10_000
    licences = [code("lender_capital", "licence", word) for word in ("bank", "commercial_factor")]
    block.rows("lender_capital").append(
        lender_id=lender, licence=np.where(bank, *licences), net_capital_minor=capital,
        tier1_minor=part_bps(capital, 8_200), risk_assets_minor=capital * np.where(bank, 8, 6), stated_on=stated,
        source_id=block.world.source(lender), known_at=later(rng, stated, 25),
    )  # fmt: skip


def write_makers(block: Block, rng: np.random.Generator) -> None:
    """State what makers among a block's clients can make in a year: somewhat more than they sell."""
    world = block.world
    mine = np.arange(block.companies.start, block.companies.stop)
    makes = np.array([one.code[0] in "BC" for one in INDUSTRIES])[world.industry[mine]]
    mine = mine[makes & (world.client[mine] == 1)]
    price = np.array([one.price_fen for one in INDUSTRIES])[world.industry[mine]]
    words = goods_words()
    goods = np.array([words.index(one.goods[0]) for one in INDUSTRIES])[world.industry[mine]]
    milli = np.maximum(world.sales_yuan[mine] * 100 // price, 1) * rng.integers(1_100, 1_900, len(mine))
    block.rows("capacities").append(
        party_id=mine, _goods=goods, capacity_milli=milli, period_days=np.full(len(mine), 365), warehouse_id=NULL,
        valid_from=world.registered_on[mine], source_id=world.source(mine), known_at=_known(block, len(mine)),
    )  # fmt: skip
