"""Whole-number columns become the book's Arrow tables: ids, words and texts are made here, for all rows at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hefu.book.columns import ARROW, Column, Kind
from hefu.gym.bytewise import digits, joined, to_arrow
from hefu.gym.draw import Bytes, Flags, Ints, stream
from hefu.gym.frame import NULL, Block, Rows
from hefu.gym.identify import LINES, Identities, account_ids, party_ids
from hefu.gym.words import WORDS


class Page:
    """The rows of one table about to be written: columns in their final order, and the ids of the block."""

    def __init__(self, block: Block, identities: Identities, rows: Rows) -> None:
        """Leave out removed rows and put the others in the order in which they became known, ties by chance.

        So neither place nor order tells which row was put in last.
        """
        self.block = block
        self.identities = identities
        self.rows = rows
        kept = np.flatnonzero(rows.kept)
        chance = stream(block.plan.seed, f"order {rows.table.name}", block.number).random(len(kept))
        self.at = kept[np.lexsort((chance, rows["known_at"][kept]))]

    def __getitem__(self, name: str) -> Ints:
        """Return one column of the rows to be written."""
        return self.rows[name][self.at]

    def __len__(self) -> int:
        """Count the rows to be written."""
        return len(self.at)


def render(block: Block, identities: Identities, name: str) -> pa.Table:
    """Return one table of a block as the book wants it."""
    rows = block.rows(name)
    page = Page(block, identities, rows)
    arrays = [_column(page, column) for column in rows.table.columns]
    return pa.Table.from_arrays(arrays, schema=rows.table.arrow)


def _column(page: Page, column: Column) -> pa.Array:
    name = page.rows.table.name
    if (name, column.name) in WORDS:
        return WORDS[name, column.name](page)
    if column.name == "source_id":
        return to_arrow(source_ids(page["source_id"]))
    if column.kind is Kind.ID:
        return _id(page, name, column)
    if column.kind is Kind.CURRENCY:
        return pa.array(["CNY"], pa.string()).take(pa.array(np.zeros(len(page), np.int64)))
    return _plain(page, column) if column.name in page.rows else pa.nulls(len(page), ARROW[column.kind])


def _plain(page: Page, column: Column) -> pa.Array:
    values = page[column.name]
    if column.kind is Kind.CODE:
        return pa.array(column.codes, pa.string()).take(pa.array(values, mask=values == NULL))
    return numbers(column.kind, values)


def source_ids(sources: Ints) -> Bytes:
    """Return the ids of sources as bytes."""
    return joined(len(sources), "source:", digits(sources, 9))


def _id(page: Page, name: str, column: Column) -> pa.Array:
    """Return ids: of the thing itself, of a party, of an account, of a thing in another table of the block."""
    if column.name == page.rows.table.key and name in LINES:
        return to_arrow(page.identities.ids(name, page[column.name]))
    if column.name not in page.rows:
        return pa.nulls(len(page), pa.string())
    values = page[column.name]
    valid = values != NULL
    of = name if column.name == page.rows.table.key and name not in {"parties", "bank_accounts"} else column.of or name
    if of == "parties":
        return to_arrow(party_ids(page.block.world, values), valid)
    if of == "bank_accounts":
        return to_arrow(account_ids(page.block.world, values), valid)
    return to_arrow(page.identities.ids(of, values), valid)


def numbers(kind: Kind, values: Ints) -> pa.Array:
    """Return whole numbers as the Arrow type of a kind."""
    mask = values == NULL
    if kind is Kind.DAY:
        return pa.array(np.where(mask, 0, values).astype(np.int32), pa.int32(), mask=mask).cast(pa.date32())
    if kind is Kind.FLAG:
        return pa.array(values == 1, pa.bool_(), mask=mask)
    if kind is Kind.MAJOR:
        return fen_as_decimal(values, mask)
    whole = pa.array(values, pa.int64(), mask=mask)
    return whole.view(ARROW[kind]) if kind is Kind.MOMENT else whole


def fen_as_decimal(values: Ints, mask: Flags) -> pa.Array:
    """Return fen as exact decimals of the yuan."""
    words = np.stack([values, values >> 63], axis=1)
    valid = pa.py_buffer(np.packbits(~mask, bitorder="little"))
    exact = pa.Decimal128Array.from_buffers(pa.decimal128(38, 2), len(values), [valid, pa.py_buffer(words.tobytes())])
    return exact.cast(ARROW[Kind.MAJOR])
