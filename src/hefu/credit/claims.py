"""The claims of a book as one frame: each invoice with what the papers say of it, ready for tests of eligibility.

One row per invoice that has tally lines. Amounts are whole minor units of the row's currency. Where several sources
speak of an invoice, its parties and days are the word of the most independent; what speaks against a claim (assigned,
disputed, financed elsewhere) counts by anybody's word.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from hefu.book import Book
from hefu.book.voices import one_voice_table
from hefu.core.context import Context

_STATES = ("assigned", "pledged", "vouchered", "collected", "diluted")
_OPENS = ("dispute", "under_query", "rejected")
_MARKS = (*_STATES, "from_bill", "from_consignment", "filed", "financed", "disputed", "void", "set_off_open", "waived")
"""What a paper may say of a claim besides its amounts; each becomes a flag of the claim."""

_NEVER = date.min


def claims(book: Book, lender_id: str, at: Context, *, held: bool) -> pl.LazyFrame:
    """Return the claims of a book as `lender_id` sees them.

    `held`: claims that are assigned or pledged to this lender already are its own collateral and count as free, as in
    the certificate of a running line. For a new request they are financed already and do not.
    """
    frame = _tallied(book).join(_billed(book), on="invoice_id", how="left")
    unpaid = pl.max_horizontal(0, pl.col("gross_minor") - pl.col("credited_minor") - pl.col("paid_minor"))
    frame = frame.with_columns(unpaid.alias("unpaid_minor"))
    frame = frame.join(_marked(book, lender_id, at.today, held=held), on="invoice_id", how="left")
    if _some(book, "overdue_lists"):
        frame = frame.join(_listed(book, at.today), on="debtor_id", how="left")
    else:
        frame = frame.with_columns(pl.lit(value=False).alias("listed"))
    if _some(book, "contracts"):
        frame = frame.join(_terms(book), on=["seller_id", "debtor_id", "contract_number"], how="left")
    else:
        frame = frame.with_columns(pl.lit(0, pl.Int64).alias("retention_bps"))
    return _with_contra(frame.collect())


def frame_of(book: Book, name: str, *columns: str) -> pl.LazyFrame:
    """Return some columns of a table as a frame that nothing is reckoned of until it is collected."""
    frame = pl.from_arrow(book.table(name, columns))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame.lazy()


def in_force(day: date) -> pl.Expr:
    """Tell of rows with valid_from and valid_to whether they hold on a day; an empty bound is open."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))


def is_in_force(row: Mapping[str, date | None], day: date) -> bool:
    """Tell of one row the same."""
    begins, ends = row["valid_from"], row["valid_to"]
    return (begins is None or begins <= day) and (ends is None or day < ends)


def _some(book: Book, name: str) -> bool:
    return book.holds(name) and bool(book.table(name).num_rows)


