"""The second process of a batch: replay every answer from its store, and some once more after a change.

`python -m campaigns.replay.again PLACE SEED EVERY` prints a line of JSON: how many were replayed, which differ, how
many changes of each kind were named, which were not, and where it ran. Of every so many answers one is replayed again
with one byte of what it rests on changed; the kinds take turns.
"""

from __future__ import annotations

import json
import locale
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from campaigns.replay.altered import KINDS
from hefu.assess.replay import replay_from_store


def circumstances() -> dict[str, Any]:
    """Return what the bytes of an answer must not hang on."""
    return {
        "zone": time.tzname,
        "locale": locale.setlocale(locale.LC_ALL, ""),
        "hash_seed": os.environ.get("PYTHONHASHSEED"),
        "cores": len(os.sched_getaffinity(0)),
        "polars_threads": pl.thread_pool_size(),
        "arrow_threads": pa.cpu_count(),
    }


def same_again(folder: Path, store: Path) -> str:
    """Replay one answer; return what differs, or nothing."""
    outcome = replay_from_store(folder, store)
    named = [f"{one.code} {one.what}" for one in outcome.differences]
    return "" if outcome.same and not named else f"{folder.name}: {named[:5]}"


def main(place: str, seed: str, every: str) -> int:
    """Replay the dossiers of one batch."""
    store, folders = Path(place) / "store", sorted((Path(place) / "dossiers").iterdir())
    differ, unnamed, named = [], [], Counter[str]()
    for folder in folders:
        differ.append(same_again(folder, store))
        turn, rest = divmod(int(folder.name), int(every))
        if rest:
            continue
        kind, change = KINDS[turn % len(KINDS)]
        chance = random.Random(f"{seed}/{folder.name}")  # noqa: S311 - to choose a byte, not to keep a secret
        with tempfile.TemporaryDirectory() as aside:
            fault = change(chance, folder, store, Path(aside))
        named[kind] += not fault
        unnamed += [f"{folder.name} {kind}: {fault}"] if fault else []
    told = {"replayed": len(folders), "differ": [one for one in differ if one], "named": named, "unnamed": unnamed}
    print(json.dumps({**told, "there": circumstances()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
