"""The child's side of reading: a process of its own that holds to limits, reads documents and writes their rows.

It sees no file but the parts it writes. Where a document takes more time than it may, the kernel ends the
process; where it takes more memory, it is refused and the next one is read. The parent's side is `workers`.
"""

from __future__ import annotations

import contextlib
import io
import resource
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hefu.book.book import Book
from hefu.book.readers.detect import Read
from hefu.book.readers.sandbox.batch import Job, Outcome, read_jobs, too_large
from hefu.book.readers.sandbox.network import leave_network

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost its child, in memory beyond what the child has when it begins.

    Processor time grows with the document. Time on the clock is ten times that, since a busy machine gives
    a process a fraction of itself.
    """

    memory_bytes: int = 512 * _MEGABYTE
    cpu_seconds: float = 2
    cpu_seconds_per_megabyte: float = 2
    wall_per_cpu: int = 10

    def cpu_seconds_for(self, size_bytes: int) -> float:
        """Return the processor time for a document of so many bytes."""
        return self.cpu_seconds + self.cpu_seconds_per_megabyte * (size_bytes // _MEGABYTE)

    def wall_seconds_for(self, size_bytes: int) -> float:
        """Return the time on the clock for a document of so many bytes."""
        return self.cpu_seconds_for(size_bytes) * self.wall_per_cpu


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one chunk: an outcome for each document, and the rows where they were not written."""

    outcomes: list[Outcome]
    tables: dict[str, pa.Table] = field(default_factory=dict)


def work(connection: Connection, staging: Path | None, read: Read, limits: Limits) -> None:
    """Read chunk after chunk until the parent hangs up.

    Before each document its index is sent, and BETWEEN when all are read; at last a Done. The rows go into
    `staging` as parts named by the chunk, or, without one, to the parent.
    """
    _confine(limits)
    with contextlib.suppress(EOFError, OSError):
        while True:
            part, jobs = connection.recv()
            connection.send(_done(connection, part, jobs, read, limits, staging))


def _done(
    connection: Connection, part: str, jobs: Sequence[Job], read: Read, limits: Limits, staging: Path | None
) -> Done:
    sizes_bytes = {job.index: job.size_bytes for job in jobs}
    total_bytes = sum(sizes_bytes.values())

    def started(index: int) -> None:
        _rearm(limits, sizes_bytes.get(index, total_bytes))
        connection.send(index)

    try:
        outcomes, tables = read_jobs(jobs, read, started)
        if staging is None:
            return Done(outcomes, tables)
        for name, table in tables.items():
            # One part; if we stop before the batch is moved in, nobody sees it.
            _write(table, staging / f"{name}.{part}.parquet")
    except MemoryError:
        return Done([too_large(job) for job in jobs])
    return Done(outcomes)


def _write(table: pa.Table, where: Path | io.BytesIO) -> None:
    pq.write_table(table, where, compression="zstd", compression_level=1, write_statistics=False)


def _confine(limits: Limits) -> None:
    """Take the limits on, measured from where this process stands once everything it works with is in place."""
    leave_network()
    # The parent decides when to stop; an interrupt at the terminal reaches it too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for stop in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(stop, signal.SIG_DFL)
    # A dump of memory would hold what the document says.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # One thread each: the children are the parallelism, and threads' stacks count as address space.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    _warm_up()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit_bytes = pages * resource.getpagesize() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))


def _warm_up() -> None:
    """Let Arrow and Polars reserve address space as they do on first use, however small the table."""
    book = Book.of_rows({"parties": [{"party_id": "warm"}]})
    book.broken_rows()
    _write(book.table("parties"), io.BytesIO())


def _rearm(limits: Limits, size_bytes: int) -> None:
    """Set the clocks for the next document: the kernel ends this process where one runs out."""
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds_for(size_bytes))
    # The parent watches too, and sooner; this is for when it has died.
    signal.setitimer(signal.ITIMER_REAL, 2 * limits.wall_seconds_for(size_bytes))
