"""`hefu gym make`: a whole economy into a book, block by block, the same bytes for the same plan.

Everything is written aside and moved into place by one rename: if we stop before it, there is no book.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from hefu.core.refusals import Refusal, refuse
from hefu.gym.block import make_block
from hefu.gym.finish import finish
from hefu.gym.plan import COMPANIES_MAX, COMPANIES_MIN, MONTHS_MAX, Plan
from hefu.gym.world.build import build_world
from hefu.gym.write import BATCH, TRUTH

Progress = Callable[[int, int], None]

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def make(plan: Plan, into: Path, *, workers: int = 1, progress: Progress = lambda _done, _total: None) -> Counter[str]:
    """Make the economy of a plan into a new or empty folder; return rows per table.

    Raises RefusalError: GYM_SIZE_IMPOSSIBLE, FOLDER_NOT_EMPTY, FOLDER_MISSING (the parent), DISK_FULL,
    FOLDER_UNWRITABLE; then nothing was written.
    """
    _check(plan, into)
    with _unwritable_refused(into), _aside(into) as folder:
        for name in (BATCH, f"{TRUTH}/instances", f"{TRUTH}/rows", "aside", "world"):
            (folder / name).mkdir(parents=True)
        counts = _blocks(plan, folder, workers, progress)
        counts.update(finish(plan, folder))
        shutil.rmtree(folder / "aside")
        shutil.rmtree(folder / "world")
        progress(plan.blocks + 2, plan.blocks + 2)
        folder.rename(into)
    return counts


def _check(plan: Plan, into: Path) -> None:
    for name, value, least, most in (
        ("companies", plan.companies, COMPANIES_MIN, COMPANIES_MAX),
        ("months", plan.months, 1, MONTHS_MAX),
        ("seed", plan.seed, 0, 2**63 - 1),
    ):
        if not least <= value <= most:
            raise refuse(Refusal.GYM_SIZE_IMPOSSIBLE, name=name, value=value, least=least, most=most)
    if not into.absolute().parent.is_dir():
        raise refuse(Refusal.FOLDER_MISSING, path=str(into.absolute().parent))
    if into.is_symlink() or (into.exists() and (not into.is_dir() or any(into.iterdir()))):
        raise refuse(Refusal.FOLDER_NOT_EMPTY, path=str(into))


@contextmanager
def _aside(into: Path) -> Iterator[Path]:
    """Give a folder beside the wanted one; whatever still stands there at the end is removed."""
    folder = Path(tempfile.mkdtemp(prefix=f".{into.name}.making-", dir=into.absolute().parent))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _unwritable_refused(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = Refusal.DISK_FULL if error.errno in _NO_ROOM else Refusal.FOLDER_UNWRITABLE
        raise refuse(kind, path=str(into), reason=error.strerror or str(error)[:200]) from None


def _blocks(plan: Plan, folder: Path, workers: int, progress: Progress) -> Counter[str]:
    total = plan.blocks + 2
    build_world(plan).save(folder / "world")
    progress(1, total)
    counts: Counter[str] = Counter()
    for done, one in enumerate(_made(plan, folder, workers), start=2):
        counts.update(one)
        progress(done, total)
    return counts


def _made(plan: Plan, folder: Path, workers: int) -> Iterator[dict[str, int]]:
    """Make every block, the world's own last; in this process alone where one worker is asked for."""
    numbers = range(plan.blocks + 1)
    if workers == 1:
        yield from (make_block(plan, folder, number) for number in numbers)
        return
    # Arrow's threads do not survive a fork, so each worker starts anew; it maps the world instead of getting it sent.
    with ProcessPoolExecutor(workers, get_context("spawn"), _alone) as pool:
        tasks = [pool.submit(make_block, plan, folder, number) for number in numbers]
        try:
            for task in as_completed(tasks):
                yield task.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _alone() -> None:
    """One thread per worker: the workers already fill the machine."""
    pa.set_cpu_count(1)
