"""The reference page says what the records say."""

from __future__ import annotations

from pathlib import Path

import pytest

from hefu.core.law import Bound, Certainty
from hefu.core.texts import Language
from hefu.rulebook import RuleBook
from hefu.rulebook.calendar import WorkingDays
from hefu.rulebook.reference import page
from hefu.rulebook.words import BADGES, BOUNDS, CERTAINTIES, figure_text

ROOT = Path(__file__).resolve().parents[2]
LAW = RuleBook.shipped()
PAGE = page(LAW, WorkingDays.shipped())


def test_the_page_in_the_docs_is_the_one_that_is_made() -> None:
    assert (ROOT / "docs" / "reference" / "law.md").read_text(encoding="utf-8") == PAGE


def test_every_record_has_its_row_with_article_figure_days_and_badge() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(rows) == len(LAW.records())
    for record in LAW.records():
        some = [one for one in rows if f"| `{record.rule_id}` |" in one and record.says.zh in one]
        (row,) = [one for one in some if record.valid_from is None or f"| {record.valid_from} –" in one]
        assert f"{BADGES[record.certainty]} {CERTAINTIES[record.certainty].en}" in row
        assert record.says.en in row
        assert f"| {record.article or '–'} |" in row
        assert record.value is None or figure_text(record.value, record.unit, Language.EN) in row


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (12, "months", "12 months", "12 个月"),
        (1, "months", "1 month", "1 个月"),
        (1, "days", "1 day", "1 天"),
        (10, "working_days", "10 working days", "10 个工作日"),
        (1, "working_days", "1 working day", "1 个工作日"),
        (250, "bps", "2.50%", "2.50%"),
        (-1, "bps", "−0.01%", "−0.01%"),
        (100_000, "bps", "1,000.00%", "1,000.00%"),
        (5, "bps_per_day", "0.05% a day", "每日 0.05%"),
        (1_000_000_000, "minor", "10,000,000.00 yuan", "1,000.00 万元"),
        (1_000_000_001, "minor", "10,000,000.01 yuan", "10,000,000.01 元"),
        (500_000_000_000, "minor", "5,000,000,000.00 yuan", "50.00 亿元"),
        (1_001_000_000, "minor", "10,010,000.00 yuan", "1,001.00 万元"),
        (999_999, "minor", "9,999.99 yuan", "9,999.99 元"),
        (5, "count", "5", "5"),
        (None, "", BOUNDS[Bound.DUTY].en, BOUNDS[Bound.DUTY].zh),
    ],
)
def test_a_figure_is_written_as_a_reader_expects_it(value: int | None, unit: str, en: str, zh: str) -> None:
    assert (figure_text(value, unit, Language.EN), figure_text(value, unit, Language.ZH)) == (en, zh)


def test_each_certainty_has_its_own_shape() -> None:
    assert len(set(BADGES.values())) == len(Certainty)
