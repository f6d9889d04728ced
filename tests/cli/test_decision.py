"""`hefu assess --keep`, `hefu replay --store` and `hefu explain` on one of the samples."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hefu.cli.main import main

STEEL = Path(__file__).parents[2] / "examples" / "steel"


def hefu(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    given = ("--book", STEEL / "book", "--as-of", "2026-11-20T10:40:00+08:00", "--lang", "en")
    done = hefu("assess", STEEL / "sound", *given, "--out", folder / "out", "--keep", folder / "store")
    assert done.exit_code == 0, done.output
    assert "sound (R-2026-1101): grant, supportable CNY 3,000,000.00" in done.output
    return folder


def test_an_answer_is_replayed_from_the_store(place: Path) -> None:
    done = hefu("replay", place / "out" / "sound", "--store", place / "store", "--lang", "en")
    assert (done.exit_code, done.output) == (0, "Same answer.\n")


def test_a_store_that_lacks_objects_names_them_and_says_no(place: Path) -> None:
    done = hefu("replay", place / "out" / "sound", "--store", place / "elsewhere", "--lang", "en")
    assert done.exit_code == 1
    assert "object_missing" in done.output


def test_a_replay_needs_a_store_or_both_folders(place: Path) -> None:
    for more in ((), ("--book", STEEL / "book"), ("--store", place / "store", "--book", STEEL / "book")):
        assert hefu("replay", place / "out" / "sound", *more, "--lang", "en").exit_code == 2


def test_a_dossier_explains_itself_in_either_language(place: Path) -> None:
    english = hefu("explain", place / "out" / "sound", "--language", "en")
    chinese = hefu("explain", place / "out" / "sound" / "dossier.json", "--question", "amount", "--language", "zh")
    assert (english.exit_code, chinese.exit_code) == (0, 0)
    assert english.output.startswith("R-2026-1101 (Facility), decided as of 20 Nov 2026 10:40: Grant.")
    assert "申请 3,000,000.00 元；可支持 3,000,000.00 元。" in chinese.output
