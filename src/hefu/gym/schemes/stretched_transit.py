"""Goods that are lent on travel far too long, or impossibly fast (P5; case 8).

The innocent twin: a road is closed, and for a week everything that leaves a town is late, whoever carries it.
"""

from __future__ import annotations

import numpy as np

from hefu.core.texts import Text
from hefu.gym.draw import Flags, Ints
from hefu.gym.frame import DAY_US, NULL, Block
from hefu.gym.schemes.acts import between, named, record, untouched
from hefu.gym.schemes.claims import finance_deals
from hefu.gym.schemes.deals import Change, copy_deals, draw_series, templates
from hefu.gym.schemes.scheme import BLATANT, FAINT, GUARDED, INNOCENT, PLAIN, Scheme, Strength

NAME = "stretched_transit"

_STRENGTHS = (
    Strength(BLATANT, Text("four consignments arrive 40 to 60 days after their time; every second instance: all arrive "
                           "within the hour they left, whatever the distance",
                           "四批货物晚到 40 至 60 天；每隔一例则不论距离均在发车后一小时内到达")),
    Strength(PLAIN, Text("four consignments arrive 15 to 30 days after their time", "四批货物晚到 15 至 30 天")),
    Strength(GUARDED, Text("four consignments arrive 5 to 10 days after their time", "四批货物晚到 5 至 10 天")),
    Strength(FAINT, Text("four consignments arrive one day after their time",
                         "四批货物均晚到 1 天")),
)  # fmt: skip

_LATE_DAYS = {BLATANT: (40, 60), PLAIN: (15, 30), GUARDED: (5, 10), FAINT: (1, 1)}
_LEGS, _HOUR_US = 4, 3_600_000_000
_CLOSED_DAYS, _BLOCKED, _BLOCKED_LATE = 7, 6, (3, 8)


def _sent(block: Block) -> Flags:
    """Return which templates were sent by road."""
    things, _ = templates(block)
    sent: Flags = block.rows("invoices").of("_despatch", things) != NULL
    return sent


def _plant(block: Block, rng: np.random.Generator, strength: str, count: int) -> None:
    invoices, legs = block.rows("invoices"), block.rows("transport_legs")
    if not len(legs):
        return
    series = draw_series(block, rng, count, _LEGS, fit=_sent(block))
    size = len(series.of)
    change = Change(days=series.days, size_bps=rng.integers(7_000, 14_001, size))
    deals = copy_deals(block, rng, series.template, series.paid_on, change)
    late = between(rng, _LATE_DAYS[strength], size)
    fast = (series.of % 2 == 1) & (strength == BLATANT)
    sound = np.flatnonzero((deals.leg != NULL) & ~fast)
    _delay(block, deals.leg[sound], late[sound])
    at = legs.first(deals.leg[fast & (deals.leg != NULL)])
    arrived = legs["left_at"][at] + rng.integers(600, 3_600, len(at)) * 1_000_000
    legs.change(at, arrived_at=arrived, known_at=arrived + rng.integers(600, 7_200, len(at)) * 1_000_000)
    financed = finance_deals(block, rng, deals, notice=np.zeros(size, bool))
    for one in range(len(np.unique(series.of))):
        mine = np.flatnonzero(series.of == one)
        rows = [row for at in mine for row in (*deals.rows(int(at), "in_transit"), *financed.rows(int(at), "loan"))]
        issued = int(invoices.of("issued_on", deals.invoice[mine]).min())
        record(block, NAME, strength, (issued, issued), financed.lent.amount_minor[mine].sum(), rows)


def _delay(block: Block, leg: Ints, days: Ints) -> None:
    """Have consignments arrive later; what would arrive after the end has not arrived."""
    legs = block.rows("transport_legs")
    at = legs.first(leg)
    arrived = legs["arrived_at"][at]
    known = np.where(arrived == NULL, 0, legs["known_at"][at] - arrived)
    moved = np.where(arrived == NULL, NULL, arrived + days * DAY_US)
    there = (moved != NULL) & (moved < block.plan.end_day * DAY_US)
    legs.change(at, arrived_at=np.where(there, moved, NULL),
                known_at=np.where(there, moved + known, legs["known_at"][at]))  # fmt: skip


def _innocents(block: Block, rng: np.random.Generator, count: int) -> None:
    legs = block.rows("transport_legs")
    way = untouched(block, "transport_legs", np.flatnonzero((legs["arrived_at"] != NULL) & legs.kept))
    week = (legs["left_at"][way] // DAY_US - block.plan.first_day) // _CLOSED_DAYS
    town = legs["from_place_id"][way] * 1_000 + week
    towns, sizes = np.unique(town, return_counts=True)
    for chosen in rng.permutation(towns[sizes >= _LEGS])[:count]:
        mine = way[town == chosen][:_BLOCKED]
        late = np.full(len(mine), rng.integers(*_BLOCKED_LATE))
        _delay(block, mine, late)
        day = int(legs["left_at"][mine].min() // DAY_US)
        record(block, NAME, INNOCENT, (day, day), 0, named("transport_legs", mine, "road_closed"))


SCHEME = Scheme(
    name=NAME,
    says=Text("Goods that are lent on travel too long, or impossibly fast", "在途时间异常拉长或快得不可能"),
    strengths=_STRENGTHS,
    plant=_plant,
    innocents=_innocents,
    innocents_say=Text("a road is closed: up to six consignments out of one town in one week, by any carrier, 3 to 7 "
                       "days late",
                       "道路封闭：同一城市同一周发出的至多六批货物，不论承运人，均晚到 3 至 7 天"),
    cases=(8,),
    per_10000=10,
)  # fmt: skip
