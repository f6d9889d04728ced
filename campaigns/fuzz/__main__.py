"""Fuzz every parser, or those named: `python -m campaigns.fuzz [NAME ...]`, with SECONDS and SEED from the environment.

What was found is kept in build/fuzz/NAME: `corpus` (inputs that reach new branches, used again next time) and `found`
(inputs over which the parser failed, hung or grew). Ends with 1 where there are any.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from campaigns.fuzz.targets import TARGETS
from tests.samples import ROOT

SECONDS = int(os.environ.get("SECONDS", "600"))
SEED = int(os.environ.get("SEED", "20261123"))
INPUT_MAX_BYTES = 16_384
SLOW_SECONDS = 20
"""For one input, with every branch counted and a busy machine."""

MEMORY_MAX_MEGABYTES = 3_000
"""The whole process, which keeps its corpus in memory."""

BUILD = ROOT / "build" / "fuzz"
_EXECUTIONS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"\bcov: (\d+)")


def hunt(name: str) -> list[Path]:
    """Fuzz one parser; say how many inputs were tried; return those it failed over."""
    corpus, found = BUILD / name / "corpus", BUILD / name / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in TARGETS[name].seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    command = [
        *(sys.executable, "-m", "campaigns.fuzz.hunt", name, str(corpus)),
        *(f"-max_total_time={SECONDS}", f"-seed={SEED}", f"-max_len={INPUT_MAX_BYTES}", f"-timeout={SLOW_SECONDS}"),
        *(f"-rss_limit_mb={MEMORY_MAX_MEGABYTES}", f"-artifact_prefix={found}/", "-print_final_stats=1"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT, check=False)  # noqa: S603 - our own module
    (BUILD / name / "log.txt").write_text(done.stdout + done.stderr)
    tried, covered = _EXECUTIONS.findall(done.stderr), _COVERED.findall(done.stderr)
    failed = sorted(path for path in found.iterdir() if not path.name.startswith("slow-unit"))
    count = int(tried[-1]) if tried else 0
    outcome = "failed" if failed or done.returncode else "clean"
    print(f"{name:12} {count:>10,} inputs {covered[-1] if covered else '?':>7} branches  {outcome}", flush=True)
    if done.returncode and not failed:
        print(done.stderr[-2000:])
    return failed


def main(names: list[str]) -> int:
    """Fuzz the parsers named, all where none is."""
    failed = [path for name in names or TARGETS for path in hunt(name)]
    for path in failed:
        print(path.relative_to(ROOT))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
