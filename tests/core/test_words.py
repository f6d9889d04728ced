"""Texts, refusals, findings, canonical JSON, moments: one form for one meaning, in both languages."""

from __future__ import annotations

import json
import string
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.canonical import canonical_json
from hefu.core.context import Context
from hefu.core.dates import parse_date, parse_moment
from hefu.core.findings import Finding, RowRef, Severity
from hefu.core.money import Money
from hefu.core.quantity import Quantity, parse_percent_bps, parse_quantity_milli
from hefu.core.refusal_kinds.kind import RefusalKind
from hefu.core.refusals import REFUSALS, Refusal, RefusalError, refuse
from hefu.core.texts import Language, Message, Text, show


def fields_of(literal: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(literal) if name is not None)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda kind: kind.code)
def test_every_refusal_says_the_same_in_both_languages(refusal: RefusalKind) -> None:
    text = refusal.text
    names = fields_of(text.en)
    assert names == fields_of(text.zh)
    assert all(name.isidentifier() for name in names)
    refused = refuse(refusal, **dict.fromkeys(names, "XYZZY")).refused
    for language in Language:
        assert refused.render(language).count("XYZZY") == len(names)


def test_no_refusal_code_stands_twice() -> None:
    codes = [refusal.code for refusal in REFUSALS]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("en", "zh", "same"), [("{a} {b}", "{b}{a}", True), ("{a}", "{b}", False), ("{a}", "a", False)]
)
def test_the_comparison_of_fields_catches_a_missing_one(en: str, zh: str, same: bool) -> None:
    assert (fields_of(en) == fields_of(zh)) == same


VALUES = [
    (date(2026, 11, 20), "20 Nov 2026", "2026-11-20"),
    (datetime(2026, 11, 20, 10, 40, tzinfo=UTC), "20 Nov 2026 10:40", "2026-11-20 10:40"),
    (Money(-174472000, "CNY"), "CNY −1,744,720.00", "CNY −1,744,720.00"),
    (Quantity(1_200_000, "TNE"), "1,200.000 t", "1,200.000 吨"),
    (Text("yes", "是"), "yes", "是"),
    (7, "7", "7"),
]


@pytest.mark.parametrize(("value", "en", "zh"), VALUES)
def test_values_are_shown_in_the_forms_of_each_language(value: Any, en: str, zh: str) -> None:  # noqa: ANN401 - any
    message = Message.of("it", value=value)
    texts = {"it": Text("It: {value}", "它：{value}")}
    assert message.render(Language.EN, texts) == f"It: {en}"
    assert message.render(Language.ZH, texts) == f"它：{zh}"


def test_braces_in_a_text_within_a_text_are_not_read_as_fields() -> None:
    refused = refuse(Refusal.CELL_REFUSED, row=1, column="a", reason=Text("{b} is no day", "{b} 不是日期")).refused
    assert [refused.render(language).count("{b}") for language in Language] == [1, 1]


def test_a_value_cannot_steer_a_screen() -> None:
    shown = show("a\x1b[2J\u202eb\nc\u3000d\x9b", Language.EN)
    assert shown == "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b c\u3000d\N{REPLACEMENT CHARACTER}"


def test_braces_in_a_value_are_not_read_as_fields() -> None:
    texts = {"it": Text("{value}", "{value}")}
    assert Message.of("it", value="{other}").render(Language.EN, texts) == "{other}"


def test_a_code_without_a_text_is_a_defect() -> None:
    with pytest.raises(KeyError):
        Message.of("nowhere").render(Language.EN, {})


def finding(**more: Any) -> Finding:  # noqa: ANN401 - a finding's own fields
    given_fields: dict[str, Any] = {
        "rule": "r",
        "rule_version": 1,
        "severity": Severity.HIGH,
        "message": Message.of("m", b=1, a=date(2026, 1, 1)),
        "subjects": (RowRef("invoices", "i1"),),
        "evidence": (RowRef("invoices", "i1", "s1"),),
        "clears": Message.of("c"),
        "at_risk": Money(1, "CNY"),
    }
    return Finding(**{**given_fields, **more})


def test_the_same_content_gives_the_same_finding_id_in_every_process() -> None:
    assert finding().finding_id == finding(message=Message.of("m", a=date(2026, 1, 1), b=1)).finding_id
    assert finding().finding_id == "F-" + finding().finding_id[2:]
    code = "from tests.core.test_words import finding; print(finding().finding_id)"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == finding().finding_id


