"""What is conserved: walked account by account, lot by lot, claim by claim, voucher by voucher, on the book itself."""

from collections.abc import Callable

import polars as pl
import pytest

from hefu.book.book import Book

Walk = Callable[[Book], pl.DataFrame]


def frame(book: Book, name: str) -> pl.DataFrame:
    data = pl.from_arrow(book.table(name))
    assert isinstance(data, pl.DataFrame)
    return data


def unbalanced_accounts(book: Book) -> pl.DataFrame:
    """Month ends where the balance before, and what came in and went out since, do not give the balance stated."""
    balances = frame(book, "account_balances").sort(
        "account_id", "balance_on", "type_code", descending=[False, False, True]
    )
    balances = balances.with_columns(
        since=pl.col("balance_on").shift(1).over("account_id"),
        before=pl.col("balance_minor").shift(1).over("account_id"),
    )
    moves = frame(book, "payments").filter(pl.col("state") == "booked", pl.col("payer_account_id").is_not_null())
    legs = pl.concat(
        [
            moves.select(account_id="payee_account_id", day="booked_on", moved="amount_minor"),
            moves.select(account_id="payer_account_id", day="booked_on", moved=-pl.col("amount_minor")),
        ]
    )
    running = legs.group_by("account_id", "day").agg(pl.col("moved").sum()).sort("account_id", "day")
    running = running.with_columns(total=pl.col("moved").cum_sum().over("account_id")).sort("day")
    stated = balances.filter(pl.col("type_code") == "CLBD").sort("balance_on")
    at_end = stated.join_asof(running, left_on="balance_on", right_on="day", by="account_id").fill_null(0)
    opening = balances.filter(pl.col("type_code") == "OPBD").select("account_id", opening="balance_minor")
    return at_end.join(opening, on="account_id").filter(pl.col("opening") + pl.col("total") != pl.col("balance_minor"))


def unbalanced_claims(book: Book) -> pl.DataFrame:
    """Days on which the parts of an invoice's claim, as its creditor's ledger has them, do not sum to its amount."""
    sources = frame(book, "sources").select("source_id", "controller_id")
    claims = frame(book, "receivables").join(sources, on="source_id")
    own = claims.filter(pl.col("controller_id") == pl.col("creditor_id"))
    days = own.select("invoice_id", day="valid_from").unique()
    live = days.join(own, on="invoice_id").filter(
        pl.col("valid_from") <= pl.col("day"), pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("day"))
    )
    sums = live.group_by("invoice_id", "day").agg(pl.col("amount_minor").sum())
    invoices = frame(book, "invoices").unique("invoice_id").select("invoice_id", "payable_minor")
    return (
        days.join(sums, on=["invoice_id", "day"], how="left")
        .join(invoices, on="invoice_id")
        .filter(pl.col("amount_minor").fill_null(0) != pl.col("payable_minor"))
    )


def collected_beside_paid(book: Book) -> pl.DataFrame:
    """Claims that are collected with another amount than was paid on their invoice, vouchers apart."""
    sources = frame(book, "sources").select("source_id", "controller_id")
    own = (
        frame(book, "receivables")
        .join(sources, on="source_id")
        .filter(pl.col("controller_id") == pl.col("creditor_id"), pl.col("valid_to").is_null())
    )
    vouchers = frame(book, "vouchers")["invoice_id"].unique()
    collected = (
        own.filter(~pl.col("invoice_id").is_in(vouchers.implode()))
        .group_by("invoice_id")
        .agg(pl.col("amount_minor").filter(pl.col("state") == "collected").sum().alias("collected"))
    )
    named = (
        frame(book, "payments")
        .filter(pl.col("purpose").str.starts_with("货款"))
        .select("amount_minor", number=pl.col("purpose").str.split(" ").list.get(1, null_on_oob=True))
    )
    numbers = frame(book, "invoices").unique("invoice_id").select("invoice_id", "number")
    paid = named.join(numbers, on="number").group_by("invoice_id").agg(pl.col("amount_minor").sum().alias("paid"))
    return collected.join(paid, on="invoice_id", how="left").fill_null(0).filter(pl.col("collected") != pl.col("paid"))


def split_otherwise(book: Book) -> pl.DataFrame:
    """Vouchers whose parts do not sum to them."""
    vouchers = frame(book, "vouchers").unique(["voucher_id"], keep="any")
    parts = vouchers.filter(pl.col("parent_id").is_not_null()).group_by("parent_id").agg(pl.col("amount_minor").sum())
    both = parts.join(vouchers.select("voucher_id", whole="amount_minor"), left_on="parent_id", right_on="voucher_id")
    split = frame(book, "vouchers").filter(pl.col("state") == "split")["voucher_id"]
    assert set(split) == set(parts["parent_id"])
    return both.filter(pl.col("amount_minor") != pl.col("whole"))


