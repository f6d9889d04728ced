"""Answer random requests, then replay each elsewhere: `python -m campaigns.replay`, COUNT and SEED from outside.

The answers are given here, all they rest on kept in a store, and each is replayed from that store in new processes with
another time zone, locale, hash seed, number of cores and of threads. Ends with 1 where any byte differs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from campaigns.replay.world import case
from hefu.assess.policy import policy_of
from hefu.assess.write import answer, keep, write_answer
from hefu.core.texts import Language

ROOT = Path(__file__).parents[2]
OTHERWISE = {
    "TZ": "America/St_Johns",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "12345",
    "POLARS_MAX_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_IO_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}
"""Other circumstances than those under which the answers were given. The processes are bound to one core as well."""


def given(count: int, seed: int, place: Path) -> Counter[str]:
    """Answer so many random requests, keep all they rest on, and return how many came out how."""
    outcomes: Counter[str] = Counter()
    for number in range(count):
        with tempfile.TemporaryDirectory(dir=place) as aside:
            drawn = case(Path(aside), seed + number)
            found = answer(drawn.request, drawn.book, drawn.as_of, policy_of(drawn.policy, "drawn"), drawn.seed)
            keep(found, drawn.request, drawn.book, place / "store")
            write_answer(found, place / "dossiers" / f"{number:06d}", Language.ZH)
            verdict = found.dossier["verdict"]
            outcomes[f"{verdict['kind']} {verdict['outcome']}"] += 1
    return outcomes


def again(count: int, place: Path) -> Iterator[dict[str, Any]]:
    """Replay every dossier in new processes under other circumstances, each bound to one core."""
    cores = sorted(os.sched_getaffinity(0))
    command = [
        sys.executable,
        "-m",
        "campaigns.replay.again",
        str(place / "dossiers"),
        str(place / "store"),
        "0",
        str(count),
    ]
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        env={**os.environ, **OTHERWISE},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, cores[-1:]),
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    yield json.loads(done.stdout)


def main() -> int:
    """Run the campaign and say what came of it."""
    count, seed = int(os.environ.get("COUNT", "1000")), int(os.environ.get("SEED", "20261123"))
    place = Path(tempfile.mkdtemp(prefix="hefu-replay-campaign-"))
    try:
        begun = time.monotonic()
        outcomes = given(count, seed, place)
        print(f"{count} requests answered in {time.monotonic() - begun:.0f} s, seed {seed}")
        print(dict(sorted(outcomes.items())))
        print(f"here: TZ={time.tzname} cores={len(os.sched_getaffinity(0))}", flush=True)
        differ: list[str] = []
        replayed = 0
        for part in again(count, place):
            print(f"there: {part['ran']}")
            replayed += part["replayed"]
            differ += part["differ"]
        print(f"{replayed} replayed after {time.monotonic() - begun:.0f} s, {len(differ)} differ")
        for line in differ[:20]:
            print(line)
        return 1 if differ or replayed != count else 0
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
