"""The papers of the deals: contracts, orders, despatches, transport, deliveries, invoices and their lines.

Of a lender's clients every paper is known, from the client, its buyer and its carrier. Of all others only the tax
office's invoices are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hefu.gym.draw import Flags, Ints, part_bps
from hefu.gym.frame import DAY_US, NULL, Block, code
from hefu.gym.stages.deals import Deals
from hefu.gym.stages.relations import Relations
from hefu.gym.world.world import TAX_OFFICE

HOUR_US = 3_600_000_000
_UPLOAD_LAG_DAYS = 9
_CONTRACT = 0.6
_ASSIGNMENT_BARRED = 0.08
_SPECIAL_VAT = 0.8
_SHORT, _REJECTED = 0.02, 0.01


def later(rng: np.random.Generator, days: Ints, lag_days: int, hour: int = 1) -> Ints:
    """Return moments up to so many days after some days, from an hour of the day (UTC) on."""
    within = rng.integers(0, 9 * HOUR_US // 1_000_000, len(days)) * 1_000_000
    return (days + rng.integers(0, lag_days + 1, len(days))) * DAY_US + hour * HOUR_US + within


@dataclass(frozen=True, slots=True)
class Papers:
    """Where each deal's papers are: thing numbers per deal, NULL where there is none."""

    contract: Ints
    order: Ints
    order_line: Ints
    """Number of the deal's first line in its order."""
    despatch: Ints
    delivery: Ints
    invoice: Ints


def write_papers(block: Block, relations: Relations, deals: Deals, rng: np.random.Generator) -> Papers:
    """Fill the tables of trade from the deals; what would happen after the last day is not there yet."""
    end = block.plan.end_day
    known = block.world.client[relations.seller][deals.relation] == 1
    contract = _contracts(block, relations, rng)[deals.relation]
    order, line = _orders(block, relations, deals, known & (deals.ordered_on < end), contract, rng)
    sent = known & deals.whole_goods & (deals.despatched_on < end)
    despatch = _despatches(block, relations, deals, sent, (order, line), rng)
    came = known & (deals.received_on < end)
    delivery = _deliveries(block, relations, deals, came, (order, line, despatch), rng)
    papers = Papers(contract, order, line, despatch, delivery, np.full(len(order), NULL))
    billed = deals.invoiced_on < end
    invoice = _invoices(block, relations, deals, billed, papers, rng)
    return Papers(contract, order, line, despatch, delivery, invoice)


def _scatter(size: int, where: Flags, things: Ints) -> Ints:
    placed = np.full(size, NULL)
    placed[where] = things
    return placed


def _contracts(block: Block, relations: Relations, rng: np.random.Generator) -> Ints:
    size = len(relations.seller)
    agreed = (block.world.client[relations.seller] == 1) & (rng.random(size) < _CONTRACT)
    agreed |= relations.retention_bps > 0
    at = np.flatnonzero(agreed & (relations.invoices > 0))
    signed = block.plan.first_day - rng.integers(10, 700, len(at))
    until = signed + 365 * rng.integers(2, 6, len(at))
    things = block.rows("contracts").append(
        buyer_id=relations.buyer[at],
        seller_id=relations.seller[at],
        signed_on=signed,
        amount_minor=relations.value_yuan[at] * relations.invoices[at] * 120,
        payment_term_days=relations.term_days[at],
        retention_bps=relations.retention_bps[at],
        assignment_barred=(rng.random(len(at)) < _ASSIGNMENT_BARRED).astype(np.int64),
        valid_from=signed,
        valid_to=np.maximum(until, block.plan.end_day + 30),
        source_id=block.world.source(relations.seller[at]),
        known_at=later(rng, np.maximum(signed, block.plan.first_day - 60), 40),
    )
    return _scatter(size, agreed & (relations.invoices > 0), things)


def _lines(block: Block, name: str, owner: str, deals: Deals, at: Ints, things: Ints, **columns: Ints) -> None:
    """Append the one or two lines of each paper. `columns` are per deal; quantities are filled here."""
    two = deals.second_milli[at] > 0
    pick = np.repeat(np.arange(len(at)), 1 + two)
    second = np.r_[False, pick[1:] == pick[:-1]][: len(pick)]
    deal = at[pick]
    quantity = np.where(second, deals.second_milli[deal], deals.quantity_milli[deal] - deals.second_milli[deal])
    filled: dict[str, Ints] = {name: values[pick] for name, values in columns.items()}
    if "_order_line" in filled:
        filled["_order_line"] = np.where(filled["_order_line"] == NULL, NULL, filled["_order_line"] + second)
    block.rows(name).append(
        **{owner: things[pick]},
        _line=1 + second.astype(np.int64),
        _goods=filled.pop("_goods"),
        quantity_milli=quantity,
        **filled,
    )


