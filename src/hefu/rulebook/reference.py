"""The reference page of the law, made from the records themselves: `docs/reference/law.md`."""

from __future__ import annotations

from collections.abc import Iterable

from hefu.core.law import Certainty
from hefu.core.texts import Language, Text
from hefu.rulebook.calendar import WorkingDays
from hefu.rulebook.record import Record
from hefu.rulebook.rulebook import RuleBook
from hefu.rulebook.words import ANCHORS, BADGES, BASES, BOUNDS, CERTAINTIES, LICENCES, OTHERS, STATUSES, figure_text

_HEAD = """\
# The law as dated data · 法规数据

This page is made by `hefu law reference` from `src/hefu/rulebook/records/`; a test keeps the two equal. It is no legal
advice, and what a rule says stands here in short, not in the law's full words. What is marked ◐ or ○ was found in no
source but remembered, and alone never declines a request.
本页由 `hefu law reference` 根据 `src/hefu/rulebook/records/` 生成，并由测试保持一致。
本页不构成法律意见，内容为摘要而非法规全文。标 ◐ 或 ○ 的内容未找到出处、仅凭记忆，不得单独作为拒绝的依据。

| Badge | Certainty | 可靠程度 |
|---|---|---|
"""

_COLUMNS = (
    "Rule",
    "Article · 条",
    "Figure · 数值",
    "What it says · 内容",
    "Day that decides · 依据日期",
    "Reaches · 适用",
    "In force · 有效期",
    "Certainty · 可靠程度",
)

_CALENDAR = """\
## Working days · 工作日

The State Council's yearly notices. A year that is not here is refused, never guessed.
国务院办公厅年度通知。未列年份不作推测，予以拒绝。

| Year · 年份 | Notice · 通知 | Dated · 日期 | Certainty · 可靠程度 |
|---|---|---|---|
"""


def page(law: RuleBook, days: WorkingDays) -> str:
    """Return the whole page in Markdown, in both languages."""
    badges = "".join(
        f"| {BADGES[one]} | {CERTAINTIES[one].en} | {CERTAINTIES[one].zh} |\n" for one in reversed(Certainty)
    )
    parts = [_HEAD + badges]
    paths = sorted({record.path for record in law.records()})
    parts += [_regulation([record for record in law.records() if record.path == path]) for path in paths]
    years = "".join(
        f"| {one.year} | {one.number} {one.name.zh} | {one.issued_on} | {_badge(one.certainty)} |\n"
        for one in days.arrangements
    )
    return "\n".join([*parts, _CALENDAR + years])


def _regulation(records: list[Record]) -> str:
    name = records[0].regulation.name
    head = f"## {name.zh}\n\n{name.en}\n\n" + _line(_COLUMNS) + "|" + "---|" * len(_COLUMNS) + "\n"
    return head + "".join(map(_row, records))


def _row(record: Record) -> str:
    cells = (
        f"`{record.rule_id}`",
        record.article or "–",
        _figure(record),
        f"{record.says.en}<br>{record.says.zh}{_transition(record)}",
        _both(ANCHORS[record.anchor]),
        _reach(record),
        _validity(record),
        _certainty(record),
    )
    return _line(cells)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _figure(record: Record) -> str:
    if record.value is None:
        return _both(BOUNDS[record.bound])
    shown = {one: figure_text(record.value, record.unit, one) for one in Language}
    bound, base = BOUNDS[record.bound], BASES[record.of]
    en = f"{bound.en} {shown[Language.EN]} {base.en}".strip()
    return f"{en}<br>{base.zh}{bound.zh} {shown[Language.ZH]}"


def _transition(record: Record) -> str:
    clause = record.transition
    if clause is None:
        return ""
    return f"<br>→ {clause.until}: {clause.says.en} {clause.says.zh} {_badge(clause.certainty)}"


def _reach(record: Record) -> str:
    words = [_both(LICENCES[one]) for one in record.licences]
    words += [f"`{one}`" for one in record.products]
    words += [_both(OTHERS[one]) for one in record.debtors]
    words += ["→ " + _both(OTHERS[one]) for one in record.creditors]
    return "<br>".join(words) or "–"


def _validity(record: Record) -> str:
    if record.valid_from is None:
        return _both(STATUSES[record.status])
    ends = f" – {record.valid_to}" if record.valid_to else " –"
    return f"{record.valid_from}{ends}"


def _certainty(record: Record) -> str:
    text = _badge(record.certainty)
    if record.dates_certainty != record.certainty:
        text += f"<br>days · 日期: {_badge(record.dates_certainty)}"
    return text


def _badge(certainty: Certainty) -> str:
    return f"{BADGES[certainty]} {_both(CERTAINTIES[certainty])}"


def _both(text: Text) -> str:
    return f"{text.en} · {text.zh}"
