"""The world drawn from the seed: sizes, places, groups, owners of accounts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hefu.book.schema import SCHEMA
from hefu.gym import calibration
from hefu.gym.bytewise import digits, joined
from hefu.gym.draw import Bytes, Ints, Reals, choose, stream, whole
from hefu.gym.frame import NULL
from hefu.gym.plan import Plan
from hefu.gym.world.industries import CODES, INDUSTRIES, SERVANTS
from hefu.gym.world.names import company_names, person_names, uscc
from hefu.gym.world.places import CITIES, city_weights
from hefu.gym.world.prices import price_paths
from hefu.gym.world.world import (
    BANKS,
    BODIES,
    FACTORS,
    FIRST_BANK,
    FIRST_KEEPER,
    INSPECTORS,
    INSURERS,
    LENDERS,
    World,
)

_BODY_NAMES = ("国家税务总局", "市场监督管理局", "动产融资统一登记公示系统", "人民法院", "大宗商品交易中心",
               "应收账款电子凭证平台", "统计局", "票据交易所")  # fmt: skip
_BANK_NAMES = ("华东", "江海", "北方", "南岭", "长江", "中原", "渤海湾", "西部", "浦江", "闽南", "辽东", "川渝")
_SERVICE_WORDS = ("商业保理", "财产保险", "检验认证", "仓储", "物流运输")
_PERSONS_PER_100_COMPANIES = 75
_SERIAL_PERSONS = 10**9


def build_world(plan: Plan) -> World:
    """Draw the world of a plan."""
    keepers, carriers = max(4, plan.companies // 400), max(3, plan.companies // 300)
    counts = np.array([keepers, carriers, plan.companies, plan.companies * _PERSONS_PER_100_COMPANIES // 100])
    rng = stream(plan.seed, "world")
    served = FIRST_KEEPER + keepers + carriers
    industry = _industries(rng, counts)
    sales_yuan = draw_sales(rng, industry, served)
    city = choose(rng, city_weights(), served + plan.companies)
    total = served + plan.companies
    building, room = _addresses(rng, city, plan.companies)
    bank = FIRST_BANK + choose(rng, 1 / np.arange(1, BANKS + 1) ** 0.7, total)
    names = _names(rng, city, industry, counts)
    offsets, data = _large(names)
    order, starts, weights = _by_industry(industry, sales_yuan, city, served)
    owner, account_bank, second = _accounts(rng, bank, served, plan.companies)
    group = _groups(rng, plan, served)
    dormant = _flags(rng, total, served, calibration.DORMANT_BPS)
    return World(
        counts=counts,
        party_id=_party_ids(rng, city, counts),
        name_bytes=data,
        name_offsets=offsets,
        kind=_kinds(counts),
        industry=industry,
        city=city,
        sales_yuan=sales_yuan,
        building=building,
        room=room,
        phone=13_000_000_000 + rng.permutation(total) * 4_999 % 6_999_999_999,
        bank=bank,
        registered_on=plan.first_day - 60 - whole(rng.gamma(2.0, 1_500.0, total)),
        group=group,
        leader=_leaders(group),
        client=_flags(rng, total, served, calibration.CLIENT_BPS) & (1 - dormant),
        dormant=dormant,
        late_bps=_lateness(rng, total),
        by_industry=order,
        by_industry_start=starts,
        by_industry_weight=weights,
        account_owner=owner,
        account_bank=account_bank,
        second_account=second,
        price_minor=price_paths(plan),
    )


def _industries(rng: np.random.Generator, counts: Ints) -> Ints:
    """Return the industry of every party that is no person."""
    served = [BODIES, BANKS, FACTORS, INSURERS, INSPECTORS, int(counts[0]), int(counts[1])]
    servants = np.repeat(np.arange(len(SERVANTS)) + len(CODES), served)
    return np.concatenate([servants, choose(rng, np.array([one.share for one in INDUSTRIES]), int(counts[2]))])


def _kinds(counts: Ints) -> Ints:
    words = SCHEMA["parties"].column("kind").codes
    sizes = {"public_body": BODIES, "bank": BANKS, "company": FACTORS + INSURERS + INSPECTORS}
    kinds = [np.full(size, words.index(word)) for word, size in sizes.items()]
    rest = (("warehouse", counts[0]), ("company", counts[1] + counts[2]), ("person", counts[3]))
    return np.concatenate(kinds + [np.full(int(size), words.index(word)) for word, size in rest])


def draw_sales(rng: np.random.Generator, industry: Ints, served: int) -> Ints:
    """Return yearly sales in yuan: a lognormal body with a Pareto tail, as firms' sizes have."""
    size = len(industry)
    body = rng.lognormal(calibration.SALES_LOG_MEDIAN, calibration.SALES_LOG_SD, size)
    tail = calibration.TAIL_FROM_YUAN * (1 - rng.random(size)) ** (-1 / calibration.TAIL_EXPONENT)
    in_tail = rng.random(size) < calibration.TAIL_SHARE
    scale = np.array([one.scale for one in INDUSTRIES] + [1.0] * len(SERVANTS))
    sales = np.where(in_tail, np.minimum(tail, calibration.SALES_YUAN_MAX), body) * scale[industry] ** 0.5
    sales[:served] = 5e7
    return whole(sales)


