"""What a score is made of: the truth that was written beside a book, and the findings somebody made of the book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hefu.book import Book
from hefu.core.findings import Severity
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text
from hefu.gym.write import TRUTH, TRUTH_INSTANCES, TRUTH_ROWS

_NO_TRUTH = Text("it lacks columns of the truth", "缺少真值表所需的列")


@dataclass(frozen=True, slots=True)
class Truth:
    """Frames of `gym.write`: `instances`, one row each, and `rows`, what each consists of."""

    instances: pl.DataFrame
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Answers:
    """`alarms`: one row per rule, finding and row it names (rule, finding_id, table, row_id, part, alarm_on)."""

    alarms: pl.DataFrame
    moments: int


def read_truth(book: Path) -> Truth:
    """Return the truth of a book that was made with one. Refused: no truth, or files that are none."""
    frames = []
    for name, schema in (("instances", TRUTH_INSTANCES), ("rows", TRUTH_ROWS)):
        paths = sorted((book / TRUTH / name).glob("*.parquet"))
        if not paths:
            raise refuse(Refusal.FILE_MISSING, path=f"{TRUTH}/{name}")
        frame = pl.concat([_read(path) for path in paths])
        if not set(schema.names) <= set(frame.columns):
            raise refuse(Refusal.FILE_UNREADABLE, path=f"{TRUTH}/{name}", reason=_NO_TRUTH)
        frames.append(frame)
    return Truth(*frames)


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=str(error)[:200]) from None


def read_answers(findings: Book, alarm_at: Severity) -> Answers:
    """Return what rules found in a book, at one moment or several; each finding as first seen.

    Only findings as grave as `alarm_at` ring an alarm. A rule rings for a row it is about; what it rests on counts
    too, but for parties and accounts, which stand behind nearly everything.
    """
    found = _frame(findings, "findings").with_columns(pl.col("found_at").dt.date().alias("alarm_on"))
    grave = [severity.code for severity in Severity if severity <= alarm_at]
    first = found.filter(pl.col("severity").is_in(grave)).group_by("rule", "finding_id").agg(pl.col("alarm_on").min())
    named = _frame(findings, "finding_rows").select("finding_id", "part", pl.col("table_name").alias("table"), "row_id")
    rings = (pl.col("part") == "subject") | ~pl.col("table").is_in(["parties", "bank_accounts"])
    alarms = first.join(named.filter(rings).unique(), on="finding_id")
    return Answers(alarms, found["found_at"].n_unique())


def _frame(book: Book, name: str) -> pl.DataFrame:
    frame = pl.from_arrow(book.table(name))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - narrows the type; a table never becomes a series
    return frame
