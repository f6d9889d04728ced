"""The claims of a book as one frame: each invoice with what the papers say of it, ready for tests of eligibility.

One row per invoice that has tally lines. Amounts are whole minor units of the row's currency. Where several sources
speak of an invoice, its parties and days are the word of the most independent; what speaks against a claim (assigned,
disputed, financed elsewhere) counts by anybody's word.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from hefu.book import Book
from hefu.book.voices import one_voice_frame
from hefu.core.context import Context

_STATES = ("assigned", "pledged", "vouchered", "collected", "diluted")
_OPENS = ("dispute", "under_query", "rejected")
_NEVER = date.min


def claims(book: Book, lender_id: str, at: Context, *, held: bool) -> pl.DataFrame:
    """Return the claims of a book as `lender_id` sees them.

    `held`: claims that are assigned or pledged to this lender already are its own collateral and count as free, as in
    the certificate of a running line. For a new request they are financed already and do not.
    """
    frame = _billed(book).join(_tallied(book), on="invoice_id", how="inner")
    frame = frame.with_columns(
        pl.max_horizontal(0, pl.col("gross_minor") - pl.col("credited_minor") - pl.col("paid_minor")).alias(
            "unpaid_minor"
        )
    )
    for part in (_taken(book, lender_id, at.today, held=held), _disputed(book), _confirmed(book)):
        frame = frame.join(part, on="invoice_id", how="left")
    frame = frame.join(_listed(book, at.today), on="debtor_id", how="left")
    frame = frame.join(_terms(book), on=["seller_id", "debtor_id", "contract_number"], how="left")
    return _with_contra(frame).sort("invoice_id")


def frame_of(book: Book, name: str, *columns: str) -> pl.DataFrame:
    """Return some columns of a table as a frame."""
    frame = pl.from_arrow(book.table(name, columns))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame


def in_force(day: date) -> pl.Expr:
    """Tell of rows with valid_from and valid_to whether they hold on a day; an empty bound is open."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))


def _billed(book: Book) -> pl.DataFrame:
    billed = one_voice_frame(book, "invoices").select(
        "invoice_id", "seller_id", pl.col("buyer_id").alias("debtor_id"), "issued_on", "contract_number"
    )
    missing = frame_of(book, "tallies", "invoice_id").unique().join(billed, on="invoice_id", how="anti")
    return pl.concat([billed, missing], how="diagonal")


def _tallied(book: Book) -> pl.DataFrame:
    """Sum the lines of each invoice; a line whose delivery only the seller states is not delivered."""
    lines = frame_of(
        book,
        "tallies",
        *("invoice_id", "currency", "gross_minor", "delivered_minor", "despatched_milli", "independent"),
        *("credited_minor", "paid_minor", "due_on"),
    )
    by_others = pl.when(pl.col("independent").fill_null(value=False)).then(pl.col("delivered_minor")).otherwise(0)
    return lines.group_by("invoice_id").agg(
        pl.col("currency").min(),
        pl.col("currency").n_unique().alias("currencies_count"),
        pl.col("gross_minor").sum(),
        by_others.sum().alias("delivered_minor"),
        (pl.col("delivered_minor").is_not_null() & (pl.col("delivered_minor") > 0)).any().alias("exists"),
        pl.col("credited_minor").sum(),
        pl.col("paid_minor").sum(),
        pl.col("due_on").min().alias("due_first"),
        pl.col("due_on").max().alias("due_last"),
        pl.col("due_on").is_null().any().alias("no_due_day"),
    )


