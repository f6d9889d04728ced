"""Run the large graphs, or those named: `python -m campaigns.graph [NAME ...]`. Ends with 1 where one went wrong."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from campaigns.graph.large import CASES
from tests.samples import ROOT


def one(name: str) -> int:
    """Run a case in this process; say what came out and the most memory it had."""
    (case,) = [case for case in CASES if case.name == name]
    began = time.perf_counter()
    said = case.run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    kept = peak <= case.mebibytes_max
    print(f"{name:16} {time.perf_counter() - began:7.1f} s {peak:6,} of {case.mebibytes_max:,} MiB  {said}", flush=True)
    return 0 if kept else 1


def main(names: list[str]) -> int:
    """Run each case in a process of its own."""
    failed = []
    for name in names or [case.name for case in CASES]:
        done = subprocess.run([sys.executable, "-m", "campaigns.graph", "--here", name], cwd=ROOT, check=False)  # noqa: S603 - our own module
        failed += [name] if done.returncode else []
    print(f"failed: {', '.join(failed)}" if failed else "all as wanted")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(one(sys.argv[2]) if sys.argv[1:2] == ["--here"] else main(sys.argv[1:]))
