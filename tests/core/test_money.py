"""Money is exact: every sum, share and rounding agrees with fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.core.currencies import EXPONENTS
from hefu.core.money import Money, Rounding, allocate, divide, exponent
from hefu.core.refusals import Refusal, RefusalError
from hefu.core.texts import Language

WHOLE = st.integers(-(10**24), 10**24)
INT64 = st.integers(-(2**63) + 1, 2**63 - 1)
CURRENCIES = st.sampled_from(["CNY", "JPY", "KWD", "CLF"])
WEIGHTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=12).filter(any)


def rounded(exact: Fraction, rounding: Rounding) -> int:
    """The oracle: each rule in its own words."""
    size = abs(exact)
    down, rest = math.floor(size), size - math.floor(size)
    away = {
        Rounding.DOWN: False,
        Rounding.UP: rest > 0,
        Rounding.HALF_UP: rest >= Fraction(1, 2),
        Rounding.HALF_EVEN: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1),
    }[rounding]
    return (down + away) * (-1 if exact < 0 else 1)


@given(WHOLE, st.integers(1, 10**12), st.sampled_from(Rounding))
def test_division_rounds_by_the_named_rule(numerator: int, denominator: int, rounding: Rounding) -> None:
    assert divide(numerator, denominator, rounding) == rounded(Fraction(numerator, denominator), rounding)


@given(st.integers(-200, 200), st.integers(1, 20), st.sampled_from(Rounding))
def test_division_rounds_small_numbers_and_their_many_halves(numerator: int, denominator: int, how: Rounding) -> None:
    assert divide(numerator, denominator, how) == rounded(Fraction(numerator, denominator), how)


@given(WHOLE, st.integers(0, 30_000), st.sampled_from(Rounding))
def test_a_part_in_basis_points_is_the_rounded_exact_part(amount: int, rate: int, rounding: Rounding) -> None:
    part = Money(amount, "CNY").part_bps(rate, rounding)
    assert part == Money(rounded(Fraction(amount * rate, 10_000), rounding), "CNY")


@given(WHOLE, WEIGHTS)
def test_shares_sum_to_the_whole_and_each_is_within_one_unit_of_its_exact_share(whole: int, weights: list[int]) -> None:
    parts = allocate(whole, weights)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(whole * weight, sum(weights))) < 1


@given(WHOLE, WEIGHTS)
def test_who_has_no_weight_gets_nothing(whole: int, weights: list[int]) -> None:
    shares = zip(allocate(whole, weights), weights, strict=True)
    assert all(part == 0 for part, weight in shares if weight == 0)


@given(INT64, CURRENCIES)
def test_the_decimal_form_is_read_back(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.parse(money.decimal(), currency) == money
    assert Fraction(money.decimal()) == Fraction(amount, 10 ** EXPONENTS[currency])


@given(INT64, CURRENCIES)
def test_the_grouped_form_says_the_same(amount: int, currency: str) -> None:
    shown = Money(amount, currency).shown(Language.EN)
    assert shown.replace(",", "").replace("\N{MINUS SIGN}", "-") == f"{currency} {Money(amount, currency).decimal()}"


PARTS = """
1744720.00  | CNY | 174472000
-0.01       | CNY | -1
0           | CNY | 0
-0          | CNY | 0
007.5       | CNY | 750
18.150      | CNY | 1815
12          | JPY | 12
12.0        | JPY | 12
1.234       | KWD | 1234
92233720368547758.07 | CNY | 9223372036854775807
"""
REFUSED = """
1e3         | number_not_plain
1E3         | number_not_plain
NaN         | number_not_plain
Infinity    | number_not_plain
-inf        | number_not_plain
１２        | number_not_plain
٣٤          | number_not_plain
1_000       | number_not_plain
+1          | number_not_plain
1,000.00    | number_not_plain
1 000       | number_not_plain
.5          | number_not_plain
5.          | number_not_plain
--1         | number_not_plain
−1          | number_not_plain
0x10        | number_not_plain
¥1          | number_not_plain
1.2.3       | number_not_plain
0.001       | amount_too_fine
92233720368547758.08 | number_too_large
99999999999999999999999999999999999999.99 | number_too_long
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "currency", "amount"), table(PARTS))
def test_plain_digits_are_money(text: str, currency: str, amount: str) -> None:
    assert Money.parse(text, currency).amount_minor == int(amount)


@pytest.mark.parametrize(("text", "code"), table(REFUSED))
def test_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        Money.parse(text, "CNY")
    assert refused.value.refused.refusal.code == code


@pytest.mark.parametrize("text", ["", " ", " 1", "1 ", "1\n", "\t1", "1\u00a0", "\u200b1", "1\x00"])
def test_blanks_and_marks_around_a_number_are_refused(text: str) -> None:
    with pytest.raises(RefusalError) as refused:
        Money.parse(text, "CNY")
    assert refused.value.refused.refusal is Refusal.NUMBER_NOT_PLAIN


def test_a_number_of_a_million_digits_is_refused_by_its_length_before_its_characters_are_looked_at() -> None:
    class Unread(str):
        """A text whose length may be asked, and nothing else."""

        __slots__ = ()

        def __getitem__(self, _place: object) -> str:
            raise AssertionError("its characters were read")

        def __iter__(self) -> object:  # type: ignore[override]  # nobody may iterate
            raise AssertionError("its characters were read")

    with pytest.raises(RefusalError) as refused:
        Money.parse(Unread("9" * 1_000_000), "CNY")
    assert refused.value.refused.refusal is Refusal.NUMBER_TOO_LONG


@given(st.text(max_size=45))
def test_no_text_whatever_is_more_than_read_or_refused(text: str) -> None:
    try:
        money = Money.parse(text, "CNY")
    except RefusalError:
        return
    assert money.amount_minor == Fraction(text) * 100


@pytest.mark.parametrize("currency", ["", "XXX", "XAU", "cny", "RMB", "ＣＮＹ", "CNY "])
def test_a_currency_outside_iso_4217_is_refused(currency: str) -> None:
    with pytest.raises(RefusalError) as refused:
        Money(1, currency)
    assert refused.value.refused.refusal is Refusal.CURRENCY_UNKNOWN


@pytest.mark.parametrize("amount", [1.0, True, "1", None, Fraction(1)])
def test_only_whole_numbers_are_money(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "CNY")  # type: ignore[arg-type]  # what must not pass


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [-1], [2, -1]])
def test_weights_that_cannot_share_anything_out_are_refused(weights: list[int]) -> None:
    with pytest.raises(RefusalError) as refused:
        Money(100, "CNY").allocate(weights)
    assert refused.value.refused.refusal is Refusal.WEIGHTS_UNUSABLE


def test_two_currencies_are_never_reckoned_together() -> None:
    yuan, yen = Money(1, "CNY"), Money(1, "JPY")
    for reckon in (lambda: yuan + yen, lambda: yuan - yen, lambda: yuan < yen, lambda: yuan <= yen):
        with pytest.raises(RefusalError) as refused:
            reckon()
        assert refused.value.refused.refusal is Refusal.CURRENCY_MISMATCH


def test_exponents_are_those_of_iso_4217() -> None:
    assert [exponent(code) for code in ("CNY", "USD", "JPY", "KWD", "CLF")] == [2, 2, 0, 3, 4]
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)


def test_leftover_units_go_to_the_largest_remainders_earlier_first() -> None:
    assert allocate(100, [1, 1, 1]) == (34, 33, 33)
    assert allocate(-100, [1, 1, 1]) == (-34, -33, -33)
    assert allocate(10, [3, 3, 1]) == (4, 4, 2)
