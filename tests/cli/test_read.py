"""`hefu read` at a terminal: what it says, in which language, and how it ends."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hefu.book.book import Book
from hefu.cli.main import COMMANDS, main
from tests.samples import ROOT

OWN = ROOT / "tests" / "book" / "readers" / "data" / "camt"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OWN, tmp_path / "papers"))


def run(*arguments: object, **environment: str) -> Result:
    clean = {"HEFU_LANG": None, "LC_ALL": None, "LC_MESSAGES": None, "LANG": None}
    return CliRunner().invoke(main, [str(one) for one in arguments], env={**clean, **environment})


def test_a_folder_comes_into_a_book_and_is_counted(papers: Path, tmp_path: Path) -> None:
    result = run("read", papers, "--into", tmp_path / "book", "--workers", 1)
    assert result.exit_code == 0
    assert "Documents read: 2" in result.stdout
    assert "payments  6" in result.stdout
    assert "2 of 2" in result.stderr
    assert len(Book.open(tmp_path / "book").rows("payments")) == 6
    again = run("read", papers, "--into", tmp_path / "book", "--workers", 1)
    assert (again.exit_code, "Nothing new" in again.stdout) == (0, True)


def test_a_refusal_is_said_with_its_code_and_the_rest_is_kept(papers: Path, tmp_path: Path) -> None:
    (papers / "scan\x1b[2J.png").write_bytes(b"\x89PNG")
    result = run("read", papers, "--into", tmp_path / "book", "--workers", 1, LANG="zh_CN.UTF-8")
    assert result.exit_code == 1
    assert "拒绝读取：1" in result.stdout
    assert "scan\\x1b[2J.png  kind_unknown  这不是合符能读取的单据种类：PNG。" in result.stdout
    assert "\x1b" not in result.stdout
    assert len(Book.open(tmp_path / "book").rows("sources")) == 2


def test_the_report_is_printed_always_and_written_where_asked(papers: Path, tmp_path: Path) -> None:
    (papers / "scan.png").write_bytes(b"\x89PNG")
    moment = ("--received-at", "2026-11-16T09:14:00+08:00")
    reports = []
    for workers in (1, 2):
        report = tmp_path / f"report{workers}"
        result = run(
            "read", papers, "--into", tmp_path / f"book{workers}", "--workers", workers, "--report", report, *moment
        )
        assert result.exit_code == 1
        assert f"Report: {report / 'report.html'}" in result.stdout
        assert "Ask for: Send the document as a file with data" in result.stdout
        assert "Bank statement S-324" in result.stdout
        reports.append({path.name: path.read_bytes() for path in report.iterdir()})
    assert sorted(reports[0]) == ["report.html", "report.txt", "report.zh.html", "report.zh.txt"]
    assert reports[0] == reports[1]
    assert b"2026-11-16 09:14 (UTC+8)" in reports[0]["report.html"]
    assert Book.open(tmp_path / "book1").sha256() == Book.open(tmp_path / "book2").sha256()


@pytest.mark.parametrize("place", ["papers/report", "papers", "book", "book/reports/one"])
def test_a_report_is_not_written_among_documents_or_into_a_book(papers: Path, tmp_path: Path, place: str) -> None:
    result = run("read", papers, "--into", tmp_path / "book", "--report", tmp_path / place)
    assert (result.exit_code, "必须在所读文件夹和账簿之外" in result.stderr) == (2, True)
    assert not (tmp_path / "book").exists()


LANGUAGES = [
    ({}, (), "Documents read"),
    ({"LANG": "zh_CN.UTF-8"}, (), "已读取单据"),
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, (), "Documents read"),
    ({"HEFU_LANG": "zh"}, (), "已读取单据"),
    ({"HEFU_LANG": "en", "LANG": "zh_CN.UTF-8"}, (), "Documents read"),
    ({"HEFU_LANG": "en"}, ("--lang", "zh"), "已读取单据"),
]


@pytest.mark.parametrize(("environment", "options", "said"), LANGUAGES)
def test_the_language_is_that_of_the_option_then_of_the_environment(
    environment: dict[str, str], options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    empty = tmp_path / "papers"
    empty.mkdir()
    assert said in run("read", empty, "--into", tmp_path / "book", *options, **environment).stdout


def test_the_moment_of_receipt_is_what_the_option_says(papers: Path, tmp_path: Path) -> None:
    moment = ("--received-at", "2026-11-16T09:14:00+08:00")
    assert run("read", papers, "--into", tmp_path / "book", "--workers", 1, *moment).exit_code == 0
    known = {row["known_at"].isoformat() for row in Book.open(tmp_path / "book").rows("payments")}
    assert known == {"2026-11-16T01:14:00+00:00"}


WRONG_USE = [
    ("a folder that is not there", ("read", "nowhere", "--into", "book")),
    ("no book", ("read", ".")),
    ("no workers", ("read", ".", "--into", "book", "--workers", "0")),
    ("a day without its time", ("read", ".", "--into", "book", "--received-at", "2026-11-16")),
    ("another language", ("read", ".", "--into", "book", "--lang", "fr")),
    ("a command that is none", ("raed",)),
]


@pytest.mark.parametrize("arguments", [case[1] for case in WRONG_USE], ids=[case[0] for case in WRONG_USE])
def test_wrong_use_ends_with_2(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments).exit_code == 2


def test_a_manifest_that_does_not_hold_is_refused_before_anything_is_read(papers: Path, tmp_path: Path) -> None:
    (papers / "sources.toml").write_text("[[source]]\nfile = '*'\n")
    result = run("read", papers, "--into", tmp_path / "book")
    assert (result.exit_code, "config_key_missing" in result.stderr) == (1, True)
    assert Book.open(tmp_path / "book").names == ()


def test_the_help_names_every_command_in_both_languages() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "hefu.cli", "--help"], capture_output=True, text=True, check=True
    ).stdout
    for name, _ in COMMANDS:
        assert f"\n  {name} " in told
        assert "·" in run(name, "--help").stdout
