"""What a report tells, in order and without words: which file is in which state, and which letter asks for what."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hefu.book.readers.folder import FileOutcome, ReadReport
from hefu.core.refusal_kinds import asks
from hefu.core.texts import Text


class State(enum.StrEnum):
    """What became of a file."""

    REFUSED = "refused"
    READ = "read"
    SAME = "same"
    KNOWN = "known"


def state_of(file: FileOutcome) -> State:
    """Return what became of a file. One that is the same as a refused one is refused."""
    if file.refused:
        return State.REFUSED
    if file.same_as:
        return State.SAME
    return State.KNOWN if file.known else State.READ


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that is asked for, and the files it is asked for; their names as their sender knows them."""

    ask: Text
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What one sender is asked for: who controls the files, the folder they lie in, the requests in order."""

    controlled_by: str
    controller_id: str
    folder: str
    requests: tuple[Request, ...]

    @property
    def files_count(self) -> int:
        """How many files it speaks of."""
        return sum(len(request.names) for request in self.requests)


@dataclass(frozen=True, slots=True)
class Facts:
    """A report before it is put into words.

    `folder` is the name of the folder that was read, `at` the moment with the zone it is shown in, `batch` the name of
    the batch in the book, or nothing.
    """

    report: ReadReport
    folder: str
    at: datetime

    @property
    def batch(self) -> str:
        """The name of the batch, or nothing where nothing was new."""
        return self.report.batch.name if self.report.batch else ""

    def counts(self) -> dict[State, int]:
        """Return how many files there are in each state."""
        found = Counter(map(state_of, self.report.files))
        return {state: found[state] for state in State}

    def files(self, *states: State) -> tuple[FileOutcome, ...]:
        """Return the files in some states, in the order of their names."""
        return tuple(file for file in self.report.files if state_of(file) in states)

    def refusals_by_code(self) -> dict[str, int]:
        """Return how many files were refused for each reason, the most frequent first."""
        found = Counter(file.refused.refusal.code for file in self.report.files if file.refused)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def letters(self) -> tuple[Letter, ...]:
        """Return one letter for each sender of whom something is to be asked, in the order of their files."""
        found: dict[tuple[str, str, str], dict[Text, list[str]]] = {}
        for file in self.report.files:
            # Of one paper that stands twice, one copy is asked for.
            if file.refused and file.refused.refusal.ask and not file.same_as:
                folder, _, name = file.name.rpartition("/")
                first, _, rest = folder.partition("/")
                sender = (file.controlled_by, file.controller_id or "", first)
                wanted = found.setdefault(sender, {}).setdefault(file.refused.refusal.ask, [])
                wanted.append(f"{rest}/{name}" if rest else name)
        return tuple(Letter(*sender, _requests(wanted.items())) for sender, wanted in found.items())


def _requests(wanted: Iterable[tuple[Text, list[str]]]) -> tuple[Request, ...]:
    return tuple(Request(ask, tuple(names)) for ask, names in wanted)


def next_steps(file: FileOutcome) -> tuple[Text | None, Text | None]:
    """Return what to ask the sender of a refused file for, and what to do here; at least one of the two."""
    if file.refused is None:
        return None, None
    kind = file.refused.refusal
    return kind.ask, kind.task or (None if kind.ask else asks.LOOKED_AT)
