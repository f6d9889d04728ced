"""The model card: quiet, offline, within the window, in both languages, and with every figure it must carry."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hefu.cli.score.figures import fours, length, line, percent, share, three
from hefu.cli.score.judge import CERTAINTY, SAMPLES
from hefu.cli.score.words import WORDS
from hefu.core.texts import Text
from hefu.credit.scoring.drift import STATES
from tests.browser import PHONE, WIDE, opened_browser, opened_page, sees
from tests.samples import ROOT

EXAMPLE = ROOT / "examples" / "scoring" / "german-credit"
PAGES = {"en": "card.html", "zh": "card.zh.html"}
CARD = json.loads((EXAMPLE / "card.json").read_text())


@pytest.mark.parametrize("language", PAGES)
def test_the_card_carries_every_figure(language: str) -> None:
    page = (EXAMPLE / PAGES[language]).read_text(encoding="utf-8")
    for name in ("out_of_fold", "training"):
        auc = CARD["measured"][name]["auc"]
        assert f"{three(auc['at_micro'])} ({three(auc['low_micro'])} – {three(auc['high_micro'])})" in page
    for variable in CARD["model"]["variables"]:
        assert variable["title"][language].replace("'", "&#39;") in page
        assert three(variable["iv_micro"]) in page
        assert all(f"{three(one['woe_micro'])}</span>" in page for one in variable["bins"])
    for name in ("data_sha256", "config_sha256"):
        assert fours(CARD["model"][name]) in page
    assert fours(CARD["model_sha256"]) in page
    for said in (CARD["model"]["label"], CARD["settings"]["purpose"], CARD["settings"]["misuse"]):
        assert said[language] in page
    assert CARD["settings"]["licence"] in page


@pytest.mark.parametrize("language", PAGES)
def test_the_text_has_the_same_figures(language: str) -> None:
    text = (EXAMPLE / PAGES[language].replace("html", "txt")).read_text(encoding="utf-8")
    folds = CARD["measured"]["out_of_fold"]
    assert f"{three(folds['auc']['at_micro'])} ({three(folds['auc']['low_micro'])} – " in text
    lines = [line.split() for line in text.splitlines()]
    for one in folds["calibration"]:
        assert [percent(one["expected_micro"]), share(one["bads_count"], one["rows_count"])] in [
            row[:2] for row in lines
        ]
    for one in folds["confusion"]:
        names = ("cutoff", "below_bads", "below_goods", "above_bads", "above_goods")
        assert [str(one[name]) for name in names] in lines
    points = [str(one["points"]) for variable in CARD["model"]["variables"] for one in variable["bins"]]
    assert [row[-5] for row in lines[-1 - len(points) :] if row][-len(points) :] == points


@pytest.mark.parametrize("language", PAGES)
def test_the_card_needs_nothing_else(language: str) -> None:
    page = (EXAMPLE / PAGES[language]).read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?://|@import|url\((?!data:)", page)
    assert page.count("<th ") == page.count('<th scope="')


@pytest.fixture(scope="module")
def browser() -> object:
    with opened_browser() as opened:
        yield opened


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_browser_has_nothing_to_say(browser: Browser, language: str, viewport: dict[str, int]) -> None:
    with opened_page(browser) as page:
        assert sees(page, EXAMPLE / PAGES[language], viewport) == []
        assert unnamed(page) == 0


def unnamed(page: Page) -> int:
    """Pictures that a reader who cannot see them would not hear of, and that are not hidden from him."""
    found: int = page.evaluate(
        "[...document.querySelectorAll('svg')].filter(s => !s.getAttribute('aria-label')"
        " && s.getAttribute('aria-hidden') !== 'true').length"
    )
    return found


def names(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("said", [*WORDS.values(), *SAMPLES.values(), *CERTAINTY.values(), *STATES.values()])
def test_both_languages_say_the_same(said: Text) -> None:
    assert names(said.en) == names(said.zh)
    assert said.en
    assert said.zh
    assert not re.search(r"[\u4e00-\u9fff][,;:()]|[,;:()][\u4e00-\u9fff]", said.zh)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0.000"), (499, "0.000"), (500, "0.001"), (-499, "0.000"), (-500, "−0.001"), (1_234_567, "1.235")],
)
def test_three_places(value: int, shown: str) -> None:
    assert three(value) == shown


def test_shares_lengths_and_lines() -> None:
    assert (percent(123_456), share(1, 3), share(0, 0)) == ("12.3%", "33.3%", "–")
    assert (length(-5, 10, 58), length(5, 0, 58)) == (29, 0)
    assert line([(0, 0), (500_000, 1_000_000)]) == "0,240 120,0"
    assert fours("0123456789") == "0123 4567 89"


def test_the_example_lies_whole_and_is_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLE.iterdir()) < 250_000
    assert sorted(path.name for path in Path(EXAMPLE).iterdir()) == [
        "README.md",
        "card.html",
        "card.json",
        "card.txt",
        "card.zh.html",
        "card.zh.txt",
        "model.json",
        "settings.toml",
    ]