CHANGES: list[dict[str, Any]] = [
    {"rule": "s"},
    {"rule_version": 2},
    {"severity": Severity.LOW},
    {"message": Message.of("m", a=date(2026, 1, 1), b=2)},
    {"subjects": (RowRef("invoices", "i2"),)},
    {"evidence": (RowRef("invoices", "i1", "s2"),)},
    {"clears": Message.of("d")},
    {"at_risk": Money(2, "CNY")},
    {"at_risk": None},
]


@pytest.mark.parametrize("change", CHANGES, ids=[str(change)[:40] for change in CHANGES])
def test_any_other_content_gives_another_id(change: dict[str, Any]) -> None:
    assert finding(**change).finding_id != finding().finding_id


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_json_is_read_back_and_is_one_form(value: Any) -> None:  # noqa: ANN401 - any JSON
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(pairs: dict[str, int]) -> None:
    assert canonical_json(pairs) == canonical_json(dict(reversed(pairs.items())))


@pytest.mark.parametrize("value", [1.0, [0.5], {"a": float("nan")}, b"x", {1, 2}, object()])
def test_a_float_or_a_stranger_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_one_moment_has_one_form_and_two_have_two() -> None:
    moment = datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert canonical_json(moment) == b'"2026-01-01T08:00:00Z"'
    assert canonical_json(moment.astimezone(timezone(timedelta(hours=8)))) == canonical_json(moment)
    assert canonical_json(moment + timedelta(microseconds=1)) != canonical_json(moment)
    with pytest.raises(TypeError):
        canonical_json(datetime(2026, 1, 1))  # noqa: DTZ001 - without its zone on purpose


def test_a_question_is_asked_at_a_moment_in_utc() -> None:
    assert Context(datetime(2026, 1, 1, tzinfo=UTC)).today == date(2026, 1, 1)
    for moment in (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=8)))):  # noqa: DTZ001 - on purpose
        with pytest.raises(ValueError, match="UTC"):
            Context(moment)


DAYS = [
    "2026-1-5",
    "20260105",
    "2026-W01-1",
    "2026-02-30",
    "2026/01/05",
    " 2026-01-05",
    "２026-01-05",
    "",
    "2026-01-051",
]
MOMENTS = [
    "2026-01-05T10:00:00",
    "2026-01-05",
    "2026-W01-1T10:00:00Z",
    "20260105T100000Z",
    "2026-01-05 10:00:00Z",
    "2026-01-05T25:00:00Z",
    "0001-01-01T00:00:00+08:00",
    "9999-12-31T23:59:59-08:00",
    "2026-01-05T10:00:00+08:00[Asia/Shanghai]",
    "2026-01-05T10:00:00Z" * 1000,
]


@pytest.mark.parametrize("text", DAYS)
def test_only_the_plainest_form_of_a_day_is_read(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parse_date(text)
    assert refused.value.refused.refusal is Refusal.DATE_UNKNOWN


@pytest.mark.parametrize("text", MOMENTS)
def test_only_the_plainest_form_of_a_moment_is_read(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parse_moment(text)
    assert refused.value.refused.refusal is Refusal.DATE_UNKNOWN


@given(st.dates())
def test_a_day_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=8))), min_value=datetime(2, 1, 1)))  # noqa: DTZ001 - a bound
def test_a_moment_is_read_back_in_utc(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(moment.isoformat()).tzinfo is UTC


@pytest.mark.parametrize(("text", "milli"), [("1200", 1_200_000), ("0.001", 1), ("-2.5", -2500), ("0.0010", 1)])
def test_quantities_are_whole_thousandths(text: str, milli: int) -> None:
    assert parse_quantity_milli(text) == milli


@pytest.mark.parametrize(("text", "code"), [("0.0001", "quantity_too_fine"), ("1.2e3", "number_not_plain")])
def test_finer_or_stranger_quantities_are_refused(text: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parse_quantity_milli(text)
    assert refused.value.refused.refusal.code == code


def test_percentages_are_whole_basis_points() -> None:
    assert parse_percent_bps("17.5") == 1750
    with pytest.raises(RefusalError) as refused:
        parse_percent_bps("17.555")
    assert refused.value.refused.refusal is Refusal.RATE_TOO_FINE


def test_the_strictest_severity_comes_first() -> None:
    assert min(Severity) is Severity.STOP
    assert [severity.code for severity in Severity] == ["stop", "high", "medium", "low", "note"]
