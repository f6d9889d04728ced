"""`hefu score`: train writes a folder whole or not at all; apply and drift read it strictly, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hefu.book import Book
from hefu.cli.main import main
from hefu.cli.score.files import readable_json
from hefu.credit.scoring import RULE
from tests.cli.score.made import HEADER, rows, write
from tests.credit.scoring.cards import CARD
from tests.credit.scoring.test_rule import AT

WRITTEN = ["card.html", "card.json", "card.txt", "card.zh.html", "card.zh.txt", "model.json"]
CONFIG = """
key = "company"
date = "founded"
groups = ["region"]
folds = 2
cutoffs = [550]
label = { en = "trial", zh = "试用" }
[[columns]]
name = "trade"
title = { en = "Trade", zh = "行业" }
"""


def score(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("score")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    write(folder / "rows.csv", rows(500))
    into = folder / "model"
    arguments = ["--target", "defaulted", "--into", into, "--seed", 1, "--config", folder / "config.toml"]
    result = score("train", folder / "rows.csv", *arguments, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith((into / "card.txt").read_text(encoding="utf-8"))
    assert "\n500 rows, " in result.stdout
    return into


def test_training_writes_card_and_pages_and_nothing_else(model: Path) -> None:
    assert sorted(path.name for path in model.iterdir()) == WRITTEN
    assert [path.name for path in model.parent.iterdir() if path.name.startswith(".")] == []
    assert not any(isinstance(one, float) for one in numbers(json.loads((model / "card.json").read_text())))


def numbers(value: object) -> list[object]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in numbers(item)]
    if isinstance(value, list):
        return [one for item in value for one in numbers(item)]
    return [value] if isinstance(value, (int, float)) else []


def test_a_folder_that_holds_files_is_left_alone(model: Path) -> None:
    before = {path.name: path.read_bytes() for path in model.iterdir()}
    data, config = model.parent / "rows.csv", model.parent / "config.toml"
    result = score("train", data, "--target", "defaulted", "--into", model, "--seed", 2, "--config", config)
    assert (result.exit_code, "folder_not_empty" in result.stderr) == (1, True)
    assert {path.name: path.read_bytes() for path in model.iterdir()} == before


def test_refused_training_leaves_no_folder_and_names_every_fault(tmp_path: Path) -> None:
    data = write(tmp_path / "rows.csv", rows(300))
    result = score("train", data, "--target", "defaulted", "--into", tmp_path / "m", "--seed", 1, "--lang", "zh")
    assert result.exit_code == 1
    assert [line.split("）")[0] for line in result.stderr.splitlines()] == [
        "拒绝（score_column_identifies",
        "拒绝（score_column_is_days",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_applying_gives_points_and_reasons_in_either_language(model: Path, tmp_path: Path) -> None:
    data = write(tmp_path / "new.csv", rows(5, 8))
    zh, en = (score("apply", model, data, "--key", "company", "--lang", one) for one in ("zh", "en"))
    assert en.stderr == "Scorecard scorecard: trial\n"
    assert zh.stderr == "评分卡 scorecard：试用\n"
    assert en.stdout.splitlines()[0] == "key,points,unseen,reasons"
    points = [line.split(",")[:3] for line in en.stdout.splitlines()]
    assert points == [line.split(",")[:3] for line in zh.stdout.splitlines()]
    assert "points of at most" in en.stdout
    assert "分，最高" in zh.stdout
    lines = [json.loads(line) for line in score("apply", model, data, "--key", "company", "--json").stdout.splitlines()]
    assert [[line["key"], str(line["points"])] for line in lines] == [one[:2] for one in points[1:]]
    assert all(sum(line["by_variable"].values()) == line["points"] for line in lines)


def test_scores_come_into_the_book_as_the_lenders_word(model: Path, tmp_path: Path) -> None:
    data = write(tmp_path / "new.csv", rows(400, 8))
    arguments = ["--key", "company", "--into", tmp_path / "book", "--known-at", "2026-11-19T08:00:00+08:00"]
    first = score("apply", model, data, *arguments)
    assert first.exit_code == 0, first.output
    found = Book.open(tmp_path / "book")
    answers = list(RULE.check(found.as_of(AT.as_of), None, AT))
    assert len(answers) == 400
    below = sum(row["score_points"] < 550 for row in found.rows("scores"))
    assert sum(one.message.code == "score_below" for one in answers if hasattr(one, "message")) == below > 0
    # The same scores again change nothing.
    score("apply", model, data, *arguments)
    assert Book.open(tmp_path / "book").sha256() == found.sha256()


REFUSED: dict[str, tuple[tuple[str, ...], list[list[str]], str]] = {
    "a column is absent": (("age_months", "trade"), [["5", "steel"]], "score_column_absent"),
    "NaN": (HEADER, [["c", "2020-01-01", "NaN", "1", "steel", "A", "N", ""]], "score_cell_no_number"),
    "inf": (HEADER, [["c", "2020-01-01", "inf", "1", "steel", "A", "N", ""]], "score_cell_no_number"),
    "no rows": (HEADER, [], "score_no_rows"),
    "a ragged row": (HEADER, [["c"]], "row_ragged"),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("command", ["apply", "drift"])
def test_rows_that_cannot_be_scored_are_refused_whole(command: str, what: str, model: Path, tmp_path: Path) -> None:
    header, lines, code = REFUSED[what]
    good = rows(3, 8) if header == HEADER and lines else []
    result = score(command, model, write(tmp_path / "x.csv", [*good, *lines], header), "--lang", "en")
    assert (result.exit_code, result.stdout, code in result.stderr) == (1, "", True)


def test_keys_must_be_given_once_where_they_go_into_a_book(model: Path, tmp_path: Path) -> None:
    lines = rows(3, 8)
    data = write(tmp_path / "x.csv", [*lines, lines[0]])
    result = score("apply", model, data, "--key", "company", "--into", tmp_path / "book")
    assert (result.exit_code, "score_key_repeated" in result.stderr) == (1, True)
    assert not (tmp_path / "book").exists()


def test_drift_tells_the_same_from_others_by_its_exit_code(model: Path, tmp_path: Path) -> None:
    same = score("drift", model, model.parent / "rows.csv", "--lang", "en")
    assert (same.exit_code, "shifted" in same.stdout) == (0, False)
    moved = [[*line[:4], "ships", *line[5:]] for line in rows(500)]
    other = score("drift", model, write(tmp_path / "x.csv", moved), "--lang", "zh")
    assert (other.exit_code, "行业：PSI" in other.stdout, "明显偏移" in other.stdout) == (1, True, True)
    few = score("drift", model, write(tmp_path / "few.csv", rows(3)), "--json")
    assert few.exit_code == 1
    assert {one["state"] for one in json.loads(few.stdout)} <= {"unknown", "shifted"}


PLAIN = json.loads(readable_json(CARD.plain()))
MODELS: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "model_unreadable"),
    "a list": ("[]", "model_unreadable"),
    "a float": (readable_json(CARD.plain()).decode().replace('"points": 10', '"points": 10.5', 1), "model_unreadable"),
    "NaN": (readable_json(CARD.plain()).decode().replace('"points": 10', '"points": NaN', 1), "model_unreadable"),
    "a key twice": ('{"form": 1, "form": 1}', "model_unreadable"),
    "a key too many": (json.dumps({**PLAIN, "more": 1}), "config_key_unknown"),
    "a key too few": (json.dumps({name: PLAIN[name] for name in PLAIN if name != "seed"}), "config_key_missing"),
    "points in words": (json.dumps({**PLAIN, "base_points": "60"}), "config_value_wrong"),
    "another form": (json.dumps({**PLAIN, "form": 9}), "config_value_wrong"),
    "ends that fall": (json.dumps({**PLAIN, "score_ends": [9, 1]}), "config_value_wrong"),
    "deeply nested": ("[" * 100_000, "model_unreadable"),
}


@pytest.mark.parametrize("what", MODELS)
def test_a_model_that_is_none_is_refused(what: str, tmp_path: Path) -> None:
    text, code = MODELS[what]
    (tmp_path / "model.json").write_text(text, encoding="utf-8")
    result = score("apply", tmp_path, write(tmp_path / "x.csv", rows(3)), "--lang", "en")
    assert (result.exit_code, code in result.stderr, result.stdout) == (1, True, "")


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = score("apply", tmp_path, tmp_path / "x.csv")
    assert (result.exit_code, "file_missing" in result.stderr) == (1, True)


def test_training_without_its_packages_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hefu.cli.score.commands.find_spec", lambda _name: None)
    data = write(tmp_path / "x.csv", rows(3))
    result = score("train", data, "--target", "defaulted", "--into", tmp_path / "m", "--seed", 1)
    assert (result.exit_code, "score_extra_missing" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('nonsense = "x"', "config_key_unknown"),
        ("folds = 1", "config_value_wrong"),
        ("cutoffs = [5, 5]", "config_value_wrong"),
        ("cutoffs = [5.5]", "config_value_wrong"),
        ('out_of_time_from = "2020-01-01"', "config_value_wrong"),
        ('date = "founded"\nout_of_time_from = "spring"', "config_value_wrong"),
        ('bad = "0"', "config_value_wrong"),
        ('separator = ""', "config_value_wrong"),
        ("bin_share_min_percent = 50", "config_value_wrong"),
        ("points_to_double = 0", "config_value_wrong"),
        ('[[columns]]\nname = "trade"\nkind = "word"', "config_value_wrong"),
        ('[[columns]]\nname = "trade"\ntrend = "sideways"', "config_value_wrong"),
        ("= 1", "config_unreadable"),
    ],
)
def test_settings_that_cannot_hold_are_refused(line: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(line + "\n", encoding="utf-8")
    data = write(tmp_path / "x.csv", rows(3))
    result = score(
        "train", data, "--target", "d", "--into", tmp_path / "m", "--seed", 1, "--config", tmp_path / "c.toml"
    )
    assert (result.exit_code, code in result.stderr) == (1, True)
