"""What a scheme unbalances, and what it leaves as it was: each walk on a book with one scheme alone."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from hefu.book.book import Book
from hefu.gym.make import make
from hefu.gym.plan import Plan, Plant
from hefu.gym.schemes import SCHEMES
from hefu.gym.schemes.scheme import LEVELS
from tests.gym.test_conservation import (
    WALKS,
    accounts_beside_invoices,
    collected_beside_paid,
    over_capacity,
    receipts_beside_stock,
    stock_beside_gates,
)  # fmt: skip

BREAKS: dict[str, set[Callable[[Book], pl.DataFrame]]] = {
    "double_financing": {accounts_beside_invoices},
    "receipts_twice": {receipts_beside_stock, stock_beside_gates, over_capacity},
    "pledge_above_stock": {receipts_beside_stock, stock_beside_gates, over_capacity},
    "goods_removed": {stock_beside_gates},
    "affiliates_stock_cycle": {over_capacity},
    "invented_receivable": {collected_beside_paid},
}
"""What each scheme breaks by its mechanism, and must break but for a warehouse's room; others break no balance.

Receipts for what never came in stand beside no stock; goods that left unreleased are missing beside the gate's book;
what the gate's book has and the scale has not seen may exceed the warehouse; an invented claim is collected and never
paid; the copy that a second lender is shown stands in nobody's accounts. Other schemes lie in what hangs together with
what, not in any sum.
"""


@pytest.mark.parametrize("scheme", [one.name for one in SCHEMES])
def test_a_scheme_breaks_what_its_mechanism_says_and_nothing_else(scheme: str, tmp_path: Path) -> None:
    make(Plan(1_000, 12, 20_261_125, tuple(Plant(scheme, level) for level in LEVELS)), tmp_path / "book")
    book = Book.open(tmp_path / "book")
    broken = {walk.__name__: walk(book) for walk in WALKS}
    broken = {name: rows for name, rows in broken.items() if rows.height}
    allowed = {walk.__name__ for walk in BREAKS.get(scheme, set())}
    assert set(broken) <= allowed, [rows.head(3) for name, rows in broken.items() if name not in allowed]
    assert set(broken) >= allowed - {over_capacity.__name__}
