"""Runs every rule over a whole book, one after the other, and says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from hefu.book import Book, Rule
from hefu.core.context import Context
from hefu.screen.answers import Answers
from hefu.screen.stake import Stake

Asked = tuple[Rule[Any], Any]
"""A rule and its thresholds."""

Derivation = Callable[[Book, Context], Mapping[str, pa.Table]]
"""What one package computes and another reads: tables to put into the book before the rules are asked."""

Told = Callable[[str, int, int], None]
"""Told after each rule: its name, its new findings, its open checks."""


def screen(
    book: Book,
    derivations: Sequence[Derivation],
    asked: Sequence[Asked],
    moments: Sequence[Context],
    told: Told | None = None,
) -> Book:
    """Return the tables `findings`, `finding_rows` and `open_checks` of a book as known at one moment after another.

    Derivations run in the order given, each on the book with the tables of those before it. A finding stands once, with
    the first moment that shows it; open checks are those of the last. Same book, thresholds and moments, same rows.
    What concerns only bills that nobody lent on is left out (`Stake`). The book is held in memory whole.
    """
    answers = Answers()
    for at in sorted(moments, key=lambda moment: moment.as_of):
        known = _derived(book.as_of(at.as_of), derivations, at)
        stake = Stake(known)
        answers.begin_moment()
        for rule, config in asked:
            given = (answer for answer in rule.check(known, config, at) if stake.holds(answer))
            found, left_open = answers.add(given, rule.texts, at.as_of)
            if told:
                told(rule.name, found, left_open)
    return answers.book()


def _derived(book: Book, derivations: Sequence[Derivation], at: Context) -> Book:
    for derive in derivations:
        for name, table in derive(book, at).items():
            book = book.with_table(name, table)
    return book
