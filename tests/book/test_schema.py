"""The schema holds every table the design names, speaks both languages, and says its units."""

from __future__ import annotations

from pathlib import Path

import pytest

from hefu.book.columns import Column, Kind, Table
from hefu.book.reference import page
from hefu.book.schema import SCHEMA

ROOT = Path(__file__).resolve().parents[2]

DESIGNED = """
sources parties party_links bank_accounts guarantees contracts orders order_lines despatches despatch_lines deliveries
delivery_lines transport_legs invoices invoice_lines invoice_events receivables confirmations payments warehouses lots
warehouse_receipts movements certificates inspections insurances trace_events devices readings prices pledges filings
facilities loans loan_events payer_authorisations vouchers voucher_transfers financings overdue_lists court_cases
tax_events lender_capital statements capacities places indicators input_output
"""
ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.ID: ("_id",),
    Kind.MINOR: ("_minor",),
    Kind.MILLI: ("_milli",),
    Kind.BPS: ("_bps",),
    Kind.MAJOR: ("_major",),
    Kind.EXACT: ("_exact",),
    Kind.MOMENT: ("_at",),
    Kind.DAY: ("_on", "_from", "_to", "_by"),
    Kind.CURRENCY: ("currency",),
    Kind.COUNT: (
        "_days",
        "_count",
        "_degrees",
        "_microdegrees",
        "_metres",
        "_seconds",
        "_square_metres",
        "_number",
        "_points",
    ),
}
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in SCHEMA.values()
    for column in table.columns
]


def test_every_table_of_the_design_is_there() -> None:
    assert set(DESIGNED.split()) <= set(SCHEMA)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_says_its_unit_last_and_what_it_means_in_both_languages(table: Table, column: Column) -> None:
    assert column.name.endswith(ENDINGS.get(column.kind, (column.name,)))
    foreign = [ending for kind, endings in ENDINGS.items() if kind is not column.kind for ending in endings]
    unit = [ending for ending in foreign if ending in {"_minor", "_milli", "_bps", "_major"}]
    assert not column.name.endswith(tuple(unit)), table.name
    assert column.says.en
    assert column.says.zh
    assert column.says.en != column.says.zh


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_what_a_column_refers_to_exists(table: Table, column: Column) -> None:
    assert not column.of or column.of in SCHEMA, table.name
    assert not column.owned or column.of
    assert bool(column.codes) == (column.kind is Kind.CODE)


@pytest.mark.parametrize("table", SCHEMA.values(), ids=SCHEMA)
def test_a_table_has_its_key_first_its_source_last_and_no_column_twice(table: Table) -> None:
    names = table.column_names
    assert names[0] == table.key
    assert len(set(names)) == len(names)
    assert table.column(table.key).required
    assert table.derived or "known_at" in names
    assert table.derived or table.name == "sources" or names[-2:] == ("source_id", "known_at")


@pytest.mark.parametrize("table", SCHEMA.values(), ids=SCHEMA)
def test_money_and_quantity_stand_beside_their_unit(table: Table) -> None:
    # The exact quantity stands beside its thousandths, not beside a currency.
    kinds = {column.kind for column in table.columns if column.name != "quantity_major"}
    assert Kind.MINOR not in kinds or Kind.CURRENCY in kinds
    assert Kind.MAJOR not in kinds or Kind.CURRENCY in kinds
    assert Kind.MILLI not in kinds or "unit" in table.column_names


def test_the_committed_page_is_the_schema() -> None:
    assert (ROOT / "docs" / "reference" / "schema.md").read_text(encoding="utf-8") == page()


def test_the_page_names_every_column_of_every_table() -> None:
    text = page()
    for table in SCHEMA.values():
        section = text.split(f"## `{table.name}`\n")[1].split("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == list(table.column_names)
        assert all(row.count("|") == 6 for row in rows)
