"""How fast UBL invoices become a book in Parquet, beside lxml alone parsing the same files and keeping nothing."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from lxml import etree

from bench._ubl_invoices import write_invoices
from hefu.book.book import Row, rows_to_arrow
from hefu.book.readers.folder import read_folder_into
from hefu.book.readers.rows import Source
from hefu.book.readers.ubl.reader import read_ubl
from hefu.book.schema import SCHEMA

FILES = 10_000
FILES_FEW = 2_000
FLUSH_FILES = 500
RUNS = 5
WORKERS = 2
GOAL_RATIO = 3.0
SEED = 20261120
RECEIVED_AT = datetime(2026, 11, 20, tzinfo=UTC)

_LEAF = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
PARSE, ROWS, PARQUET, FOLDER = "lxml.etree.parse alone", "Hefu, rows", "Hefu, rows to Parquet", "hefu read"
Work = Callable[[list[str]], int]
"""What one worker does with its share of the files; it returns its peak memory in KiB."""


def _parse(paths: list[str]) -> int:
    """Side one: lxml parses each file; nothing is looked at."""
    for path in paths:
        etree.parse(path)
    return _peak_kib()


def _rows(paths: list[str]) -> int:
    """Side two: each file becomes the rows of its document, every value checked; nothing is written."""
    for path in paths:
        read_ubl(_bytes(path), Source(f"file:{path}", "borrower", "upload", RECEIVED_AT))
    return _peak_kib()


def _bytes(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def _read(out: str, paths: list[str]) -> int:
    """Side three: each file becomes rows, the rows of a few hundred become one Parquet part per table."""
    for start in range(0, len(paths), FLUSH_FILES):
        gathered: dict[str, list[Row]] = {}
        for path in paths[start : start + FLUSH_FILES]:
            source = Source(f"file:{path}", "borrower", "upload", RECEIVED_AT)
            for name, rows in read_ubl(_bytes(path), source).tables.items():
                gathered.setdefault(name, []).extend(rows)
        for name, rows in gathered.items():
            part = Path(out) / f"{name}.{os.getpid()}-{start}.parquet"
            table = rows_to_arrow(SCHEMA[name], rows)
            pq.write_table(table, part, compression="zstd", compression_level=1, write_statistics=False)
    return _peak_kib()


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _crew() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))


def _timed(crew: ProcessPoolExecutor, work: Work, paths: list[str]) -> tuple[float, int]:
    """Seconds for all files, shared out evenly, and the larger worker's peak memory."""
    began = time.perf_counter()
    peaks = list(crew.map(work, [paths[at::WORKERS] for at in range(WORKERS)]))
    return time.perf_counter() - began, max(peaks)


def _folder_seconds(folder: Path, book: Path) -> float:
    """Seconds of `hefu read`: detection, hashes, children with limits, every row checked, one batch published."""
    began = time.perf_counter()
    report = read_folder_into(folder, book, RECEIVED_AT, workers=WORKERS)
    assert not report.refusals  # noqa: S101 - a benchmark of refused files would measure nothing
    return time.perf_counter() - began


def _payable_cents_by_lxml(paths: list[str]) -> int:
    amounts = (etree.parse(path).findtext(f".//{_LEAF}PayableAmount") for path in paths)
    return sum(int(str(amount).replace(".", "")) for amount in amounts)


def _payable_cents(parts: list[Path]) -> int:
    tables = [pq.ParquetFile(part).read(columns=["payable_minor"]) for part in parts]
    total: int = pc.sum(pa.concat_tables(tables)["payable_minor"]).as_py()
    return total


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _measured(inbox: Path, out: Path, paths: list[str]) -> dict[str, list[float]]:
    """Seconds of each side, the sides taking turns, so that a busy moment hits all of them."""
    seconds: dict[str, list[float]] = {PARSE: [], ROWS: [], PARQUET: [], FOLDER: []}
    with _crew() as crew:
        # Each worker has its imports done and every kind of group compiled before anything is timed.
        for work in (_parse, _rows, partial(_read, str(_emptied(out)))):
            _timed(crew, work, paths[:200])
        for _ in range(RUNS):
            seconds[PARSE].append(_timed(crew, _parse, paths)[0])
            seconds[ROWS].append(_timed(crew, _rows, paths)[0])
            read = partial(_read, str(_emptied(out)))
            seconds[PARQUET].append(_timed(crew, read, paths)[0])
            seconds[FOLDER].append(_folder_seconds(inbox, _emptied(out.with_name("book"))))
    return seconds


def _peaks_mib(out: Path, paths: list[str]) -> list[int]:
    """Peak memory of a worker that has read few files, and of one that has read all."""
    peaks = []
    for count in (FILES_FEW, FILES):
        with _crew() as crew:
            peaks.append(_timed(crew, partial(_read, str(_emptied(out))), paths[:count])[1] // 1024)
    return peaks


def _check(out: Path, paths: list[str], written: int) -> None:
    """Both sides must have seen the same money, and it must be what was written."""
    sums = (written, _payable_cents_by_lxml(paths), _payable_cents(sorted(out.glob("invoices.*.parquet"))))
    book = _payable_cents(sorted(out.with_name("book").glob("*/invoices*.parquet")))
    if {*sums, book} != {written}:
        sys.exit(f"amounts do not agree: {sums} {book}")
    print(f"payable amounts agree on all sides: EUR {written // 100:,}.{written % 100:02d}")


def main() -> None:
    """Print the table: seconds, documents per second, ratio to lxml alone, and memory."""
    with tempfile.TemporaryDirectory(prefix="hefu-ubl-") as folder:
        inbox, out = Path(folder) / "inbox", Path(folder) / "parts"
        inbox.mkdir()
        written = write_invoices(inbox, FILES, SEED)
        paths = sorted(str(path) for path in inbox.glob("*.xml"))
        mean_bytes = sum(os.path.getsize(path) for path in paths) // FILES  # noqa: PTH202 - strings are what workers get
        print(f"{FILES:,} UBL invoices, {mean_bytes:,} bytes on average, {WORKERS} workers, median of {RUNS} runs")
        print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
        seconds = _measured(inbox, out, paths)
        _check(out, paths, written)
        base = statistics.median(seconds[PARSE])
        print(f"{'':24} {'seconds':>8} {'from':>7} {'to':>7} {'docs/s':>8} {'ratio':>6}")
        for name, runs in seconds.items():
            middle = statistics.median(runs)
            figures = f"{middle:8.2f} {min(runs):7.2f} {max(runs):7.2f} {FILES / middle:8,.0f} {middle / base:6.2f}"
            print(f"{name:24} {figures}")
        few, many = _peaks_mib(out, paths)
        print(f"peak memory of a worker: {few} MiB after {FILES_FEW:,} files, {many} MiB after {FILES:,}")
        rows, parquet = (statistics.median(seconds[side]) / base for side in (ROWS, PARQUET))
        print(f"goal: at most {GOAL_RATIO:.1f} times lxml alone; rows {rows:.2f}, written to Parquet {parquet:.2f}")


if __name__ == "__main__":
    main()
