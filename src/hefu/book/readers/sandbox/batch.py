"""Many documents at once: each becomes rows or a refusal, and the rows of all become Arrow tables.

Nothing here touches a file. One bad document never costs another its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from hefu.book.book import Book, Row
from hefu.book.readers.detect import Read
from hefu.book.readers.rows import Rows, Source
from hefu.book.readers.tabular.mapping import Mapping as CellMapping
from hefu.book.readers.understood import understood
from hefu.core.refusals import Refusal, RefusalError, Refused, refuse
from hefu.core.texts import Message

_ZIP = b"PK\x03\x04"
_PACKED = 10

BETWEEN = -1
"""In place of a document's index: no document is being read."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be read: its place in the folder, its bytes, who says so, and its mapping if it has one."""

    index: int
    data: bytes
    source: Source
    mapping: CellMapping | None = None

    @property
    def size_bytes(self) -> int:
        """How much there is to read: what is packed counts ten times, as sheets and pages shrink when packed."""
        return len(self.data) * (_PACKED if self.data.startswith(_ZIP) else 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its kind, its rows per table and what was understood, or why it was refused."""

    index: int
    document_kind: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    understood: tuple[Message, ...] = ()
    refused: Refused | None = None


def read_jobs(
    jobs: Sequence[Job], read: Read, started: Callable[[int], None] = lambda _: None
) -> tuple[list[Outcome], dict[str, pa.Table]]:
    """Read documents in order; return what became of each, and the rows of those that were read.

    `started` is told the index of each document before it is read, and BETWEEN when all are.
    """
    outcomes: list[Outcome] = []
    documents: dict[int, Rows] = {}
    for job in jobs:
        started(job.index)
        try:
            documents[job.index] = read(job.data, job.source, job.mapping)
        except RefusalError as error:
            outcomes.append(Outcome(job.index, refused=error.refused))
        except MemoryError:
            # The limit of a child: the document is too much for it, and the next one may not be.
            outcomes.append(too_large(job))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - a fault of one reader, a panic of Rust's too, costs only its document
            outcomes.append(Outcome(job.index, refused=_failed(error, job.source)))
    started(BETWEEN)
    tables, broken = _tables(documents)
    for index, refused in broken.items():
        del documents[index]
        outcomes.append(Outcome(index, refused=refused))
    outcomes += [
        Outcome(index, rows.document_kind, _counts(rows), _understood(rows)) for index, rows in documents.items()
    ]
    return sorted(outcomes, key=lambda outcome: outcome.index), tables


def too_large(job: Job) -> Outcome:
    """Return the refusal of a document that takes more memory than there is."""
    return Outcome(job.index, refused=refuse(Refusal.DOCUMENT_TOO_LARGE_TO_READ, path=job.source.file_name).refused)


def is_too_large(outcome: Outcome) -> bool:
    """Tell whether a document was refused for the memory it takes."""
    # By its code: from a child comes a copy.
    return outcome.refused is not None and outcome.refused.refusal.code == Refusal.DOCUMENT_TOO_LARGE_TO_READ.code


def _tables(documents: Mapping[int, Rows]) -> tuple[dict[str, pa.Table], dict[int, Refused]]:
    """Return all rows as Arrow tables, and a refusal for each document whose rows break the schema.

    All are checked together, which is quick; only where something is wrong is each checked by itself.
    """
    try:
        return _checked(documents.values()), {}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the document at fault is found below
        broken = {index: fault for index, rows in documents.items() if (fault := _fault(rows))}
    return _checked(rows for index, rows in documents.items() if index not in broken), broken


def _checked(documents: Iterable[Rows]) -> dict[str, pa.Table]:
    gathered: dict[str, list[Row]] = {}
    for rows in documents:
        for name, some in rows.tables.items():
            gathered.setdefault(name, []).extend(some)
    book = Book.of_rows(gathered).checked()
    return {name: book.table(name) for name in book.names}


def _fault(rows: Rows) -> Refused | None:
    try:
        _checked([rows])
    except RefusalError as error:
        return error.refused
    except Exception as error:  # noqa: BLE001 - rows that Arrow will not take are a fault of the reader's
        return _failed(error, rows.source)
    return None


def _failed(error: BaseException, source: Source) -> Refused:
    reason = f"{type(error).__name__}: {error}"[:200]
    return refuse(Refusal.READER_FAILED, path=source.file_name, reason=reason).refused


def _understood(rows: Rows) -> tuple[Message, ...]:
    try:
        return understood(rows)
    except Exception:  # noqa: BLE001 - a document that was read is not lost for want of words about it
        return ()


def _counts(rows: Rows) -> dict[str, int]:
    return {name: len(some) for name, some in rows.tables.items() if some}