def stock_beside_gates(book: Book) -> pl.DataFrame:
    """Owners' goods in a warehouse that are not, at the end, what came in less what went out."""
    place = ["warehouse_id", "owner_id", "goods"]
    signed = pl.col("quantity_milli") * pl.when(pl.col("direction") == "in").then(1).otherwise(-1)
    through = frame(book, "movements").group_by(place).agg(signed.sum().alias("through"))
    lies = frame(book, "lots").filter(pl.col("valid_to").is_null()).group_by(place).agg(pl.col("quantity_milli").sum())
    return (
        through.join(lies, on=place, how="full", coalesce=True)
        .fill_null(0)
        .filter(pl.col("through") != pl.col("quantity_milli"))
    )


def receipts_beside_stock(book: Book) -> pl.DataFrame:
    """Lots whose live and pledged receipts, by the latest word of each, are not what lies there."""
    latest = frame(book, "warehouse_receipts").sort("known_at").group_by("receipt_id").last()
    standing = (
        latest.filter(pl.col("state").is_in(["live", "pledged"]))
        .group_by("lot_id")
        .agg(pl.col("quantity_milli").sum().alias("receipts"))
    )
    lies = frame(book, "lots").filter(pl.col("valid_to").is_null()).select("lot_id", "quantity_milli")
    return (
        standing.join(lies, on="lot_id", how="full", coalesce=True)
        .fill_null(0)
        .filter(pl.col("receipts") != pl.col("quantity_milli"))
    )


def over_capacity(book: Book) -> pl.DataFrame:
    """Moments at which more lies in a warehouse than it can hold."""
    signed = pl.col("quantity_milli") * pl.when(pl.col("direction") == "in").then(1).otherwise(-1)
    lies = frame(book, "movements").sort("happened_at").with_columns(lies=signed.cum_sum().over("warehouse_id"))
    return lies.join(frame(book, "capacities").drop_nulls("warehouse_id"), on="warehouse_id").filter(
        pl.col("lies") > pl.col("capacity_milli")
    )


def lines_in_use(book: Book) -> pl.DataFrame:
    """Lines whose use as stated last is not what is outstanding under them, or above their limit."""
    loans = frame(book, "loans").sort("known_at").group_by("loan_id", maintain_order=True).last()
    owed = loans.group_by("facility_id").agg(pl.col("outstanding_minor").sum())
    lines = frame(book, "facilities").sort("known_at").group_by("facility_id", maintain_order=True).last()
    return (
        lines.join(owed, on="facility_id", how="left")
        .fill_null(0)
        .filter((pl.col("used_minor") != pl.col("outstanding_minor")) | (pl.col("used_minor") > pl.col("limit_minor")))
    )


def accounts_beside_invoices(book: Book) -> pl.DataFrame:
    """Companies' accounts whose sales are not what they billed less what they took back."""
    sign = pl.when(pl.col("kind") == "invoice").then(1).otherwise(-1)
    billed = frame(book, "invoices").unique("invoice_id").group_by("seller_id").agg((pl.col("net_minor") * sign).sum())
    told = frame(book, "statements").sort("period_from").group_by("party_id").last()
    return told.join(billed, left_on="party_id", right_on="seller_id", how="left").filter(
        pl.col("sales_minor") != pl.col("net_minor").fill_null(0)
    )


WALKS = (
    unbalanced_accounts, unbalanced_claims, collected_beside_paid, split_otherwise, stock_beside_gates,
    receipts_beside_stock, over_capacity, lines_in_use, accounts_beside_invoices,
)  # fmt: skip


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_an_honest_economy_balances_everywhere(walk: Walk, honest: Book) -> None:
    broken = walk(honest)
    assert broken.height == 0, broken.head(5)


def disturbed(book: Book, name: str, column: str) -> Book:
    """The book with a little more in every fifth cell of a column."""
    data = frame(book, name).with_row_index("_at")
    more = pl.when(pl.col("_at") % 5 == 0).then(pl.col(column) + 1_000).otherwise(pl.col(column))
    return book.with_table(
        name, data.with_columns(more.alias(column)).drop("_at").to_arrow().cast(book.table(name).schema)
    )


@pytest.mark.parametrize(
    ("walk", "table", "column"),
    [
        (unbalanced_accounts, "payments", "amount_minor"),
        (unbalanced_claims, "receivables", "amount_minor"),
        (split_otherwise, "vouchers", "amount_minor"),
        (collected_beside_paid, "payments", "amount_minor"),
        (stock_beside_gates, "movements", "quantity_milli"),
        (receipts_beside_stock, "lots", "quantity_milli"),
        (lines_in_use, "loans", "outstanding_minor"),
        (accounts_beside_invoices, "statements", "sales_minor"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_out_of_place_is_found(walk: Walk, table: str, column: str, honest: Book) -> None:
    assert walk(disturbed(honest, table, column)).height > 0
