"""What stands behind the code of a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.texts import Text


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One kind of refusal: its code, its text with named fields, and whether the same input may pass later.

    `ask` is what to ask the sender of a document for, said to the sender; `task` is what to do here. Kinds that
    concern documents have at least one of them, the others (a setting, the book) none.
    """

    code: str
    text: Text
    retryable: bool = False
    ask: Text | None = None
    task: Text | None = None


def kind(
    code: str, en: str, zh: str, *, retryable: bool = False, ask: Text | None = None, task: Text | None = None
) -> RefusalKind:
    """Write one kind down."""
    return RefusalKind(code, Text(en, zh), retryable, ask, task)
