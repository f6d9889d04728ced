"""What every loader of outside data gives back, and how it reads: strictly, column by column."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hefu.book import Book, Row
from hefu.core.currencies import EXPONENTS
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.gym.write import TRUTH, TRUTH_INSTANCES, TRUTH_ROWS

LABELLED = "labelled"
_MISSING = Text("the column {column} is missing", "缺少列 {column}")
_RAGGED = Text("row {row} has more or fewer cells than the header", "第 {row} 行的单元格数与表头不一致")


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that the data's own makers say is bad: the scheme by its mechanism, the instance, the row, the day."""

    scheme: str
    instance: str
    table: str
    row_id: str
    first_on: date


@dataclass(frozen=True, slots=True)
class Loaded:
    """A book, the labels its makers gave, and how many of their rows were left out, by reason."""

    book: Book
    labels: tuple[Label, ...]
    left_out: Counter[str] = field(default_factory=Counter)


def write_loaded(loaded: Loaded, folder: Path) -> None:
    """Write the book and its truth into a new folder: all of it, or nothing. Refused where the folder holds anything.

    An instance is labelled, not planted: its strength says so, its day is its makers' first day, and no amount is
    known to be lost.
    """
    if folder.exists() and any(folder.iterdir()):
        raise refuse(Refusal.FOLDER_NOT_EMPTY, path=folder.name)
    staging = folder.with_name(f".{folder.name}.staging")
    shutil.rmtree(staging, ignore_errors=True)
    loaded.book.write(staging)
    for name, schema in (("instances", TRUTH_INSTANCES), ("rows", TRUTH_ROWS)):
        place = staging / TRUTH / name
        place.mkdir(parents=True)
        rows = [{key: row[key] for key in schema.names} for row in map(_truth, loaded.labels)]
        pq.write_table(pa.Table.from_pylist(rows, schema), place / "0000.parquet", compression="zstd")
    if folder.exists():
        folder.rmdir()
    staging.rename(folder)


def _truth(label: Label) -> dict[str, object]:
    return {
        "instance": f"{label.scheme}/{label.instance}",
        "scheme": label.scheme,
        "strength": LABELLED,
        "innocent": False,
        "table": label.table,
        "row_id": label.row_id,
        "role": "labelled",
        "first_on": label.first_on,
        "first_visible_on": label.first_on,
        "amount_minor": 0,
        "currency": "CNY",
    }


def source(source_id: str, controlled_by: str, known_at: datetime) -> Row:
    """Return the source that stands behind every row of one file."""
    return {
        "source_id": source_id,
        "controlled_by": controlled_by,
        "channel": "feed",
        "known_at": known_at,
    }


def read_csv(path: Path, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Give the rows of a CSV file by column name. Refuses a file that is missing, no UTF-8, or lacks a column."""
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=str(error)[:200]) from None
    return rows_of_csv(text, path.name, needed)


def rows_of_csv(text: str, name: str, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Give the rows of a CSV text by column name; `name` is where it came from."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    for column in needed:
        if column not in header:
            reason = Text(_MISSING.en.format(column=column), _MISSING.zh.format(column=column))
            raise refuse(Refusal.FILE_UNREADABLE, path=name, reason=reason)
    for number, cells in enumerate(reader, start=1):
        if len(cells) != len(header):
            reason = Text(_RAGGED.en.format(row=number), _RAGGED.zh.format(row=number))
            raise refuse(Refusal.FILE_UNREADABLE, path=name, reason=reason)
        yield dict(zip(header, cells, strict=True))


def end_of(day: date, zone: datetime) -> datetime:
    """Return the last second of a day in the zone of `zone`: when a daily file has become known."""
    return datetime.combine(day, time(23, 59, 59), zone.tzinfo)


def whole(text: str) -> int:
    """Return a whole number; anything else is refused."""
    try:
        return int(text)
    except ValueError:
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=text) from None


def nearest(text: str, decimals: int) -> int:
    """Return a decimal number times 10**decimals, the nearest whole, halves away from zero: outside data is rough."""
    try:
        scaled = Decimal(text).scaleb(decimals)
        return int(scaled.to_integral_value(ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=text) from None


def nearest_minor(text: str, currency: str) -> int:
    """Return an amount of the major unit in whole minor units, the nearest."""
    return nearest(text, EXPONENTS[currency])


def nearest_milli(text: str) -> int:
    """Return a quantity in whole thousandths, the nearest."""
    return nearest(text, 3)
