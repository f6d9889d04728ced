"""What stands behind the code of a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.texts import Text


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One kind of refusal: its code, its text with named fields, and whether the same input may pass later."""

    code: str
    text: Text
    retryable: bool = False


def kind(code: str, en: str, zh: str, *, retryable: bool = False) -> RefusalKind:
    """Write one kind down."""
    return RefusalKind(code, Text(en, zh), retryable)
