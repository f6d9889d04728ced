"""Whose name an alarm puts on somebody's desk: the company behind each row of a book."""

from __future__ import annotations

import polars as pl

from hefu.book import Book
from hefu.book.schema import SCHEMA

_PREFERRED = (
    "borrower_id", "seller_id", "issuer_id", "creditor_id", "guarantor_id", "pledgor_id", "owner_id", "payee_id",
    "payer_id", "from_id", "debtor_id", "party_id",
)  # fmt: skip
"""Of the parties a row names, the one that would be asked: who borrows before who sells, who owes last."""


def owners(book: Book, wanted: pl.DataFrame) -> pl.DataFrame:
    """Return (table, row_id, company) for each wanted (table, row_id) that has a company behind it."""
    parts = [_owned(book, str(name), ids) for (name, *_), ids in wanted.unique().group_by("table", maintain_order=True)]
    empty = pl.DataFrame(schema={"table": pl.String, "row_id": pl.String, "company": pl.String})
    return pl.concat([empty, *parts])


def _owned(book: Book, name: str, ids: pl.DataFrame) -> pl.DataFrame:
    behind = _behind(book, name)
    if behind is None:
        return pl.DataFrame(schema={"table": pl.String, "row_id": pl.String, "company": pl.String})
    return ids.join(behind, on="row_id").select("table", "row_id", "company").unique()


def _behind(book: Book, name: str) -> pl.DataFrame | None:
    """Return (row_id, company) for a table, through the thing it is a part of where it names no party itself."""
    table = SCHEMA[name]
    named = [column.name for column in table.columns if column.of == "parties"]
    chosen = next((column for column in _PREFERRED if column in named), None)
    if name == "parties":
        chosen = "party_id"
    if chosen:
        columns = [book.table(name)[table.key], book.table(name)[chosen]]
        frame = pl.DataFrame({"row_id": columns[0], "company": columns[1]}, strict=False)
        return frame.drop_nulls().unique()
    whole = next((column for column in table.columns if column.owned and column.of != "sources"), None)
    inner = _behind(book, whole.of) if whole else None
    if whole is None or inner is None:
        return None
    links = pl.DataFrame({"part_id": book.table(name)[table.key], "row_id": book.table(name)[whole.name]})
    return links.join(inner, on="row_id").select(pl.col("part_id").alias("row_id"), "company").unique()
