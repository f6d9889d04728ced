"""Economic dependence (经济依存): who could not pay if another did not.

| basis | the party depends on another where | whole |
|---|---|---|
| sales | it is the buyer of half of what the party sells | its sales |
| purchases | it is the seller of half of what the party buys | its cost of sales |
| guarantees | the party guarantees it for half of its own net assets | net assets |
| repayment | half of the money the party receives comes from it | money received, as seen |
| common_source | half of what either receives comes from one payer, and both owe the lender | money received, as seen |

The whole is the larger of what the book sees within the year and what the party's latest accounts state
(`statement`); a share of what the book sees alone (`seen`) may be larger than the true one, never smaller, so it is
strict. Parts and wholes are whole minor units of one currency; shares are rounded down. Several sources may state one
invoice: it counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from hefu.book.book import Book
from hefu.book.schema import SCHEMA
from hefu.parties.arrays import Numbers, as_entities, begins, flat, joined_texts, numbers_in, texts
from hefu.parties.config import RelatedConfig
from hefu.parties.groups.links import in_force_on

_WHOLE_BPS = 10_000
_EXACT_MAX = (2**63 - 1) // _WHOLE_BPS
_LAW = "exposure.dependent_max"
_TABLE = SCHEMA["dependences"].arrow
_FOUND = pa.schema(
    [_TABLE.field(name) for name in _TABLE.names if name not in {"dependence_id", "rule_id", "certainty"}]
)
_FLOWS = pa.array(["sales", "purchases", "repayment"])
_SALES, _PURCHASES, _REPAYMENT = range(3)
_STATED = {_SALES: "sales_minor", _PURCHASES: "cost_minor"}
"""By kind of flow the column of a party's accounts that states the whole of it."""


@dataclass(frozen=True, slots=True)
class _Flows:
    """Money by row: a kind of flow, who lives off it, from whom it comes, how much; and the row's name for evidence.

    `parties` and `currencies` are what the numbers stand for. Rows of one kind lie in the order of their names.
    """

    parties: pa.Array
    currencies: pa.Array
    kinds: Numbers
    party: Numbers
    other: Numbers
    currency: Numbers
    amounts_minor: Numbers
    rows: Numbers
    evidence: pa.Array


def dependences_table(book: Book, entities: pl.DataFrame, config: RelatedConfig, day: date) -> pa.Table:
    """Return the table `dependences` as of a day."""
    since = day - timedelta(days=config.dependence_days)
    stated = _stated(book, entities, day)
    shares = _shares(_flows(book, entities, since, day), stated, config)
    found = [shares, *_guarantees(book, entities, stated, config, day), *_common_source(book, entities, shares, config)]
    table = pa.concat_tables(found)
    keys = [
        pc.fill_null(table[name], "") for name in ("basis", "party_id", "on_party_id", "currency", "source_party_id")
    ]
    whole = {
        **{name: table[name] for name in _FOUND.names},
        "dependence_id": pc.binary_join_element_wise(*keys, "|"),
        "period_from": pa.repeat(pa.scalar(since), len(table)),
        "period_to": pa.repeat(pa.scalar(day), len(table)),
        "rule_id": pa.repeat(_LAW, len(table)),
        "certainty": pa.repeat(config.dependence_certainty.code, len(table)),
    }
    order = pl.Series(whole["dependence_id"], dtype=pl.String).arg_sort()
    return pa.table([whole[name] for name in _TABLE.names], schema=_TABLE).take(order.to_arrow())


def _once(data: pa.Table, key: str) -> pa.Table:
    """One statement of each thing, in the order of things: the latest, then the first source."""
    ids = flat(data[key])
    if len(ids) < 2 or pc.all(pc.greater(ids[1:], ids[:-1])).as_py():  # noqa: PLR2004 - one is in order
        return data
    ordered = pl.DataFrame(data).sort([key, "known_at", "source_id"], descending=[False, True, False])
    return ordered.unique(key, keep="first", maintain_order=True).to_arrow().cast(data.schema)


