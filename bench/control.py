"""Who controls whom among a million parties with three million links: a sound register, and one that cannot be.

In the sound one the shares of a company come to no more than 100 %; in the unsound one every holder has 60 %, so that
without bounds the groups together would grow with the square. PARTIES comes from outside.
"""

from __future__ import annotations

import os
import resource
import time
from datetime import UTC, datetime

import numpy as np
import polars as pl

from hefu.book.book import Book
from hefu.parties.groups.links import links_of
from hefu.parties.groups.table import groups_table

PARTIES = int(os.environ.get("PARTIES", "1000000"))
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
_BLOCK, _OWNERS = 1_000, 200
_BACK, _STRONG = 0.05, 0.5
NONE = pl.DataFrame(schema={"party_id": pl.String, "entity_id": pl.String})


def main() -> None:
    """Print the seconds from the table of links to the table of groups."""
    _measure("a small one, to compile", _book(2_000, sound=True))
    for name, sound in (("sound", True), ("shares above 100 %", False)):
        _measure(name, _book(PARTIES, sound=sound))


def _measure(name: str, book: Book) -> None:
    began, busy = time.perf_counter(), time.process_time()
    links = links_of(book, NONE, KNOWN.date())
    numbered = time.perf_counter() - began
    table = groups_table(links, NONE, 20)
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    rows = book.table("party_links").num_rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{name}: {len(links.ids):,} parties, {rows:,} links: {table.height:,} memberships in "
        f"{table['group_id'].n_unique():,} groups, {int(table['group_cut'].sum()):,} cut; {wall:.1f} s (numbering "
        f"{numbered:.1f}), processors {cpu:.1f} s, peak {peak:.1f} GB"
    )


def _book(parties: int, *, sound: bool) -> Book:
    """Blocks of a thousand: two hundred whom nobody holds, then companies with four holders among those before them."""
    chance = np.random.default_rng(5)
    inside = np.arange(parties) % _BLOCK
    companies = np.flatnonzero(inside >= _OWNERS)
    held = np.repeat(companies, 4)
    holders = held - 1 - (chance.random(len(held)) * inside[held]).astype(np.int64)
    # One in twenty holds what stands above it, so that there are circles.
    back = chance.random(len(held)) < _BACK
    holders[back] = np.minimum(held[back] - inside[held[back]] + _BLOCK - 1, parties - 1)
    shares = np.tile([4_000, 2_500, 2_000, 1_500], len(companies))
    strong = np.repeat(chance.random(len(companies)) < _STRONG, 4)
    shares[strong] = np.tile([6_000, 1_500, 1_500, 1_000], int(strong.sum() // 4))
    if not sound:
        shares[:] = 6_000
    ids = pl.Series("id", [f"p{number:07d}" for number in range(parties)])
    frame = pl.DataFrame(
        {
            "link_id": pl.Series(range(len(held))).cast(pl.String),
            "source_id": pl.repeat("registry", len(held), eager=True),
            "known_at": pl.repeat(KNOWN, len(held), eager=True),
            "from_id": ids.gather(holders),
            "to_id": ids.gather(held),
            "kind": pl.repeat("owns", len(held), eager=True),
            "share_bps": shares,
        }
    )
    return Book({"party_links": frame.to_arrow()})


if __name__ == "__main__":
    main()
