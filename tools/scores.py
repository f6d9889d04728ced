"""Makes docs/reference/scores.md anew: an economy with every scheme planted, screened month by month, and scored.

`make scores`; takes some minutes. COMPANIES, MONTHS and SEED come from the environment; the page says what they were.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from hefu.book import Book
from hefu.cli.gym_score.forms import Forms
from hefu.cli.gym_score.picture import picture
from hefu.cli.gym_score.text import tables
from hefu.core.findings import Severity
from hefu.core.texts import Language
from hefu.gym.plan import START
from hefu.gym.score import Score, read_answers, read_truth, score

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "scores"
PAGE = ROOT / "docs" / "reference" / "scores.md"
COMPANIES = int(os.environ.get("COMPANIES", "5000"))
MONTHS = int(os.environ.get("MONTHS", "12"))
SEED = int(os.environ.get("SEED", "20261125"))
BASE_RATE_BPS = 100

HEAD = ROOT / "docs" / "reference" / "scores.head.md"
"""What stands before the figures, with fields for what was made and on what machine."""


def main() -> None:
    """Make, screen, score, write."""
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    _hefu(
        "gym", "make", f"--companies={COMPANIES}", f"--months={MONTHS}", f"--seed={SEED}", "--plant=all", "--into=book"
    )
    _hefu("screen", "book", *(f"--as-of={day}" for day in _month_ends()), "--into=findings")
    answers = read_answers(Book.open(BUILD / "findings"), Severity.MEDIUM)
    given = score(Book.open(BUILD / "book"), read_truth(BUILD / "book"), answers, BASE_RATE_BPS)
    (BUILD / "score.json").write_text(given.json(), encoding="utf-8")
    PAGE.write_text(_page(given), encoding="utf-8")
    (ROOT / "docs" / "picture" / "scores.svg").write_text(picture(Forms(given, Language.EN)), encoding="utf-8")


def _month_ends() -> list[date]:
    firsts = [
        date(START.year + (START.month - 1 + n) // 12, (START.month - 1 + n) % 12 + 1, 1) for n in range(MONTHS + 1)
    ]
    return [first - timedelta(days=1) for first in firsts[1:]]


def _hefu(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "hefu.cli", *arguments, "--lang=en"], cwd=BUILD, check=True)  # noqa: S603 - our own


def _page(given: Score) -> str:
    machine = f"{os.cpu_count()} cores of {platform.machine()}"
    head = HEAD.read_text(encoding="utf-8").format(
        companies=COMPANIES, months=MONTHS, seed=SEED, machine=machine, python=platform.python_version()
    )
    english, chinese = (Forms(given, language) for language in (Language.EN, Language.ZH))
    parts = [head]
    for heading, columns, rows in tables(english):
        parts += [f"## {english.word(heading)} · {chinese.word(heading)}", ""]
        titles = [f"{english.word(column)} · {chinese.word(column)}" for column in columns]
        parts += [_row(titles), _row(["---"] * len(titles)), *(_row(row) for row in rows), ""]
    return "\n".join(parts)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
