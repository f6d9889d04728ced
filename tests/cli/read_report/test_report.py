"""The report of what came in: complete, in both languages, harmless, and the same for the same files."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest

import hefu.cli.read_report
from hefu.cli.read_report import page as page_module
from hefu.cli.read_report.facts import Facts, State, next_steps, state_of
from hefu.cli.read_report.forms import LETTER_NAMES_MAX, Forms, plain
from hefu.cli.read_report.page import READ_MAX, report_page
from hefu.cli.read_report.text import text_report
from hefu.cli.read_report.words import KINDS, SHAPES, STATES, WORDS
from hefu.cli.read_report.write import report_files, write_report
from hefu.core.refusal_kinds import asks
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Language, Text
from tests.assess.pages.pages_of import faults_of_form, tree, visible_text
from tests.cli.read_report import reports_of
from tests.cli.read_report.reports_of import HOSTILE, facts, hostile, many, ordinary, read, refused

PACKAGE = Path(hefu.cli.read_report.__file__).parent
EVERY: dict[str, Callable[[], Facts]] = {
    name: getattr(reports_of, name) for name in ("ordinary", "empty", "all_refused", "all_read", "hostile")
}
LANGUAGES = tuple(Language)


def page(given: Facts, language: Language = Language.EN) -> str:
    return report_page(given, language, "other.html")


def drives_a_terminal(text: str) -> list[str]:
    """The characters of a text that are no letters, marks or line ends."""
    return sorted({repr(char) for char in text if not char.isprintable() and char != "\n"})


# What it tells


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_text_and_page_name_every_file_and_its_next_step(name: str, language: Language) -> None:
    given = EVERY[name]()
    text, shown = text_report(given, language), visible_text(page(given, language))
    squeezed = re.sub(r"\s+", "", shown)
    for file in given.report.files:
        assert plain(file.name) in text
        assert re.sub(r"\s+", "", plain(file.name)) in squeezed
        for step in next_steps(file) if file.refused and not file.same_as else ():
            assert not step or step.render(language) in text
            assert not step or step.render(language) in shown
        for sentence in Forms(language).understood(file):
            assert sentence in text
            assert re.sub(r"\s+", "", sentence) in squeezed


def test_what_was_refused_stands_first_and_what_was_read_last() -> None:
    for told in (text_report(ordinary(), Language.EN), visible_text(page(ordinary()))):
        places = [told.index(what) for what in ("kind_unknown", "Dear Sir or Madam", "Invoice 2632 of 3 Nov 2026")]
        assert places == sorted(places)


def test_every_file_is_in_one_state_and_all_are_counted() -> None:
    given = ordinary()
    assert {file.name.rpartition("/")[2]: state_of(file).value for file in given.report.files} == {
        "again.xml": "known",
        "copy.xml": "same",
        "invoice-1.xml": "read",
        "photo.png": "refused",
        "scan.png": "refused",
        "scan2.png": "refused",
        "statement.pdf": "refused",
        "table.csv": "refused",
        "wrong.xml": "refused",
    }
    assert sum(given.counts().values()) == len(given.report.files) == len(given.files(*State))
    assert given.refusals_by_code() == {
        "kind_unknown": 3,
        "document_contradicts": 1,
        "mapping_missing": 1,
        "pdf_encrypted": 1,
    }


NEXT = [
    (reports_of.ordinary, "Next: ask 2 senders for 4 files. The messages are ready to copy."),
    (reports_of.all_refused, "Next: ask one sender for 2 files. The messages are ready to copy."),
    (reports_of.all_read, "Next: nothing to ask for."),
    (reports_of.empty, "The folder holds no documents. Put the files in and read it again."),
    (
        lambda: facts(refused("t.csv", refuse(Refusal.MAPPING_MISSING).refused)),
        "Next: nothing to ask of senders. What to do here stands beside each refused file.",
    ),
]


@pytest.mark.parametrize(("given", "said"), NEXT)
def test_it_says_what_comes_next(given: Callable[[], Facts], said: str) -> None:
    assert said in text_report(given(), Language.EN)
    assert said in visible_text(page(given()))


def test_a_refusal_that_asks_nothing_is_given_to_somebody() -> None:
    assert next_steps(refused("x", refuse(Refusal.TABLE_UNKNOWN, table="t").refused)) == (None, asks.LOOKED_AT)
    assert next_steps(read("x")) == (None, None)


# Letters

LETTER = """\
主题：请重新提供资料（3 个文件）

