"""`hefu gym load` and `hefu gym score`: from outside data to a page with the figures in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from hefu.cli.gym import gym
from hefu.cli.screen import screen_command
from tests.gym.outside.test_loaders import AMLSIM


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """A book of outside data, screened."""
    (tmp_path / "data").mkdir()
    for name, text in AMLSIM.items():
        (tmp_path / "data" / name).write_text(text)
    assert _gym("load", "amlsim", str(tmp_path / "data"), "--into", str(tmp_path / "book")).exit_code == 0
    arguments = [str(tmp_path / "book"), "--as-of", "2020-02-01", "--into", str(tmp_path / "found")]
    assert CliRunner().invoke(screen_command, arguments).exit_code == 0
    return tmp_path


def _gym(*arguments: str) -> Result:
    return CliRunner().invoke(gym, [*arguments, "--lang", "en"])


def test_a_score_is_told_and_written_in_both_languages(scored: Path) -> None:
    result = _gym("score", str(scored / "book"), str(scored / "found"), "--out", str(scored / "out"))
    assert result.exit_code == 0, result.output
    assert "Whole screen" in result.stdout
    assert "整体筛查" in (scored / "out" / "score.zh.html").read_text()
    assert (scored / "out" / "score.txt").read_text() in result.stdout
    figures = json.loads((scored / "out" / "score.json").read_text())
    assert {(row["scheme"], row["instances"]) for row in figures["schemes"]} == {("fund_loop", 1)}
    assert ET.fromstring((scored / "out" / "score.svg").read_text()).tag.endswith("svg")  # noqa: S314 - our own


def test_the_page_asks_for_nothing_from_elsewhere(scored: Path) -> None:
    _gym("score", str(scored / "book"), str(scored / "found"), "--out", str(scored / "out"))
    page = (scored / "out" / "score.html").read_text()
    assert "default-src 'none'" in page
    assert "<script" not in page


@pytest.mark.parametrize("missing", ["book", "found"])
def test_what_is_not_there_is_refused(missing: str, scored: Path) -> None:
    places = {name: str(scored / name) for name in ("book", "found")} | {missing: str(scored / "nowhere")}
    assert _gym("score", places["book"], places["found"]).exit_code == 1


def test_a_book_is_not_written_over_another(scored: Path) -> None:
    assert _gym("load", "amlsim", str(scored / "data"), "--into", str(scored / "book")).exit_code == 1
