"""What a gym economy comes to in the figures that `calibration` has from real data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.core.texts import Text
from hefu.gym import calibration
from hefu.gym.block import build_block
from hefu.gym.draw import Flags, Ints, Reals, choose, stream
from hefu.gym.frame import NULL, Block, code
from hefu.gym.plan import Plan
from hefu.gym.world.build import build_world, draw_sales
from hefu.gym.world.guarantees import edges, part_sizes
from hefu.gym.world.industries import INDUSTRIES
from hefu.gym.world.prices import log_paths

PRICE_MONTHS = 240
_MONTH_DAYS = 30
_SETTLED_WITHIN_DAYS = 90
_CUSTOMER_INVOICES = 15
_TAIL_SHARE = 0.01
_SIZES = 200_000
_BPS = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the real value, the gym's, and by how much of the real one they may differ."""

    says: Text
    unit: str
    real: int
    gym: int
    tolerance_percent: int

    @property
    def holds(self) -> bool:
        """Whether the gym comes close enough."""
        return abs(self.gym - self.real) * 100 <= self.tolerance_percent * abs(self.real)


def price_figures(seed: int) -> list[Figure]:
    """Measure the volatility of monthly averages of each quoted good over twenty years."""
    days = PRICE_MONTHS * _MONTH_DAYS
    paths = log_paths(stream(seed, "measured prices"), days)
    averages = np.log(np.exp(paths).reshape(len(paths), PRICE_MONTHS, _MONTH_DAYS).mean(axis=2))
    spread = np.diff(averages, axis=1).std(axis=1)
    return [
        Figure(Text(f"Monthly price change, {name}", f"月均价变动，{name}"), "bps", price.monthly_sd_bps,
               round(float(value) * _BPS), 25)
        for (name, price), value in zip(calibration.PRICES.items(), spread, strict=True)
        if price.series
    ]  # fmt: skip


def price_autocorrelation(seed: int) -> float:
    """Return how much one month's change tells of the next, over all goods; averaging a walk gives about a quarter."""
    paths = log_paths(stream(seed, "measured prices"), PRICE_MONTHS * _MONTH_DAYS)
    averages = np.log(np.exp(paths).reshape(len(paths), PRICE_MONTHS, _MONTH_DAYS).mean(axis=2))
    change = np.diff(averages, axis=1)
    return float(np.mean([np.corrcoef(one[1:], one[:-1])[0, 1] for one in change]))


def network_figures(seed: int) -> list[Figure]:
    """Measure the guarantee network of as many companies as the real one has."""
    rng = stream(seed, "measured guarantees")
    sizes = part_sizes(calibration.GUARANTEE_COMPANIES, rng)
    source, target = edges(sizes, rng)
    strong = strong_sizes(int(sizes.sum()), source, target)
    weak = np.bincount(np.bincount(component_of(int(sizes.sum()), source, target)))
    found = (
        (Text("Companies in the network", "担保网络中的企业数"), calibration.GUARANTEE_COMPANIES, sizes.sum(), 5),
        (Text("Guarantees", "担保笔数"), calibration.GUARANTEES, len(source), 5),
        (Text("Components", "连通部分数"), calibration.GUARANTEE_COMPONENTS, weak[1:].sum(), 2),
        (Text("Largest component", "最大连通部分的企业数"), calibration.GUARANTEE_LARGEST, len(weak) - 1, 2),
        (Text("Strong components", "强连通部分数"), calibration.GUARANTEE_STRONG, len(strong), 25),
        (Text("Largest strong component", "最大强连通部分的企业数"), calibration.GUARANTEE_STRONG_LARGEST,
         max(strong, default=0), 45),
    )  # fmt: skip
    return [Figure(says, "", real, int(gym), tolerance) for says, real, gym, tolerance in found]


def component_of(nodes: int, source: Ints, target: Ints) -> Ints:
    """Return the least node that each node hangs together with."""
    least = np.arange(nodes)
    while True:
        smaller = np.minimum(least[source], least[target])
        lower = least.copy()
        np.minimum.at(lower, source, smaller)
        np.minimum.at(lower, target, smaller)
        lower = lower[lower]
        if (lower == least).all():
            return least
        least = lower


def strong_sizes(nodes: int, source: Ints, target: Ints) -> list[int]:
    """Return the sizes of strong components of two and more.

    Nodes without a way in or out are peeled off; of the few that are left, two hang together if each reaches the other.
    """
    left = np.ones(len(source), bool)
    while True:
        has_out = np.bincount(source[left], minlength=nodes) > 0
        has_in = np.bincount(target[left], minlength=nodes) > 0
        keep = left & has_out[target] & has_in[source]
        if (keep == left).all():
            break
        left = keep
    after: dict[int, set[int]] = {}
    for giver, taker in zip(source[left].tolist(), target[left].tolist(), strict=True):
        after.setdefault(giver, set()).add(taker)
    reach = {node: _reached(node, after) for node in after}
    groups = {frozenset(other for other in reach[node] if node in reach.get(other, ())) for node in after}
    return sorted(len(group) for group in groups if len(group) > 1)


