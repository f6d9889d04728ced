"""Each record of the law is asked on each side of its boundaries, and answers as the tables say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hefu.core.law import Anchor, Bound
from hefu.rulebook import Record, RuleBook, Status
from tests.rulebook.legal_tables import Case, answer, cases

CASES = cases()
LAW = RuleBook.shipped()
DAY = timedelta(days=1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.where)
def test_the_law_answers_as_the_table_says(case: Case) -> None:
    assert answer(LAW, case) == case.expected


def unasked(record: Record, rows: list[Case]) -> list[str]:
    """The boundaries of a record beside which no row stands. `rows` are those of its rule."""
    if record.status == Status.MODEL:
        return [] if any(row.expected == "no_start_date" for row in rows) else ["that it is in force nowhere"]
    begins, rows = _its_start(record, rows)
    if begins is None:
        return ["a day on which it might start"]
    days = {row.days[record.anchor] for row in rows if record.anchor in row.days and row.asked is None}
    wanted = {day for edge in _edges(record, begins) for day in (edge - DAY, edge)}
    found = [f"{record.anchor} {day}" for day in sorted(wanted - days)]
    return found + _unasked_values(record, rows) + _unasked_reach(record, rows) + _unasked_old(record, rows)


def _its_start(record: Record, rows: list[Case]) -> tuple[date | None, list[Case]]:
    if record.valid_from is not None:
        return record.valid_from, [row for row in rows if row.starts_on is None]
    some = [row for row in rows if row.starts_on is not None]
    return (some[0].starts_on, some) if some else (None, [])


def _edges(record: Record, begins: date) -> list[date]:
    until = record.transition.until if record.transition else None
    return [day for day in (begins, record.valid_to, until) if day is not None]


def _unasked_values(record: Record, rows: list[Case]) -> list[str]:
    if record.value is None:
        return []
    asked = {row.asked[0] for row in rows if row.asked}
    below = [record.value - 1] if record.value > 0 or record.bound == Bound.AT_LEAST else []
    wanted = [record.value] if record.bound == Bound.EXACT else [*below, record.value, record.value + 1]
    return [f"{value} {record.unit}" for value in wanted if value not in asked]


def _unasked_reach(record: Record, rows: list[Case]) -> list[str]:
    codes = {row.expected for row in rows}
    wanted = {"licence_missing", "not_for_licence"} if record.licences else set()
    wanted |= {"product_missing", "not_for_product"} if record.products else set()
    return sorted(wanted - codes) if record.valid_from is not None else []


def _unasked_old(record: Record, rows: list[Case]) -> list[str]:
    clause = record.transition
    if clause is None or clause.anchor is None or record.valid_from is None:
        return []
    signed = {row.days[clause.anchor] for row in rows if clause.anchor in row.days}
    return [f"{clause.anchor} {day}" for day in (record.valid_from - DAY, record.valid_from) if day not in signed]


def test_every_record_is_asked_on_each_side_of_its_boundaries() -> None:
    missing = {
        f"{record.path}, {record.rule_id}": wanted
        for record in LAW.records()
        if (wanted := unasked(record, [case for case in CASES if case.rule_id == record.rule_id]))
    }
    assert missing == {}


@pytest.mark.parametrize(
    ("rule_id", "left_out", "named"),
    [
        ("voucher.tenor_max", "2025-06-14", "voucher_issue 2025-06-14"),
        ("voucher.tenor_max", "2027-06-15", "voucher_issue 2027-06-15"),
        ("classification.overdue_loss_over", "2023-06-30", "loan_signing 2023-06-30"),
    ],
)
def test_a_boundary_without_its_row_is_named(rule_id: str, left_out: str, named: str) -> None:
    day = date.fromisoformat(left_out)
    kept = [case for case in CASES if case.rule_id == rule_id and day not in case.days.values()]
    assert named in unasked(LAW.records(rule_id)[-1] if "loss" in rule_id else _in_force(rule_id), kept)


def _in_force(rule_id: str) -> Record:
    return next(record for record in LAW.records(rule_id) if record.status == Status.IN_FORCE)


def test_a_value_without_its_row_is_named() -> None:
    record = _in_force("exposure.single_max")
    kept = [case for case in CASES if case.rule_id == record.rule_id and case.asked != (1501, "bps")]
    assert unasked(record, kept) == ["1501 bps"]


def test_no_table_speaks_of_a_rule_that_is_not_there() -> None:
    assert {case.rule_id for case in CASES} == set(LAW.rule_ids())
    assert {anchor for case in CASES for anchor in case.days} <= set(Anchor)