def _taken(book: Book, lender_id: str, day: date, *, held: bool) -> pl.DataFrame:
    """Say of each invoice in which ways its claim is no longer free, one flag for each."""
    claims_ = frame_of(
        book, "receivables", "receivable_id", "invoice_id", "state", "holder_id", "basis", "valid_from", "valid_to"
    )
    mine = pl.lit(held) & (pl.col("holder_id") == lender_id).fill_null(value=False)
    states = claims_.group_by("invoice_id").agg(
        *((pl.col("state") == one).and_(~(mine if one in {"assigned", "pledged"} else False)).any().alias(one) for one in _STATES),
        *((pl.col("basis") == one).any().alias(f"from_{one}") for one in ("bill", "consignment")),
    )
    other = lambda column: (pl.col(column) != lender_id).fill_null(value=True)  # noqa: E731 - one word for four filters
    pledges = frame_of(book, "pledges", "receivable_id", "pledgee_id", "valid_from", "valid_to")
    pledged = pledges.filter(in_force(day) & (other("pledgee_id") | pl.lit(not held))).join(claims_, on="receivable_id")
    filings = frame_of(book, "filings", "invoice_id", "creditor_id", "state", "expires_on")
    live = pl.col("state").is_in(["live", "objected"]) & (pl.col("expires_on").is_null() | (pl.col("expires_on") >= day))
    financings = frame_of(book, "financings", "invoice_id", "lender_id", "state")
    vouchers = frame_of(book, "vouchers", "invoice_id", "state")
    marks = {
        "pledged_besides": pledged,
        "filed": filings.filter(live & other("creditor_id")),
        "financed": financings.filter((pl.col("state") == "open") & other("lender_id")),
        "vouchered_besides": vouchers.filter(~pl.col("state").is_in(["cancelled"])),
    }
    for name, rows in marks.items():
        marked = rows.select("invoice_id").drop_nulls().unique().with_columns(pl.lit(value=True).alias(name))
        states = states.join(marked, on="invoice_id", how="full", coalesce=True)
    return states.filter(pl.col("invoice_id").is_not_null())


def _disputed(book: Book) -> pl.DataFrame:
    """What is in dispute since the buyer last accepted. A dispute without an amount, or a refusal, is of the whole."""
    events = frame_of(book, "invoice_events", "invoice_id", "event", "amount_minor", "happened_on")
    accepted = events.filter(pl.col("event") == "accepted").group_by("invoice_id").agg(
        pl.col("happened_on").max().alias("accepted_on")
    )
    opened = events.filter(pl.col("event").is_in(_OPENS)).join(accepted, on="invoice_id", how="left")
    standing = opened.filter(pl.col("happened_on") >= pl.col("accepted_on").fill_null(_NEVER))
    disputes = standing.group_by("invoice_id").agg(
        pl.col("amount_minor").sum().alias("disputed_minor"),
        (pl.col("amount_minor").is_null() | (pl.col("event") == "rejected")).any().alias("disputed"),
    )
    void = events.filter(pl.col("event") == "void").select("invoice_id", pl.lit(value=True).alias("void")).unique()
    return disputes.join(void, on="invoice_id", how="full", coalesce=True)


def _confirmed(book: Book) -> pl.DataFrame:
    """Whether the debtor has waived set-off; the waiver must stand in a confirmation and in each of them."""
    rows = frame_of(book, "confirmations", "invoice_id", "no_set_off")
    return rows.group_by("invoice_id").agg(pl.col("no_set_off").fill_null(value=False).all())


def _listed(book: Book, day: date) -> pl.DataFrame:
    """The parties that stand on a public list of overdue payers on a day."""
    rows = frame_of(book, "overdue_lists", pl_party := "party_id", "listed_on", "cleared_on")
    standing = (pl.col("listed_on") <= day) & (pl.col("cleared_on").is_null() | (pl.col("cleared_on") > day))
    named = rows.filter(standing).select(pl.col(pl_party).alias("debtor_id")).unique()
    return named.with_columns(pl.lit(value=True).alias("listed"))


def _terms(book: Book) -> pl.DataFrame:
    """The retention money of each contract, by its parties and number; by several words the largest."""
    rows = frame_of(book, "contracts", "seller_id", "buyer_id", "number", "retention_bps")
    by = [pl.col("seller_id"), pl.col("buyer_id").alias("debtor_id"), pl.col("number").alias("contract_number")]
    return rows.group_by(by).agg(pl.col("retention_bps").max())


def _with_contra(frame: pl.DataFrame) -> pl.DataFrame:
    """Set what a seller owes its debtor against its claims on him, those due first first, unless he has waived it."""
    owed = frame.group_by(
        pl.col("debtor_id").alias("seller_id"), pl.col("seller_id").alias("debtor_id"), "currency"
    ).agg(pl.col("unpaid_minor").sum().alias("owed_minor"))
    pair = ["seller_id", "debtor_id", "currency"]
    open_minor = pl.when(pl.col("no_set_off").fill_null(value=False)).then(0).otherwise(pl.col("unpaid_minor"))
    placed = frame.join(owed, on=pair, how="left").with_columns(open_minor.alias("open_minor"))
    placed = placed.sort("due_first", "invoice_id", nulls_last=True)
    before = pl.col("open_minor").cum_sum().over(pair) - pl.col("open_minor")
    left = pl.max_horizontal(0, pl.col("owed_minor").fill_null(0) - before)
    return placed.with_columns(pl.min_horizontal(left, pl.col("open_minor")).alias("contra_minor")).drop("owed_minor")