def _table(book: Book, name: str, key: str, *columns: str) -> pa.Table:
    return _once(book.table(name, columns=[key, "known_at", "source_id", *columns]), key)


def _all_of(*masks: pa.ChunkedArray) -> pa.ChunkedArray:
    first, *others = masks
    for mask in others:
        first = pc.and_(first, mask)
    return first


def _flows(book: Book, entities: pl.DataFrame, since: date, day: date) -> _Flows:
    """What invoices bill and payments bring within the year; what one pays oneself does not count."""
    invoices, payments = _invoices(book, since, day), _payments(book, since, day)
    columns = ((invoices, "seller_id"), (invoices, "buyer_id"), (payments, "payee_id"), (payments, "payer_id"))
    seller, buyer, payee, payer = (as_entities(data[name], entities) for data, name in columns)
    parties = pc.unique(pa.concat_arrays([seller, buyer, payee, payer]))
    sold, bought, got, paid = (numbers_in(ids, parties).astype(np.int64) for ids in (seller, buyer, payee, payer))
    currencies = pc.unique(pa.concat_arrays([flat(invoices["currency"]), flat(payments["currency"])]))
    billed, booked = (numbers_in(data["currency"], currencies).astype(np.int64) for data in (invoices, payments))
    owed, received = np.array(flat(invoices["payable_minor"])), np.array(flat(payments["amount_minor"]))
    rows = np.arange(len(owed)), np.arange(len(received)) + len(owed)
    party, other = np.concatenate([sold, bought, got]), np.concatenate([bought, sold, paid])
    apart = party != other
    return _Flows(
        parties,
        currencies,
        np.repeat(np.arange(3), [len(owed), len(owed), len(received)])[apart],
        party[apart],
        other[apart],
        np.concatenate([billed, billed, booked])[apart],
        np.concatenate([owed, owed, received])[apart],
        np.concatenate([rows[0], *rows])[apart],
        pa.concat_arrays([_named("invoices/", invoices["invoice_id"]), _named("payments/", payments["payment_id"])]),
    )


def _named(table: str, ids: pa.ChunkedArray) -> pa.Array:
    return flat(pc.binary_join_element_wise(table, ids, ""))


def _invoices(book: Book, since: date, day: date) -> pa.Table:
    columns = ("issued_on", "kind", "payable_minor", "seller_id", "buyer_id", "currency")
    data = _table(book, "invoices", "invoice_id", *columns)
    known = [pc.is_valid(data[name]) for name in columns[3:]]
    counted = (pc.equal(data["kind"], "invoice"), pc.greater(data["payable_minor"], 0))
    return data.filter(_all_of(*_within(data["issued_on"], since, day), *counted, *known))


def _payments(book: Book, since: date, day: date) -> pa.Table:
    columns = ("booked_on", "state", "amount_minor", "payee_id", "payer_id", "currency")
    data = _table(book, "payments", "payment_id", *columns)
    known = [pc.is_valid(data[name]) for name in columns[2:]]
    return data.filter(_all_of(*_within(data["booked_on"], since, day), pc.equal(data["state"], "booked"), *known))


def _within(days: pa.ChunkedArray, since: date, day: date) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    return pc.greater(days, since), pc.less_equal(days, day)


def _stated(book: Book, entities: pl.DataFrame, day: date) -> pl.DataFrame:
    """Each party's latest accounts."""
    if not book.table("statements").num_rows:
        return _NO_ACCOUNTS
    told = _entity(book.frame("statements").filter(pl.col("period_to") <= day), entities, "party_id")
    latest = told.sort("period_to", "known_at", "source_id").unique(["party_id", "currency"], keep="last")
    return latest.select("party_id", "currency", "sales_minor", "cost_minor", "net_assets_minor", "statement_id")


