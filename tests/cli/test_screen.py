"""`hefu screen`: the sample chain as a whole book; findings land in a folder of their own or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hefu.book import Book
from hefu.cli.screen import screen_command
from tests.samples import ROOT

STEEL = ROOT / "examples" / "steel" / "book"


def _run(into: Path, language: str = "en", book: Path = STEEL) -> tuple[int, str, str]:
    arguments = [str(book), "--as-of", "2026-11-20", "--into", str(into), "--lang", language]
    result = CliRunner().invoke(screen_command, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_findings_of_the_sample_book_are_written_as_tables(tmp_path: Path) -> None:
    code, said, progress = _run(tmp_path / "found")
    found = Book.open(tmp_path / "found")
    rows = found.rows("findings")
    assert code == 0
    assert "trade.four_way_match" in {row["rule"] for row in rows}
    assert {row["finding_id"] for row in rows} == {row["finding_id"] for row in found.rows("finding_rows")}
    assert f"high: {sum(row['severity'] == 'high' for row in rows)}" in said
    assert "funds.payer_not_debtor" in progress


def test_the_answer_is_said_in_chinese_too(tmp_path: Path) -> None:
    assert "停止：" in _run(tmp_path / "found", "zh")[1]


@pytest.mark.parametrize("again", [True, False])
def test_a_folder_that_holds_something_is_refused(again: bool, tmp_path: Path) -> None:
    (tmp_path / "found").mkdir()
    if again:
        (tmp_path / "found" / "mine.txt").write_text("mine")
    code, _, said = _run(tmp_path / "found")
    assert (code, "mine.txt" in {path.name for path in (tmp_path / "found").iterdir()}) == (int(again), again)
    assert ("folder_not_empty" in said.lower()) == again


def test_findings_are_not_written_into_the_book_they_speak_of(tmp_path: Path) -> None:
    Book.open(STEEL).write(tmp_path)
    code, _, said = _run(tmp_path / "found", book=tmp_path)
    assert code == 2
    assert "outside the book" in said
