"""Who is the same as whom on a book of a million ids.

Time, pairwise precision and recall, and figures by kind of disturbance.
"""

from __future__ import annotations

import os
import platform
import statistics
import time

from bench._parties_world import world
from hefu.parties.config import PartiesConfig
from hefu.parties.entities.resolve import resolve
from tests.parties.resolved import measure

IDS = int(os.environ.get("IDS", "1000000"))
RUNS = int(os.environ.get("RUNS", "3"))
SEED = 1


def main() -> None:
    """Print the time of a resolution and how right it is."""
    config = PartiesConfig()
    resolve(world(500, SEED).book, config)
    made = world(IDS, SEED)
    seconds, found = [], resolve(made.book, config)
    for _ in range(RUNS):
        began = time.perf_counter()
        found = resolve(made.book, config)
        seconds.append(time.perf_counter() - began)
    got = measure(made, found)
    print(
        f"{len(made.firm_of):,} ids, {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    print(f"median of {RUNS} runs: {statistics.median(seconds):.1f} s (each: {', '.join(f'{s:.1f}' for s in seconds)})")
    print(f"pairwise precision {float(got.precision):.5f}, recall {float(got.recall):.5f}")
    for kind, (right, count) in got.by_kind.items():
        print(f"  {kind:24} {right:8,} of {count:8,}  {right / max(1, count):.4f}")
    for over in found.overfull:
        if over.blocks_count:
            print(
                f"  over-full blocks of {over.key}: {over.blocks_count}, pairs not compared {over.pairs_left_count:,}"
            )
