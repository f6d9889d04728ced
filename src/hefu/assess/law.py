"""The rule book in use: its files as they were, so that an answer is re-run under the very records of its day."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from functools import cached_property

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.rulebook import RuleBook
from hefu.rulebook.loader import load
from hefu.rulebook.rulebook import RECORDS
from hefu.rulebook.shipped import shipped_files


class LawInUse:
    """The files of a rule book and the records in them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold files by name; they are read when the book is asked for."""
        self.files = dict(sorted(files.items()))

    @cached_property
    def book(self) -> RuleBook:
        """The records. Raises RefusalError where a file is no rule book."""
        return RuleBook(load(self.files))

    @cached_property
    def file_hashes(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {name: sha256_hex(data) for name, data in self.files.items()}

    @cached_property
    def record_hashes(self) -> dict[str, str]:
        """The SHA-256 of each record, by its rule, regulation and first day."""
        return {
            f"{one.rule_id} ({one.regulation.regulation_id}, {one.valid_from or '-'})": sha256_hex(
                canonical_json(one.plain())
            )
            for one in self.book.records()
        }


@functools.cache
def law_shipped() -> LawInUse:
    """Return the rule book that ships with Hefu."""
    return LawInUse(shipped_files(RECORDS))


def law_of(files: Mapping[str, bytes]) -> LawInUse:
    """Return the rule book of some files: the shipped one, which is read once, where they are the same."""
    shipped = law_shipped()
    return shipped if dict(files) == shipped.files else LawInUse(files)
