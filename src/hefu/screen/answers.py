"""The answers of all rules about one book, gathered as rows of the derived tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hefu.book import Book, Row
from hefu.core.findings import Answer, Finding, RowRef, Unassessed
from hefu.core.texts import Language, Message, Text


class Answers:
    """Gathers the answers of one moment after another: each finding once, as first found; what is open, of the last."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._findings: dict[str, Row] = {}
        self._rows: list[Row] = []
        self._open: list[Row] = []

    def add(self, answers: Iterable[Answer], texts: Mapping[str, Text], as_of: datetime) -> tuple[int, int]:
        """Take one rule's answers as of a moment; return how many findings and how many open checks are new."""
        before = len(self._findings), len(self._open)
        for answer in answers:
            if isinstance(answer, Unassessed):
                self._open.append({**_open_row(answer, texts, len(self._open)), "open_at": as_of})
            elif isinstance(answer, Finding) and answer.finding_id not in self._findings:
                self._findings[answer.finding_id] = {**_finding_row(answer, texts), "found_at": as_of}
                self._rows += _rows_of(answer)
        return len(self._findings) - before[0], len(self._open) - before[1]

    def begin_moment(self) -> None:
        """Forget what was open at an earlier moment: it is asked anew."""
        self._open.clear()

    def book(self) -> Book:
        """Return the tables `findings`, `finding_rows` and `open_checks`, each in the order of its key."""
        tables = {
            "findings": sorted(self._findings.values(), key=lambda row: str(row["finding_id"])),
            "finding_rows": sorted(self._rows, key=lambda row: str(row["finding_row_id"])),
            "open_checks": self._open,
        }
        return Book.of_rows(tables)


def _finding_row(finding: Finding, texts: Mapping[str, Text]) -> Row:
    risk = finding.at_risk
    return {
        "finding_id": finding.finding_id,
        "rule": finding.rule,
        "rule_version": finding.rule_version,
        "severity": finding.severity.code,
        **_said(finding.message, texts),
        "at_risk_minor": risk.amount_minor if risk else None,
        "currency": risk.currency if risk else None,
    }


def _rows_of(finding: Finding) -> list[Row]:
    parts = (("subject", finding.subjects), ("evidence", finding.evidence))
    return [_row(finding.finding_id, part, at, ref) for part, refs in parts for at, ref in enumerate(refs)]


def _row(finding_id: str, part: str, at: int, ref: RowRef) -> Row:
    return {
        "finding_row_id": f"{finding_id}/{part}/{at:04d}",
        "finding_id": finding_id,
        "part": part,
        "table_name": ref.table,
        "row_id": ref.row_id,
        "said_by": ref.source_id or None,
    }


def _open_row(answer: Unassessed, texts: Mapping[str, Text], at: int) -> Row:
    return {
        "open_check_id": f"{answer.rule}/{at:08d}",
        "rule": answer.rule,
        "rule_version": answer.rule_version,
        **_said(answer.reason, texts),
        "subjects_count": len(answer.subjects),
    }


def _said(message: Message, texts: Mapping[str, Text]) -> dict[str, Any]:
    said = {f"said_{language.value}": message.render(language, texts) for language in Language}
    return {"code": message.code, **said}
