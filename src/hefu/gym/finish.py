"""What needs all blocks: the sources that spoke, and balances and accounts as they follow from what was paid."""

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
    write_table(
        pa.Table.from_arrays(arrays, schema=schema), SCHEMA[name], folder / BATCH / f"{name}.{number:04d}.parquet"
    )
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
    """State clients' accounts, for the days of the plan and for the year before.

    Of the plan's days sales, purchases, claims and debts are what was billed, paid and lent; the rest goes by size.
    """
    size = len(company)
    rng = stream(plan.seed, "statements", int(company[0]))
    figures = _figures(plan, world, company, sums[company], rng)
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


def _figures(
    plan: Plan, world: World, company: Ints, sums: Ints, rng: np.random.Generator
) -> dict[str, tuple[Ints, Ints]]:
    """Return the figures of the year before and of the plan's days."""
    size, days = len(company), plan.end_day - plan.first_day
    before, sales = part_bps(world.sales_yuan[company] * 100, rng.integers(8_000, 12_000, size)), sums[:, SALES]
    wages = employees(world, company) * rng.integers(5_000_000, 9_000_000, size)

    def share(least_bps: int, most_bps: int) -> Ints:
        return part_bps(before, rng.integers(least_bps, most_bps, size))

    def like(figure: Ints) -> Ints:
        """The same share of this period's sales as of the year's before, somewhat moved."""
        ratio = np.where(before > 0, figure * 10_000 // np.maximum(before, 1), 0)
        return part_bps(sales, ratio + rng.integers(-50, 51, size))

    cost, stock, profit = share(7_500, 9_200), share(300, 1_500), share(-200, 900)
    prepaid, advances = share(0, 400), share(0, 300)
    staff, assets = employees(world, company), share(800, 4_000)
    return {
        "sales_minor": (before, sales),
        "cost_minor": (cost, sums[:, COST] + wages * days // _YEAR_DAYS),
        "stock_minor": (stock, np.abs(like(stock))),
        "receivables_minor": (share(500, 2_500), sums[:, RECEIVABLES]),
        "payables_minor": (share(500, 2_500), sums[:, PAYABLES]),
        "prepaid_minor": (prepaid, np.abs(like(prepaid))),
        "advances_minor": (advances, np.abs(like(advances))),
        "debt_minor": (share(0, 1_500), sums[:, DEBT]),
        "net_assets_minor": (assets, assets + part_bps(assets, rng.integers(-300, 1_200, size))),
        "profit_minor": (profit, like(profit)),
        "employees_count": (staff, staff),
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
