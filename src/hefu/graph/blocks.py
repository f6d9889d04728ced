"""Work cut into blocks, done by threads, answered in the order of the blocks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

State = TypeVar("State")
Found = TypeVar("Found")

THREADS = 2
"""So many threads unless the caller says otherwise. Kernels hold no lock of the interpreter."""


def in_order(
    block_count: int,
    prepare: Callable[[], State],
    work: Callable[[State, int], Found],
    *,
    is_enough: Callable[[Found], bool] = lambda _: False,
    threads: int = THREADS,
) -> tuple[list[Found], bool]:
    """Do `work(state, block)` for each block and return what was found, in the order of the blocks.

    Each thread prepares a state of its own. Blocks are begun in their order; none is begun after `is_enough` said so
    of some block's answer (it is asked about one answer at a time, so it may keep a sum), and then the second value
    is False: not all blocks were done. What is returned is always every block up to some last one.
    """
    lock = Lock()
    begun, enough = 0, False
    found: dict[int, Found] = {}

    def run() -> None:
        nonlocal begun, enough
        state = prepare()
        while True:
            with lock:
                if enough or begun == block_count:
                    return
                block, begun = begun, begun + 1
            answer = work(state, block)
            with lock:
                found[block] = answer
                enough = is_enough(answer) or enough

    if threads <= 1 or block_count <= 1:
        run()
        return [found[block] for block in sorted(found)], begun == block_count
    with ThreadPoolExecutor(threads) as pool:
        for running in [pool.submit(run) for _ in range(min(threads, block_count))]:
            running.result()
    return [found[block] for block in sorted(found)], begun == block_count