def _billed(book: Book) -> pl.LazyFrame:
    billed = pl.from_arrow(one_voice_table(book, "invoices"))
    assert isinstance(billed, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    debtor = pl.col("buyer_id").alias("debtor_id")
    return billed.lazy().select("invoice_id", "seller_id", debtor, "issued_on", "contract_number")


def _tallied(book: Book) -> pl.LazyFrame:
    """Sum the lines of each invoice; a line whose delivery only the seller states is not delivered."""
    lines = frame_of(
        book,
        "tallies",
        *("invoice_id", "currency", "gross_minor", "delivered_minor", "independent"),
        *("credited_minor", "paid_minor", "due_on"),
    )
    by_others = pl.when(pl.col("independent").fill_null(value=False)).then(pl.col("delivered_minor")).otherwise(0)
    return lines.group_by("invoice_id").agg(
        pl.col("currency").min(),
        pl.col("currency").max().alias("other_currency"),
        pl.col("gross_minor").sum(),
        by_others.sum().alias("delivered_minor"),
        pl.col("delivered_minor").max().alias("exists_minor"),
        pl.col("credited_minor").sum(),
        pl.col("paid_minor").sum(),
        pl.col("due_on").min().alias("due_first"),
        pl.col("due_on").max().alias("due_last"),
        pl.col("due_on").is_null().any().alias("no_due_day"),
    )


def _marked(book: Book, lender_id: str, day: date, *, held: bool) -> pl.LazyFrame:
    """Say of each invoice which marks any paper puts on its claim, and how much of it is disputed in part."""
    every = [part for name, build in _SAID.items() if _some(book, name) for part in build(book, lender_id, day, held)]
    empty = pl.LazyFrame(schema={"invoice_id": pl.String, "mark": pl.String, "part_minor": pl.Int64})
    marks = pl.concat([empty, *every], how="diagonal").filter(pl.col("invoice_id").is_not_null())
    part = pl.col("part_minor").filter(pl.col("mark") == "disputed_part").sum()
    flags = [(pl.col("mark") == one).any().alias(one) for one in _MARKS]
    return marks.group_by("invoice_id").agg(part.alias("disputed_minor"), *flags)


def _mark(rows: pl.LazyFrame, mark: str | pl.Expr) -> pl.LazyFrame:
    said = pl.lit(mark) if isinstance(mark, str) else mark
    return rows.select("invoice_id", said.alias("mark"))


def _of_receivables(book: Book, lender_id: str, _: date, held: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    rows = frame_of(book, "receivables", "invoice_id", "state", "holder_id", "basis")
    mine = pl.lit(held) & ~_other("holder_id", lender_id) & pl.col("state").is_in(["assigned", "pledged"])
    arising = rows.filter(pl.col("basis").is_in(["bill", "consignment"]))
    return [_mark(rows.filter(~mine), pl.col("state")), _mark(arising, pl.lit("from_") + pl.col("basis"))]


def _of_pledges(book: Book, lender_id: str, day: date, held: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    rows = frame_of(book, "pledges", "receivable_id", "pledgee_id", "valid_from", "valid_to")
    binding = in_force(day) & (_other("pledgee_id", lender_id) | pl.lit(not held))
    pledged = rows.filter(binding).join(
        frame_of(book, "receivables", "receivable_id", "invoice_id"), on="receivable_id"
    )
    return [_mark(pledged, "pledged")]


def _of_filings(book: Book, lender_id: str, day: date, _: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    rows = frame_of(book, "filings", "invoice_id", "creditor_id", "state", "expires_on")
    live = pl.col("state").is_in(["live", "objected"]) & (
        pl.col("expires_on").is_null() | (pl.col("expires_on") >= day)
    )
    return [_mark(rows.filter(live & _other("creditor_id", lender_id)), "filed")]


def _of_financings(book: Book, lender_id: str, _: date, __: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    rows = frame_of(book, "financings", "invoice_id", "lender_id", "state")
    return [_mark(rows.filter((pl.col("state") == "open") & _other("lender_id", lender_id)), "financed")]


def _of_vouchers(book: Book, _: str, __: date, ___: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    rows = frame_of(book, "vouchers", "invoice_id", "state")
    return [_mark(rows.filter(pl.col("state") != "cancelled"), "vouchered")]


def _of_events(book: Book, _: str, __: date, ___: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    """What is in dispute since the buyer last accepted. A dispute without an amount, or a refusal, is of the whole."""
    rows = frame_of(book, "invoice_events", "invoice_id", "event", "amount_minor", "happened_on").unique()
    accepted = pl.col("happened_on").filter(pl.col("event") == "accepted").max().over("invoice_id")
    standing = pl.col("event").is_in(_OPENS) & (pl.col("happened_on") >= accepted.fill_null(_NEVER))
    whole = pl.col("amount_minor").is_null() | (pl.col("event") == "rejected")
    opened = rows.filter(standing)
    parts = opened.filter(~whole).select(
        "invoice_id", pl.lit("disputed_part").alias("mark"), pl.col("amount_minor").alias("part_minor")
    )
    return [parts, _mark(opened.filter(whole), "disputed"), _mark(rows.filter(pl.col("event") == "void"), "void")]


def _of_confirmations(book: Book, _: str, __: date, ___: bool) -> list[pl.LazyFrame]:  # noqa: FBT001 - one shape for all
    """Whether the debtor waived set-off: some confirmation says so, and none leaves it open."""
    rows = frame_of(book, "confirmations", "invoice_id", "no_set_off")
    waived = pl.col("no_set_off").fill_null(value=False)
    return [_mark(rows, pl.when(waived).then(pl.lit("waived")).otherwise(pl.lit("set_off_open")))]


_SAID = {
    "receivables": _of_receivables,
    "pledges": _of_pledges,
    "filings": _of_filings,
    "financings": _of_financings,
    "vouchers": _of_vouchers,
    "invoice_events": _of_events,
    "confirmations": _of_confirmations,
}
"""Which tables mark a claim, and how each is read."""


def _other(column: str, lender_id: str) -> pl.Expr:
    """Somebody else than this lender, or one who is not named."""
    return (pl.col(column) != lender_id).fill_null(value=True)


def _listed(book: Book, day: date) -> pl.LazyFrame:
    """The parties that stand on a public list of overdue payers on a day."""
    rows = frame_of(book, "overdue_lists", "party_id", "listed_on", "cleared_on")
    standing = (pl.col("listed_on") <= day) & (pl.col("cleared_on").is_null() | (pl.col("cleared_on") > day))
    named = rows.filter(standing).select(pl.col("party_id").alias("debtor_id")).unique()
    return named.with_columns(pl.lit(value=True).alias("listed"))


def _terms(book: Book) -> pl.LazyFrame:
    """The retention money of each contract, by its parties and number; by several words the largest."""
    rows = frame_of(book, "contracts", "seller_id", "buyer_id", "number", "retention_bps")
    by = [pl.col("seller_id"), pl.col("buyer_id").alias("debtor_id"), pl.col("number").alias("contract_number")]
    return rows.group_by(by).agg(pl.col("retention_bps").max())


def _with_contra(frame: pl.DataFrame) -> pl.LazyFrame:
    """Set what a seller owes its debtor against its claims on him, those due first first, unless he has waived it."""
    pairs = set(frame.select("seller_id", "debtor_id").iter_rows())
    if not any((debtor, seller) in pairs for seller, debtor in pairs):
        return frame.lazy().with_columns(pl.lit(0, pl.Int64).alias("contra_minor"))
    pair = ["seller_id", "debtor_id", "currency"]
    turned = [pl.col("debtor_id").alias("seller_id"), pl.col("seller_id").alias("debtor_id"), pl.col("currency")]
    owed = frame.lazy().group_by(turned).agg(pl.col("unpaid_minor").sum().alias("owed_minor"))
    waived = pl.col("waived").fill_null(value=False) & ~pl.col("set_off_open").fill_null(value=False)
    placed = (
        frame.lazy()
        .join(owed, on=pair, how="left")
        .with_columns(pl.when(waived).then(0).otherwise(pl.col("unpaid_minor")).alias("open_minor"))
    )
    placed = placed.sort("due_first", "invoice_id", nulls_last=True)
    before = pl.col("open_minor").cum_sum().over(pair) - pl.col("open_minor")
    left = pl.max_horizontal(0, pl.col("owed_minor").fill_null(0) - before)
    return placed.with_columns(pl.min_horizontal(left, pl.col("open_minor")).alias("contra_minor"))
