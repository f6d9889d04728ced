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

from datetime import date, timedelta

import polars as pl

from hefu.book.book import Book
from hefu.parties.config import RelatedConfig
from hefu.parties.groups.links import in_force_on

_WHOLE_BPS = 10_000
_LAW = "exposure.dependent_max"
_COLUMNS = [
    "dependence_id",
    "party_id",
    "on_party_id",
    "basis",
    "share_bps",
    "part_minor",
    "whole_minor",
    "currency",
    "whole",
    "period_from",
    "period_to",
    "source_party_id",
    "evidence_ids",
    "evidence_count",
    "rule_id",
    "certainty",
]


def dependences_table(book: Book, entities: pl.DataFrame, config: RelatedConfig, day: date) -> pl.DataFrame:
    """Return the table `dependences` as of a day."""
    begins = day - timedelta(days=config.dependence_days)
    invoices, received = _invoices(book, entities, begins, day), _received(book, entities, begins, day)
    stated = _stated(book, entities, day)
    repayment = _shares(received, "repayment", None, config)
    found = [
        _shares(
            _sides(invoices, "seller_id", "buyer_id"), "sales", stated.rename({"sales_minor": "stated_minor"}), config
        ),
        _shares(
            _sides(invoices, "buyer_id", "seller_id"),
            "purchases",
            stated.rename({"cost_minor": "stated_minor"}),
            config,
        ),
        _guarantees(book, entities, stated, config, day),
        repayment,
        _common_source(book, entities, repayment, config),
    ]
    table = pl.concat([part.select(_COLUMNS[1:14]) for part in found]).with_columns(
        dependence_id=pl.concat_str(
            "basis", "party_id", "on_party_id", "currency", pl.col("source_party_id").fill_null(""), separator="|"
        ),
        rule_id=pl.lit(_LAW),
        certainty=pl.lit(config.dependence_certainty.code),
    )
    dated = table.with_columns(period_from=pl.lit(begins), period_to=pl.lit(day))
    return dated.select(_COLUMNS).sort("dependence_id")


def _frame(book: Book, name: str) -> pl.DataFrame:
    frame = pl.from_arrow(book.table(name))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame


def _entity(frame: pl.DataFrame, entities: pl.DataFrame, *columns: str) -> pl.DataFrame:
    for column in columns:
        known = entities.select(pl.col("party_id").alias(column), _entity=pl.col("entity_id"))
        frame = frame.join(known, on=column, how="left")
        frame = frame.with_columns(pl.coalesce("_entity", column).alias(column)).drop("_entity")
    return frame


