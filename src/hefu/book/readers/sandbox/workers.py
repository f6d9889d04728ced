"""Reading in child processes: many documents at a time, and a document that kills its reader costs only itself.

The children hold themselves to limits (`child`); here is who starts them, hands out documents, watches the clock and
finds out what a dead one died of. The parts of one chunk are numbered by the chunk, so who read it makes
no difference.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType

from hefu.book.readers.detect import Read
from hefu.book.readers.sandbox.batch import BETWEEN, Job, Outcome, is_too_large
from hefu.book.readers.sandbox.child import Done, Limits, work
from hefu.core.refusals import Refusal, refuse

LIMITS = Limits()
"""What one document may cost."""

TICK_SECONDS = 0.5
"""How often the watchdog looks."""

READY = "hefu.book.readers.sandbox.ready"
"""What the fork server loads, so that each child begins with Arrow, Polars and readers, and nothing of the caller's."""

_SETTINGS = {"ARROW_DEFAULT_MEMORY_POOL": "system", "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Read when Arrow and Polars are loaded. Arrow's own allocator reserves a gigabyte that no limit can tell from use."""

_RAN_OUT = {-signal.SIGPROF, -signal.SIGALRM, -signal.SIGXCPU}


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Documents that are read in one go; `part` names the parts of tables that come of them."""

    part: str
    jobs: list[Job]

    def singly(self, jobs: list[Job]) -> list[_Chunk]:
        """Return a chunk for each of some documents."""
        return [_Chunk(f"{self.part}{at:04d}", [job]) for at, job in enumerate(self.jobs) if job in jobs]


def read_in_children(
    chunks: Iterable[list[Job]], workers: int, read: Read, staging: Path | None = None
) -> Iterator[Done]:
    """Read chunks of documents in so many children, which write their rows as parts into `staging`.

    Yields what became of documents as they are done; without `staging` with their rows. A document that its child
    dies over is refused: DOCUMENT_TOO_SLOW, DOCUMENT_TOO_LARGE_TO_READ, or WORKER_DIED where nobody knows of what.
    The rest of its chunk is read again by another child.
    """
    crew: list[_Child] = []
    again: list[_Chunk] = []
    fresh = (_Chunk(f"{number:04d}", jobs) for number, jobs in enumerate(chunks, start=1))
    ahead = next(fresh, None)
    with _ticking() as ticks:
        try:
            while ahead or again or any(child.chunk for child in crew):
                while (again or ahead) and (child := _free(crew, workers, staging, read)):
                    if again:
                        child.give(again.pop())
                    elif ahead:
                        child.give(ahead)
                        # Opened while the children are at work, so that none of them waits for the disk.
                        ahead = next(fresh, None)
                for child in _finished(crew, ticks):
                    done, rest = child.result()
                    again += rest
                    if child.dead:
                        crew.remove(child)
                    yield done
        finally:
            for child in crew:
                child.dismiss()


def _free(crew: list[_Child], workers: int, staging: Path | None, read: Read) -> _Child | None:
    for child in crew:
        if not child.chunk:
            return child
    if len(crew) < workers:
        crew.append(_Child(staging, read, LIMITS))
        return crew[-1]
    return None


def _finished(crew: list[_Child], ticks: Connection) -> list[_Child]:
    """Wait until children are done with their chunks, or dead, and return them; kill those that take too long."""
    busy = {child.connection: child for child in crew if child.chunk}
    while True:
        ready = wait([ticks, *busy])
        if ticks in ready:
            ticks.recv_bytes()
            for child in busy.values():
                child.grow_older()
        finished = [child for connection, child in busy.items() if connection in ready and child.listen()]
        if finished:
            return finished


@contextlib.contextmanager
def _ticking() -> Iterator[Connection]:
    """Give a connection on which something comes every TICK_SECONDS; what time it is, nobody here asks."""
    ticks, bell = multiprocessing.Pipe(duplex=False)
    ended = threading.Event()

    def ring() -> None:
        with contextlib.suppress(OSError):
            while not ended.wait(TICK_SECONDS):
                bell.send_bytes(b".")

    thread = threading.Thread(target=ring, daemon=True)
    thread.start()
    try:
        yield ticks
    finally:
        ended.set()
        ticks.close()
        thread.join()
        bell.close()


class _Child:
    """One child process, and the chunk it is reading."""

    def __init__(self, staging: Path | None, read: Read, limits: Limits) -> None:
        # Not fork: the parent has threads (Arrow, Polars), and a forked copy of a held lock never opens.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([READY])
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, staging, read, limits), daemon=True)
        with _as_for_children():
            self._process.start()
        theirs.close()
        self._staging = staging
        self._limits = limits
        self._at = BETWEEN
        self._silent_ticks = 0
        self._slow = False
        self._done: Done | None = None
        self.chunk: _Chunk | None = None
        self.dead = False

    def give(self, chunk: _Chunk) -> None:
        """Hand over a chunk. A child that is dead by then is found when it is listened to."""
        self.chunk, self._at, self._silent_ticks = chunk, BETWEEN, 0
        with contextlib.suppress(OSError):
            self.connection.send((chunk.part, chunk.jobs))

    def listen(self) -> bool:
        """Take what the child has to say; tell whether it is done with its chunk, or dead."""
        self._silent_ticks = 0
        try:
            said = self.connection.recv()
        except (EOFError, OSError):
            self.dead = True
            return True
        if isinstance(said, Done):
            self._done = said
            return True
        self._at = said
        return False

    def grow_older(self) -> None:
        """Count the time since the child was last heard of, and kill it where that is too long."""
        self._silent_ticks += 1
        jobs = self.chunk.jobs if self.chunk else []
        size_bytes = sum(job.size_bytes for job in jobs if self._at in {job.index, BETWEEN})
        if self._silent_ticks * TICK_SECONDS > self._limits.wall_seconds_for(size_bytes):
            self._slow = True
            self._process.kill()

    def result(self) -> tuple[Done, list[_Chunk]]:
        """Return what became of the chunk, and what is to be read again."""
        chunk, done, self.chunk, self._done = self.chunk, self._done, None, None
        if chunk is None:
            return Done([]), []
        if done is None:
            return self._autopsy(chunk)
        if len(chunk.jobs) == 1:
            return done, []
        # The others' rows took memory too: alone it may yet fit.
        heavy = {outcome.index for outcome in done.outcomes if is_too_large(outcome)}
        outcomes = [outcome for outcome in done.outcomes if outcome.index not in heavy]
        return Done(outcomes, done.tables), chunk.singly([job for job in chunk.jobs if job.index in heavy])

    def _autopsy(self, chunk: _Chunk) -> tuple[Done, list[_Chunk]]:
        """Refuse the document that the child died over.

        A child that died between two documents gives no culprit: then each is read alone.
        """
        self.dismiss()
        for path in self._staging.glob(f"*.{chunk.part}.parquet") if self._staging else ():
            path.unlink()
        late = self._slow or self._process.exitcode in _RAN_OUT
        cause = Refusal.DOCUMENT_TOO_SLOW if late else Refusal.WORKER_DIED
        guilty = [job for job in chunk.jobs if job.index == self._at] or (chunk.jobs if len(chunk.jobs) == 1 else [])
        died = [Outcome(job.index, refused=refuse(cause, path=job.source.file_name).refused) for job in guilty]
        rest = [job for job in chunk.jobs if job not in guilty]
        again = [_Chunk(chunk.part, rest)] if guilty and rest else chunk.singly(rest)
        return Done(died), again

    def dismiss(self) -> None:
        """End the child."""
        self.connection.close()
        self._process.kill()
        self._process.join()


@contextlib.contextmanager
def _as_for_children() -> Iterator[None]:
    """Hide the program that runs while a child is started, and set what the fork server is to begin with.

    A child would otherwise load that program: the whole command line, or a script that has no guard and starts
    all over.
    """
    main, before = sys.modules["__main__"], {name: os.environ.get(name) for name in _SETTINGS}
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ.update(_SETTINGS)
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
