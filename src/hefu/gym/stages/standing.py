"""How companies stand: who guarantees for whom, who may pay for whom, what public lists, courts and tax offices say."""

from __future__ import annotations

import numpy as np

from hefu.gym.draw import Ints, part_bps
from hefu.gym.frame import NULL, Block, code
from hefu.gym.stages.papers import later
from hefu.gym.world.guarantees import edges_of
from hefu.gym.world.world import BILL_EXCHANGE, COURT, TAX_OFFICE

_HISTORY_DAYS = 30
_OVERDUE_PER_10000, _COURT_PER_10000, _ARREARS_PER_10000, _IRREGULAR_PER_10000 = 40, 150, 60, 25
_RESOLVED, _USE_CONFIRMED, _BOOKED = 0.85, 0.85, 0.5
_GRADES = 5
_LIMIT_BPS, _LIMIT_MINOR_MIN = 1_000, 10_000_000_000


def write_guarantees(block: Block, rng: np.random.Generator) -> None:
    """Write the guarantees among the companies of a block; where the debtor has a bank line, it is secured by it."""
    world = block.world
    guarantor, debtor = edges_of(block)
    size = len(guarantor)
    facility = np.full(world.parties, NULL)
    lines = block.rows("facilities")
    facility[lines["party_id"]] = lines["facility_id"]
    kinds = [code("guarantees", "kind", word) for word in ("joint", "maximum_amount", "general", "unclear")]
    chance = rng.choice(4, size, p=[0.6, 0.25, 0.1, 0.05])
    signed = block.plan.first_day - rng.integers(10, 700, size)
    lent = world.sales_yuan[debtor] // 10_000 * 1_000_000
    secured = facility[debtor]
    bank = np.where(secured == NULL, world.bank[debtor], lines.of("lender_id", secured.clip(0)))
    block.rows("guarantees").append(
        guarantor_id=guarantor,
        debtor_id=debtor,
        creditor_id=bank,
        kind=np.array(kinds)[chance],
        amount_minor=np.maximum(part_bps(lent, rng.integers(500, 3_000, size)) // 10_000_000, 1) * 10_000_000,
        facility_id=secured,
        resolution_on=np.where(rng.random(size) < _RESOLVED, signed - rng.integers(0, 20, size), NULL),
        valid_from=signed,
        valid_to=signed + 365 * rng.integers(2, 6, size),
        source_id=world.source(bank),
        known_at=later(rng, np.full(size, block.plan.first_day - _HISTORY_DAYS), 20),
    )


def write_payers(block: Block, rng: np.random.Generator) -> None:
    """Write who may pay for whom: a group's first company for the others."""
    world = block.world
    mine = np.arange(block.companies.start, block.companies.stop)
    debtor = mine[world.leader[mine] != NULL]
    since = block.plan.first_day - rng.integers(10, 500, len(debtor))
    ways = [code("payer_authorisations", "way", word) for word in ("finance_company", "payment_on_behalf")]
    block.rows("payer_authorisations").append(
        payer_id=world.leader[debtor], debtor_id=debtor, way=np.array(ways)[rng.integers(0, 2, len(debtor))],
        limit_minor=np.maximum(part_bps(world.sales_yuan[debtor] * 100, _LIMIT_BPS), _LIMIT_MINOR_MIN),
        valid_from=since, valid_to=since + 365 * 4,
        source_id=world.source(debtor, as_buyer=True),
        known_at=later(rng, np.maximum(since, block.plan.first_day - 60), 5),
    )  # fmt: skip


def write_public_facts(block: Block, rng: np.random.Generator) -> None:
    """Write what is public against companies, at base rates a year, and what the tax office says of invoices."""
    _overdue(block, rng)
    _cases(block, rng)
    _tax_office(block, rng)
    _uses(block, rng)


def _some(block: Block, per_10000: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw companies at a yearly rate, and the day it befalls each."""
    plan = block.plan
    mine = np.arange(block.companies.start, block.companies.stop)
    rate = min(per_10000 * plan.months // 12 + 1, 10_000)
    some = mine[rng.integers(0, 10_000, len(mine)) < rate]
    return some, plan.first_day + rng.integers(0, plan.end_day - plan.first_day, len(some))


def _overdue(block: Block, rng: np.random.Generator) -> None:
    party, day = _some(block, _OVERDUE_PER_10000, rng)
    owed = part_bps(block.world.sales_yuan[party] * 100, rng.integers(5, 300, len(party)))
    _opened_and_closed(
        block, "overdue_lists", ("listed_on", "cleared_on"), (day, day + rng.integers(15, 300, len(day))), rng,
        party_id=party, kind=rng.integers(0, 4, len(party)), overdue_minor=owed,
        source_id=np.full(len(party), int(block.world.source(BILL_EXCHANGE))),
    )  # fmt: skip


def _cases(block: Block, rng: np.random.Generator) -> None:
    party, day = _some(block, _COURT_PER_10000, rng)
    amount = part_bps(block.world.sales_yuan[party] * 100, rng.integers(5, 1_500, len(party)))
    _opened_and_closed(
        block, "court_cases", ("filed_on", "closed_on"), (day, day + rng.integers(40, 400, len(day))), rng,
        party_id=party, role=rng.choice(4, len(party), p=[0.4, 0.5, 0.08, 0.02]), amount_minor=amount,
        source_id=np.full(len(party), int(block.world.source(COURT))),
    )  # fmt: skip


def _opened_and_closed(
    block: Block, table: str, names: tuple[str, str], days: tuple[Ints, Ints], rng: np.random.Generator, **columns: Ints
) -> None:
    """State a public fact when it begins, and once more when it ends."""
    rows, (begin, end) = block.rows(table), days
    things = rows.append(**columns, **{names[0]: begin}, known_at=later(rng, begin, 5))
    over = np.flatnonzero(end < block.plan.end_day)
    rows.append(
        **{name: values[over] for name, values in columns.items()},
        **{rows.table.key: things[over], names[0]: begin[over], names[1]: end[over]},
        known_at=later(rng, end[over], 0, hour=12),
    )


def _tax_office(block: Block, rng: np.random.Generator) -> None:
    """Arrears and irregularities at base rates, and every client's grade once a year."""
    world = block.world
    for word, rate in (("arrears", _ARREARS_PER_10000), ("irregular", _IRREGULAR_PER_10000)):
        party, day = _some(block, rate, rng)
        owed = part_bps(world.sales_yuan[party] * 100, rng.integers(5, 200, len(party)))
        _tax_event(block, word, day, rng, party_id=party, amount_minor=owed)
    mine = np.arange(block.companies.start, block.companies.stop)
    clients = mine[world.client[mine] == 1]
    grade = rng.choice(_GRADES, len(clients), p=[0.12, 0.6, 0.23, 0.03, 0.02])
    _tax_event(block, "grade", np.full(len(clients), block.plan.first_day), rng, party_id=clients, _value=grade)


def _uses(block: Block, rng: np.random.Generator) -> None:
    """The buyer confirms the use of a special invoice within the month, and books it; red letters are told as well."""
    invoices = block.rows("invoices")
    every = np.arange(invoices.things)
    seen = (block.world.client[invoices.of("seller_id", every)] == 1) & (invoices.of("_deal", every) != NULL)
    special = every[seen & (invoices.of("_special", every) == 1)]
    issued, buyer = invoices.of("issued_on", every), invoices.of("buyer_id", every)
    for word, share, lag in (("use_confirmed", _USE_CONFIRMED, 40), ("booked", _BOOKED, 60)):
        at = special[rng.random(len(special)) < share]
        day = issued[at] + rng.integers(1, lag, len(at))
        at, day = at[day < block.plan.end_day], day[day < block.plan.end_day]
        _tax_event(block, word, day, rng, party_id=buyer[at], invoice_id=at)
    events = block.rows("invoice_events")
    red = np.flatnonzero(events["event"] == code("invoice_events", "event", "red_letter"))
    _tax_event(block, "red_lettered", events["happened_on"][red], rng, party_id=events["seller_id"][red],
               invoice_id=events["invoice_id"][red], amount_minor=events["amount_minor"][red])  # fmt: skip


def _tax_event(block: Block, word: str, day: Ints, rng: np.random.Generator, **columns: Ints) -> None:
    block.rows("tax_events").append(
        **columns,
        event=np.full(len(day), code("tax_events", "event", word)),
        happened_on=day,
        source_id=np.full(len(day), int(block.world.source(TAX_OFFICE))),
        known_at=later(rng, day, 1, hour=10),
    )
