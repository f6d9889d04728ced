"""The tables catch a wrong record: each figure, day, bound and reach, changed one at a time, makes some row fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hefu.core.law import Anchor, Bound, Licence
from hefu.rulebook import Record, RuleBook, Status
from tests.rulebook.legal_tables import Case, answer, cases

LAW = RuleBook.shipped()
CASES = cases()
DAY = timedelta(days=1)


def spoiled(record: Record) -> Iterator[tuple[str, Record]]:
    """The record with one thing changed at a time."""
    if record.value is not None:
        yield "one more", replace(record, value=record.value + 1)
        yield "one less", replace(record, value=record.value - 1)
        yield "another bound", replace(record, bound=Bound.EXACT if record.bound != Bound.EXACT else Bound.OVER)
        yield "allowed by one", replace(record, bound=_beside(record.bound))
    if record.valid_from is not None:
        yield "a day later", replace(record, valid_from=record.valid_from + DAY)
        yield "a day earlier", replace(record, valid_from=record.valid_from - DAY)
        yield "another anchor", replace(record, anchor=next(one for one in Anchor if one != record.anchor))
        yield "other lenders", replace(record, licences=_others(record))
        yield "other products", replace(record, products=("ship",) if not record.products else ())
    if record.valid_to is not None:
        yield "a day longer", replace(record, valid_to=record.valid_to + DAY)
        yield "a day shorter", replace(record, valid_to=record.valid_to - DAY)
    if record.transition is not None:
        yield "no transition", replace(record, transition=None)
        for days in (-DAY, DAY):
            until = record.transition.until + days
            yield f"transition until {until}", replace(record, transition=replace(record.transition, until=until))
    if record.status == Status.MODEL:
        yield "a model in force", replace(record, status=Status.IN_FORCE, valid_from=LAW.records()[0].valid_from)


def _beside(bound: Bound) -> Bound:
    """A bound that differs at the figure only, or turns the direction."""
    return {
        Bound.OVER: Bound.FROM,
        Bound.FROM: Bound.OVER,
        Bound.AT_MOST: Bound.AT_LEAST,
        Bound.AT_LEAST: Bound.AT_MOST,
        Bound.WITHIN: Bound.FROM,
        Bound.EXACT: Bound.FROM,
    }[bound]


def _others(record: Record) -> tuple[Licence, ...]:
    return () if record.licences else (Licence.PLATFORM,)


def survivors(record: Record, rows: list[Case]) -> list[str]:
    """The changes of a record that no row notices."""
    others = [one for one in LAW.records() if one is not record and one.rule_id == record.rule_id]
    return [
        f"{record.path}, {record.rule_id}: {name}"
        for name, wrong in spoiled(record)
        if all(answer(RuleBook([wrong, *others]), row) == row.expected for row in rows)
    ]


@pytest.mark.parametrize("path", sorted({record.path for record in LAW.records()}))
def test_a_wrong_record_makes_a_row_fail(path: str) -> None:
    records = [record for record in LAW.records() if record.path == path]
    unseen = [
        words for one in records for words in survivors(one, [row for row in CASES if row.rule_id == one.rule_id])
    ]
    assert unseen == []


def test_there_is_much_to_catch() -> None:
    assert sum(1 for record in LAW.records() for _ in spoiled(record)) > 1_200