def _reached(node: int, after: dict[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    left = list(after.get(node, ()))
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            left.extend(after.get(one, ()))
    return seen


def payment_figures(block: Block) -> list[Figure]:
    """Measure how late a block's invoices are paid, and how often they are disputed; those due long before the end."""
    invoices, payments = block.rows("invoices"), block.rows("payments")
    things = np.arange(invoices.things)
    due, paid = invoices.of("due_on", things), np.full(invoices.things, NULL)
    settles = np.flatnonzero((payments["_settles"] != NULL) & (payments["_for"] == 0))
    paid[payments["_settles"][settles][::-1]] = payments["booked_on"][settles][::-1]
    seen = (invoices.of("_deal", things) != NULL) & (due < block.plan.end_day - _SETTLED_WITHIN_DAYS) & (paid != NULL)
    events = block.rows("invoice_events")
    disputed = np.zeros(invoices.things, bool)
    disputed[events["invoice_id"][events["event"] == code("invoice_events", "event", "dispute")]] = True
    days = (paid - due)[seen]
    late = days > 0
    early = days[~late & ((due - invoices.of("issued_on", things))[seen] >= _MONTH_DAYS)]
    rates = _customers(invoices.of("buyer_id", things)[seen], late)
    found = (
        (Text("Invoices paid late", "逾期付款的发票占比"), "bps", calibration.LATE_SHARE_BPS, _bps(late), 12),
        (Text("Days late, median of the late", "逾期天数中位数"), "days", calibration.LATE_MEDIAN_DAYS,
         np.median(days[late]), 20),
        (Text("Days late, 90th percentile of the late", "逾期天数 90 分位"), "days", calibration.LATE_90_DAYS,
         np.quantile(days[late], 0.9), 20),
        (Text("Days early, median of the others", "提前天数中位数"), "days", calibration.EARLY_MEDIAN_DAYS,
         np.median(-early), 25),
        (Text("Invoices disputed", "有争议的发票占比"), "bps", calibration.DISPUTE_BPS, _bps(disputed[seen]), 12),
        (Text("Paid late if disputed", "有争议时逾期占比"), "bps", calibration.LATE_IF_DISPUTED_BPS,
         _bps(late[disputed[seen]]), 12),
        (Text("Customers' shares paid late, standard deviation", "各客户逾期占比的标准差"), "bps",
         calibration.LATE_CUSTOMER_SD_BPS, np.std(rates) * _BPS, 30),
    )  # fmt: skip
    return [Figure(says, unit, real, round(float(gym)), tolerance) for says, unit, real, gym, tolerance in found]


def _bps(flags: Flags) -> int:
    return int(flags.sum()) * _BPS // max(len(flags), 1)


def _customers(buyer: Ints, late: Flags) -> Reals:
    """Return the share paid late by each customer with enough invoices."""
    count, lates = np.bincount(buyer), np.bincount(buyer, late)
    rates: Reals = lates[count >= _CUSTOMER_INVOICES] / count[count >= _CUSTOMER_INVOICES]
    return rates


def size_figures(seed: int) -> list[Figure]:
    """Measure the exponent of the upper tail of sizes by Hill's estimator, in hundredths."""
    rng = stream(seed, "measured sizes")
    sales_yuan = draw_sales(rng, choose(rng, np.array([one.share for one in INDUSTRIES]), _SIZES), 0)
    ordered = np.sort(sales_yuan)[::-1][: int(_SIZES * _TAIL_SHARE)].astype(float)
    exponent = 1 / np.mean(np.log(ordered[:-1] / ordered[-1]))
    says = Text("Exponent of the tail of firms' sizes", "企业规模分布的尾部指数")
    return [Figure(says, "hundredths", round(calibration.TAIL_EXPONENT * 100), round(float(exponent) * 100), 15)]


def measure(seed: int, companies: int = 4_000) -> dict[str, list[Figure]]:
    """Measure every calibration at a seed; payments on the first block of an economy of so many companies."""
    plan = Plan(companies, 12, seed)
    return {
        "prices": price_figures(seed),
        "payments": payment_figures(build_block(plan, build_world(plan), 0)),
        "guarantees": network_figures(seed),
        "sizes": size_figures(seed),
    }
