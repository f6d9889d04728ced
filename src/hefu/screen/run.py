"""Runs every rule over a whole book, one after the other, and says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from hefu.book import Book, Rule
from hefu.core.context import Context
from hefu.screen.answers import Answers

Asked = tuple[Rule[Any], Any]
"""A rule and its thresholds."""

Derivation = Callable[[Book], Mapping[str, pa.Table]]
"""What one package computes and another reads: tables to put into the book before the rules are asked."""

Told = Callable[[str, int, int], None]
"""Told after each rule: its name, its findings, its open checks."""


def screen(
    book: Book, derivations: Sequence[Derivation], asked: Sequence[Asked], at: Context, told: Told | None = None
) -> Book:
    """Return the tables `findings`, `finding_rows` and `open_checks` of a book as known at a moment.

    Derivations run in the order given, each on the book with the tables of those before it. Same book, thresholds
    and moment, same rows. The book is held in memory whole.
    """
    known = book.as_of(at.as_of)
    for derive in derivations:
        for name, table in derive(known).items():
            known = known.with_table(name, table)
    answers = Answers()
    for rule, config in asked:
        found, left_open = answers.add(rule.check(known, config, at), rule.texts)
        if told:
            told(rule.name, found, left_open)
    return answers.book()
