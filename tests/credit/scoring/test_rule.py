"""A score can make a person look, and nothing more: it neither declines nor lends."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from hefu.book import Book
from hefu.core.context import Context
from hefu.core.findings import Answer, Finding, Severity, Unassessed
from hefu.core.money import Money
from hefu.core.texts import Language, Message, Text
from hefu.credit.scoring import RULE
from hefu.decide import Check, Constraint, Outcome, decide
from hefu.decide.config import DecideConfig

AT = Context(datetime(2026, 11, 20, tzinfo=UTC))
PARTY = "uscc:91110000100000000A"
SOURCE = {"source_id": "s", "controlled_by": "lender", "channel": "keyed", "known_at": AT.as_of}
SCORE: dict[str, Any] = {
    "score_id": "a/1",
    "party_id": PARTY,
    "model": "card",
    "model_sha256": "00",
    "score_points": 500,
    "cutoff_points": 520,
    "unseen_count": 0,
    "drift": "stable",
    "example": False,
    "source_id": "s",
    "known_at": AT.as_of,
}

# points | cut-off | unseen | drift | example | by | answer
CASES = """
519 | 520 | 0 | stable  |   | lender   | medium score_below
520 | 520 | 0 | stable  |   | lender   | note score_at_or_above
521 | 520 | 0 | watch   |   | lender   | note score_at_or_above
500 |     | 0 | stable  |   | lender   | note score_stands
500 |     | 0 |         |   | lender   | note score_stands
600 | 520 | 2 | stable  |   | lender   | note score_thin
600 | 520 | 2 | shifted |   | lender   | note score_drifted
600 | 520 | 0 | unknown |   | lender   | note score_drifted
100 | 520 | 2 | shifted |   | lender   | medium score_below
100 | 520 | 2 | shifted | y | lender   | note score_of_example
900 | 520 | 0 | stable  | y | lender   | note score_of_example
-50 | 520 | 0 | stable  |   | lender   | medium score_below
900 | 520 | 0 | stable  |   | borrower |
900 | 520 | 0 | stable  |   | bank     |
"""


def cases() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in CASES.strip("\n").splitlines()]


def book(by: str = "lender", **fields: object) -> Book:
    return Book.of_rows({"sources": [{**SOURCE, "controlled_by": by}], "scores": [{**SCORE, **fields}]}).checked()


def answers(some: Book) -> list[Finding]:
    found = list(RULE.check(some, None, AT))
    assert not [one for one in found if isinstance(one, Unassessed)]
    return [one for one in found if isinstance(one, Finding)]


@pytest.mark.parametrize(("points", "cutoff", "unseen", "drift", "example", "by", "answer"), cases())
def test_what_each_score_says(
    points: str, cutoff: str, unseen: str, drift: str, example: str, by: str, answer: str
) -> None:
    some = book(
        by,
        score_points=int(points),
        cutoff_points=int(cutoff) if cutoff else None,
        unseen_count=int(unseen),
        drift=drift or None,
        example=bool(example),
    )
    assert " ".join(f"{one.severity.code} {one.message.code}" for one in answers(some)) == answer


def test_every_answer_reads_in_both_languages() -> None:
    for points, example, drift, unseen in itertools.product((519, 521), (True, False), ("stable", "shifted"), (0, 1)):
        for one in answers(book(score_points=points, example=example, drift=drift, unseen_count=unseen)):
            for language in Language:
                assert PARTY in one.message.render(language, RULE.texts)
                assert one.clears.render(language, RULE.texts)


def test_a_score_that_nobody_vouches_for_is_not_read() -> None:
    assert answers(Book.of_rows({"scores": [{**SCORE, "source_id": "nobody"}]})) == []


def test_no_score_at_all_leaves_no_check_open() -> None:
    assert answers(Book()) == []


WORD = Text("x", "x")
LIMIT = Constraint("base", WORD, Money(1_000_00, "CNY"), WORD)
PASSED = Check("trade", WORD, WORD)
OPEN = Check("trade", WORD, WORD, unassessed=(Unassessed("trade", 1, Message.of("x"), (), Message.of("x")),))


def beside(others: list[Check], score: Check) -> list[Check]:
    """How a score comes into a decision: one more check beside the others."""
    return [*others, score]


def outcome(checks: list[Check], asked_minor: int, policy: DecideConfig) -> Outcome:
    return decide(checks, Money(asked_minor, "CNY"), [LIMIT], policy).outcome


def every_score() -> list[Book]:
    values = itertools.product(
        (-(10**6), 519, 520, 10**6), (None, 520), ("shifted", "stable", None), (True, False), (0, 9)
    )
    return [
        book(score_points=points, cutoff_points=cutoff, drift=drift, example=example, unseen_count=unseen)
        for points, cutoff, drift, example, unseen in values
    ]


EVERY_SCORE = every_score()

Read = Callable[[Book, object, Context], Iterable[Answer]]


def faults(read: Read, assemble: Callable[[list[Check], Check], list[Check]] = beside) -> set[str]:
    """What a score brought about that it may not: a decline, a loan not made without it, a check left open."""
    found = set()
    amounts = (1_000_00, 2_000_00)
    policies = [DecideConfig(refer_at=at) for at in (Severity.HIGH, Severity.MEDIUM, Severity.NOTE)]
    policies.append(DecideConfig(decline_at=Severity.NOTE, refer_at=Severity.NOTE))
    for some in EVERY_SCORE:
        answered = list(read(some, None, AT))
        check = Check(RULE.name, WORD, WORD, tuple(one for one in answered if isinstance(one, Finding)))
        if any(isinstance(one, Unassessed) for one in answered):
            found.add("stays open")
        for asked, policy, others in itertools.product(amounts, policies, ([PASSED], [OPEN])):
            scored = outcome(assemble(others, check), asked, policy)
            if scored is Outcome.DECLINE:
                found.add("declines")
            if scored > outcome(others, asked, policy):
                found.add("lends")
    return found


def test_a_score_neither_declines_nor_lends_whatever_it_is() -> None:
    assert faults(RULE.check) == set()


def test_a_rule_that_stops_on_a_score_is_caught() -> None:
    def planted(some: Book, config: object, at: Context) -> Iterator[Answer]:
        for one in RULE.check(some, config, at):
            if isinstance(one, Finding):
                yield dataclasses.replace(one, severity=Severity.STOP, advisory=False)
            else:
                yield one

    assert faults(planted) == {"declines"}


def test_an_assembly_that_lets_a_score_stand_in_for_an_open_check_is_caught() -> None:
    def planted(others: list[Check], score: Check) -> list[Check]:
        return [score] if others == [OPEN] else beside(others, score)

    assert faults(RULE.check, planted) == {"lends"}


def test_a_rule_that_leaves_a_check_open_for_want_of_a_score_is_caught() -> None:
    def planted(some: Book, config: object, at: Context) -> Iterator[Answer]:
        yield from RULE.check(some, config, at)
        yield Unassessed(RULE.name, 1, Message.of("x"), (), Message.of("x"))

    assert faults(planted) == {"stays open"}


def test_no_answer_is_graver_than_a_person_looking() -> None:
    found = [one.severity for some in EVERY_SCORE for one in answers(some)]
    assert set(found) == {Severity.MEDIUM, Severity.NOTE}
