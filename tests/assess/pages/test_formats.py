"""Amounts, shares, moments and identifiers as pages show them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.assess.pages import formats
from hefu.core.texts import Language


def cny(amount_minor: int) -> dict[str, str | int]:
    return {"amount_minor": amount_minor, "currency": "CNY"}


@pytest.mark.parametrize(
    ("amount_minor", "currency", "english", "chinese"),
    [
        (526_000_000, "CNY", "CNY 5.26 m", "526.00 万元"),
        (240_000_000_000, "CNY", "CNY 2.40 bn", "24.00 亿元"),
        (1_000_000_000, "CNY", "CNY 10.00 m", "1,000.00 万元"),
        (9_999_999_999, "CNY", "CNY 100.00 m", "10,000.00 万元"),
        (10_000_000_000, "CNY", "CNY 100.00 m", "1.00 亿元"),
        (99_999_999, "CNY", "CNY 999,999.99", "100.00 万元"),
        (999_999, "CNY", "CNY 9,999.99", "9,999.99 元"),
        (0, "CNY", "CNY 0.00", "0.00 元"),
        (-174_472_000, "CNY", "CNY −1.74 m", "−174.47 万元"),
        (526_000_000, "USD", "USD 5.26 m", "526.00 万 USD"),
        (5_260_000, "JPY", "JPY 5.26 m", "526.00 万 JPY"),
    ],
)
def test_a_short_amount_counts_in_the_units_of_its_language(
    amount_minor: int, currency: str, english: str, chinese: str
) -> None:
    plain: dict[str, str | int] = {"amount_minor": amount_minor, "currency": currency}
    assert (formats.short(plain, Language.EN), formats.short(plain, Language.ZH)) == (english, chinese)


@given(st.integers(-(10**15), 10**15))
def test_an_exact_amount_loses_nothing(amount_minor: int) -> None:
    shown = formats.exact(cny(amount_minor))
    assert int(shown.replace("\N{MINUS SIGN}", "-").replace(",", "").replace(".", "")) == amount_minor
    assert "-" not in shown


@pytest.mark.parametrize(
    ("share_bps", "expected"),
    [(7_724, "77.2%"), (9_999, "99.9%"), (10_000, "100.0%"), (0, "0.0%"), (5, "0.0%"), (12_345, "123.4%"), (None, "–")],
)
def test_a_share_never_claims_more_than_is_there(share_bps: int | None, expected: str) -> None:
    assert formats.share(share_bps) == expected


@pytest.mark.parametrize(("rate_bps", "expected"), [(435, "4.35%"), (5, "0.05%"), (-20, "−0.20%"), (None, "–")])
def test_a_rate_has_two_decimals(rate_bps: int | None, expected: str) -> None:
    assert formats.rate(rate_bps) == expected


@pytest.mark.parametrize(("rate_bps", "expected"), [(8_000, "80%"), (8_750, "87.5%"), (435, "4.35%"), (10_000, "100%")])
def test_a_factor_is_as_short_as_it_is_exact(rate_bps: int, expected: str) -> None:
    assert formats.factor(rate_bps) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(526, 1_000, "52.60%"), (1, 3, "33.33%"), (-5, 10, "0.00%"), (20, 10, "100.00%"), (1, 0, "0.00%")],
)
def test_a_length_stays_within_its_track(part: int, whole: int, expected: str) -> None:
    assert formats.width(part, whole) == expected


@pytest.mark.parametrize(
    ("offset_minutes", "zone", "moment"),
    [
        (480, "UTC+8", "2026-11-20 10:40"),
        (0, "UTC", "2026-11-20 02:40"),
        (330, "UTC+5:30", "2026-11-20 08:10"),
        (-210, "UTC−3:30", "2026-11-19 23:10"),
    ],
)
def test_a_moment_is_shown_in_the_zone_of_the_page(offset_minutes: int, zone: str, moment: str) -> None:
    assert formats.zone_name(offset_minutes) == zone
    assert formats.table_moment("2026-11-20T02:40:00Z", offset_minutes) == moment


def test_days_in_sentences_follow_the_language() -> None:
    assert formats.prose_day("2026-11-20", Language.EN) == "20 Nov 2026"
    assert formats.prose_day("2026-11-20", Language.ZH) == formats.table_day("2026-11-20") == "2026-11-20"
    assert formats.prose_day(None, Language.EN) == formats.table_day(None) == formats.UNKNOWN


@given(st.text(alphabet="PO-0123456789 /票", max_size=60))
def test_a_text_with_shortened_numbers_can_be_read_in_full(text: str) -> None:
    assert "".join(full or shown for shown, full in formats.pieces(text)) == text


def test_only_the_long_number_of_a_reference_is_shortened() -> None:
    assert list(formats.pieces("26322000000012342011 / 4")) == [("2632…2011", "26322000000012342011"), (" / 4", "")]
    assert list(formats.pieces("PO-26-0917 / 4")) == [("PO-26-0917 / 4", "")]


@pytest.mark.parametrize(
    ("party_id", "expected"),
    [("uscc:91990000MA0Q7K3TXB", "91990000MA0Q7K3TXB"), ("lei:5299", "LEI 5299"), ("unnamed:x", "–"), ("P1", "P1")],
)
def test_a_party_is_named_by_its_number(party_id: str, expected: str) -> None:
    assert formats.identifier(party_id) == expected


@given(st.text(max_size=40))
def test_a_css_string_can_neither_end_early_nor_open_a_tag(text: str) -> None:
    inside = formats.css_string(text)[1:-1]
    assert not set(inside) & set('"<>{};/\n')
