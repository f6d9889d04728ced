"""An identifier is taken only where it holds; any slip in it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.uscc import calc_check_digit

from hefu.core.identifiers import Scheme, identify, is_valid
from hefu.core.refusals import Refusal, RefusalError
from hefu.core.texts import Language

SAMPLES = """
uscc        | 91440300708461136T            | 91440300708461136T
uscc        | 91440300 708461136t           | 91440300708461136T
lei         | 5493001KJTIIGC8Y1R12          | 5493001KJTIIGC8Y1R12
lei         | 5493-001K-JTII-GC8Y-1R12      | 5493001KJTIIGC8Y1R12
gtin        | 4006381333931                 | 4006381333931
gtin        | 96385074                      | 96385074
sscc        | 106141412345678908            | 106141412345678908
gln         | 5790000435968                 | 5790000435968
iban        | GB82 WEST 1234 5698 7654 32   | GB82WEST12345698765432
account     | 6222 0204 0201 1112 227       | 6222020402011112227
tax_invoice | 24442000000012345678          | 24442000000012345678
"""
WRONG = """
uscc        | 91440300708461136A   | check digit
uscc        | 9144030070846113     | length
uscc        | 91440300708461136I   | characters
uscc        | ９１440300708461136T | characters
lei         | 5493001KJTIIGC8Y1R13 | check digit
lei         | 98                   | length
gtin        | 4006381333932        | check digit
gtin        | 40063813339          | characters
sscc        | 106141412345678909   | check digit
gln         | 5790000435969        | check digit
iban        | GB82WEST12345698765433 | check digit
iban        | GB82 | check digit
account     | 1234                 | characters
account     | ６２２２０２０４     | characters
tax_invoice | 2444200000001234567  | characters
tax_invoice | 2444200000001234567A | characters
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("scheme", "written", "compact"), table(SAMPLES))
def test_a_valid_identifier_is_taken_in_compact_form(scheme: str, written: str, compact: str) -> None:
    assert str(identify(Scheme(scheme), written)) == f"{scheme}:{compact}"
    assert is_valid(Scheme(scheme), written)


@pytest.mark.parametrize(("scheme", "written", "reason"), table(WRONG))
def test_a_wrong_one_is_refused_with_its_reason(scheme: str, written: str, reason: str) -> None:
    assert not is_valid(Scheme(scheme), written)
    with pytest.raises(RefusalError) as refused:
        identify(Scheme(scheme), written)
    assert refused.value.refused.refusal is Refusal.IDENTIFIER_WRONG
    assert reason in refused.value.refused.render(Language.EN)


USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.text(alphabet="0123456789", min_size=9, max_size=9).map(lambda digits: f"91440606{digits}")


@given(BODIES, st.integers(0, 17), st.sampled_from(USCC_LETTERS))
def test_any_one_changed_character_of_a_uscc_is_refused(body: str, place: int, letter: str) -> None:
    value = body + calc_check_digit(body)
    changed = value[:place] + letter + value[place + 1 :]
    assert is_valid(Scheme.USCC, value)
    assert is_valid(Scheme.USCC, changed) == (changed == value)


CHECKED = {
    Scheme.LEI: ("5493001KJTIIGC8Y1R12", 18),
    Scheme.IBAN: ("DE89370400440532013000", 12),
    Scheme.GTIN: ("4006381333931", 0),
    Scheme.SSCC: ("106141412345678908", 0),
    Scheme.GLN: ("5790000435968", 0),
}


@given(st.sampled_from(sorted(CHECKED)), st.data())
def test_any_one_changed_digit_is_refused(scheme: Scheme, data: st.DataObject) -> None:
    value, first = CHECKED[scheme]
    place = data.draw(st.integers(first, len(value) - 1))
    changed = value[:place] + data.draw(st.sampled_from("0123456789")) + value[place + 1 :]
    assert is_valid(scheme, changed) == (changed == value)


@given(st.sampled_from(Scheme), st.text(max_size=80))
def test_both_ways_of_asking_agree_on_any_text(scheme: Scheme, text: str) -> None:
    try:
        identify(scheme, text)
        taken = True
    except RefusalError:
        taken = False
    assert taken == is_valid(scheme, text)


def test_a_text_of_a_million_characters_is_refused_by_its_length() -> None:
    with pytest.raises(RefusalError) as refused:
        identify(Scheme.USCC, "9" * 1_000_000)
    assert len(refused.value.refused.render(Language.ZH)) < 200