您好：

感谢您提供资料。以下文件未能读取，请您协助：

1. 请提供带数据的文件：XML、附有 XML 的 OFD 或 PDF 发票、EPCIS JSON、CSV 或 Excel（.xlsx）；图片或扫描件无法读取。
   - 2025/photo.png
   - scan.png

2. 请在开具该单据的系统中核对，补全或更正后重新提供。
   - wrong.xml

未列出的文件无需处理。

谢谢。"""


def test_each_sender_gets_one_letter_with_each_thing_asked_once() -> None:
    forms = Forms(Language.ZH)
    letters = ordinary().letters()
    assert [forms.addressee(letter) for letter in letters] == [
        "申请人 91990000MA0Q7K3TXB · 文件夹 from-applicant",
        "银行 91990000MA0B1Y4P53 · 文件夹 from-bank",
    ]
    assert forms.letter(letters[0]) == LETTER
    assert LETTER in tree(page(ordinary(), Language.ZH)).xpath("//pre")[0].text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_never_says_why_a_file_was_refused(language: Language) -> None:
    given = ordinary()
    letters = "\n".join(map(Forms(language).letter, given.letters()))
    for file in given.report.refusals:
        assert file.refused
        assert file.refused.refusal.code not in letters
        assert Forms(language).reason(file) not in letters
        assert "PayableAmount" not in letters


def test_a_letter_about_a_thousand_files_stops_and_says_how_many_more() -> None:
    [letter] = facts(*(refused(f"{at:04d}.png") for at in range(1_000))).letters()
    text = Forms(Language.EN).letter(letter)
    assert text.count(".png") == LETTER_NAMES_MAX
    assert "   - and 800 more\n" in text


# Both languages


def fields_of(literal: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(literal) if name is not None}


@pytest.mark.parametrize("name", WORDS)
def test_every_word_is_there_in_both_languages_and_used(name: str) -> None:
    text = WORDS[name]
    assert fields_of(text.en) == fields_of(text.zh)
    assert re.search(r"[\u4e00-\u9fff]", text.zh) or not re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text.en))
    places = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html"} and path.name != "words.py"]
    written = "".join(path.read_text(encoding="utf-8") for path in places)
    assert re.search(rf"""["']{name}["']""", written) or name in {state.value for state in State}


@pytest.mark.parametrize("words", [KINDS, STATES], ids=["kinds", "states"])
def test_every_label_is_there_in_both_languages(words: dict[str, Text]) -> None:
    assert [code for code, text in words.items() if not (text.en and text.zh)] == []
    assert set(SHAPES) == set(STATES) == {state.value for state in State}


def test_a_chinese_page_has_no_english_word_of_ours_and_links_to_the_other() -> None:
    root = tree(page(ordinary(), Language.ZH))
    assert root.get("lang") == "zh-Hans"
    [link] = root.xpath("//a[@class='language']")
    assert (link.get("href"), link.get("lang"), link.text) == ("other.html", "en", "English")
    shown = visible_text(page(ordinary(), Language.ZH))
    assert [text.en for text in WORDS.values() if " " in text.en.strip() and text.en in shown] == []


# Harm


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_and_no_file_name_drives_a_terminal(language: Language) -> None:
    assert drives_a_terminal(text_report(hostile(), language)) == []
    assert drives_a_terminal(visible_text(page(hostile(), language))) == []


def test_a_text_that_drives_a_terminal_is_seen() -> None:
    assert drives_a_terminal("a\x1b[2J\u202e\nb") == ["'\\u202e'", "'\\x1b'"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_words_make_the_same_page_as_harmless_ones(language: Language) -> None:
    harmless = page(hostile(tuple("abcdefghij"[: len(HOSTILE)])), language)
    attacked = page(hostile(), language)
    tags = [[element.tag for element in tree(one).iter()] for one in (harmless, attacked)]
    assert tags[0] == tags[1]
    assert "default-src 'none'" in attacked
    assert not tree(attacked).xpath("//script | //img | //@onerror | //@style")


def test_a_page_that_does_not_escape_is_seen() -> None:
    template = page_module._template  # noqa: SLF001 - spoiled here to show that the test above would see it
    template.cache_clear()
    environment = template(Language.EN).environment
    environment.autoescape = False
    environment.cache.clear()  # type: ignore[union-attr]  # it has a cache
    spoiled = environment.get_template("report.html").render(**_arguments(hostile()))
    template.cache_clear()
    assert tree(spoiled).xpath("//script | //img")


def _arguments(given: Facts) -> dict[str, object]:
    counts = {state.value: number for state, number in given.counts().items()}
    return {
        "facts": given,
        "other": "other.html",
        "version": "0",
        "counts": counts,
        "total": len(given.report.files),
        "refused": given.files(State.REFUSED),
        "refused_left": 0,
        "read": given.files(State.READ),
        "read_left": 0,
        "letters": given.letters(),
        "kinds": {},
        "rows": {},
        "reasons": {},
    }


# Form, size, bytes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_a_page_is_well_formed_and_needs_nothing(name: str, language: Language) -> None:
    made = page(EVERY[name](), language)
    assert faults_of_form(made) == []
    assert not re.search(r"""(?:src|href)=["'](?!#|other\.html|data:,)""", made)


def test_no_style_has_a_colour_of_its_own() -> None:
    css = (PACKAGE / "templates" / "report.css").read_text(encoding="utf-8").splitlines()
    rules = [line for line in css if not re.search(r"--[\w-]+:#", line)]
    assert [line for line in rules if re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", line)] == []


@pytest.mark.parametrize("name", EVERY)
def test_the_same_files_give_the_same_bytes(name: str) -> None:
    assert report_files(EVERY[name](), Language.ZH) == report_files(EVERY[name](), Language.ZH)


def test_a_thousand_files_make_a_page_that_opens_at_once_and_ten_thousand_no_larger_one() -> None:
    thousand, ten = many(1_000), many(10_000)
    assert len(page(thousand).encode()) < 1_000_000
    assert len(page(ten).encode()) < 2_000_000
    assert f"{9_000 - READ_MAX:,} more files are not shown here; report.txt" in visible_text(page(ten))
    text = text_report(ten, Language.EN)
    assert all(file.name in text for file in ten.report.files)
    assert "980 more files" in text_report(many(1_110), Language.EN, files_max=19)


def test_a_long_reason_and_a_large_file_are_told_in_short() -> None:
    forms = Forms(Language.EN)
    reason = forms.reason(refused("x", refuse(Refusal.KIND_UNKNOWN, kind="y" * 9_000).refused))
    assert len(reason) == 400
    assert [forms.size(size) for size in (0, 999, 1_000, 12_345, 2_400_000)] == [
        "0 B",
        "999 B",
        "1 kB",
        "13 kB",
        "2.4 MB",
    ]


# Writing


def test_page_and_text_are_written_in_both_languages_and_link_to_each_other(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "report.html").write_text("older")
    assert write_report(ordinary(), tmp_path, Language.ZH) == tmp_path / "report.html"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"notes.txt", "report.html", "report.en.html", "report.txt", "report.en.txt"}
    links = {
        name: tree((tmp_path / name).read_text()).xpath("//a[@class='language']/@href")
        for name in names
        if "html" in name
    }
    assert links == {"report.html": ["report.en.html"], "report.en.html": ["report.html"]}
    assert (tmp_path / "report.txt").read_text().startswith("收件情况")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusalError, match="file_unreadable"):
        write_report(ordinary(), tmp_path / "file" / "report", Language.EN)
