"""Answer random requests, then replay each elsewhere: `python -m campaigns.replay`.

COUNT requests from SEED on, in batches, as many at a time as CORES says. Of each batch one process answers the requests
and keeps all they rest on in a store; another replays each from that store with another time zone, locale, hash seed,
number of cores and of threads, and some once more with one byte changed, which must be named; a third does so with one
byte of a rule changed. What is done is kept in build/replay under a hash of the code: a run that was cut short, or that
asks for more, goes on from there. Ends with 1 where any byte differs or any change goes unnamed.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from typing import Any

from hefu.core.canonical import sha256_hex

ROOT = Path(__file__).parents[2]
BATCH = 50
EVERY = 10
"""Of so many answers, one is replayed with a change."""
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


def code_hash() -> str:
    """Return a hash of all that a result hangs on here: the library, this campaign and the chain it draws from."""
    places = (ROOT / "src" / "hefu", ROOT / "campaigns" / "replay", ROOT / "examples" / "steel")
    found = (path for place in places for path in place.rglob("*") if path.is_file())
    files = sorted(path for path in found if "__pycache__" not in path.parts)
    lines = [f"{path.relative_to(ROOT).as_posix()} {sha256_hex(path.read_bytes())}" for path in files]
    return sha256_hex("\n".join(lines).encode())


def told(module: str, *arguments: object, environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Run one of this campaign's processes and return what it prints."""
    command = [sys.executable, "-m", f"campaigns.replay.{module}", *map(str, arguments)]
    done = run(  # noqa: S603 - our own module
        command, env={**os.environ, **(environment or {})}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@contextmanager
def bound_to(core: int) -> Iterator[None]:
    """Bind what this thread starts to one core."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def batch(place: Path, seed: int, start: int, stop: int, *, every: int = EVERY) -> dict[str, Any]:
    """Answer and replay one batch in `place`, which goes if all is well, and return what came of it."""
    shutil.rmtree(place, ignore_errors=True)
    done = told("given", place, seed, start, stop)
    cores = sorted(os.sched_getaffinity(0))
    with bound_to(cores[threading.get_native_id() % len(cores)]):
        done |= told("again", place, seed, every, environment=OTHERWISE)
        done["rule"] = told("rule", place, start // BATCH, environment=OTHERWISE)
    if not (done["differ"] or done["unnamed"] or done["rule"]["fault"]):
        shutil.rmtree(place)
    return done


def batches(place: Path, seed: int, count: int) -> Iterator[tuple[Path, int, int]]:
    """Give the file in which each batch is written down, and its numbers."""
    for start in range(0, count, BATCH):
        stop = min(start + BATCH, count)
        yield place / f"{seed}-{start:06d}-{stop:06d}.json", start, stop


def work(path: Path, seed: int, start: int, stop: int) -> dict[str, Any]:
    """Do one batch and write it down."""
    done = batch(path.with_suffix(""), seed, start, stop)
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(done), encoding="utf-8")
    aside.replace(path)
    return done


def run_all(place: Path, seed: int, count: int, cores: int) -> list[dict[str, Any]]:
    """Do all batches that are not done yet, saying how far it is, and return what came of each."""
    begun, every = time.monotonic(), list(batches(place, seed, count))
    done = [json.loads(path.read_bytes()) for path, _, _ in every if path.is_file()]
    so_far = sum(one["replayed"] for one in done)
    print(f"{count} requests, seed {seed}, {cores} at a time; {so_far} were done before; {place}", flush=True)
    with ThreadPoolExecutor(cores) as pool:
        waiting = [pool.submit(work, path, seed, *numbers) for path, *numbers in every if not path.is_file()]
        for future in as_completed(waiting):
            done.append(future.result())
            so_far += done[-1]["replayed"]
            print(f"{so_far} of {count} after {time.monotonic() - begun:.0f} s", flush=True)
    return done


def report(done: list[dict[str, Any]], count: int) -> bool:
    """Print what came of it; tell whether all is as it must be."""
    outcomes, named, faults = Counter[str](), Counter[str](), list[str]()
    for one in done:
        outcomes.update(one["outcomes"])
        named.update(one["named"])
        named["rule"] += not one["rule"]["fault"]
        faults += one["differ"] + one["unnamed"]
        faults += [f"rule {one['rule']['module']}: {one['rule']['fault']}"] if one["rule"]["fault"] else []
    replayed, differ = sum(one["replayed"] for one in done), sum(len(one["differ"]) for one in done)
    print("\n".join(f"  {name}: {number}" for name, number in sorted(outcomes.items())))
    print(f"here:  {done[0]['here']}\nthere: {done[0]['there']}")
    print(f"{replayed} of {count} replayed, {differ} differ")
    print(f"one byte changed and named, by kind: {dict(sorted(named.items()))}; {len(faults) - differ} not")
    print(f"files of rules changed: {len({one['rule']['module'] for one in done})}")
    print("\n".join(faults[:20]))
    return not faults and replayed == count


def main() -> int:
    """Run the campaign and say what came of it."""
    count, seed = int(os.environ.get("COUNT", "1000")), int(os.environ.get("SEED", "20261123"))
    cores = int(os.environ.get("CORES") or len(os.sched_getaffinity(0)))
    place = ROOT / "build" / "replay" / code_hash()[:12]
    place.mkdir(parents=True, exist_ok=True)
    return 0 if report(run_all(place, seed, count, cores), count) else 1


if __name__ == "__main__":
    sys.exit(main())
