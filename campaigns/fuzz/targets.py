"""What is fuzzed: each parser as a function of bytes, with small samples of our own to begin from."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from hefu.book.book import Book
from hefu.book.parquet import read_parquet
from hefu.book.readers.container import open_container
from hefu.book.readers.detect import read_document
from hefu.book.readers.einvoice.ofd import read_ofd
from hefu.book.readers.einvoice.pdf import read_pdf
from hefu.book.readers.einvoice.reader import read_einvoice_xml
from hefu.book.readers.epcis.reader import read_epcis_json, read_epcis_xml
from hefu.book.readers.gleif.reader import read_gleif_json, read_gleif_xml
from hefu.book.readers.iso20022.camt import read_camt
from hefu.book.readers.iso20022.pain001 import read_pain001
from hefu.book.readers.json_strict import parse_json
from hefu.book.readers.rows import Reader, Rows, Source
from hefu.book.readers.tabular.mapping import parse_mapping
from hefu.book.readers.tabular.reader import read_tabular
from hefu.book.readers.ubl.reader import read_ubl
from hefu.book.schema import SCHEMA
from tests.book.readers.einvoice.write import Invoice, Item, ofd_entries, pdf_of, xml_of, zip_of
from tests.book.readers.excel import workbook
from tests.book.readers.hostile import HEADER, MAPPING, ROW
from tests.samples import ROOT

SOURCE = Source("file:fuzz", "borrower", "upload", datetime(2026, 11, 21, tzinfo=UTC))
OWN = ROOT / "tests" / "book" / "readers"
PRICES = parse_mapping(MAPPING.encode(), "prices.toml")
PAPER = Invoice((Item("*钢材*卷板", Decimal("1000.00"), Decimal("130.00"), "2", "500"),))
ATTACHED = "Doc_0/Attachs/original_invoice.xml"
PAGE = "Doc_0/Pages/Page_0/Content.xml"
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, slots=True)
class Target:
    """One parser: what it does with bytes, and the samples it begins from. It may raise RefusalError, nothing else."""

    run: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]


def files(*patterns: str) -> Callable[[], list[bytes]]:
    """Our own samples by their paths below the readers' tests."""
    return lambda: [path.read_bytes() for pattern in patterns for path in sorted(OWN.glob(pattern)) if path.is_file()]


def rows_of(rows: Rows) -> None:
    """Rows that a reader gives must become tables."""
    Book.of_rows(rows.tables)


def reader(read: Reader) -> Callable[[bytes], object]:
    """A reader, and what becomes of its rows."""
    return lambda data: rows_of(read(data, SOURCE))


def ofd(data: bytes) -> None:
    """A whole file, or, since hardly any change keeps a container whole, what lies in it: the data, or a page."""
    if data.startswith(b"PK"):
        rows_of(read_ofd(data, SOURCE))
        return
    place = PAGE if data[:1] == b"p" else ATTACHED
    rows_of(read_ofd(zip_of({**ofd_entries(PAPER), place: data[1:]}), SOURCE))


def ofd_seeds() -> list[bytes]:
    """A file, its data, its page."""
    entries = ofd_entries(PAPER)
    return [zip_of(entries), b"d" + entries[ATTACHED], b"p" + entries[PAGE]]


def xlsx(data: bytes) -> None:
    """A whole workbook, or the sheet in one."""
    if not data.startswith(b"PK"):
        container = open_container(workbook([["no"]]))
        data = zip_of({**{name: container.read(name) for name in container.names}, SHEET: data})
    rows_of(read_tabular(data, SOURCE, PRICES))


def xlsx_seeds() -> list[bytes]:
    """A workbook and its sheet."""
    book = workbook([[*HEADER.strip().split(",")], [*ROW.strip().split(",")]])
    return [book, open_container(book).read(SHEET)]


def csv(data: bytes) -> None:
    """A table of cells in either encoding."""
    mapping = PRICES if data[:1] != b"g" else replace(PRICES, encoding="gb18030")
    rows_of(read_tabular(data[1:], SOURCE, mapping))


def container(data: bytes) -> None:
    """Every file of a container."""
    opened = open_container(data)
    for name in opened.names:
        opened.read(name)


def parquet(data: bytes) -> None:
    """A table of a book."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        read_parquet(SCHEMA["parties"], Path(file.name))


def parquet_seeds() -> list[bytes]:
    """Three parties, written in two ways."""
    rows = [
        {"party_id": f"uscc:{at}", "kind": "company", "source_id": "a", "known_at": SOURCE.known_at} for at in "123"
    ]
    table = Book.of_rows({"parties": rows}).table("parties").select(["party_id", "kind", "source_id", "known_at"])
    buffers = [io.BytesIO(), io.BytesIO()]
    pq.write_table(table, buffers[0])
    pq.write_table(table, buffers[1], compression="none", use_dictionary=False, data_page_version="2.0")
    return [buffer.getvalue() for buffer in buffers]


TARGETS: dict[str, Target] = {
    "ubl": Target(reader(read_ubl), files("ubl/*.xml")),
    "camt": Target(reader(read_camt), files("data/camt/*.xml", "data/camt_report/*.xml")),
    "pain001": Target(reader(read_pain001), files("pain001/*.xml")),
    "epcis_json": Target(reader(read_epcis_json), files("epcis/*.jsonld")),
    "epcis_xml": Target(reader(read_epcis_xml), files("epcis/*.xml")),
    "einvoice": Target(reader(read_einvoice_xml), files("einvoice/*.xml")),
    "gleif_xml": Target(reader(read_gleif_xml), files("gleif/*.xml")),
    "gleif_json": Target(reader(read_gleif_json), files("gleif/*.json")),
    "ofd": Target(ofd, ofd_seeds),
    "pdf": Target(reader(read_pdf), lambda: [pdf_of(PAPER)]),
    "csv": Target(csv, lambda: [f"u{HEADER}{ROW}".encode(), f"g{HEADER}{ROW}".replace("tin", "锡").encode("gb18030")]),
    "xlsx": Target(xlsx, xlsx_seeds),
    "mapping": Target(lambda data: parse_mapping(data, "fuzz.toml"), lambda: [MAPPING.encode()]),
    "json_strict": Target(parse_json, files("epcis/coils.jsonld")),
    "container": Target(container, lambda: [zip_of({"a.xml": xml_of(PAPER), "b/c.xml": b"<a/>"})]),
    "parquet": Target(parquet, parquet_seeds),
    "detect": Target(lambda data: read_document(data, SOURCE, PRICES), files("ubl/invoice.xml", "epcis/*.jsonld")),
}
