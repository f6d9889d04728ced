"""Deals that a scheme adds: copies of honest ones with all that hangs on them, moved, resized, with other parties.

So that no single row gives them away, every paper of a copy is an honest paper changed. What is paid and lent on
copies stands in `claims`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from hefu.gym.draw import Flags, Ints, part_bps
from hefu.gym.frame import DAY_US, NULL, Block, Rows
from hefu.gym.identify import LINES
from hefu.gym.schemes.acts import untouched
from hefu.gym.stages.deals import times
from hefu.gym.world.industries import INDUSTRIES
from hefu.gym.world.places import distance_km

_WEEKS = 8
FINANCED_WITHIN_DAYS = 16
_CLAIM_MINOR_MIN, _TERM_DAYS_MIN = 2_000_000, 15
_KM_A_DAY = 600
_WHOLE_YUAN = 0.57
_VEHICLES = 40


@dataclass(frozen=True, slots=True)
class Deals:
    """Copied deals, one entry each, as thing numbers; NULL where a deal has no such paper. `paid_on`: NULL, never."""

    invoice: Ints
    order: Ints
    despatch: Ints
    leg: Ints
    delivery: Ints
    paid_on: Ints

    def only(self, which: Ints | Flags) -> Deals:
        """Return some of the deals."""
        return Deals(*(getattr(self, one.name)[which] for one in fields(Deals)))

    def rows(self, at: int, role: str) -> list[tuple[str, int, str]]:
        """Return the truth rows of one deal's papers."""
        return [("invoices", int(self.invoice[at]), role), ("orders", int(self.order[at]), role),
                ("despatches", int(self.despatch[at]), role), ("transport_legs", int(self.leg[at]), role),
                ("deliveries", int(self.delivery[at]), role)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """How copies differ from what they are copies of; one entry per copy, None: in nothing."""

    seller: Ints | None = None
    buyer: Ints | None = None
    days: Ints | None = None
    size_bps: Ints | None = None
    term_days: Ints | None = None
    papers: Flags | None = None
    """Whether order, despatch, transport and delivery are copied."""
    sent: Flags | None = None
    """Whether despatch and transport are."""
    used: Flags | None = None
    """Whether the buyer tells the tax office that it uses and books the invoice."""


def templates(block: Block) -> tuple[Ints, Ints]:
    """Return invoices fit for copying and the days on which they were paid: of clients, paid at once, not financed.

    An order of its own stands behind each, nothing was taken back or disputed.
    """
    if "templates" not in block.found:
        block.found["templates"], block.found["templates paid"] = _templates(block)
    things, paid = block.found["templates"], block.found["templates paid"]
    free = np.isin(things, untouched(block, "invoices", things))
    return things[free], paid[free]


def _templates(block: Block) -> tuple[Ints, Ints]:
    invoices, payments = block.rows("invoices"), block.rows("payments")
    things = np.arange(invoices.things)
    row = invoices.first(things)
    order = invoices["_order"][row]
    shared = np.bincount(order[(order != NULL) & (invoices["_deal"][row] != NULL)], minlength=1)
    fit = (invoices["_deal"][row] != NULL) & (block.world.client[invoices["seller_id"][row]] == 1)
    fit &= (order != NULL) & (shared[order.clip(0)] == 1) & (invoices["_delivery"][row] != NULL)
    paying = np.flatnonzero(payments["_settles"] != NULL)
    settles = payments["_settles"][paying]
    times = np.bincount(settles, minlength=invoices.things)
    last = np.full(invoices.things, NULL)
    last[settles] = paying
    fit &= times == 1
    by = last.clip(0)
    fit &= (payments["amount_minor"][by] == invoices["payable_minor"][row]) & (
        payments["ultimate_payer_id"][by] == NULL
    )
    fit &= (payments["payer_account_id"][by] != NULL) & (payments["payee_id"][by] == invoices["seller_id"][row])
    ledger = block.rows("receivables")
    for touched in (
        ledger["invoice_id"][ledger["loan_id"] != NULL],
        block.rows("vouchers")["invoice_id"],
        block.rows("invoice_events")["invoice_id"],
    ):
        fit[touched[touched != NULL]] = False
    chosen = np.flatnonzero(fit)
    return chosen, payments["booked_on"][last[chosen]]


def financeable(block: Block, things: Ints) -> Flags:
    """Return which invoices a lender would take: not trifling, not due at once, issued early enough before the end."""
    invoices = block.rows("invoices")
    row = invoices.first(things)
    issued, due = invoices["issued_on"][row], invoices["due_on"][row]
    fit: Flags = (invoices["payable_minor"][row] > _CLAIM_MINOR_MIN) & (due - issued >= _TERM_DAYS_MIN)
    return fit & (issued + FINANCED_WITHIN_DAYS < block.plan.end_day)


def near_days(block: Block, rng: np.random.Generator, things: Ints, reserve_days: int = 0) -> Ints:
    """Return by how many days copies are moved: whole weeks, so that weekdays stay, and within the plan's days."""
    invoices = block.rows("invoices")
    issued = invoices.of("issued_on", things)
    back = np.minimum((issued - block.plan.first_day) // 7, _WEEKS)
    on = np.minimum((block.plan.end_day - 1 - reserve_days - issued) // 7, _WEEKS)
    return rng.integers(-back, np.maximum(on, -back) + 1) * 7


def copy_deals(block: Block, rng: np.random.Generator, template: Ints, paid_on: Ints, change: Change) -> Deals:
    """Copy deals with changes; nothing is paid or lent on the copies yet."""
    invoices, world = block.rows("invoices"), block.world
    size = len(template)
    row = invoices.first(template)
    seller = invoices["seller_id"][row] if change.seller is None else change.seller
    buyer = invoices["buyer_id"][row] if change.buyer is None else change.buyer
    days = np.zeros(size, np.int64) if change.days is None else change.days
    longer = np.minimum(
        _longer_way(block, row, seller, buyer), block.plan.end_day - 1 - invoices["issued_on"][row] - days
    )
    sized = _Sized(block, row, rng, change.size_bps)
    there = np.ones(size, bool) if change.papers is None else change.papers
    sent = there if change.sent is None else there & change.sent
    there, sent = there & (world.client[seller] == 1), sent & (world.client[seller] == 1)
    parties = {"seller_id": seller, "buyer_id": buyer}
    same = (seller == invoices["seller_id"][row]) & (buyer == invoices["buyer_id"][row])
    contract = _contract(block, invoices["_contract"][row], same, there, parties)
    order = _header(block, "orders", invoices["_order"][row], there, days, parties, {"_contract": contract})
    net, tax = _lines(block, "order_lines", invoices["_order"][row], order, sized)
    _fill_totals(block, "orders", order, net, tax)
    despatch = _header(block, "despatches", invoices["_despatch"][row], sent, days, parties, {"_order": order})
    _lines(block, "despatch_lines", invoices["_despatch"][row], despatch, sized, _order=order)
    leg = _leg(block, rng, invoices["_despatch"][row], despatch, days, longer)
    delivery = _header(block, "deliveries", invoices["_delivery"][row], there, days + longer, parties,
                       {"_order": order, "_despatch": despatch}, as_buyer=True)  # fmt: skip
    _lines(block, "delivery_lines", invoices["_delivery"][row], delivery, sized, _order=order)
    issued = invoices["issued_on"][row] + days + longer
    term = invoices["due_on"][row] - invoices["issued_on"][row] if change.term_days is None else change.term_days
    papers = {"_contract": contract, "_order": order, "_despatch": despatch, "_delivery": delivery}
    copies = invoices.copy(
        row, **parties, **papers, issued_on=issued, due_on=issued + term, _deal=NULL,
        known_at=invoices["known_at"][row] + (days + longer) * DAY_US,
    )  # fmt: skip
    net, tax = _lines(block, "invoice_lines", template, copies, sized, _order=order, _despatch=despatch)
    _fill_totals(block, "invoices", copies, net, tax)
    if change.used is None or change.used.any():
        used = np.ones(size, bool) if change.used is None else change.used
        _use(block, template, copies, buyer, days + longer, used)
    late = paid_on - invoices["due_on"][row]
    paid = np.maximum(issued + term + late, issued)
    return Deals(copies, order, despatch, leg, delivery, np.where(paid < block.plan.end_day, paid, NULL))


def _contract(block: Block, of: Ints, same: Flags, there: Flags, parties: dict[str, Ints]) -> Ints:
    """Return the contracts of copies: between other parties of a like one, if they have papers at all."""
    contracts = block.rows("contracts")
    other = np.flatnonzero(~same & there & (of != NULL))
    things = np.where(same, of, NULL)
    sides = {name: values[other] for name, values in parties.items()}
    things[other] = contracts.copy(
        contracts.first(of[other]), **sides, source_id=block.world.source(sides["seller_id"])
    )
    return things


def _longer_way(block: Block, row: Ints, seller: Ints, buyer: Ints) -> Ints:
    """Return by how many days goods travel longer between other parties than between those of the template."""
    invoices, city = block.rows("invoices"), block.world.city
    weighed = np.array([one.weighed for one in INDUSTRIES])[block.world.industry[invoices["seller_id"][row]]]
    pace = np.where(weighed, _KM_A_DAY, 2 * _KM_A_DAY)
    km = distance_km()
    before = km[city[invoices["seller_id"][row]], city[invoices["buyer_id"][row]]] // pace
    return km[city[seller], city[buyer]] // pace - before


class _Sized:
    """Quantities and prices of copies, from those of their templates: the same for one copy in all its papers."""

    def __init__(self, block: Block, row: Ints, rng: np.random.Generator, size_bps: Ints | None) -> None:
        industry = block.world.industry[block.rows("invoices")["seller_id"][row]]
        self._step = np.where(np.array([one.weighed for one in INDUSTRIES])[industry], 20, 1_000)
        self._lump = np.array([one.lump for one in INDUSTRIES])[industry]
        self._bps = np.full(len(row), 10_000) if size_bps is None else size_bps
        self._haggled = np.zeros(len(row), np.int64) if size_bps is None else rng.integers(-60, 61, len(row))
        self._whole = np.zeros(len(row), bool) if size_bps is None else rng.random(len(row)) < _WHOLE_YUAN

    def quantity(self, of: Ints, milli: Ints) -> Ints:
        """Resize quantities in the steps in which the goods are sold; `of` says of which copy each is."""
        step = self._step[of]
        return np.where(self._lump[of], milli, np.maximum(part_bps(milli, self._bps[of]) // step, 1) * step)

    def price(self, of: Ints, price: Ints) -> Ints:
        """Haggle prices anew; what is billed as one piece has its size in the price, at times in whole yuan."""
        changed = np.maximum(part_bps(price, np.where(self._lump[of], self._bps[of], 10_000 + self._haggled[of])), 1)
        whole_yuan = self._lump[of] & self._whole[of] & (changed > 100)  # noqa: PLR2004 - fen of a yuan
        return np.where(whole_yuan, changed // 100 * 100, changed)


def hanging(rows: Rows, column: str, things: Ints) -> tuple[Ints, Ints]:
    """Return, for things that may repeat, the rows that name them: places among the things, and positions."""
    there = rows.positions(column, things)
    there = there[np.argsort(rows[column][there], kind="stable")]
    key = rows[column][there]
    begin, end = np.searchsorted(key, things, "left"), np.searchsorted(key, things, "right")
    counts = end - begin
    of = np.repeat(np.arange(len(things)), counts)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    return of, there[np.repeat(begin, counts) + nth]


def _header(  # noqa: PLR0913 - what is copied, whether, and how it changes
    block: Block, name: str, of: Ints, there: Flags, days: Ints, parties: dict[str, Ints], refers: dict[str, Ints],
    *, as_buyer: bool = False,
) -> Ints:  # fmt: skip
    """Copy the heads of papers where there is one to copy; return things, NULL elsewhere."""
    rows = block.rows(name)
    things = np.full(len(of), NULL)
    at = np.flatnonzero(there & (of != NULL))
    row = rows.first(of[at])
    speaker = parties["buyer_id" if as_buyer else "seller_id"][at]
    moved = {
        one: np.where(rows[one][row] == NULL, NULL, rows[one][row] + days[at])
        for one in ("issued_on", "deliver_by", "despatched_on", "received_on")
        if one in rows
    }
    things[at] = rows.copy(
        row, **{one: values[at] for one, values in {**parties, **refers}.items()}, **moved,
        source_id=block.world.source(speaker, as_buyer=as_buyer), known_at=rows["known_at"][row] + days[at] * DAY_US,
    )  # fmt: skip
    return things


def _lines(block: Block, name: str, of: Ints, things: Ints, sized: _Sized, **refers: Ints) -> tuple[Ints, Ints]:
    """Copy the lines of papers; return what each paper's lines sum to, without tax and in tax."""
    table, owner = LINES[name]
    rows, heads = block.rows(name), block.rows(table)
    net, tax = np.zeros(len(of), np.int64), np.zeros(len(of), np.int64)
    at = np.flatnonzero((things != NULL) & (of != NULL))
    place, row = hanging(rows, owner, of[at])
    copy = at[place]
    short = rows["short_milli"][row] if "short_milli" in rows else np.zeros(len(row), np.int64)
    quantity = rows["quantity_milli"][row]
    changes: dict[str, Ints | int] = {"quantity_milli": sized.quantity(copy, quantity + short)}
    if "short_milli" in rows:
        changes |= {"short_milli": 0, "rejected_milli": 0}
    if "unit_price_major" in rows:
        price = sized.price(copy, rows["unit_price_major"][row])
        line_net = times(np.asarray(changes["quantity_milli"]), price)
        line_tax = part_bps(line_net, rows["tax_bps"][row])
        changes |= {"unit_price_major": price, "net_minor": line_net}
        if "tax_minor" in rows:
            changes["tax_minor"] = line_tax
        np.add.at(net, copy, line_net)
        np.add.at(tax, copy, line_tax)
    row_of = heads.first(things[copy])
    rows.copy(row, **{owner: things[copy]}, **changes, **{one: values[copy] for one, values in refers.items()},
              source_id=heads["source_id"][row_of], known_at=heads["known_at"][row_of])  # fmt: skip
    return net, tax


def _fill_totals(block: Block, name: str, things: Ints, net: Ints, tax: Ints) -> None:
    rows = block.rows(name)
    there = things != NULL
    net, tax = net[there], tax[there]
    rows.change(rows.first(things[there]), lines_minor=net, net_minor=net, tax_minor=tax, gross_minor=net + tax,
                payable_minor=net + tax)  # fmt: skip


def _leg(
    block: Block, rng: np.random.Generator, of: Ints, despatch: Ints, days: Ints, longer: Ints
) -> Ints:  # fmt: skip
    """Copy the transport of despatches, by one of the same carrier's vehicles, at its pace."""
    legs, despatches, city = block.rows("transport_legs"), block.rows("despatches"), block.world.city
    things = np.full(len(of), NULL)
    at = np.flatnonzero(despatch != NULL)
    place, row = hanging(legs, "despatch_id", of[at])
    copy = at[place]
    head = despatches.first(despatch[copy])
    vehicle = legs["carrier_id"][row] * _VEHICLES + rng.integers(0, _VEHICLES, len(row))
    despatches.change(head, _vehicle=vehicle)
    left, arrived = legs["left_at"][row] + days[copy] * DAY_US, legs["arrived_at"][row]
    arrived = np.where(arrived == NULL, NULL, arrived + (days + longer)[copy] * DAY_US)
    there = (arrived != NULL) & (arrived < block.plan.end_day * DAY_US)
    lag = legs["known_at"][row] - np.where(
        legs["arrived_at"][row] == NULL, legs["left_at"][row], legs["arrived_at"][row]
    )
    of_line, line = hanging(block.rows("despatch_lines"), "despatch_id", despatch[copy])
    weight = np.zeros(len(row), np.int64)
    np.add.at(weight, of_line, block.rows("despatch_lines")["quantity_milli"][line])
    things[copy] = legs.copy(
        row, despatch_id=despatch[copy], _vehicle=vehicle, from_place_id=city[despatches["seller_id"][head]],
        to_place_id=city[despatches["buyer_id"][head]], left_at=left, arrived_at=np.where(there, arrived, NULL),
        weight_milli=weight, known_at=np.where(there, arrived, left) + lag,
    )  # fmt: skip
    return things


def _use(block: Block, template: Ints, copies: Ints, buyer: Ints, days: Ints, used: Flags) -> None:
    """Have the buyers use and book copies as they did the templates."""
    events = block.rows("tax_events")
    of, row = hanging(events, "invoice_id", template)
    happened = events["happened_on"][row] + days[of]
    told = used[of] & (happened < block.plan.end_day)
    of, row, happened = of[told], row[told], happened[told]
    events.copy(row, invoice_id=copies[of], party_id=buyer[of], happened_on=happened,
                known_at=events["known_at"][row] + days[of] * DAY_US)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """Templates for several copies per instance; one entry per copy, those of one instance side by side."""

    of: Ints
    template: Ints
    paid_on: Ints
    days: Ints


def draw_series(
    block: Block, rng: np.random.Generator, count: int, length: int, *, fit: Flags | None = None, every_days: int = 0
) -> Series:  # fmt: skip
    """Draw up to so many instances of a length: copies of one financeable deal each, near it or at a distance of days.

    `fit` narrows the choice among `templates`. No two instances share a seller.
    """
    things, paid = templates(block)
    good = financeable(block, things) if fit is None else fit & financeable(block, things)
    issued = block.rows("invoices").of("issued_on", things)
    good &= issued + every_days * (length - 1) + FINANCED_WITHIN_DAYS < block.plan.end_day
    chosen = rng.permutation(np.flatnonzero(good))
    _, first = np.unique(block.rows("invoices").of("seller_id", things[chosen]), return_index=True)
    chosen = chosen[np.sort(first)[:count]]
    of = np.repeat(np.arange(len(chosen)), length)
    template = things[chosen][of]
    nth = np.tile(np.arange(length), len(chosen))
    days = nth * every_days if every_days else near_days(block, rng, template, FINANCED_WITHIN_DAYS)
    return Series(of, template, paid[chosen][of], days)


def resized(block: Block, template: Ints, target_minor: Ints) -> Ints:
    """Return by how much templates must be resized to come to amounts, in basis points."""
    payable = np.maximum(block.rows("invoices").of("payable_minor", template), 1)
    return np.maximum(target_minor * 10_000 // payable, 1)