def _addresses(rng: np.random.Generator, city: Ints, companies: int) -> tuple[Ints, Ints]:
    """Return building and room: most alone, many in office towers, some at a registration agent's one room."""
    total = len(city)
    building = rng.integers(0, 40_000_000, total) * len(CITIES) + city
    room = rng.integers(101, 3_000, total)
    towers = max(1, companies // 400)
    in_tower = rng.random(total) < calibration.TOWER_SHARE
    building[in_tower] = rng.integers(0, towers, int(in_tower.sum())) * len(CITIES) + city[in_tower]
    at_agent = rng.random(total) < calibration.AGENT_SHARE
    agents = max(1, companies // 2_000)
    building[at_agent] = (50_000_000 + rng.integers(0, agents, int(at_agent.sum()))) * len(CITIES) + city[at_agent]
    room[at_agent] = 101
    return building, room


def _names(rng: np.random.Generator, city: Ints, industry: Ints, counts: Ints) -> pa.Array:
    served = FIRST_KEEPER + int(counts[0] + counts[1])
    bodies = [*_BODY_NAMES, *(f"{word}银行股份有限公司" for word in _BANK_NAMES)]
    brands = [f"{CITIES[at % len(CITIES)][0]}{_BANK_NAMES[at % len(_BANK_NAMES)]}" for at in range(served)]
    sizes = (FACTORS, INSURERS, INSPECTORS, int(counts[0]), int(counts[1]))
    words = [word for word, size in zip(_SERVICE_WORDS, sizes, strict=True) for _ in range(size)]
    services = [f"{brands[at]}{word}{'' if at < len(CITIES) else at}有限公司" for at, word in enumerate(words)]
    at = slice(served, None)
    companies = int(counts[2])
    form = choose(rng, np.array([0.86, 0.1, 0.04]), companies)
    traders = company_names(city[at], industry[at], form, rng.integers(0, 2**40, companies))
    persons = person_names(rng.integers(0, 2**40, int(counts[3])))
    return pa.concat_arrays([pa.array([*bodies, *services], pa.string()), traders, persons])


def _large(names: pa.Array) -> tuple[Ints, Bytes]:
    large = pa.concat_arrays([names]).cast(pa.large_string())
    _, offsets, data = large.buffers()
    return np.frombuffer(offsets, np.int64)[: len(large) + 1].copy(), np.frombuffer(data, np.uint8).copy()


def _party_ids(rng: np.random.Generator, city: Ints, counts: Ints) -> Bytes:
    regions = np.array([int(row[1]) for row in CITIES])[city]
    firms = joined(len(city), "uscc:", uscc(regions, rng.permutation(len(city)).astype(np.int64)))
    persons = int(counts[3])
    serials = rng.permutation(persons).astype(np.int64) * 7 + _SERIAL_PERSONS
    return np.concatenate([firms, joined(persons, "person:", digits(serials, 16))])


def _by_industry(industry: Ints, sales_yuan: Ints, city: Ints, served: int) -> tuple[Ints, Ints, Ints]:
    """Return companies sorted by industry and city, where each pair begins, and running weights for drawing buyers."""
    cell = industry[served:] * len(CITIES) + city[served:]
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(len(CODES) * len(CITIES) + 1))
    weights = whole(np.power(sales_yuan[served:][order].astype(float), calibration.BUYER_SIZE_POWER)) + 1
    return order + served, starts, np.r_[0, np.cumsum(weights)]


def _groups(rng: np.random.Generator, plan: Plan, served: int) -> Ints:
    """Return each company's ownership group, NULL where it has none. Members stand side by side."""
    group = np.full(served + plan.companies, NULL)
    sizes = np.minimum(rng.zipf(calibration.GROUP_EXPONENT, plan.companies // 6 + 1) + 1, calibration.GROUP_MAX)
    gaps = rng.geometric(1 / 6, len(sizes))
    begins = np.cumsum(gaps + sizes) - sizes
    fits = begins + sizes <= plan.companies
    begins, sizes = begins[fits], sizes[fits]
    same_block = begins // plan.block_companies == (begins + sizes - 1) // plan.block_companies
    begins, sizes = begins[same_block], sizes[same_block]
    members = np.repeat(begins, sizes) + np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    group[served + members] = np.repeat(np.arange(len(sizes)), sizes)
    return group


def _leaders(group: Ints) -> Ints:
    """Return the first company of each party's group, NULL where it has none or is the first itself."""
    _, first, of = np.unique(group, return_index=True, return_inverse=True)
    leader = first[of]
    return np.where((group == NULL) | (leader == np.arange(len(group))), NULL, leader)


def _flags(rng: np.random.Generator, total: int, served: int, rate_bps: int) -> Ints:
    flags = (rng.integers(0, 10_000, total) < rate_bps).astype(np.int64)
    flags[:served] = 0
    return flags


def _lateness(rng: np.random.Generator, total: int) -> Ints:
    """Return how often each party pays late, in basis points; some never, some nearly always."""
    drawn: Reals = rng.beta(calibration.LATE_ALPHA, calibration.LATE_BETA, total)
    return whole(drawn * 10_000)


def _accounts(rng: np.random.Generator, bank: Ints, served: int, companies: int) -> tuple[Ints, Ints, Ints]:
    """Return owner and bank of each account, and each party's second account or NULL."""
    total = served + companies
    banks = np.arange(FIRST_BANK, FIRST_BANK + BANKS)
    lenders = np.arange(FIRST_BANK, FIRST_BANK + LENDERS)
    has_second = np.flatnonzero(_flags(rng, total, served, calibration.SECOND_ACCOUNT_BPS))
    second = np.full(total, NULL)
    second[has_second] = total + BANKS + LENDERS + np.arange(len(has_second))
    owner = np.concatenate([np.arange(total), banks, lenders, has_second])
    other_bank = FIRST_BANK + (bank[has_second] - FIRST_BANK + rng.integers(1, BANKS, len(has_second))) % BANKS
    kept_by = np.concatenate([bank, banks, np.minimum(lenders, FIRST_BANK + BANKS - 1), other_bank])
    return owner, kept_by, second
