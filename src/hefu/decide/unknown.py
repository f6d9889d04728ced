"""What is unknown, and which one paper would settle most of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hefu.core.paper_kinds import PaperKind
from hefu.decide.checks import Check


@dataclass(frozen=True, slots=True)
class Settles:
    """A kind of paper, and the open checks that it would settle by itself."""

    paper: PaperKind
    rules: tuple[str, ...]


def settling(checks: Sequence[Check]) -> tuple[Settles, ...]:
    """Return what each kind of paper would settle, the one that settles most first.

    A check is settled where every part of it that is open names that paper. Ties stand in the order of `PaperKind`.
    """
    rules: dict[PaperKind, list[str]] = {}
    for check in checks:
        papers = {part.paper for part in check.unassessed}
        if len(papers) == 1 and PaperKind.UNSTATED not in papers:
            rules.setdefault(papers.pop(), []).append(check.rule)
    order = list(PaperKind)
    found = [Settles(paper, tuple(sorted(settled))) for paper, settled in rules.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.rules), order.index(one.paper))))
