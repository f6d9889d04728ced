"""What cases are made of: chance, and rows of a book's CSV files that are read and written again."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

Row = dict[str, str]


def likely(chance: random.Random, percent: int) -> bool:
    """Tell, so many times of a hundred, yes."""
    return chance.randrange(100) < percent


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a CSV file, every cell as it is written."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write_rows(path: Path, names: list[str], rows: list[Row]) -> None:
    """Write rows under a header of these names; a cell that a row lacks is empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def change(path: Path, changed: Callable[[list[Row]], list[Row]]) -> None:
    """Write a CSV file again with its rows changed, under the header it has."""
    rows = rows_of(path)
    write_rows(path, list(rows[0]), changed(rows))


def change_each(path: Path, changed: Callable[[Row], Row]) -> None:
    """Write a CSV file again with each of its rows changed."""
    change(path, lambda rows: [{**row, **changed(row)} for row in rows])


def say(path: Path, key: str, value: str) -> None:
    """Set one key of a request's TOML file; a key that it lacks goes in front of the first."""
    head, fees, rest = path.read_text(encoding="utf-8").partition("\n[[fees]]")
    kept = [line for line in head.splitlines(keepends=True) if line.partition("=")[0].strip() != key]
    path.write_text("".join([f"{key} = {value}\n", *kept, fees, rest]), encoding="utf-8")
