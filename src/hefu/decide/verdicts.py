"""A verdict is a type: passed, refused, or not assessed. Verdicts compose by all-of and any-of, and fail closed.

There is no "not": what is composed from these can never become looser by an unknown.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from hefu.core.texts import Message, Value


class VerdictKind(enum.IntEnum):
    """How a condition stands, strictest first: unknown is worse than refused."""

    NOT_ASSESSED = 0
    REFUSED = 1
    PASSED = 2

    @property
    def code(self) -> str:
        """The word that stands in machine-readable answers."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a condition stands, and each reason why it does not pass. One that passes gives none."""

    kind: VerdictKind
    why: tuple[Message, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it passes; whatever else it is, it does not."""
        return self.kind is VerdictKind.PASSED


PASSED = Verdict(VerdictKind.PASSED)
"""The condition holds."""


def refused(code: str, **fields: Value) -> Verdict:
    """Return the verdict that a condition does not hold, and why."""
    return Verdict(VerdictKind.REFUSED, (Message.of(code, **fields),))


def not_assessed(code: str, **fields: Value) -> Verdict:
    """Return the verdict that it is unknown whether a condition holds, and why."""
    return Verdict(VerdictKind.NOT_ASSESSED, (Message.of(code, **fields),))


def all_of(parts: Sequence[Verdict]) -> Verdict:
    """Return the strictest of some verdicts. All of nothing is refused: it proves nothing."""
    if not parts:
        return refused("all_of_nothing")
    return _worst(parts)


def any_of(parts: Sequence[Verdict]) -> Verdict:
    """Return passed where any part passes, else the strictest. Any of nothing is refused."""
    if not parts:
        return refused("any_of_nothing")
    return PASSED if any(part.passed for part in parts) else _worst(parts)


def _worst(parts: Sequence[Verdict]) -> Verdict:
    why = dict.fromkeys(message for part in parts for message in part.why)
    return Verdict(min(part.kind for part in parts), tuple(why))
