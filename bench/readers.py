"""How fast each reader turns documents into rows, beside a bare parser of the same bytes that keeps nothing."""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from hefu.book.readers.detect import read_document
from hefu.book.readers.rows import Source

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


@dataclass(frozen=True, slots=True)
class _Case:
    """One kind of document: where samples of our own lie, and the bare parser beside which its reader is measured."""

    name: str
    pattern: str
    bare: Callable[[bytes], object]
    folder: Path = SAMPLES


CASES = (
    _Case("UBL invoice", "sound/from-applicant/invoice-*.xml", _xml, STEEL),
    _Case("UBL order", "*/from-buyer/order-*.xml", _xml, STEEL),
    _Case("camt.053", "*/from-bank/statement-*.xml", _xml, STEEL),
    _Case("pain.001", "pain001/*.xml", _xml),
    _Case("EPCIS XML", "epcis/coils.xml", _xml),
    _Case("EPCIS JSON-LD", "epcis/coils.jsonld", _json),
    _Case("e-invoice XML", "einvoice/general.xml", _xml),
    _Case("LEI XML", "gleif/lei.xml", _xml),
    _Case("LEI JSON", "gleif/flat.json", _json),
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
        papers = [path.read_bytes() for path in sorted(case.folder.glob(case.pattern))]
        for data in papers:
            read_document(data, SOURCE)
        pairs = [
            (_micros(case.bare, papers), _micros(lambda data: read_document(data, SOURCE), papers)) for _ in range(RUNS)
        ]
        bare, read = (statistics.median(side) for side in zip(*pairs, strict=True))
        mean_bytes = sum(map(len, papers)) // len(papers)
        figures = f"{1e6 / bare:9,.0f} {1e6 / read:8,.0f} {mean_bytes / read:6.1f} {read / bare:6.1f}"
        print(f"{case.name:16} {mean_bytes:7,} {figures}")


if __name__ == "__main__":
    main()
