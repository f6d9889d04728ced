"""Customs declarations (Korea Customs Service and IBS, MIT; synthesised from real ones) as invoices of one line.

The declared value becomes the invoice, the net mass its quantity, HS6 the item number; departure and origin stand in
`specification`. Values are in KRW, rounded half up to the whole won, since the file states tenths that no won has.
A declaration that its makers call fraudulent is one label.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from hefu.book import Book, Row
from hefu.core.dates import parse_date
from hefu.core.refusals import Refusal, refuse
from hefu.gym.outside.loaded import Label, Loaded, end_of, nearest_milli, nearest_minor, read_csv, source

SCHEME = "undervalued_import"
_CURRENCY = "KRW"
_CUSTOMS = "customs:declarations"
_MIDNIGHT = datetime(2020, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "Declaration ID",
    "Date",
    "Importer ID",
    "Seller ID",
    "HS6 Code",
    "Country of Departure",
    "Country of Origin",
    "Net Mass",
    "Item Price",
)


def load_customs(folder: Path) -> Loaded:
    """Return every CSV file of the folder, or of its `data/`, as invoices with the makers' labels where they give any.

    A seller that the declaration leaves blank is a party of that declaration alone.
    """
    paths = sorted([*folder.glob("*.csv"), *folder.glob("data/*.csv")])
    if not paths:
        raise refuse(Refusal.FILE_MISSING, path=f"{folder.name}/*.csv")
    tables: dict[str, list[Row]] = {
        "sources": [source(_CUSTOMS, "other", _MIDNIGHT)],
        "invoices": [],
        "invoice_lines": [],
    }
    parties: dict[str, Row] = {}
    labels: list[Label] = []
    for row in _rows(paths):
        day = parse_date(row["Date"])
        said = {"source_id": _CUSTOMS, "known_at": end_of(day, _MIDNIGHT)}
        invoice = _invoice(row, day, said)
        tables["invoices"].append(invoice)
        tables["invoice_lines"].append(_line(row, invoice, said))
        for party_id in (invoice["seller_id"], invoice["buyer_id"]):
            parties.setdefault(party_id, {"party_id": party_id, "kind": "company", **said})
        if row.get("Fraud", "0") not in {"0", ""}:
            labels.append(Label(SCHEME, row["Declaration ID"], "invoices", invoice["invoice_id"], day))
    return Loaded(Book.of_rows({**tables, "parties": parties.values()}), tuple(labels))


def _rows(paths: list[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        yield from read_csv(path, _COLUMNS)


def _invoice(row: dict[str, str], day: date, said: Row) -> Row:
    number = row["Declaration ID"]
    amount = nearest_minor(row["Item Price"], _CURRENCY)
    return {
        "invoice_id": f"invoice:customs/{number}",
        "number": number,
        "kind": "invoice",
        "seller_id": f"customs:{row['Seller ID'] or f'unnamed-{number}'}",
        "buyer_id": f"customs:{row['Importer ID'] or f'unnamed-{number}-buyer'}",
        "issued_on": day,
        "currency": _CURRENCY,
        "lines_minor": amount,
        "net_minor": amount,
        "tax_minor": 0,
        "gross_minor": amount,
        "payable_minor": amount,
        **said,
    }


def _line(row: dict[str, str], invoice: Row, said: Row) -> Row:
    return {
        "invoice_line_id": f"{invoice['invoice_id']}#1",
        "invoice_id": invoice["invoice_id"],
        "line_number": "1",
        "item_name": f"HS {row['HS6 Code']}",
        "item_number": row["HS6 Code"],
        "specification": f"{row['Country of Departure']} {row['Country of Origin']}",
        "quantity_milli": nearest_milli(row["Net Mass"]),
        "unit": "KGM",
        "net_minor": invoice["net_minor"],
        "currency": _CURRENCY,
        **said,
    }
