"""`hefu law`: what it lists, shows and answers, and what it says a coming rule changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hefu.book.book import Book
from hefu.cli.law import law
from hefu.rulebook import RuleBook
from tests.book.builders import SOURCE
from tests.rulebook.impact.world import loan, voucher
from tests.rulebook.test_policies import POLICY

LAW = RuleBook.shipped()
ASKED = ("asof", "voucher.tenor_max", "--product", "receivables_voucher")


def run(*arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(law, [*arguments, *(["--lang", language] if language else [])])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = {**SOURCE, "source_id": "s1"}
    vouchers = [voucher("v-short", "2026-10-01", "2027-03-01"), voucher("v-long", "2026-10-01", "2027-10-01")]
    loans = [loan("l1", "2026-01-01", "2027-01-01", 100)]
    Book.of_rows({"sources": [source], "vouchers": vouchers, "loans": loans}).write(tmp_path / "book")
    return tmp_path / "book"


def test_the_list_has_a_line_per_record_and_names_the_rule_book() -> None:
    lines = run("list").stdout.splitlines()
    assert len(lines) == len(LAW.records()) + 1
    assert lines[-1] == f"{len(LAW.records())} records · rule book {LAW.version}"


@pytest.mark.parametrize(("day", "there"), [("2025-06-14", False), ("2025-06-15", True)])
def test_the_list_of_a_day_has_only_what_is_in_force(day: str, *, there: bool) -> None:
    assert ("voucher.tenor_max" in run("list", "--on", day).stdout) == there


def test_a_day_before_all_law_lists_nothing() -> None:
    assert run("list", "--on", "1990-01-01").stdout.startswith("0 records")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["at most 12 months", "at most 6 months", "announced, no first day yet", "●● confirmed"]),
        ("zh", ["不超过 12 个月", "不超过 6 个月", "已公布，施行日期未定", "●● 已核实", "过渡安排：2027-06-15"]),
    ],
)
def test_a_rule_is_shown_with_all_its_records(language: str, said: list[str]) -> None:
    result = run("show", "voucher.tenor_max", language=language)
    assert result.exit_code == 0
    assert [words for words in said if words not in result.stdout] == []


@pytest.mark.parametrize("command", [("show", "voucher.tenure"), ("asof", "voucher.tenure")])
def test_a_rule_nobody_knows_is_refused(command: tuple[str, ...]) -> None:
    result = run(*command)
    assert result.exit_code == 1
    assert "law_rule_unknown" in result.stderr


ANSWERS = [
    ("2025-06-14", None, 0, "not yet in force"),
    ("2025-06-15", None, 0, "at most 12 months"),
    ("2025-06-15", "12", 0, "12 months: allowed"),
    ("2025-06-15", "13", 0, "13 months: barred"),
    (None, None, 1, "voucher_issue"),
]


@pytest.mark.parametrize(("day", "value", "code", "said"), ANSWERS)
def test_a_day_is_answered(day: str | None, value: str | None, code: int, said: str) -> None:
    days = ["--day", f"voucher_issue={day}"] if day else []
    result = run(*ASKED, *days, *(["--value", value] if value else []))
    assert (result.exit_code, said in result.stdout) == (code, True)


def test_a_figure_that_is_only_remembered_says_so() -> None:
    assert "may not decline" in run("asof", "register.term_max", "--day", "filing=2026-01-01").stdout
    assert "may not decline" not in run(*ASKED, "--day", "voucher_issue=2026-01-01").stdout


@pytest.mark.parametrize("day", ["issue=2026-01-01", "voucher_issue", "voucher_issue=1 May"])
def test_a_day_in_another_form_ends_the_command(day: str) -> None:
    result = run(*ASKED, "--day", day)
    assert result.exit_code == 2
    assert "voucher_issue" in result.stderr


IMPACT = ("impact", "voucher.tenor_max", "--from", "2027-01-01", "--as-of", "2026-11-25T04:00:00Z")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 of 2 measured things are touched"), ("zh", "1 项受影响，共计量 2 项")],
)
def test_the_impact_is_told_as_a_table(folder: Path, language: str, said: str) -> None:
    result = run(*IMPACT, "--book", str(folder), language=language)
    assert result.exit_code == 0, result.output
    assert said in result.stdout
    (row,) = [line for line in result.stdout.splitlines() if "v-long" in line]
    assert "310" in row
    assert "2027-10-01" in row
    assert "v-short" not in result.stdout


def test_the_impact_is_written_as_pages_in_both_languages(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.html"
    assert run(*IMPACT, "--book", str(folder), "--out", str(out)).exit_code == 0
    english, chinese = out.read_text(), out.with_name("report.zh.html").read_text()
    assert 'href="report.zh.html"' in english
    assert 'href="report.html"' in chinese
    assert all("v-long" in text and "v-short" not in text for text in (english, chinese))
    assert "12 个月" in chinese
    assert sorted(path.name for path in out.parent.iterdir()) == ["report.html", "report.zh.html"]


def test_the_same_question_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    pages = []
    for name in ("a", "b"):
        assert run(*IMPACT, "--book", str(folder), "--out", str(tmp_path / name / "report.html")).exit_code == 0
        pages.append((tmp_path / name / "report.html").read_bytes())
    assert pages[0] == pages[1]


def test_what_was_not_known_yet_is_not_touched(folder: Path) -> None:
    earlier = [*IMPACT[:-1], "2026-10-15T00:00:00Z"]
    assert "holds nothing that the rule measures" in run(*earlier, "--book", str(folder)).stdout


def test_a_rule_without_a_test_says_so_and_an_unwritable_place_is_refused(folder: Path, tmp_path: Path) -> None:
    told = run("impact", "rank.factors", "--from", "2027-01-01", "--book", str(folder)).stdout
    assert "Not assessed" in told
    (tmp_path / "file").write_text("")
    refused = run(*IMPACT, "--book", str(folder), "--out", str(tmp_path / "file" / "report.html"))
    assert refused.exit_code == 1
    assert "file_unreadable" in refused.stderr


def test_a_lender_s_policies_are_checked(tmp_path: Path) -> None:
    good, loose, empty = (tmp_path / f"{name}.toml" for name in ("good", "loose", "empty"))
    good.write_text(POLICY)
    loose.write_text(POLICY.replace("value = 9", "value = 13"))
    empty.write_text(POLICY.split("[[rule]]")[0])
    told = run("policy", str(good))
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0].split("  ")[:2] == ["voucher.tenor_max", "at most 9 months"]
    assert LAW.version not in told.stdout
    refused = run("policy", str(loose))
    assert (refused.exit_code, "law_policy_looser" in refused.stderr, refused.stdout) == (1, True, "")
    assert run("policy", str(empty)).stdout.startswith("0 records")


def test_the_reference_page_is_printed() -> None:
    result = run("reference", language="")
    assert result.stdout == (Path(__file__).resolve().parents[2] / "docs" / "reference" / "law.md").read_text()
