"""How long an economy takes to make: 10,000 companies, and a million for a year, streamed to disk on two cores.

There is no peer that makes the same; the goals are those of the issue. The table also says what share of the time the
disk and the compressor could explain: the bytes on disk at the rate at which this machine writes and syncs.
`COMPANIES=200000 python -m bench gym` makes a smaller large one.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from hefu.gym.make import make
from hefu.gym.plan import Plan
from hefu.gym.schemes import plants

SMALL, LARGE, MONTHS, SEED, WORKERS, RUNS = 10_000, 1_000_000, 12, 20261125, 2, 5
GOAL_SMALL_SECONDS, GOAL_LARGE_SECONDS, GOAL_MEMORY_GIB = 10, 600, 16
GOAL_INVOICES, GOAL_PAYMENTS = 10_000_000, 20_000_000
_WRITTEN_MIB = 256


def _made(companies: int, folder: Path) -> tuple[float, Counter[str], int]:
    """Make one economy; return seconds, rows per table, bytes on disk."""
    begin = time.perf_counter()
    counts = make(Plan(companies, MONTHS, SEED, plants("all")), folder, workers=WORKERS)
    seconds = time.perf_counter() - begin
    size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return seconds, counts, size_bytes


def _disk_mib_a_second(folder: Path) -> float:
    block = os.urandom(1 << 20)
    begin = time.perf_counter()
    with (folder / "written").open("wb") as file:
        for _ in range(_WRITTEN_MIB):
            file.write(block)
        os.fsync(file.fileno())
    (folder / "written").unlink()
    return _WRITTEN_MIB / (time.perf_counter() - begin)


def _peak_gib() -> float:
    """Return the most memory held at once, from above: this process and as many of the largest child as there are."""
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + WORKERS * child) / (1 << 20)


def main() -> None:
    """Print the table, and whether the goals are reached."""
    large = int(os.environ.get("COMPANIES", LARGE))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        small = []
        for run in range(RUNS):
            small.append(_made(SMALL, folder / f"small-{run}")[0])
            shutil.rmtree(folder / f"small-{run}")
        seconds, counts, size_bytes = _made(large, folder / "large")
        rate = _disk_mib_a_second(folder)
    rows = counts.total()
    print(f"{SMALL:,} companies: median of {RUNS} {statistics.median(small):.1f} s (goal {GOAL_SMALL_SECONDS} s)")
    print(f"{large:,} companies: {seconds:.0f} s (goal {GOAL_LARGE_SECONDS} s), {_peak_gib():.1f} GiB at most")
    print(f"  {counts['invoices']:,} invoices, {counts['payments']:,} payments, {rows:,} rows in {len(counts)} tables")
    print(f"  {size_bytes / (1 << 30):.1f} GiB on disk, {rows / seconds / 1e6:.2f} M rows a second")
    print(f"  writing as many bytes alone: {size_bytes / (1 << 20) / rate:.0f} s at {rate:.0f} MiB/s")
    enough = large < LARGE or (counts["invoices"] >= GOAL_INVOICES and counts["payments"] >= GOAL_PAYMENTS)
    fast = seconds <= GOAL_LARGE_SECONDS and statistics.median(small) <= GOAL_SMALL_SECONDS
    reached = enough and fast and _peak_gib() <= GOAL_MEMORY_GIB
    print(f"goals: {'reached' if reached else 'missed'}")


if __name__ == "__main__":
    main()
