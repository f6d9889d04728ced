"""What rules answer: findings, checks that could not be made, and checks with nothing to look at. Frozen rows."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from hefu.core.canonical import canonical_json, sha256_hex
from hefu.core.law import Figure
from hefu.core.money import Money
from hefu.core.paper_kinds import PaperKind
from hefu.core.texts import Message


class Severity(enum.IntEnum):
    """How grave a finding is, strictest first."""

    STOP = 0
    HIGH = 1
    MEDIUM = 2
    LOW = 3
    NOTE = 4

    @property
    def code(self) -> str:
        """The word that stands in machine-readable answers."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class RowRef:
    """One row of the book: its table, the id of the thing it speaks of, and who says so."""

    table: str
    row_id: str
    source_id: str = ""

    def plain(self) -> dict[str, str]:
        """Return the form that canonical JSON holds."""
        return {"table": self.table, "row_id": self.row_id, "source_id": self.source_id}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found, with the rows it rests on and what would clear it.

    `subjects` are the things it is about (an invoice, a payment, a party); `evidence` are the rows it
    was read from; `cites` are the legal figures it applies. `advisory` marks what only advises, such as a score.
    Amounts at risk of several findings overlap and are never summed.
    """

    rule: str
    rule_version: int
    severity: Severity
    message: Message
    subjects: tuple[RowRef, ...]
    evidence: tuple[RowRef, ...]
    clears: Message
    at_risk: Money | None = None
    cites: tuple[Figure, ...] = ()
    advisory: bool = False
    finding_id: str = field(init=False)

    def __getattr__(self, name: str) -> str:
        """Name the finding by its content when its name is first asked for: the same inputs give the same id."""
        if name != "finding_id":
            raise AttributeError(name)
        finding_id = "F-" + sha256_hex(canonical_json(self._content()))[:16]
        object.__setattr__(self, "finding_id", finding_id)
        return finding_id

    def _content(self) -> list[object]:
        return [
            [self.rule, self.rule_version, self.severity.code, self.message.code, dict(self.message.fields)],
            [ref.plain() for ref in self.subjects],
            [ref.plain() for ref in self.evidence],
            [self.clears.code, dict(self.clears.fields), self.at_risk],
        ]

    @property
    def may_decline(self) -> bool:
        """Whether it may decline by itself: what only advises, or rests on unsure figures of law alone, may not."""
        sure = not self.cites or any(figure.certainty.may_decline for figure in self.cites)
        return sure and not self.advisory


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A check that could not be made, why, and what would let it be made. Never a pass.

    `paper` is the kind of paper that would settle it, for machines; `clears` says the same to people.
    """

    rule: str
    rule_version: int
    reason: Message
    subjects: tuple[RowRef, ...]
    clears: Message
    paper: PaperKind = PaperKind.UNSTATED


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A check that had nothing to look at, and why: neither a pass nor an open check.

    `subjects` are all the things that it does not apply to: a request is outside the check only if each of its own
    is among them. Without subjects there was no such thing at all.
    """

    rule: str
    rule_version: int
    reason: Message
    subjects: tuple[RowRef, ...]


Answer = Finding | Unassessed | NotApplicable
"""What a rule may answer."""
