"""One process of the campaign: replay every dossier of a folder from its store, and print what is not the same.

`python -m campaigns.replay.again DOSSIERS STORE FROM TO` prints a line of JSON: how many were replayed, which
differ, and the circumstances under which it ran.
"""

from __future__ import annotations

import json
import locale
import os
import sys
import time
from pathlib import Path

import polars as pl
import pyarrow as pa

from hefu.assess.replay import replay_from_store


def main(dossiers: str, store: str, start: str, end: str) -> int:
    """Replay the dossiers numbered from `start` until before `end`."""
    differ: list[str] = []
    folders = sorted(Path(dossiers).iterdir())[int(start) : int(end)]
    for folder in folders:
        outcome = replay_from_store(folder, Path(store))
        if not outcome.same or outcome.differences:
            differ.append(f"{folder.name}: {[f'{one.code} {one.what}' for one in outcome.differences][:5]}")
    ran = {
        "zone": time.tzname,
        "locale": locale.setlocale(locale.LC_ALL, ""),
        "hash_seed": os.environ.get("PYTHONHASHSEED"),
        "cores": len(os.sched_getaffinity(0)),
        "polars_threads": pl.thread_pool_size(),
        "arrow_threads": pa.cpu_count(),
    }
    print(json.dumps({"replayed": len(folders), "differ": differ, "ran": ran}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
