"""What a rule is: one pure function that puts a question to a book, and how it is labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from hefu.book.book import Book
from hefu.core.context import Context
from hefu.core.findings import Answer
from hefu.core.texts import Text

Config = TypeVar("Config")

WHOLE_GRAPH = ""
"""As `partition_by`: the rule needs the whole book at once."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Config]):
    """One rule. `check` reads no clock, file, network or randomness: same book, config and context, same answer.

    `question` is the coverage sheet's line for it; `partition_by` names the key by which the book may be
    cut without changing the answer; `texts` holds the literal of every message code it uses.
    """

    name: str
    version: int
    question: Text
    partition_by: str
    texts: Mapping[str, Text]
    check: Callable[[Book, Config, Context], Iterable[Answer]]
