"""Reading in child processes: many documents at a time, and a document that kills its reader costs only itself.

A child holds to limits of memory and processor time, sees no file but the parts it writes, and ends when
the parent does. The parts of one chunk are numbered by the chunk, so who read it makes no difference.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hefu.book.readers.batch import Job, Outcome, read_jobs
from hefu.book.readers.detect import Read
from hefu.core.refusals import Refusal, Refused, refuse

MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024
"""Beyond what a child has when it begins; Arrow alone takes 480 MB of address space."""

CPU_LIMIT_SECONDS = 60
"""For one document."""

_BETWEEN = -1


_Chunk = tuple[int, list[Job]]


def read_in_children(chunks: Iterable[list[Job]], staging: Path, workers: int, read: Read) -> Iterator[list[Outcome]]:
    """Read chunks of documents in so many children, which write their rows as numbered parts into `staging`.

    Yields what became of documents as they are done. Where a child dies over a document, that one is
    refused (WORKER_DIED) and the rest of its chunk is read again by another child.
    """
    crew: list[_Child] = []
    again: list[_Chunk] = []
    died_between: set[int] = set()
    fresh = iter(enumerate(chunks, start=1))
    ahead = next(fresh, None)
    try:
        while ahead or again or any(child.jobs for child in crew):
            while (again or ahead) and (child := _free(crew, staging, workers, read)):
                if again:
                    child.give(*again.pop())
                elif ahead:
                    child.give(*ahead)
                    # Opened while the children are at work, so that none of them waits for the disk.
                    ahead = next(fresh, None)
            for child in _answering(crew):
                outcomes = child.answer()
                if outcomes is None:
                    crew.remove(child)
                    for part in staging.glob(f"*.{child.number:04d}.parquet"):
                        part.unlink()
                    outcomes, rest = child.autopsy(final=child.number in died_between)
                    died_between.add(child.number)
                    again += [(child.number, rest)] if rest else []
                yield outcomes
    finally:
        for child in crew:
            child.dismiss()


def _free(crew: list[_Child], staging: Path, workers: int, read: Read) -> _Child | None:
    for child in crew:
        if not child.jobs:
            return child
    if len(crew) < workers:
        crew.append(_Child(staging, read))
        return crew[-1]
    return None


def _answering(crew: list[_Child]) -> list[_Child]:
    busy = [child for child in crew if child.jobs]
    ready = wait([child.connection for child in busy])
    return [child for child in busy if child.connection in ready]


class _Child:
    """One child process, and the chunk it is reading."""

    def __init__(self, staging: Path, read: Read) -> None:
        # Not fork: the parent has threads (Arrow, Polars), and a forked copy of a held lock never opens.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._at = context.RawValue("q", _BETWEEN)
        self._process = context.Process(target=_work, args=(theirs, self._at, staging, read), daemon=True)
        self._process.start()
        theirs.close()
        self.number = 0
        self.jobs: list[Job] = []

    def give(self, number: int, jobs: list[Job]) -> None:
        """Hand over a chunk. A child that is dead by then is found when its answer is asked for."""
        self.number, self.jobs, self._at.value = number, jobs, _BETWEEN
        with contextlib.suppress(OSError):
            self.connection.send((number, jobs))

    def answer(self) -> list[Outcome] | None:
        """Return what became of the chunk, or None where the child died."""
        try:
            outcomes: list[Outcome] = self.connection.recv()
        except (EOFError, OSError):
            return None
        self.jobs = []
        return outcomes

    def autopsy(self, *, final: bool) -> tuple[list[Outcome], list[Job]]:
        """Return the refusal of the document the child died over, and what is to be read again.

        A child that died between two documents gives no culprit: its chunk is read once more, and
        refused whole if that ends in the same way (`final`).
        """
        self.dismiss()
        at = self._at.value
        guilty = [job for job in self.jobs if job.index == at or (at == _BETWEEN and final)]
        died = [Outcome(job.index, refused=_died(job)) for job in guilty]
        return died, [job for job in self.jobs if job not in guilty]

    def dismiss(self) -> None:
        """End the child."""
        self.connection.close()
        self._process.kill()
        self._process.join()


def _died(job: Job) -> Refused:
    return refuse(Refusal.WORKER_DIED, path=job.source.file_name).refused


# In the child


def _work(connection: Connection, at: Any, staging: Path, read: Read) -> None:  # noqa: ANN401 - ctypes has no type for it
    """Read chunk after chunk until the parent hangs up."""
    _confine()

    def started(index: int) -> None:
        at.value = index
        _rearm()

    with contextlib.suppress(EOFError, OSError):
        while True:
            number, jobs = connection.recv()
            outcomes, tables = read_jobs(jobs, read, started)
            at.value = _BETWEEN
            _rearm()
            for name, table in tables.items():
                _write(table, staging / f"{name}.{number:04d}.parquet")
            connection.send(outcomes)


def _write(table: pa.Table, path: Path) -> None:
    """Write one part; if we stop before the batch is moved in, nobody sees it."""
    pq.write_table(table, path, compression="zstd", compression_level=1, write_statistics=False)


def _confine() -> None:
    # The parent decides when to stop; an interrupt at the terminal reaches it too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # One thread each: the children are the parallelism, and threads' stacks count as address space.
    os.environ["POLARS_MAX_THREADS"] = "1"
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit_bytes = pages * resource.getpagesize() + MEMORY_LIMIT_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))


def _rearm() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit_seconds = int(used.ru_utime + used.ru_stime) + CPU_LIMIT_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit_seconds, resource.RLIM_INFINITY))
