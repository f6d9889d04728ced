"""Records are read strictly: whatever is wrong is refused by code, with file and record named."""

from __future__ import annotations

import pytest

from hefu.core.law import Bound, Certainty
from hefu.core.refusals import RefusalError
from hefu.rulebook.loader import load
from hefu.rulebook.record import Status
from tests.rulebook.records import REGULATION, RULE, changed, file_of

ENDS = 'valid_from = 2025-01-01\nvalid_to = 2026-01-01\nstatus = "repealed"'
BEGINS = 'valid_from = 2025-01-01\nstatus = "in_force"'
TRANSITION = '[rule.transition]\nuntil = 2026-01-01\nsays.en = "a"\nsays.zh = "b"\ncertainty = "confirmed"\n'

SPOILED: list[tuple[str, str, str]] = [
    ("no TOML", "[[rule", "law_unreadable"),
    ("an unknown key", changed("article", "artikel"), "law_key_unknown"),
    ("an unknown key in a text", RULE + 'says.de = "zehn"\n', "law_key_unknown"),
    ("no text in Chinese", changed('says.zh = "不超过十。"\n', ""), "law_key_missing"),
    ("a blank text", changed("At most ten.", " "), "law_value_wrong"),
    ("no id", changed('id = "trial.limit"\n', ""), "law_key_missing"),
    ("no anchor", changed('anchor = "conduct"\n', ""), "law_key_missing"),
    ("no certainty", changed('certainty = "confirmed"\n', ""), "law_key_missing"),
    ("no source", changed('source.zh = "两个来源"\n', ""), "law_key_missing"),
    ("no status", changed('status = "in_force"\n', ""), "law_key_missing"),
    ("a certainty nobody knows", changed("confirmed", "sure"), "law_value_wrong"),
    ("an anchor nobody knows", changed('anchor = "conduct"', 'anchor = "payday"'), "law_value_wrong"),
    ("a licence nobody knows", changed("anchor", 'licences = ["pawnbroker"]\nanchor'), "law_value_wrong"),
    ("a licence that is no list", changed("anchor", 'licences = "bank"\nanchor'), "law_value_wrong"),
    ("a product that is no text", changed("anchor", "products = [1]\nanchor"), "law_value_wrong"),
    ("a share of what nobody knows", changed("bound", 'of = "moon"\nbound'), "law_value_wrong"),
    ("a unit nobody knows", changed('"count"', '"weeks"'), "law_value_wrong"),
    ("no unit", changed('unit = "count"\n', ""), "law_key_missing"),
    ("a float", changed("value = 10", "value = 10.5"), "law_value_wrong"),
    ("yes for a number", changed("value = 10", "value = true"), "law_value_wrong"),
    ("a figure below nought", changed("value = 10", "value = -1"), "law_value_wrong"),
    ("a figure beyond its unit", changed("value = 10", "value = 10_001"), "law_value_wrong"),
    ("a limit without a figure", changed("value = 10\n", ""), "law_value_wrong"),
    ("a figure without a bound", changed('bound = "at_most"\n', ""), "law_value_wrong"),
    ("a limit without a stricter way", changed('stricter = "lower"\n', ""), "law_value_wrong"),
    ("an exact figure with a stricter way", changed('"at_most"', '"exact"'), "law_value_wrong"),
    ("a day as text", changed("2025-01-01", '"2025-01-01"'), "law_value_wrong"),
    ("a moment for a day", changed("2025-01-01", "2025-01-01T00:00:00Z"), "law_value_wrong"),
    ("in force without a first day", changed("valid_from = 2025-01-01\n", ""), "law_value_wrong"),
    ("a model in force", changed('"in_force"', '"model"'), "law_value_wrong"),
    ("repealed without a last day", changed('"in_force"', '"repealed"'), "law_value_wrong"),
    ("dates reversed", changed(BEGINS, ENDS.replace("2026", "2024")), "law_dates_reversed"),
    ("over on its first day", changed(BEGINS, ENDS.replace("2026", "2025")), "law_dates_reversed"),
    (
        "a last day without a first",
        changed(BEGINS, 'valid_to = 2026-01-01\nstatus = "announced"'),
        "law_dates_reversed",
    ),
    ("a transition before the first day", RULE + TRANSITION.replace("2026", "2025"), "law_value_wrong"),
    ("a transition without a day", RULE + TRANSITION.replace("until = 2026-01-01\n", ""), "law_key_missing"),
    ("two of one rule on one day", RULE + changed("2025-01-01", "2025-06-01"), "law_overlap"),
    ("two of one rule from one day", RULE + RULE, "law_overlap"),
]


