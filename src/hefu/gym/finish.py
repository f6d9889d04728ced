"""What needs all blocks: the sources that spoke, the balances and accounts that follow from what was paid and billed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa

from hefu.book.columns import Kind
from hefu.book.schema import SCHEMA
from hefu.gym.bytewise import digits, joined, to_arrow
from hefu.gym.draw import Flags, Ints, part_bps, stream
from hefu.gym.frame import DAY_US
from hefu.gym.identify import account_ids, party_ids
from hefu.gym.plan import Plan
from hefu.gym.render import numbers, source_ids
from hefu.gym.stages.living import employees
from hefu.gym.stages.papers import HOUR_US
from hefu.gym.sums import COST, DEBT, PAYABLES, RECEIVABLES, SALES
from hefu.gym.world.world import BODIES, FIRST_INSURER, FIRST_KEEPER, TAX_OFFICE, World
from hefu.gym.write import BATCH, write_table

_ACCOUNTS_A_FILE = 100_000
_KINDS = 5
_BODY_OPENING_MINOR = 10**15
_YEAR_DAYS = 365
_SOURCE_KNOWN_DAYS = 800

Columns = dict[str, pa.Array]


def finish(plan: Plan, folder: Path) -> Counter[str]:
    """Write the tables that need every block's sums; return rows per table."""
    world = World.load(folder / "world")
    parts = [np.load(path) for path in sorted((folder / "aside").glob("*.npz"))]
    net = _gathered(parts, "flow", len(world.account_owner) * plan.months).reshape(-1, plan.months)
    company = _gathered(parts, "company", world.parties * _KINDS).reshape(-1, _KINDS)
    banks = np.unique(world.source(np.unique(world.account_bank)))
    clients = np.flatnonzero(world.client)
    used = [np.unique(np.concatenate([part["sources"] for part in parts])), banks, world.source(clients)]
    counts: Counter[str] = Counter()
    for begin in range(0, len(net), _ACCOUNTS_A_FILE):
        accounts = np.arange(begin, min(begin + _ACCOUNTS_A_FILE, len(net)))
        _write(folder, "account_balances", begin // _ACCOUNTS_A_FILE, _balances(plan, world, accounts, net), counts)
    for begin in range(0, len(clients), _ACCOUNTS_A_FILE):
        some = clients[begin : begin + _ACCOUNTS_A_FILE]
        _write(folder, "statements", begin // _ACCOUNTS_A_FILE, _statements(plan, world, some, company), counts)
    _write(folder, "sources", 0, _sources(plan, world, np.unique(np.concatenate(used))), counts)
    return counts


def _gathered(parts: list[np.lib.npyio.NpzFile], name: str, size: int) -> Ints:
    """Add up every block's sparse sums. Whole numbers, so their order does not matter."""
    total = np.zeros(size, np.int64)
    for part in parts:
        total[part[f"{name}_cells"]] += part[f"{name}_minor"]
    return total


def _write(folder: Path, name: str, number: int, columns: Columns, counts: Counter[str]) -> None:
    schema = SCHEMA[name].arrow
    size = len(next(iter(columns.values())))
    arrays = [columns.get(field.name, pa.nulls(size, field.type)) for field in schema]
    write_table(pa.Table.from_arrays(arrays, schema=schema), SCHEMA[name], folder / BATCH / f"{name}.{number:04d}.parquet")
    counts[name] += size


def _words(words: tuple[str, ...], at: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(at))


def _balances(plan: Plan, world: World, accounts: Ints, net: Ints) -> Columns:
    """State what stands on accounts: at the opening and the end, and of clients at each month's end.

    Each account opens with what its worst month-end needs and some more, so that its balances follow from payments.
    """
    months, starts = plan.months, np.array(plan.month_starts)
    running = np.cumsum(net[accounts], axis=1)
    owner = world.account_owner[accounts]
    rng = stream(plan.seed, "balances", int(accounts[0]))
    cushion = part_bps(world.sales_yuan[owner] * 100, rng.integers(100, 900, len(accounts)))
    opening = np.maximum(-running.min(axis=1), 0) + cushion + np.where(owner < BODIES, _BODY_OPENING_MINOR, 0)
    closing = np.concatenate([opening[:, None], opening[:, None] + running], axis=1)
    told = np.ones((len(accounts), months + 1), bool)
    told[:, 1:months] &= (world.client[owner] == 1)[:, None]
    at, month = np.nonzero(told)
    opens = month == 0
    day = np.where(opens, plan.first_day, starts[month] - 1)
    number = digits(np.maximum(month, 1), 3)
    account = account_ids(world, accounts[at])
    letter = digits(opens.astype(np.int64), 1)
    size = len(at)
    return {
        "balance_id": to_arrow(joined(size, account, "/", number, "-", letter)),
        "account_id": to_arrow(account),
        "statement_number": to_arrow(joined(size, "DZ", number)),
        "type_code": _words(("CLBD", "OPBD"), opens.astype(np.int64)),
        "balance_minor": pa.array(closing[at, month]),
        "currency": _words(("CNY",), np.zeros(size, np.int64)),
        "balance_on": numbers(Kind.DAY, day),
        "source_id": to_arrow(source_ids(world.source(world.account_bank[accounts[at]]))),
        "known_at": numbers(Kind.MOMENT, day * DAY_US + 12 * HOUR_US),
    }


def _statements(plan: Plan, world: World, company: Ints, sums: Ints) -> Columns:
    """State clients' accounts: for the days of the plan from what they billed, were billed, owe and are owed; and for
    the year before from their size.
    """
    size = len(company)
    rng = stream(plan.seed, "statements", int(company[0]))
    days = plan.end_day - plan.first_day
    sales, cost, owed, owing, debt = (sums[company, kind] for kind in (SALES, COST, RECEIVABLES, PAYABLES, DEBT))
    before = part_bps(world.sales_yuan[company] * 100, rng.integers(8_000, 12_000, size))
    wages = employees(world, company) * rng.integers(5_000_000, 9_000_000, size)
    figures = {
        "sales_minor": (before, sales),
        "cost_minor": (part_bps(before, rng.integers(7_500, 9_200, size)), cost + wages * days // _YEAR_DAYS),
        "stock_minor": (part_bps(before, rng.integers(300, 1_500, size)), part_bps(sales, rng.integers(300, 1_500, size))),
        "receivables_minor": (part_bps(before, rng.integers(500, 2_500, size)), owed),
        "payables_minor": (part_bps(before, rng.integers(500, 2_500, size)), owing),
        "prepaid_minor": (part_bps(before, rng.integers(0, 400, size)), part_bps(sales, rng.integers(0, 400, size))),
        "advances_minor": (part_bps(before, rng.integers(0, 300, size)), part_bps(sales, rng.integers(0, 300, size))),
        "debt_minor": (part_bps(before, rng.integers(0, 1_500, size)), debt),
        "net_assets_minor": (part_bps(before, rng.integers(800, 4_000, size)), part_bps(before, rng.integers(800, 4_000, size))),
        "profit_minor": (part_bps(before, rng.integers(-200, 900, size)), part_bps(sales, rng.integers(-200, 900, size))),
        "employees_count": (employees(world, company), employees(world, company)),
    }  # fmt: skip
    begins = np.repeat([plan.first_day - _YEAR_DAYS, plan.first_day], size)
    ends = np.repeat([plan.first_day - 1, plan.end_day - 1], size)
    known = np.repeat([plan.first_day + 20, plan.end_day - 1], size)
    both, year = np.r_[company, company], np.repeat([0, 1], size)
    return {
        "statement_id": to_arrow(joined(2 * size, "statement:", party_ids(world, both), "/", digits(year, 1))),
        "party_id": to_arrow(party_ids(world, both)),
        "period_from": numbers(Kind.DAY, begins),
        "period_to": numbers(Kind.DAY, ends),
        **{name: pa.array(np.concatenate(pair)) for name, pair in figures.items()},
        "currency": _words(("CNY",), np.zeros(2 * size, np.int64)),
        "source_id": to_arrow(source_ids(world.source(both))),
        "known_at": numbers(Kind.MOMENT, np.minimum(known, plan.end_day - 1) * DAY_US + 13 * HOUR_US),
    }


def _sources(plan: Plan, world: World, used: Ints) -> Columns:
    """One row per source that spoke: who controls it and by which channel it came."""
    words = SCHEMA["sources"].column("controlled_by").codes
    device = used >= 2 * world.parties
    party = np.where(device, 0, used // 2)
    controller = _controllers(world, party, as_buyer=used % 2 == 1)
    controller = np.where(device, words.index("device"), controller)
    channels = SCHEMA["sources"].column("channel").codes
    channel_of = {"borrower": "upload", "buyer": "portal", "registry": "registry", "device": "device"}
    channel = np.array([channels.index(channel_of.get(word, "feed")) for word in words])[controller]
    known_at = np.full(len(used), (plan.first_day - _SOURCE_KNOWN_DAYS) * DAY_US)
    return {
        "source_id": to_arrow(source_ids(used)),
        "controlled_by": _words(words, controller),
        "controller_id": to_arrow(party_ids(world, party), ~device),
        "channel": _words(channels, channel),
        "known_at": numbers(Kind.MOMENT, known_at),
    }


def _controllers(world: World, party: Ints, *, as_buyer: Flags) -> Ints:
    """Return the kind of controller of each party's source, as place among the code words."""
    words = SCHEMA["sources"].column("controlled_by").codes
    bounds = (
        (TAX_OFFICE + 1, "tax_office"), (BODIES, "registry"), (FIRST_INSURER, "bank"), (FIRST_KEEPER, "other"),
        (world.first_carrier, "warehouse"), (world.first_company, "carrier"), (world.parties, "borrower"),
    )  # fmt: skip
    place = np.searchsorted([bound for bound, _ in bounds], party, side="right")
    kind = np.array([words.index(word) for _, word in bounds])[place]
    return np.where(as_buyer, words.index("buyer"), kind)