def _orders(
    block: Block, relations: Relations, deals: Deals, there: Flags, contract: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """One order covers the deals that share it, a line each or two. Return order and first line's number per deal."""
    at = np.flatnonzero(there)
    orders, first, of = np.unique(deals.order[at], return_index=True, return_inverse=True)
    lead = at[first]
    relation = deals.relation[lead]
    net = np.bincount(of, deals.net_minor[at], len(orders)).astype(np.int64)
    tax = part_bps(net, deals.tax_bps[lead])
    issued = deals.ordered_on[lead]
    things = block.rows("orders").append(
        buyer_id=relations.buyer[relation],
        seller_id=relations.seller[relation],
        issued_on=issued,
        deliver_by=deals.received_on[lead] + rng.integers(0, 15, len(lead)),
        lines_minor=net,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        payable_minor=net + tax,
        _contract=contract[lead],
        source_id=block.world.source(relations.seller[relation]),
        known_at=later(rng, np.maximum(issued, block.plan.first_day - 40), _UPLOAD_LAG_DAYS),
    )
    line = _order_lines(block, relations, deals, at, things[of])
    return _scatter(len(there), there, things[of]), _scatter(len(there), there, line)


def _order_lines(block: Block, relations: Relations, deals: Deals, at: Ints, order: Ints) -> Ints:
    orders = block.rows("orders")
    two = deals.second_milli[at] > 0
    pick = np.repeat(np.arange(len(at)), 1 + two)
    second = np.r_[False, pick[1:] == pick[:-1]][: len(pick)]
    deal = at[pick]
    net = np.where(second, deals.second_minor[deal], deals.net_minor[deal] - deals.second_minor[deal])
    thing = order[pick]
    line = np.arange(len(pick)) - np.r_[0, np.flatnonzero(np.diff(thing)) + 1][np.r_[0, np.cumsum(np.diff(thing) != 0)]]
    block.rows("order_lines").append(
        order_id=thing,
        _line=line + 1,
        _goods=relations.goods[deals.relation[deal]],
        quantity_milli=np.where(
            second, deals.second_milli[deal], deals.quantity_milli[deal] - deals.second_milli[deal]
        ),
        net_minor=net,
        unit_price_major=deals.price_minor[deal],
        tax_bps=deals.tax_bps[deal],
        tax_minor=part_bps(net, deals.tax_bps[deal]),
        source_id=orders["source_id"][thing],
        known_at=orders["known_at"][thing],
    )
    first: Ints = line[~second] + 1
    return first


def _despatches(
    block: Block, relations: Relations, deals: Deals, there: Flags, before: tuple[Ints, Ints], rng: np.random.Generator
) -> Ints:
    at = np.flatnonzero(there)
    world = block.world
    order, line = before
    relation = deals.relation[at]
    seller, day = relations.seller[relation], deals.despatched_on[at]
    carrier = world.first_carrier + (seller * 7 + rng.integers(0, 3, len(at))) % world.carriers
    vehicle = carrier * 40 + rng.integers(0, 40, len(at))
    source, known_at = world.source(seller), later(rng, day, _UPLOAD_LAG_DAYS)
    things = block.rows("despatches").append(
        seller_id=seller,
        buyer_id=relations.buyer[relation],
        carrier_id=carrier,
        issued_on=day,
        despatched_on=day,
        deliver_by=deals.received_on[at],
        _vehicle=vehicle,
        _order=order[at],
        source_id=source,
        known_at=known_at,
    )
    goods = relations.goods[relation]
    _lines(block, "despatch_lines", "despatch_id", deals, at, things,
           _goods=goods, _order=order[at], _order_line=line[at], source_id=source, known_at=known_at)  # fmt: skip
    _legs(block, relations, deals, at, things, rng)
    return _scatter(len(there), there, things)


def _legs(block: Block, relations: Relations, deals: Deals, at: Ints, despatch: Ints, rng: np.random.Generator) -> None:
    world, despatches = block.world, block.rows("despatches")
    relation = deals.relation[at]
    left = deals.despatched_on[at] * DAY_US + rng.integers(0, 12 * 3600, len(at)) * 1_000_000
    arrived = deals.received_on[at] * DAY_US + rng.integers(13 * 3600, 23 * 3600, len(at)) * 1_000_000
    there = arrived < block.plan.end_day * DAY_US
    carrier = despatches["carrier_id"][despatch]
    block.rows("transport_legs").append(
        despatch_id=despatch,
        carrier_id=carrier,
        _vehicle=despatches["_vehicle"][despatch],
        from_place_id=world.city[relations.seller[relation]],
        to_place_id=world.city[relations.buyer[relation]],
        left_at=left,
        arrived_at=np.where(there, arrived, NULL),
        weight_milli=deals.quantity_milli[at],
        source_id=world.source(carrier),
        known_at=np.where(there, arrived, left) + rng.integers(600, 7_200, len(at)) * 1_000_000,
    )


def _deliveries(
    block: Block,
    relations: Relations,
    deals: Deals,
    there: Flags,
    before: tuple[Ints, Ints, Ints],
    rng: np.random.Generator,
) -> Ints:
    at = np.flatnonzero(there)
    order, line, despatch = before
    relation = deals.relation[at]
    buyer, day = relations.buyer[relation], deals.received_on[at]
    source, known_at = block.world.source(buyer, as_buyer=True), later(rng, day, 2)
    things = block.rows("deliveries").append(
        seller_id=relations.seller[relation],
        buyer_id=buyer,
        issued_on=day,
        received_on=day,
        _despatch=despatch[at],
        _order=order[at],
        source_id=source,
        known_at=known_at,
    )
    chance = rng.random(len(at))
    missing = part_bps(deals.quantity_milli[at] - deals.second_milli[at], rng.integers(20, 400, len(at)))
    short = np.where(deals.whole_goods[at] & (chance < _SHORT), missing, 0)
    rejected = np.where(deals.whole_goods[at] & (chance > 1 - _REJECTED), missing, 0)
    _lines(block, "delivery_lines", "delivery_id", deals, at, things, _goods=relations.goods[relation],
           _order=order[at], _order_line=line[at], short_milli=short, rejected_milli=rejected,
           source_id=source, known_at=known_at)  # fmt: skip
    lines = block.rows("delivery_lines")
    lines.change(lines["_line"] == 2, short_milli=0, rejected_milli=0)  # noqa: PLR2004 - the second line
    lines["quantity_milli"] = lines["quantity_milli"] - lines["short_milli"]
    return _scatter(len(there), there, things)


def _invoices(
    block: Block, relations: Relations, deals: Deals, there: Flags, papers: Papers, rng: np.random.Generator
) -> Ints:
    at = np.flatnonzero(there)
    relation = deals.relation[at]
    day, net = deals.invoiced_on[at], deals.net_minor[at]
    tax = part_bps(net - deals.second_minor[at], deals.tax_bps[at]) + part_bps(
        deals.second_minor[at], deals.tax_bps[at]
    )
    source = np.full(len(at), int(block.world.source(TAX_OFFICE)))
    known_at = later(rng, day, 1, hour=10)
    things = block.rows("invoices").append(
        kind=code("invoices", "kind", "invoice"),
        _special=(rng.random(len(at)) < _SPECIAL_VAT).astype(np.int64),
        seller_id=relations.seller[relation],
        buyer_id=relations.buyer[relation],
        issued_on=day,
        due_on=day + relations.term_days[relation],
        lines_minor=net,
        net_minor=net,
        tax_minor=tax,
        gross_minor=net + tax,
        payable_minor=net + tax,
        _deal=at,
        _contract=papers.contract[at],
        _order=papers.order[at],
        _despatch=papers.despatch[at],
        _delivery=papers.delivery[at],
        source_id=source,
        known_at=known_at,
    )
    _invoice_lines(block, relations, deals, at, things, papers.order_line[at])
    return _scatter(len(there), there, things)


def _invoice_lines(block: Block, relations: Relations, deals: Deals, at: Ints, invoice: Ints, line: Ints) -> None:
    invoices = block.rows("invoices")
    _lines(block, "invoice_lines", "invoice_id", deals, at, invoice,
           _goods=relations.goods[deals.relation[at]], unit_price_major=deals.price_minor[at],
           tax_bps=deals.tax_bps[at],
           _second=deals.second_minor[at], net_minor=deals.net_minor[at], _order=invoices["_order"][invoice],
           _order_line=line,
           _despatch=invoices["_despatch"][invoice], source_id=invoices["source_id"][invoice],
           known_at=invoices["known_at"][invoice])  # fmt: skip
    lines = block.rows("invoice_lines")
    second = lines["_line"] == 2  # noqa: PLR2004 - the second line
    lines["net_minor"] = np.where(second, lines["_second"], lines["net_minor"] - lines["_second"])
