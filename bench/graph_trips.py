"""Payment round trips of up to six hops within 48 hours, on payments of 90 days."""

from __future__ import annotations

from functools import partial

import numpy as np

from bench._graphs_made import payments
from bench._measured import alternating, peak_mebibytes
from hefu.graph.graph import Graph
from hefu.graph.trails import Limits, TrailsFound, round_trips

LIMITS = Limits(longest=6, window=48 * 3_600, trails_max=1_000_000)


def trips(count: int) -> TrailsFound:
    """Make the payments and find their round trips."""
    ends, times, _ = payments(count)
    return round_trips(Graph.of_numbers(count // 5, ends[0], ends[1], times=times), LIMITS)


def main() -> None:
    """Print seconds, payments a second, and how many trips of each length there are."""
    round_trips(Graph.of_numbers(2, *np.array([[0, 1], [1, 0]], np.int32), times=np.array([1, 2])), LIMITS)
    for count in (1_000_000, 5_000_000):
        ends, times, put_in = payments(count)
        graph = Graph.of_numbers(count // 5, ends[0], ends[1], times=times)
        spent, found = alternating(partial(round_trips, graph, LIMITS))[0]
        rate, peak = times.size / spent / 1e6, peak_mebibytes(trips, count)
        print(
            f"{times.size:,} payments: {spent:.3f} s, {rate:.1f} M payments/s; by length from 2 {found.by_length[2:]}"
        )
        print(f"  {put_in:,} were put in; memory at its highest, making them included: {peak:,} MiB")


if __name__ == "__main__":
    main()
