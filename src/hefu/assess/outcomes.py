"""What became of past requests: repaid, overdue or fraud, and what was lost and earned."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from hefu.core.money import Money
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

COLUMNS = ("request_id", "result", "lost", "earned", "currency")
RESULTS = ("repaid", "overdue", "fraud")
_TABLE = "outcomes"
_WORD = Text("repaid, overdue or fraud belongs here", "此处应为 repaid、overdue 或 fraud")
_TWICE = Text("the request stands twice", "该申请重复出现")
_HEADER = Text("the header must be " + ",".join(COLUMNS), "表头应为 " + ",".join(COLUMNS))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one request that was lent on."""

    result: str
    lost: Money
    earned: Money


def read_outcomes(path: Path | None) -> dict[str, Result]:
    """Return results by request from a CSV of COLUMNS; amounts in the major unit. Any row that breaks it is refused."""
    if path is None:
        return {}
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        header, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
    except (ValueError, csv.Error) as error:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=str(error)[:200]) from None
    if tuple(header) != COLUMNS:
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=_HEADER)
    found: dict[str, Result] = {}
    for number, cells in enumerate(rows, start=1):
        request_id, result = _result(number, cells, path)
        if request_id in found:
            raise _wrong(number, "request_id", request_id, _TWICE)
        found[request_id] = result
    return found


def _result(number: int, cells: list[str], path: Path) -> tuple[str, Result]:
    if len(cells) != len(COLUMNS):
        raise refuse(Refusal.FILE_UNREADABLE, path=path.name, reason=_HEADER)
    request_id, result, lost, earned, currency = cells
    if result not in RESULTS:
        raise _wrong(number, "result", result, _WORD)
    return request_id, Result(result, Money.parse(lost, currency), Money.parse(earned, currency))


def _wrong(row: int, column: str, value: str, reason: Text) -> RefusalError:
    return refuse(Refusal.ROW_BREAKS_SCHEMA, table=_TABLE, row=row, column=column, value=value[:80], reason=reason)