_NO_ACCOUNTS = pl.DataFrame(
    schema={
        **dict.fromkeys(("party_id", "currency"), pl.String),
        **dict.fromkeys(("sales_minor", "cost_minor", "net_assets_minor"), pl.Int64),
        "statement_id": pl.String,
    }
)


def _entity(frame: pl.DataFrame, entities: pl.DataFrame, *columns: str) -> pl.DataFrame:
    named = {name: pl.Series(as_entities(texts(frame[name]), entities), dtype=pl.String) for name in columns}
    return frame.with_columns(**named)


def _shares(flows: _Flows, stated: pl.DataFrame, config: RelatedConfig) -> pa.Table:
    """Share of each counterparty in a party's flows of one kind and currency, where it reaches the threshold."""
    if not len(flows.party):
        return _FOUND.empty_table()
    # One number for kind, currency, party and counterparty: runs of equal ones are pairs, in their parties' runs.
    ends = len(flows.parties)
    keys = ((flows.kinds * len(flows.currencies) + flows.currency) * ends + flows.party) * ends + flows.other
    order = np.argsort(keys, kind="stable")
    keys, amounts = keys[order], flows.amounts_minor[order]
    starts, wholes = begins(keys), begins(keys // ends)
    part = np.add.reduceat(amounts, starts)
    seen = np.add.reduceat(amounts, wholes)[np.searchsorted(wholes, starts, side="right") - 1]
    accounts = _of_accounts(flows, stated, order[starts])
    whole = np.maximum(accounts, seen)
    share = _share_bps(part, whole)
    over = np.flatnonzero((whole > 0) & (share >= config.dependence_share_bps_min))
    counts = np.diff(np.append(starts, len(keys)))[over]
    first, shown = order[starts[over]], np.minimum(counts, config.evidence_rows_max)
    listed = np.cumsum(shown) - shown
    places = np.repeat(starts[over] - listed, shown) + np.arange(shown.sum())
    return _found(
        basis=_FLOWS.take(pa.array(flows.kinds[first])),
        party_id=flows.parties.take(pa.array(flows.party[first])),
        on_party_id=flows.parties.take(pa.array(flows.other[first])),
        share_bps=pa.array(share[over]),
        part_minor=pa.array(part[over]),
        whole_minor=pa.array(whole[over]),
        currency=flows.currencies.take(pa.array(flows.currency[first])),
        whole=_WHOLES.take(pa.array((accounts > seen)[over].astype(np.int8))),
        evidence_ids=joined_texts(flows.evidence.take(pa.array(flows.rows[order[places]])), listed),
        evidence_count=pa.array(counts),
    )


_WHOLES = pa.array(["seen", "statement"])


def _found(**columns: pa.Array) -> pa.Table:
    empty = len(columns["basis"])
    return pa.table([columns[f.name] if f.name in columns else pa.nulls(empty, f.type) for f in _FOUND], schema=_FOUND)


def _share_bps(part: Numbers, whole: Numbers) -> Numbers:
    # A year of a large firm's fen times ten thousand is near the end of 64 bits: then Python's own numbers.
    wide = object if part.max(initial=0) > _EXACT_MAX else np.int64
    share: Numbers = part.astype(wide) * _WHOLE_BPS // np.maximum(whole, 1).astype(wide)
    narrow: Numbers = share.astype(np.int64)
    return narrow


def _of_accounts(flows: _Flows, stated: pl.DataFrame, places: Numbers) -> Numbers:
    """What the accounts of the party at each place state as the whole of its flows of that kind; 0: nothing."""
    found = np.zeros(len(places), np.int64)
    if stated.is_empty():
        return found
    ends = len(flows.parties)
    party = numbers_in(texts(stated["party_id"]), flows.parties)
    currency = numbers_in(texts(stated["currency"]), flows.currencies)
    keys = np.where((party >= 0) & (currency >= 0), currency.astype(np.int64) * ends + party, -1)
    order = np.argsort(keys, kind="stable")
    wanted = flows.currency[places] * ends + flows.party[places]
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    told, kinds = keys[order][at] == wanted, flows.kinds[places]
    for kind, column in _STATED.items():
        figures = stated[column].fill_null(0).to_numpy()[order][at]
        found = np.where(told & (kinds == kind), figures, found)
    return found


def _guarantees(
    book: Book, entities: pl.DataFrame, stated: pl.DataFrame, config: RelatedConfig, day: date
) -> list[pa.Table]:
    """Guarantees given, beside the guarantor's net assets. Without accounts nobody can tell, and no row stands."""
    if stated.is_empty() or not book.table("guarantees").num_rows:
        return []
    given = pl.DataFrame(_once(book.table("guarantees"), "guarantee_id")).filter(in_force_on(day))
    given = _entity(given, entities, "guarantor_id", "debtor_id").filter(pl.col("guarantor_id") != pl.col("debtor_id"))
    evidence = "guarantees/" + pl.col("guarantee_id")
    pairs = given.group_by(party_id="guarantor_id", on_party_id="debtor_id", currency="currency").agg(
        part_minor=pl.col("amount_minor").sum(),
        evidence_ids=evidence.sort().head(config.evidence_rows_max).str.join(" "),
        evidence_count=pl.len().cast(pl.Int64),
    )
    net = stated.filter(pl.col("net_assets_minor") > 0)
    met = pairs.join(net.select("party_id", "currency", whole_minor="net_assets_minor"), on=["party_id", "currency"])
    share = _share_bps(met["part_minor"].to_numpy(), met["whole_minor"].to_numpy())
    named = met.with_columns(basis=pl.lit("guarantees"), whole=pl.lit("statement"), share_bps=pl.Series(share))
    return [_laid(named.filter(pl.col("share_bps") >= config.guarantee_net_assets_bps_min))]


def _common_source(book: Book, entities: pl.DataFrame, shares: pa.Table, config: RelatedConfig) -> list[pa.Table]:
    """Two borrowers who both live off one payer depend on each other's source: one row for each of the two.

    A payer behind more borrowers than `common_source_parties_max` is left out: he stands in `repayment` for each of
    them.
    """
    loans = book.table("loans", columns=["borrower_id", "outstanding_minor"])
    owing = as_entities(loans.filter(pc.greater(loans["outstanding_minor"], 0))["borrower_id"], entities)
    some = shares.filter(pc.and_(pc.equal(shares["basis"], "repayment"), pc.is_in(shares["party_id"], owing)))
    if some.num_rows < 2:  # noqa: PLR2004 - it takes two
        return []
    payers = flat(pc.binary_join_element_wise(some["on_party_id"], some["currency"], "|"))
    numbers = np.array(payers.dictionary_encode().indices)
    behind = np.bincount(numbers)[numbers]
    rows = np.flatnonzero((behind > 1) & (behind <= config.common_source_parties_max))
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    # Each row beside every row of its payer: those lie together, from the first of them on.
    sizes = behind[rows]
    firsts = np.repeat(begins(numbers[rows]), sizes[begins(numbers[rows])])
    one = np.repeat(np.arange(len(rows)), sizes)
    other = np.repeat(firsts - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(one))
    apart = one != other
    met, parties = some.take(pa.array(rows[one[apart]])), some["party_id"].take(pa.array(rows[other[apart]]))
    named = {name: flat(met[name]) for name in _FOUND.names}
    sources = {"source_party_id": named["on_party_id"], "on_party_id": flat(parties)}
    return [_found(**{**named, **sources, "basis": pa.repeat("common_source", len(met))})]


def _laid(frame: pl.DataFrame) -> pa.Table:
    """Return rows that were found as they stand in the table; columns they do not have are empty."""
    found = frame.to_arrow()
    names = [name for name in _FOUND.names if name in found.column_names]
    return _found(**{name: flat(found[name]).cast(_FOUND.field(name).type) for name in names})
