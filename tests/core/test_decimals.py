"""Numbers on paper: what the grammar takes, and that the quick way of reading them is the slow one's twin."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.decimals import parse_major, parse_scaled
from hefu.core.refusals import Refusal, RefusalError


def _obvious(text: str, scale: int) -> int | str:
    """What a number is, by the plainest means: its digits shifted, or why it is refused."""
    if len(text) > 40:
        return "number_too_long"
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return "number_not_plain"
    with localcontext(prec=100):
        shifted = Decimal(text).scaleb(scale)
        if shifted != shifted.to_integral_value():
            return "amount_too_fine"
    return int(shifted) if abs(shifted) < 2**63 else "number_too_large"


def _said(text: str, scale: int) -> int | str:
    try:
        return parse_scaled(text, scale, Refusal.AMOUNT_TOO_FINE)
    except RefusalError as error:
        return error.refused.refusal.code


@given(st.from_regex(r"-?[0-9]{0,22}\.?[0-9]{0,6}", fullmatch=True) | st.text("0123456789.-+e_ ٣1²", max_size=9))
def test_the_quick_way_reads_as_the_obvious_one(text: str) -> None:
    for scale in (0, 2, 3):
        assert _said(text, scale) == _obvious(text, scale)


@given(st.integers(-(10**20) + 1, 10**20 - 1), st.integers(0, 18), st.integers(0, 10**18 - 1))
def test_an_exact_decimal_reads_back(whole: int, places: int, fraction: int) -> None:
    text = f"{whole}.{fraction:018d}"[: len(str(whole)) + 1 + places].rstrip(".")
    assert parse_major(text) == Decimal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1" * 20, None),
        ("0" * 19 + "1.50", None),
        ("-0.000000000000000001", None),
        ("1.0000000000000000010", None),
        ("1" * 21, "number_too_large"),
        ("0.0000000000000000001", "amount_too_fine"),
        ("1." + "0" * 40, "number_too_long"),
        ("1E5", "number_not_plain"),
        ("+1", "number_not_plain"),
        (".5", "number_not_plain"),
        ("5.", "number_not_plain"),
        ("1_0", "number_not_plain"),
        ("１", "number_not_plain"),
        ("NaN", "number_not_plain"),
        ("", "number_not_plain"),
    ],
)
def test_an_exact_decimal_has_twenty_digits_and_eighteen_decimals(text: str, expected: str | None) -> None:
    if expected is None:
        assert parse_major(text) == Decimal(text)
    else:
        with pytest.raises(RefusalError) as error:
            parse_major(text)
        assert error.value.refused.refusal.code == expected
