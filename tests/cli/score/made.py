"""Rows made here: default is likelier for the young, the small and the salvaged. The same numbers on every run."""

from __future__ import annotations

import hashlib
from pathlib import Path

HEADER = ("company", "founded", "age_months", "capital", "trade", "grade", "region", "defaulted")
TRADES = ("steel", "timber", "salvage", "grain")


def draw(*of: object) -> int:
    """A whole number below a million that depends on nothing but its arguments."""
    return int.from_bytes(hashlib.sha256(repr(of).encode()).digest()[:8]) % 1_000_000


def rows(count: int, seed: int = 1) -> list[list[str]]:
    """Rows under HEADER; `capital` and `grade` have gaps."""
    return [row(seed, at) for at in range(count)]


def row(seed: int, at: int) -> list[str]:
    age, capital = 6 + draw(seed, at, "age") % 240, 50 + draw(seed, at, "capital") % 5_000
    trade = TRADES[draw(seed, at, "trade") % 4]
    risk = 120_000 + 350_000 * (age < 60) + 200_000 * (capital < 1_500) + 250_000 * (trade == "salvage")
    bad = draw(seed, at, "bad") < risk
    silent = draw(seed, at, "silent") < 150_000
    grade = (
        ""
        if draw(seed, at, "gap") < 100_000
        else "ABC"[(draw(seed, at, "grade") + 400_000 * bad) % 1_400_000 // 500_000]
    )
    return [
        f"c{seed}-{at:05d}",
        f"20{10 + draw(seed, at, 'year') % 14}-0{1 + at % 9}-15",
        f"{age}.5",
        "" if silent else str(capital),
        trade,
        grade,
        "NS"[draw(seed, at, "region") % 2],
        str(int(bad)),
    ]


def write(path: Path, lines: list[list[str]], header: tuple[str, ...] = HEADER) -> Path:
    """Write rows as CSV."""
    path.write_text("".join(",".join(line) + "\n" for line in (header, *lines)), encoding="utf-8")
    return path
