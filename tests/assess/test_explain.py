"""`hefu explain` answers from the dossier alone, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hefu.assess.explain import QUESTIONS, explain, read_dossier
from hefu.core.refusals import RefusalError
from hefu.core.texts import Language
from tests.assess.pages.pages_of import case


@pytest.mark.parametrize("question", list(QUESTIONS))
@pytest.mark.parametrize("name", ["refer", "lend"])
def test_every_question_is_answered_in_both_languages(question: str, name: str) -> None:
    english, chinese = (explain(case(name), question, language) for language in (Language.EN, Language.ZH))
    assert len(english) == len(chinese) > 0
    assert all("{" not in line for line in english + chinese)
    assert any("\u4e00" <= letter <= "\u9fff" for line in chinese for letter in line)


SAID: tuple[tuple[str, str], ...] = (
    ("why", "AP-2026-0412 (Drawdown), decided as of 20 Nov 2026 10:40: Refer."),
    (
        "why",
        "the lender pays the payee itself. In force since 1 Jul 2024; single source.",
    ),
    ("why", "It rests on unconfirmed rules alone, so it declines nothing."),
    ("amount", "and this one binds"),
    ("flip", "or: lend: F1, F2, F3 cleared and Net guarantee cover of at least CNY 10,000,000.00"),
    ("flip", "and further sets of changes, not listed"),
    ("unknown", "One kind of paper would settle most of it: an extract of the company register, 2 of 4 open checks."),
    (
        "rules",
        "the first registered ranks first. In force since 1 Jan 2021 until before 1 Jan 2030; from memory.",
    ),
    ("rules", "Policy Above 5 m only debtors on the list, version 3: not met"),
)


@pytest.mark.parametrize(("question", "said"), SAID)
def test_an_answer_says_what_the_dossier_says(question: str, said: str) -> None:
    facts = case("refer")
    facts["request"]["request_id"] = "AP-2026-0412"
    assert said in "\n".join(explain(facts, question, Language.EN))


def test_where_nothing_is_open_it_says_so() -> None:
    assert explain(case("lend"), "unknown", Language.EN) == ["Every check was made; nothing is unknown."]
    assert "No finding and no limit cites a rule of law." in explain(case("lend"), "rules", Language.EN)


def test_a_facility_is_granted_and_not_lent() -> None:
    assert explain(case("lend"), "why", Language.ZH)[0].endswith("可授信。")


def written(folder: Path, content: Any) -> Path:  # noqa: ANN401 - any JSON
    path = folder / "dossier.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_dossier_is_read_from_its_file_or_its_folder(tmp_path: Path) -> None:
    path = written(tmp_path, case("lend"))
    assert read_dossier(path) == read_dossier(tmp_path) == case("lend")


@pytest.mark.parametrize("content", ["[", "[]", {"format": "hefu-dossier/1"}])
def test_what_is_no_dossier_is_refused(tmp_path: Path, content: Any) -> None:  # noqa: ANN401 - any JSON
    with pytest.raises(RefusalError, match="dossier_unreadable"):
        read_dossier(written(tmp_path, content))
    with pytest.raises(RefusalError, match="file_missing"):
        read_dossier(tmp_path / "nowhere")


def test_a_limit_is_told_with_its_rule_and_a_figure_without_an_article_names_none() -> None:
    told = "\n".join(explain(case("refer"), "amount", Language.EN))
    assert "(CBIRC Order 2018-1): Exposure to a group of connected clients is at most 20%" in told
    assert "article :" not in told
    assert "- Group limit headroom" in explain(case("refer"), "rules", Language.EN)


def test_a_reason_that_is_a_limit_is_told_with_its_rule() -> None:
    facts = case("refer")
    facts["verdict"]["reasons"][2]["cites"] = facts["amount"]["constraints"][-1]["cites"]
    assert "令 2018-1" in "\n".join(explain(facts, "why", Language.ZH))
