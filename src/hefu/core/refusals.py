"""Refusals: what Hefu will not take, why, and what to do. Enumerated, ordered, in both languages.

Each kind is written down in `refusal_kinds/`, one file per part of the field. The order of REFUSALS is
precedence: where several hold, the first is reported. A refusal is retryable only where the same input may
pass later without being changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from hefu.core.refusal_kinds.cells import CellRefusals
from hefu.core.refusal_kinds.containers import ContainerRefusals
from hefu.core.refusal_kinds.documents import DocumentRefusals
from hefu.core.refusal_kinds.files import FileRefusals
from hefu.core.refusal_kinds.graphs import GraphRefusals
from hefu.core.refusal_kinds.gym import GymRefusals
from hefu.core.refusal_kinds.kind import RefusalKind
from hefu.core.refusal_kinds.law import LawRefusals
from hefu.core.refusal_kinds.numbers import NumberRefusals
from hefu.core.refusal_kinds.scores import ScoreRefusals
from hefu.core.refusal_kinds.settings import SettingRefusals
from hefu.core.refusal_kinds.tables import TableRefusals
from hefu.core.texts import Language, Value

_PARTS = (
    FileRefusals,
    DocumentRefusals,
    ContainerRefusals,
    NumberRefusals,
    CellRefusals,
    TableRefusals,
    SettingRefusals,
    GymRefusals,
    LawRefusals,
    ScoreRefusals,
    GraphRefusals,
)


class Refusal(
    FileRefusals,
    DocumentRefusals,
    ContainerRefusals,
    NumberRefusals,
    CellRefusals,
    TableRefusals,
    SettingRefusals,
    GymRefusals,
    LawRefusals,
    ScoreRefusals,
    GraphRefusals,
):
    """Every refusal the library can give, by name: `Refusal.FILE_MISSING`."""


REFUSALS: tuple[RefusalKind, ...] = tuple(
    value for part in _PARTS for value in vars(part).values() if isinstance(value, RefusalKind)
)
"""The same in their order."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer where something was not taken: which refusal, and its fields."""

    refusal: RefusalKind
    fields: tuple[tuple[str, Value], ...] = ()

    def render(self, language: Language) -> str:
        """Return the refusal's text in one language."""
        return self.refusal.text.render(language, dict(self.fields))


class RefusalError(Exception):
    """Raised where bad input is met; carries the answer that is shown to the user."""

    def __init__(self, refused: Refused) -> None:
        """Keep the answer; its English text is what a traceback shows."""
        super().__init__(f"{refused.refusal.code}: {refused.render(Language.EN)}")
        self.refused = refused


def refuse(refusal: RefusalKind, **fields: Value) -> RefusalError:
    """Build the exception that carries a refusal, to be raised where the bad input was met."""
    return RefusalError(Refused(refusal, tuple(sorted(fields.items()))))
