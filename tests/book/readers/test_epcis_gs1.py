"""EPC URNs and GS1 Digital Links: each scheme's lengths, its check digit, and one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.readers.epcis.gs1 import canonical, check_identifier
from hefu.core.refusals import RefusalError

ID = "https://id.gs1.org"

# An identifier, and its canonical form (empty: it is not allowed where goods are named)
URNS = """
urn:epc:id:sgtin:6901234.012345.7               /01/06901234123456/21/7
urn:epc:id:sgtin:6901234.912345.7               /01/96901234123459/21/7
urn:epc:id:sgtin:690123456789.0.7               /01/06901234567892/21/7
urn:epc:id:sgtin:690123.0123456.7               /01/06901231234568/21/7
urn:epc:id:sgtin:6901234.012345.a%2Fb           /01/06901234123456/21/a%2Fb
urn:epc:id:sgtin:6901234.012345.a.b             /01/06901234123456/21/a.b
urn:epc:id:sgtin:6901234.012345
urn:epc:id:sgtin:6901234.012345.
urn:epc:id:sgtin:6901234.01234.7
urn:epc:id:sgtin:6901234.0123456.7
urn:epc:id:sgtin:69012.01234567.7
urn:epc:id:sgtin:6901234567890..7
urn:epc:id:sgtin:690123A.012345.7
urn:epc:id:sgtin:6901234.012345.123456789012345678901
urn:epc:id:sgtin:6901234.012345.%E4%B8%AD
urn:epc:id:sgtin:6901234.012345.a~b
urn:epc:id:sgtin:６９０１２３４.012345.7
urn:epc:id:sscc:6901234.1000000001              /00/169012340000000013
urn:epc:id:sscc:6901234.100000001
urn:epc:id:sscc:6901234.1000000001.2
urn:epc:id:sgln:6901234.00002.0                 /414/6901234000023
urn:epc:id:sgln:6901234.00002.gate7             /414/6901234000023/254/gate7
urn:epc:id:sgln:690123456789..0                 /414/6901234567892
urn:epc:id:sgln:6901234.00002
urn:epc:id:pgln:6901234.00000                   /417/6901234000009
urn:epc:id:pgln:690123456789.                   /417/6901234567892
urn:epc:id:pgln:6901234.00000.0
urn:epc:id:grai:6901234.55555.R1                /8003/06901234555554R1
urn:epc:id:grai:6901234.55555.12345678901234567
urn:epc:id:giai:6901234.scale7                  /8004/6901234scale7
urn:epc:id:giai:6901234.123456789012345678901234
urn:epc:id:gsrn:6901234.0000000001              /8018/690123400000000018
urn:epc:id:gsrnp:6901234.0000000001             /8017/690123400000000018
urn:epc:id:gdti:6901234.00001.T5                /253/6901234000016T5
urn:epc:id:gdti:6901234.00001.123456789012345678
urn:epc:id:sgcn:6901234.00001.77                /255/690123400001677
urn:epc:id:sgcn:6901234.00001.A
urn:epc:id:cpi:6901234.ABC-1%2F2.77             /8010/6901234ABC-1%2F2/8011/77
urn:epc:id:cpi:6901234.abc.77
urn:epc:id:ginc:6901234.X9                      /401/6901234X9
urn:epc:id:gsin:6901234.000000001               /402/69012340000000016
urn:epc:id:itip:6901234.012345.01.02.9          /8006/069012341234560102/21/9
urn:epc:id:itip:6901234.012345.1.02.9
urn:epc:id:upui:6901234.012345.Q9               /01/06901234123456/235/Q9
urn:epc:class:lgtin:6901234.012345.H-77         /01/06901234123456/10/H-77
urn:epc:class:sgtin:6901234.012345.7
urn:epc:idpat:sgtin:6901234.012345.*            /01/06901234123456
urn:epc:idpat:sgtin:6901234.012345.7
urn:epc:idpat:sgtin:6901234.*.*
urn:epc:idpat:grai:6901234.55555.*              /8003/06901234555554
urn:epc:idpat:itip:6901234.012345.01.02.*       /8006/069012341234560102
urn:epc:idpat:sscc:6901234.*
urn:epc:tag:sgtin-96:3.6901234.012345.7
urn:epc:id:nonsense:1.2.3
urn:epc:id:
urn:epc:
https://id.gs1.org/01/06901234123456                        /01/06901234123456
https://id.gs1.org/01/06901234123456/10/L1/21/7             /01/06901234123456/21/7
https://id.gs1.org/01/06901234123456/22/v/10/L1             /01/06901234123456/10/L1
https://id.gs1.org/01/6901234123456/21/7?linkType=all       /01/06901234123456/21/7
https://id.gs1.org/gtin/06901234123456/ser/7                /01/06901234123456/21/7
https://mill.example/some/where/414/6901234000023/254/g#x   /414/6901234000023/254/g
http://mill.example/00/169012340000000013                   /00/169012340000000013
https://id.gs1.org/8004/6901234scale7                       /8004/6901234scale7
https://id.gs1.org/01/06901234123457
https://id.gs1.org/01/0690123412345
https://id.gs1.org/99/1
https://id.gs1.org/414/6901234000023/21/7
https://mill.example/00/169012340000000014
"""
OPAQUE = """
https://mill.example/coil/7 https://mill.example/00/7 geo:31.2,121.4 urn:uuid:6f1c0f0a-2d0b-4b6e-9d0e-3c5f3a2b1c01
urn:epc:id:gid:95100000.12345.400 urn:epc:id:bic:CSQU3054383 urn:epc:id:imovn:9176187
urn:epc:id:usdod:CAGEY.5678 urn:epc:id:adi:W81X9C.3KL984PX1.2WMA52
"""
CASES = [line.split() for line in URNS.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_an_identifier_has_one_form_or_is_refused(case: list[str]) -> None:
    if len(case) == 2:
        assert check_identifier("epc", case[0]) == canonical(case[0]) == ID + case[1]
        assert canonical(ID + case[1]) == ID + case[1]
    else:
        with pytest.raises(RefusalError, match=r"field_malformed|identifier_wrong"):
            check_identifier("epc", case[0])


@pytest.mark.parametrize("uri", OPAQUE.split())
def test_an_identifier_of_its_owners_own_stays_as_it_is(uri: str) -> None:
    assert check_identifier("epc", uri) == canonical(uri) == uri


def check_digit(digits: str) -> str:
    """GS1 General Specifications 7.9: from the right, weights three and one."""
    total = sum(int(digit) * (3, 1)[n % 2] for n, digit in enumerate(reversed(digits)))
    return str(-total % 10)


DIGITS = st.text("0123456789", min_size=13, max_size=13)
SERIALS = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCxyz_", min_size=1, max_size=20).filter(lambda text: text != "0")


@given(DIGITS, st.integers(6, 12), SERIALS)
def test_a_trade_item_is_the_same_by_urn_and_by_link(digits: str, prefix: int, serial: str) -> None:
    escaped = "".join(c if c.isalnum() else f"%{ord(c):02X}" for c in serial)
    indicator, rest = digits[0], digits[1:]
    urn = f"urn:epc:id:sgtin:{rest[:prefix]}.{indicator}{rest[prefix:]}.{escaped}"
    link = f"https://any.example/01/{digits}{check_digit(digits)}/21/{escaped}"
    assert check_identifier("epc", urn) == check_identifier("epc", link)
    wrong = str((int(check_digit(digits)) + 1) % 10)
    with pytest.raises(RefusalError, match="identifier_wrong"):
        check_identifier("epc", link.replace(f"{digits}{check_digit(digits)}", digits + wrong))


@given(st.text(max_size=40) | st.text("urn:epcid.sgtlna0123456789/*%", max_size=60))
def test_any_text_has_a_canonical_form_that_stays(text: str) -> None:
    for start in ("", "urn:epc:id:", "urn:epc:", "https://id.gs1.org/"):
        once = canonical(start + text)
        assert canonical(once) == once
