"""How fast each reader turns documents into rows, beside a bare parser of the same bytes that keeps nothing."""

from __future__ import annotations

import csv
import io
import json
import platform
import statistics
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from bench import _papers
from hefu.book.readers.detect import read_document
from hefu.book.readers.rows import Source
from hefu.book.readers.tabular.mapping import Mapping

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "book" / "readers"
STEEL = ROOT / "examples" / "steel"
RUNS = 5
SECONDS = 0.4
SOURCE = Source("file:bench", "borrower", "upload", datetime(2026, 11, 20, tzinfo=UTC))


def _xml(data: bytes) -> object:
    return etree.fromstring(data)


def _json(data: bytes) -> object:
    return json.loads(data)


def _csv(data: bytes) -> object:
    return list(csv.reader(io.StringIO(data.decode("gb18030"), newline="")))


def _xlsx(data: bytes) -> object:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _ofd(data: bytes) -> object:
    """Every XML of the zip, unpacked and parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")]


def _pdf(data: bytes) -> object:
    """What the reader needs of a PDF: its attachments, parsed, and the words of its pages."""
    reader = PdfReader(io.BytesIO(data))
    words = [page.extract_text() for page in reader.pages]
    return words, [etree.fromstring(one) for some in reader.attachments.values() for one in some]


@dataclass(frozen=True, slots=True)
class _Case:
    """One kind of document: samples of our own, and the bare parser beside which its reader is measured."""

    name: str
    papers: Callable[[], list[bytes]]
    bare: Callable[[bytes], object]
    mapping: Mapping | None = None


def _files(pattern: str, folder: Path = SAMPLES) -> Callable[[], list[bytes]]:
    return lambda: [path.read_bytes() for path in sorted(folder.glob(pattern))]


CASES = (
    _Case("UBL invoice", _files("sound/from-applicant/invoice-*.xml", STEEL), _xml),
    _Case("UBL order", _files("*/from-buyer/order-*.xml", STEEL), _xml),
    _Case("camt.053", _files("*/from-bank/statement-*.xml", STEEL), _xml),
    _Case("pain.001", _files("pain001/*.xml"), _xml),
    _Case("EPCIS XML", _files("epcis/coils.xml"), _xml),
    _Case("EPCIS JSON-LD", _files("epcis/coils.jsonld"), _json),
    _Case("e-invoice XML", _files("einvoice/general.xml"), _xml),
    _Case("e-invoice OFD", lambda: [_papers.invoice_ofd()], _ofd),
    _Case("e-invoice PDF", lambda: [_papers.invoice_pdf()], _pdf),
    _Case("CSV, 1,000 rows", lambda: [_papers.statement_csv()], _csv, _papers.MAPPING),
    _Case("xlsx, 1,000 rows", lambda: [_papers.statement_xlsx()], _xlsx, _papers.MAPPING),
    _Case("LEI XML", _files("gleif/lei.xml"), _xml),
    _Case("LEI JSON", _files("gleif/flat.json"), _json),
)


def _micros(work: Callable[[bytes], object], papers: list[bytes]) -> float:
    """Microseconds a paper takes, over as many rounds as fill the time."""
    rounds, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        for data in papers:
            work(data)
        rounds += 1
    return (time.perf_counter() - began) * 1e6 / (rounds * len(papers))


def main() -> None:
    """Print a line for each reader: files and megabytes a second, bare and read, and the ratio of their times."""
    print(f"one process, median of {RUNS} alternating runs; {platform.machine()}, Python {platform.python_version()}")
    print(f"{'reader':16} {'bytes':>7} {'bare/s':>9} {'read/s':>8} {'MB/s':>6} {'ratio':>6}")
    for case in CASES:
        papers, read = case.papers(), partial(_read, case.mapping)
        for data in papers:
            read(data)
        pairs = [(_micros(case.bare, papers), _micros(read, papers)) for _ in range(RUNS)]
        bare_micros, read_micros = (statistics.median(side) for side in zip(*pairs, strict=True))
        mean_bytes = sum(map(len, papers)) // len(papers)
        figures = f"{1e6 / bare_micros:9,.0f} {1e6 / read_micros:8,.0f} {mean_bytes / read_micros:6.1f}"
        print(f"{case.name:16} {mean_bytes:7,} {figures} {read_micros / bare_micros:6.1f}")


def _read(mapping: Mapping | None, data: bytes) -> object:
    return read_document(data, SOURCE, mapping)


if __name__ == "__main__":
    main()