@pytest.mark.parametrize(("rule", "code"), [case[1:] for case in SPOILED], ids=[case[0] for case in SPOILED])
def test_a_spoiled_record_is_refused_with_file_and_record_named(rule: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        load({"trial.toml": file_of(rule)})
    fields = dict(refused.value.refused.fields)
    assert refused.value.refused.refusal.code == code
    assert fields["path"] == "trial.toml"
    if code != "law_unreadable" and "id =" in rule:
        assert fields["record"] == "trial.limit"


@pytest.mark.parametrize(
    "top", ['title = "x"\n' + REGULATION, REGULATION.replace("number", "nr"), REGULATION + "issued_on = 2025\n", "\n"]
)
def test_a_spoiled_regulation_is_refused(top: str) -> None:
    with pytest.raises(RefusalError) as refused:
        load({"trial.toml": (top + RULE).encode()})
    assert dict(refused.value.refused.fields)["path"] == "trial.toml"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = " + b"[" * 5000])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(RefusalError, match="law_unreadable"):
        load({"trial.toml": data})


def test_a_record_is_read_as_it_stands() -> None:
    (record,) = load({"trial.toml": file_of(RULE)})
    assert (record.value, record.unit, record.bound) == (10, "count", Bound.AT_MOST)
    assert (record.status, record.certainty, record.dates_certainty) == (
        Status.IN_FORCE,
        Certainty.CONFIRMED,
        Certainty.CONFIRMED,
    )
    assert (record.regulation.number, record.says.zh, record.path) == ("No. 1", "不超过十。", "trial.toml")


def test_records_that_follow_one_another_or_reach_others_pass() -> None:
    first = changed(BEGINS, ENDS)
    second = changed("2025-01-01", "2026-01-01")
    announced = changed(BEGINS, 'status = "announced"')
    assert len(load({"a.toml": file_of(first), "b.toml": file_of(second, announced)})) == 3
    banks = changed("anchor", 'licences = ["bank"]\nanchor')
    factors = changed("anchor", 'licences = ["commercial_factor"]\nanchor')
    assert len(load({"a.toml": file_of(banks), "b.toml": file_of(factors)})) == 2


def test_an_overlap_between_two_files_names_both() -> None:
    with pytest.raises(RefusalError) as refused:
        load({"a.toml": file_of(RULE), "b.toml": file_of(changed("2025-01-01", "2025-06-01"))})
    fields = dict(refused.value.refused.fields)
    assert (fields["path"], fields["other"]) == ("b.toml", "a.toml")


LITERALS = [
    "1",
    "-1",
    "1.5",
    "true",
    "inf",
    "nan",
    "99999999999999999999",
    "12:00:00",
    "2025-01-01",
    "2025-01-01T00:00:00Z",
    "2025-01-01T00:00:00",
    '""',
    '"x"',
    '"bank"',
    "[]",
    "[1]",
    '["x"]',
    '[["bank"]]',
    "{}",
    "{a=1}",
    '{en="a",zh="b"}',
    "{en=1,zh=2}",
]
KEYS = [
    "id",
    "article",
    "says",
    "value",
    "unit",
    "of",
    "bound",
    "stricter",
    "anchor",
    "licences",
    "products",
    "debtors",
    "creditors",
    "valid_from",
    "valid_to",
    "status",
    "certainty",
    "dates_certainty",
    "source",
    "transition",
]


@pytest.mark.parametrize("key", KEYS)
def test_any_value_in_any_key_is_read_or_refused_and_nothing_else(key: str) -> None:
    others = "".join(line for line in RULE.splitlines(keepends=True) if not line.startswith((f"{key} ", f"{key}.")))
    codes = set()
    for literal in LITERALS:
        try:
            load({"trial.toml": file_of(others.replace("[[rule]]\n", f"[[rule]]\n{key} = {literal}\n"))})
        except RefusalError as error:
            codes.add(error.refused.refusal.code)
    assert codes <= {"law_value_wrong", "law_key_missing", "law_key_unknown", "law_dates_reversed"}
    assert codes
