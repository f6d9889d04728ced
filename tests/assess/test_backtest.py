"""Champion and challenger on the four sample requests: who flips, why, and what came of it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hefu.assess.backtest import as_if_in_force, backtest
from hefu.assess.opened import open_book
from hefu.assess.outcomes import read_outcomes
from hefu.assess.pages import backtest_page
from hefu.assess.pages.flows import flows
from hefu.assess.policy import Policy, read_policy
from hefu.cli.backtest import backtest_command
from hefu.core.canonical import canonical_json
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language
from tests.assess.pages.pages_of import faults_of_form, visible_text

STEEL = Path(__file__).parents[2] / "examples" / "steel"
REQUESTS = [STEEL / name for name in ("sound", "look-alike-payer", "undelivered", "financed-twice")]
AS_OF = datetime.fromisoformat("2026-11-20T10:40:00+08:00")
CHALLENGER = """
[about]
name = "careful"
version = 2
valid_from = 2027-01-01
[credit]
advance_rate_bps = 5000
[[policies]]
name = "payers"
version = 1
name_en = "Above 2.4 m every payer is the debtor"
name_zh = "240 万元以上付款人须为债务人"
effect = "decline"
valid_from = 2027-01-01
require = { any_of = [{ asked_max_minor = 240_000_000, currency = "CNY" }, { check = "funds.payer_not_debtor" }] }
"""
OUTCOMES = """request_id,result,lost,earned,currency
R-2026-1101,repaid,0,20000.00,CNY
R-2026-1104,fraud,2500000.00,0,CNY
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("backtest")
    (place / "champion.toml").write_text('[about]\nname = "today"\nversion = 7\n', encoding="utf-8")
    (place / "challenger.toml").write_text(CHALLENGER, encoding="utf-8")
    (place / "outcomes.csv").write_text(OUTCOMES, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    policies = {side: read_policy(folder / f"{side}.toml") for side in ("champion", "challenger")}
    requests = [*REQUESTS, folder / "nowhere"]
    return backtest(requests, open_book(STEEL / "book"), policies, read_outcomes(folder / "outcomes.csv"), AS_OF)


def test_the_matrix_counts_every_request_once(report: dict[str, Any]) -> None:
    cells = {(cell["champion"], cell["challenger"]): cell["count"] for cell in report["matrix"]}
    assert {pair: count for pair, count in cells.items() if count} == {
        ("lend", "refer"): 1,
        ("refer", "decline"): 1,
        ("decline", "decline"): 2,
    }
    assert len(cells) == 9
    assert sum(cells.values()) == report["requests"] == 4


def test_a_request_that_cannot_be_read_is_named_and_not_counted(report: dict[str, Any]) -> None:
    assert [(one["name"], one["code"]) for one in report["refused"]] == [("nowhere", "file_missing")]


def test_who_flips_and_why(report: dict[str, Any]) -> None:
    flips = {one["name"]: one for one in report["flips"]}
    assert flips.keys() == {"sound", "look-alike-payer"}
    assert "supportable" in flips["sound"]["challenger"]["reasons"][0]["en"]
    assert any("240 万元以上" in why["zh"] for why in flips["look-alike-payer"]["challenger"]["reasons"])
    assert flips["look-alike-payer"]["result"] == "fraud"


def test_what_is_lent_lost_and_earned_and_how_sure_that_is(report: dict[str, Any]) -> None:
    (mine,), (theirs,) = report["sides"]["champion"], report["sides"]["challenger"]
    assert (mine["lent_count"], mine["lent"]["amount_minor"], mine["earned"]["amount_minor"]) == (
        1,
        300_000_000,
        2_000_000,
    )
    assert mine["bad"] == {"count": 0, "low_bps": 0, "high_bps": 7_935}
    assert (theirs["lent_count"], theirs["bad"]["high_bps"]) == (0, 10_000)
    assert report["difference"] == [{"amount_minor": -2_000_000, "currency": "CNY"}]


def test_a_policy_of_another_time_is_tried_as_if_it_held(folder: Path) -> None:
    policy = read_policy(folder / "challenger.toml")
    assert [one.valid_from for one in as_if_in_force(policy).policies] == [None]
    assert as_if_in_force(Policy()) == Policy()


def test_the_same_policy_on_both_sides_flips_nothing(folder: Path) -> None:
    policy = read_policy(folder / "challenger.toml")
    same = backtest(REQUESTS[:1], open_book(STEEL / "book"), {"champion": policy, "challenger": policy}, {})
    assert (same["flips"], same["amounts"]) == ([], [])
    (side,) = same["sides"]["champion"]
    assert side["unknown_count"] == side["lent_count"]


@pytest.mark.parametrize("language", list(Language))
def test_the_page_stands_alone_and_says_what_the_report_says(report: dict[str, Any], language: Language) -> None:
    page = backtest_page(report, language, "other.html")
    assert faults_of_form(page) == []
    words = visible_text(page)
    assert "R-2026-1104" in words
    assert ("0.00% to 79.35%" if language is Language.EN else "0.00% 至 79.35%") in words
    assert not any(outside in page for outside in ("https:", "http:", "<script", "@import"))
    assert page == backtest_page(report, language, "other.html")


def test_an_empty_back_test_says_so() -> None:
    empty = backtest([], open_book(STEEL / "book"), {"champion": Policy(), "challenger": Policy()}, {})
    assert "No request is decided otherwise." in visible_text(backtest_page(empty, Language.EN, "other.html"))


def test_the_picture_is_as_high_on_both_sides() -> None:
    matrix: list[dict[str, Any]] = [
        {"champion": mine, "challenger": theirs, "count": 3 * at + other}
        for at, mine in enumerate(("decline", "refer", "lend"))
        for other, theirs in enumerate(("decline", "refer", "lend"))
    ]
    drawn = flows(matrix)
    assert sum(block.height for block in drawn.champion) == sum(block.height for block in drawn.challenger)
    assert sum(block.count for block in drawn.champion) == sum(cell["count"] for cell in matrix)
    assert len(drawn.ribbons) == 8


def test_the_command_writes_table_json_and_pages(folder: Path, report: dict[str, Any]) -> None:
    paths = [str(path) for path in REQUESTS]
    options: dict[str, object] = {
        "--book": STEEL / "book",
        "--as-of": AS_OF.isoformat(),
        "--out": folder / "out",
        "--lang": "en",
    }
    options |= {f"--{name}": folder / f"{name}.toml" for name in ("champion", "challenger")}
    options["--outcomes"] = folder / "outcomes.csv"
    done = CliRunner().invoke(backtest_command, [*paths, *(str(part) for pair in options.items() for part in pair)])
    assert done.exit_code == 0, done.output
    assert "- sound (R-2026-1101): Lend → Refer" in done.output
    assert "By known results the challenger comes out CNY \N{MINUS SIGN}20,000.00 against the champion." in done.output
    written = json.loads((folder / "out" / "backtest.json").read_bytes())
    assert written == json.loads(canonical_json({**report, "refused": []}))
    assert {path.name for path in (folder / "out").iterdir()} == {"backtest.json", "backtest.html", "backtest.zh.html"}


BAD = (
    ("request_id,result\n", "file_unreadable"),
    ("", "file_unreadable"),
    (OUTCOMES + "R-1,paid,0,0,CNY\n", "row_breaks_schema"),
    (OUTCOMES + "R-2026-1101,repaid,0,0,CNY\n", "row_breaks_schema"),
    (OUTCOMES + "R-1,repaid,0.001,0,CNY\n", "amount_too_fine"),
    (OUTCOMES + "R-1,repaid,0,0,XXZ\n", "currency_unknown"),
    (OUTCOMES + "R-1,repaid,0,0\n", "file_unreadable"),
)


@pytest.mark.parametrize(("text", "code"), BAD)
def test_bad_outcomes_are_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "outcomes.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RefusalError) as caught:
        read_outcomes(tmp_path / "outcomes.csv")
    assert caught.value.refused.refusal.code == code