def _once(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """One statement of each thing: the latest, then the first source."""
    ordered = frame.sort([key, "known_at", "source_id"], descending=[False, True, False])
    return ordered.unique(key, keep="first", maintain_order=True)


def _invoices(book: Book, entities: pl.DataFrame, begins: date, day: date) -> pl.DataFrame:
    invoices = _once(_frame(book, "invoices"), "invoice_id")
    within = (pl.col("issued_on") > begins) & (pl.col("issued_on") <= day) & (pl.col("kind") == "invoice")
    known = invoices.filter(within & pl.col("payable_minor").is_not_null() & (pl.col("payable_minor") > 0))
    named = known.select("invoice_id", "seller_id", "buyer_id", "currency", amount_minor="payable_minor")
    return _entity(named.drop_nulls(), entities, "seller_id", "buyer_id")


def _sides(invoices: pl.DataFrame, party: str, other: str) -> pl.DataFrame:
    evidence = "invoices/" + pl.col("invoice_id")
    return invoices.select("currency", "amount_minor", party_id=party, on_party_id=other, evidence=evidence)


def _received(book: Book, entities: pl.DataFrame, begins: date, day: date) -> pl.DataFrame:
    payments = _once(_frame(book, "payments"), "payment_id")
    within = (pl.col("booked_on") > begins) & (pl.col("booked_on") <= day) & (pl.col("state") == "booked")
    named = payments.filter(within).select(
        "payment_id", "currency", "amount_minor", party_id="payee_id", on_party_id="payer_id"
    )
    named = _entity(named.drop_nulls(), entities, "party_id", "on_party_id")
    return named.with_columns(evidence="payments/" + pl.col("payment_id"))


def _stated(book: Book, entities: pl.DataFrame, day: date) -> pl.DataFrame:
    """Each party's latest accounts."""
    told = _frame(book, "statements").filter(pl.col("period_to") <= day)
    told = _entity(told, entities, "party_id")
    latest = told.sort("period_to", "known_at", "source_id").unique(["party_id", "currency"], keep="last")
    return latest.select("party_id", "currency", "sales_minor", "cost_minor", "net_assets_minor", "statement_id")


def _shares(flows: pl.DataFrame, basis: str, stated: pl.DataFrame | None, config: RelatedConfig) -> pl.DataFrame:
    """Share of each counterparty in a party's flows, where it reaches the threshold.

    What one pays oneself does not count.
    """
    apart = flows.filter(pl.col("party_id") != pl.col("on_party_id"))
    seen = apart.group_by("party_id", "currency").agg(seen_minor=pl.col("amount_minor").sum())
    pairs = apart.group_by("party_id", "on_party_id", "currency").agg(
        part_minor=pl.col("amount_minor").sum(),
        evidence_ids=pl.col("evidence").sort().head(config.evidence_rows_max).str.join(" "),
        evidence_count=pl.len().cast(pl.Int64),
    )
    pairs = pairs.join(seen, on=["party_id", "currency"])
    if stated is None:
        pairs = pairs.with_columns(stated_minor=pl.lit(None, pl.Int64))
    else:
        pairs = pairs.join(
            stated.select("party_id", "currency", "stated_minor"), on=["party_id", "currency"], how="left"
        )
    larger = pl.col("stated_minor").fill_null(0) > pl.col("seen_minor")
    whole = pl.when(larger).then("stated_minor").otherwise("seen_minor")
    source = pl.when(larger).then(pl.lit("statement")).otherwise(pl.lit("seen"))
    return _over(pairs.with_columns(whole_minor=whole, whole=source), basis, config.dependence_share_bps_min)


def _over(pairs: pl.DataFrame, basis: str, share_bps_min: int) -> pl.DataFrame:
    # 128 bits: a year of a large firm's fen times ten thousand is near the end of 64.
    share = (pl.col("part_minor").cast(pl.Int128) * _WHOLE_BPS // pl.col("whole_minor").cast(pl.Int128)).cast(pl.Int64)
    named = pairs.filter(pl.col("whole_minor") > 0).with_columns(share_bps=share, basis=pl.lit(basis))
    filled = named.with_columns(
        period_from=pl.lit(None, pl.Date), period_to=pl.lit(None, pl.Date), source_party_id=pl.lit(None, pl.String)
    )
    return filled.filter(pl.col("share_bps") >= share_bps_min)


def _guarantees(
    book: Book, entities: pl.DataFrame, stated: pl.DataFrame, config: RelatedConfig, day: date
) -> pl.DataFrame:
    """Guarantees given, beside the guarantor's net assets. Without accounts nobody can tell, and no row stands."""
    given = _once(_frame(book, "guarantees"), "guarantee_id").filter(in_force_on(day))
    given = _entity(given, entities, "guarantor_id", "debtor_id").filter(pl.col("guarantor_id") != pl.col("debtor_id"))
    evidence = "guarantees/" + pl.col("guarantee_id")
    pairs = given.group_by(party_id="guarantor_id", on_party_id="debtor_id", currency="currency").agg(
        part_minor=pl.col("amount_minor").sum(),
        evidence_ids=evidence.sort().head(config.evidence_rows_max).str.join(" "),
        evidence_count=pl.len().cast(pl.Int64),
    )
    net = stated.filter(pl.col("net_assets_minor") > 0)
    met = pairs.join(net.select("party_id", "currency", whole_minor="net_assets_minor"), on=["party_id", "currency"])
    return _over(met.with_columns(whole=pl.lit("statement")), "guarantees", config.guarantee_net_assets_bps_min)


def _common_source(book: Book, entities: pl.DataFrame, repayment: pl.DataFrame, config: RelatedConfig) -> pl.DataFrame:
    """Two borrowers who both live off one payer depend on each other's source: one row for each of the two.

    A payer behind more borrowers than `common_source_parties_max` is left out: he stands in `repayment` for each of
    them.
    """
    owing = _entity(_frame(book, "loans").filter(pl.col("outstanding_minor") > 0), entities, "borrower_id")
    some = repayment.join(owing.select(party_id="borrower_id").unique(), on="party_id", how="semi")
    some = some.with_columns(behind=pl.len().over("on_party_id", "currency"))
    some = some.filter((pl.col("behind") > 1) & (pl.col("behind") <= config.common_source_parties_max))
    other = some.select("currency", source="on_party_id", other="party_id")
    met = some.join(other, left_on=["on_party_id", "currency"], right_on=["source", "currency"])
    met = met.filter(pl.col("party_id") != pl.col("other"))
    return met.with_columns(
        source_party_id=pl.col("on_party_id"), on_party_id=pl.col("other"), basis=pl.lit("common_source")
    )
