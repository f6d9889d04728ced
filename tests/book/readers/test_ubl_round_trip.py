"""Any invoice written as UBL reads back as what was written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from hefu.book.book import Book
from hefu.book.readers.rows import Source
from hefu.book.readers.ubl.reader import read_ubl

_SOURCE = Source("file:1", "borrower", "upload", datetime(2026, 4, 1, tzinfo=UTC))
_ROOT = (
    '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
)
_WORDS = st.text(alphabet="aZ9é中文&<>'\"-./ ", min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)
_MINOR = st.integers(-(10**15), 10**15)
_CURRENCY = st.sampled_from([("CNY", 2), ("JPY", 0), ("BHD", 3)])
_MAJOR = st.decimals(min_value=-(10**9), max_value=10**9, places=13)

_LINE = st.fixed_dictionaries(
    {"net_minor": _MINOR, "item_name": _WORDS},
    optional={
        "quantity_milli": st.integers(-(10**9), 10**9),
        "unit": st.sampled_from(["TNE", "EA", "H87"]),
        "unit_price_major": _MAJOR,
        "tax_bps": st.integers(0, 10_000),
        "order_line_number": _WORDS,
        "item_number": _WORDS,
    },
)
_INVOICE = st.fixed_dictionaries(
    {
        "number": _WORDS,
        "issued_on": st.dates(date(1990, 1, 1), date(2090, 1, 1)),
        "money": _CURRENCY,
        "payable_minor": _MINOR,
        "seller": _WORDS,
        "buyer": _WORDS,
        "lines": st.lists(_LINE, min_size=1, max_size=6),
        "taxes": st.lists(_MAJOR, max_size=3),
    },
    optional={"due_on": st.dates(date(1990, 1, 1), date(2090, 1, 1)), "gross_minor": _MINOR},
)


def _leaf(tag: str, value: object, attribute: str = "") -> str:
    return f"<cbc:{tag}{attribute}>{escape(str(value))}</cbc:{tag}>"


def _group(tag: str, *inside: str) -> str:
    return f"<cac:{tag}>{''.join(inside)}</cac:{tag}>"


def _scaled(whole: int, decimals: int) -> str:
    """A whole number of small units as plain decimal digits."""
    digits = f"{abs(whole):0{decimals + 1}d}"
    sign = "-" if whole < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _line(number: int, line: dict[str, Any], code: str, decimals: int) -> str:
    money = f' currencyID="{code}"'
    parts = [_leaf("ID", number)]
    if "quantity_milli" in line:
        unit = f' unitCode="{line["unit"]}"' if "unit" in line else ""
        parts.append(_leaf("InvoicedQuantity", _scaled(line["quantity_milli"], 3), unit))
    parts.append(_leaf("LineExtensionAmount", _scaled(line["net_minor"], decimals), money))
    if "order_line_number" in line:
        parts.append(_group("OrderLineReference", _leaf("LineID", line["order_line_number"])))
    item = [_leaf("Name", line["item_name"])]
    if "item_number" in line:
        item.append(_group("SellersItemIdentification", _leaf("ID", line["item_number"])))
    if "tax_bps" in line:
        item.append(_group("ClassifiedTaxCategory", _leaf("Percent", _scaled(line["tax_bps"], 2))))
    parts.append(_group("Item", *item))
    if "unit_price_major" in line:
        parts.append(_group("Price", _leaf("PriceAmount", format(line["unit_price_major"], "f"), money)))
    return _group("InvoiceLine", *parts)


def _written(invoice: dict[str, Any]) -> str:
    code, decimals = invoice["money"]
    money = f' currencyID="{code}"'
    totals = [_leaf("PayableAmount", _scaled(invoice["payable_minor"], decimals), money)]
    if "gross_minor" in invoice:
        totals.insert(0, _leaf("TaxInclusiveAmount", _scaled(invoice["gross_minor"], decimals), money))
    parts = [_leaf("ID", invoice["number"]), _leaf("IssueDate", invoice["issued_on"])]
    parts += [_leaf("DueDate", invoice["due_on"])] if "due_on" in invoice else []
    parts.append(_leaf("DocumentCurrencyCode", code))
    for role, who in (("AccountingSupplierParty", "seller"), ("AccountingCustomerParty", "buyer")):
        parts.append(_group(role, _group("Party", _group("PartyName", _leaf("Name", invoice[who])))))
    # In a currency that the header is not in, so that any fineness is lawful.
    usd = ' currencyID="USD"'
    parts += [_group("TaxTotal", _leaf("TaxAmount", format(tax, "f"), usd)) for tax in invoice["taxes"]]
    parts.append(_group("LegalMonetaryTotal", *totals))
    parts += [_line(number, line, code, decimals) for number, line in enumerate(invoice["lines"], 1)]
    return _ROOT + "".join(parts) + "</Invoice>"


@given(_INVOICE)
def test_an_invoice_reads_back_as_it_was_written(invoice: dict[str, Any]) -> None:
    tables = read_ubl(_written(invoice).encode(), _SOURCE).tables
    head = tables["invoices"][0]
    names = {row["party_id"]: row["name"] for row in tables["parties"]}
    for column in ("number", "issued_on", "payable_minor", "due_on", "gross_minor"):
        assert head.get(column) == invoice.get(column), column
    assert (names[head["seller_id"]], head["currency"]) == (invoice["seller"], invoice["money"][0])
    assert names[head["buyer_id"]] == invoice["buyer"] or head["buyer_id"] == head["seller_id"]
    for number, (row, line) in enumerate(zip(tables["invoice_lines"], invoice["lines"], strict=True), 1):
        wanted = {**line, "line_number": str(number)}
        if "quantity_milli" not in line:
            wanted.pop("unit", None)
        columns = ("line_number", "net_minor", "item_name", "quantity_milli", "unit", "unit_price_major", "tax_bps")
        for column in (*columns, "order_line_number", "item_number"):
            assert row.get(column) == wanted.get(column), column
    assert [row["tax_major"] for row in tables.get("document_taxes", [])] == invoice["taxes"]
    Book.of_rows(tables).checked()
