"""What every bench of two sides needs: alternating runs, medians, memory at its highest."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS = 5


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that a call takes, and its answer."""
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def alternating(*sides: Callable[[], Any], runs: int = RUNS) -> list[tuple[float, Any]]:
    """For each side the median of alternating runs, and its last answer."""
    rounds = [[seconds(side) for side in sides] for _ in range(runs)]
    return [(statistics.median(spent for spent, _ in column), column[-1][1]) for column in zip(*rounds, strict=True)]


def peak_mebibytes(work: Callable[..., object], *arguments: object) -> int:
    """The highest resident memory of a new process that does the work and nothing else."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (work, arguments))


def _peak(work: Callable[..., object], arguments: tuple[object, ...]) -> int:
    work(*arguments)
    # The kernel's own mark for this process; what getrusage tells begins with the memory of the parent.
    (line,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) // 1024
