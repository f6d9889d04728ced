"""A folder of documents, read whole: each file becomes rows of the book or a refusal with its reason.

A document is known by its bytes and its controller (`source_id`), so reading the same folder twice
changes nothing, and neither the order of files nor the number of workers makes a difference.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from hefu.book.book import Book
from hefu.book.files import known_ids, publish, staged
from hefu.book.readers.detect import Read, read_document
from hefu.book.readers.files import printable, read_bytes, walk
from hefu.book.readers.judged import read_judged
from hefu.book.readers.manifest import MANIFEST, Manifest, read_manifest
from hefu.book.readers.rows import Source
from hefu.book.readers.sandbox.batch import Job, Outcome
from hefu.book.readers.sandbox.workers import read_in_children
from hefu.core.canonical import sha256_hex
from hefu.core.refusals import Refusal, RefusalError, Refused, refuse
from hefu.core.texts import Message

CHUNK_FILES = 400
CHUNK_BYTES = 16 * 1024 * 1024

Progress = Callable[[int, int], None]
"""Told how many files are done, of how many."""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file of the folder.

    `controlled_by` and `controller_id` are what `sources.toml` says of it. `rows` counts its rows per table, and
    `understood` says what they are, in the words of `UNDERSTOOD`. `same_as` names the file of the same bytes and
    controller that was read in its place; `known` says that the book already holds the document. `refused` says
    why not.
    """

    name: str
    size_bytes: int = 0
    sha256: str = ""
    source_id: str = ""
    controlled_by: str = ""
    controller_id: str | None = None
    document_kind: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    understood: tuple[Message, ...] = ()
    same_as: str = ""
    known: bool = False
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What became of every file, in the order of their names; the book that was read; the batch it was put into.

    `book` holds the rows where they were read into memory; `batch` is the folder where they were written,
    or None where nothing was new.
    """

    files: tuple[FileOutcome, ...]
    book: Book = field(default_factory=Book)
    batch: Path | None = None

    @property
    def refusals(self) -> tuple[FileOutcome, ...]:
        """The files that were refused."""
        return tuple(file for file in self.files if file.refused)

    def documents_by_kind(self) -> dict[str, int]:
        """Return how many documents of each kind were read."""
        return dict(sorted(Counter(file.document_kind for file in self.files if file.document_kind).items()))

    def rows_by_table(self) -> dict[str, int]:
        """Return how many rows came into each table."""
        total: Counter[str] = Counter()
        for file in self.files:
            total.update(file.rows)
        return dict(sorted(total.items()))


def read_folder(
    folder: Path, received_at: datetime, *, progress: Progress | None = None, read: Read = read_judged
) -> ReadReport:
    """Read every document of a folder into memory, in a child process: for folders as small as one request's.

    Documents that claim a standard are judged by it.

    `received_at` (with its zone) is when the documents came in, where `sources.toml` does not say so.
    Files that cannot be read are in the report with their reason; a folder or `sources.toml` that cannot be
    read raises RefusalError.
    """
    inbox = Inbox(folder, received_at)
    gathered: dict[str, list[pa.Table]] = {}
    for done in read_in_children(inbox.chunks(), 1, read):
        inbox.settle(done.outcomes)
        if progress:
            progress(inbox.done, inbox.total)
        for name, table in done.tables.items():
            gathered.setdefault(name, []).append(table)
    if progress:
        progress(inbox.done, inbox.total)
    return ReadReport(inbox.outcomes(), Book({name: pa.concat_tables(parts) for name, parts in gathered.items()}))


def read_folder_into(
    folder: Path,
    book_folder: Path,
    received_at: datetime,
    *,
    workers: int = 2,
    progress: Progress | None = None,
    read: Read = read_document,
) -> ReadReport:
    """Read every document of a folder into a book on disk, in so many child processes.

    Memory stays flat whatever the folder holds, and the batch comes into the book by one rename: if we stop
    before, the book is as it was. Documents that the book holds already are passed over. Raises RefusalError as
    `read_folder` does, also FOLDERS_OVERLAP and BOOK_BUSY, and where the book itself cannot be read.
    """
    here, there = folder.resolve(), book_folder.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here):
        raise refuse(Refusal.FOLDERS_OVERLAP, book=str(book_folder), path=str(folder))
    book_folder.mkdir(parents=True, exist_ok=True)
    with staged(book_folder) as staging:
        inbox = Inbox(folder, received_at, known=known_ids(book_folder, "sources"))
        for done in read_in_children(inbox.chunks(), workers, read, staging):
            inbox.settle(done.outcomes)
            if progress:
                progress(inbox.done, inbox.total)
        if progress:
            progress(inbox.done, inbox.total)
        content = inbox.content_sha256()
        batch = publish(staging, book_folder, f"batch-{content[:16]}") if content else None
    return ReadReport(inbox.outcomes(), batch=batch)


class Inbox:
    """The files of a folder on their way in: found, opened one by one, told apart, and what became of each."""

    def __init__(self, folder: Path, received_at: datetime, known: frozenset[str] = frozenset()) -> None:
        """List the files; `known` holds the ids of sources that the book already has."""
        if received_at.tzinfo is None:
            raise ValueError("received_at needs its zone")
        self._folder = folder
        self._received_at = received_at.astimezone(UTC)
        self._known = known
        self._manifest = read_manifest(folder) if folder.is_dir() else Manifest()
        self._found = [(name, plain) for name, plain in walk(folder) if _is_document(name, self._manifest)]
        self._entries = [self._manifest.entry(name) for name, _ in self._found]
        self._files: list[FileOutcome] = [
            FileOutcome(printable(name), controlled_by=entry.controlled_by, controller_id=entry.controller_id)
            for (name, _), entry in zip(self._found, self._entries, strict=True)
        ]
        self._first: dict[str, int] = {}
        self._said: dict[int, str] = {}
        self.done = 0

    @property
    def total(self) -> int:
        """How many files there are."""
        return len(self._files)

    def chunks(self) -> Iterator[list[Job]]:
        """Open the files in order and yield what is to be read, so many at a time."""
        jobs: list[Job] = []
        size_bytes = 0
        for index in range(self.total):
            job = self._open(index)
            if job is None:
                self.done += 1
                continue
            jobs.append(job)
            size_bytes += len(job.data)
            if len(jobs) >= CHUNK_FILES or size_bytes >= CHUNK_BYTES:
                yield jobs
                jobs, size_bytes = [], 0
        if jobs:
            yield jobs

    def settle(self, outcomes: list[Outcome]) -> None:
        """Take down what became of documents that were read."""
        for outcome in outcomes:
            file = self._files[outcome.index]
            self._files[outcome.index] = replace(
                file,
                document_kind=outcome.document_kind,
                rows=dict(outcome.rows),
                understood=outcome.understood,
                refused=outcome.refused,
            )
        self.done += len(outcomes)

    def content_sha256(self) -> str:
        """Return a hash of what was read, whatever the order; empty where nothing was.

        A document's rows follow from its bytes, its source and its mapping, so these stand for them.
        """
        read = [self._said[index] for index, file in enumerate(self._files) if file.document_kind]
        return sha256_hex("\x1e".join(sorted(read)).encode()) if read else ""

    def outcomes(self) -> tuple[FileOutcome, ...]:
        """Return what became of each file. A file that is the same as one that was refused is refused too."""
        first = {file.name: file for file in self._files}
        return tuple(replace(f, refused=first[f.same_as].refused) if f.same_as else f for f in self._files)

    def _open(self, index: int) -> Job | None:
        name, plain = self._found[index]
        file = self._files[index]
        try:
            if not plain:
                raise refuse(Refusal.FILE_NOT_REGULAR, path=file.name)
            data = read_bytes(self._folder / name, file.name)
        except RefusalError as error:
            self._files[index] = replace(file, refused=error.refused)
            return None
        entry = self._entries[index]
        hashed = hashlib.sha256(data)
        sha256 = hashed.hexdigest()
        hashed.update(f"\0{entry.controlled_by}\0{entry.controller_id or ''}".encode())
        source_id = f"file:{hashed.hexdigest()[:16]}"
        first = self._first.setdefault(source_id, index)
        self._files[index] = replace(
            file,
            size_bytes=len(data),
            sha256=sha256,
            source_id=source_id,
            same_as="" if first == index else self._files[first].name,
            known=source_id in self._known,
        )
        if first != index or source_id in self._known:
            return None
        received_at = entry.received_at or self._received_at
        source = Source(
            source_id, entry.controlled_by, entry.channel, received_at, entry.controller_id, file.name, sha256
        )
        said = (source_id, sha256, entry.channel, received_at.isoformat(), file.name, entry.mapping)
        self._said[index] = "\x1f".join(map(repr, said))
        return Job(index, data, source, entry.mapping)


def _is_document(name: str, manifest: Manifest) -> bool:
    """Tell whether a file is a document, and not one of the files that say how to read the folder."""
    parts = name.split("/")
    beside = name in {MANIFEST, "request.toml"} or name in manifest.mapping_names
    mapping = parts[0] == "mappings" and name.endswith(".toml")
    return not (beside or mapping or parts[-1].upper().startswith("README"))
