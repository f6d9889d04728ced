"""JSON that two programs could read differently is refused, each sort with its own code; all else stays exact."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefu.book.readers.json_strict import DEPTH_MAX, parse_json
from hefu.core.refusals import RefusalError

HOSTILE = [
    (b"", "document_empty"),
    (b" \n", "document_empty"),
    (b"\xef\xbb\xbf{}", "json_byte_order_mark"),
    ("{}".encode("utf-16"), "json_byte_order_mark"),
    ("{}".encode("utf-16-le"), "json_not_utf8"),
    ("{}".encode("utf-32-be"), "json_not_utf8"),
    (b'{"a": "\xff"}', "json_not_utf8"),
    (b'{"a": "\xed\xa0\x80"}', "json_not_utf8"),
    (b'["\xc0\xaf"]', "json_not_utf8"),
    (b"[" * 100_000, "json_too_deep"),
    (b'{"a":' * 1_000 + b"1" + b"}" * 1_000, "json_too_deep"),
    (b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1), "json_too_deep"),
    (b"{", "json_malformed"),
    (b"]", "json_malformed"),
    (b"{'a': 1}", "json_malformed"),
    (b"[1,]", "json_malformed"),
    (b'{"a": 1,}', "json_malformed"),
    (b"[01]", "json_malformed"),
    (b"[.5]", "json_malformed"),
    (b"[5.]", "json_malformed"),
    (b"[+1]", "json_malformed"),
    ("[１]".encode(), "json_malformed"),
    (b"[0x10]", "json_malformed"),
    (b"[1_000]", "json_malformed"),
    (b"[1] // why", "json_trailing"),
    (b"[/* why */ 1]", "json_malformed"),
    (b'["a\nb"]', "json_malformed"),
    (b'["\\x41"]', "json_malformed"),
    (b"True", "json_malformed"),
    ("\u00a0[]".encode(), "json_malformed"),
    (b"{} {}", "json_trailing"),
    (b"{}\x0c", "json_trailing"),
    ("{}\u00a0".encode(), "json_trailing"),
    (b"1 2", "json_trailing"),
    (b'{"a": 1, "a": 1}', "json_key_repeated"),
    (b'{"a": 1, "A": 2}', "json_key_repeated"),
    ('{"stra\u00dfe": 1, "STRASSE": 2}'.encode(), "json_key_repeated"),
    ('{"\u00e9": 1, "e\u0301": 2}'.encode(), "json_key_repeated"),
    (b'{"\\u0061": 1, "a": 2}', "json_key_repeated"),
    (b'[{"b": {"a": 1, "c": 2, "a": 3}}]', "json_key_repeated"),
    (b"[NaN]", "json_not_finite"),
    (b"[Infinity]", "json_not_finite"),
    (b"[-Infinity]", "json_not_finite"),
    (b"[1e3]", "json_exponent"),
    (b"[1E400]", "json_exponent"),
    (b"[1.5e-7]", "json_exponent"),
    (b"[-0]", "json_minus_zero"),
    (b"[-0.00]", "json_minus_zero"),
    (b"[" + b"9" * 41 + b"]", "number_too_long"),
    (b"[" + b"9" * 5_000_000 + b"]", "number_too_long"),
    (b"[0." + b"1" * 100_000 + b"]", "number_too_long"),
    (b'["\\ud800"]', "json_lone_surrogate"),
    (b'["\\udc00\\ud800"]', "json_lone_surrogate"),
    (b'{"\\ud83d": 1}', "json_lone_surrogate"),
    (b'{"a": [{"b": "x\\ud83dy"}]}', "json_lone_surrogate"),
    (b'["a\\u0000b"]', "json_control_character"),
    (b'["\\u001b[31m"]', "json_control_character"),
    (b'["\x7f"]', "json_control_character"),
]

HONEST = [
    (b"1", Decimal(1)),
    (b" [1, 2.50, -3]\r\n\t", [Decimal(1), Decimal("2.50"), Decimal(-3)]),
    (b'{"a": null, "b": [true, false]}', {"a": None, "b": [True, False]}),
    ('{"键": "值", "k\u0131": 1}'.encode(), {"键": "值", "k\u0131": Decimal(1)}),
    (b'["\\ud83d\\ude00 \\n\\t\\"\\/"]', ['😀 \n\t"/']),
    (b'["[[[{{{ \\" [[["]', ['[[[{{{ " [[[']),
    (b"[" * DEPTH_MAX + b"]" * DEPTH_MAX, None),
    (b"[0, 0.0, 0.10]", [Decimal(0), Decimal("0.0"), Decimal("0.10")]),
    (b"[" + b"9" * 40 + b"]", [Decimal("9" * 40)]),
]


def named(value: object) -> str:
    text = str(value)
    return text if len(text) < 40 else f"{text[:30]}-{len(text)}"


@pytest.mark.parametrize(("data", "code"), HOSTILE, ids=named)
def test_hostile_json_is_refused_with_its_own_code_and_at_once(data: bytes, code: str) -> None:
    started = time.process_time()
    with pytest.raises(RefusalError) as raised:
        parse_json(data)
    assert raised.value.refused.refusal.code == code
    assert time.process_time() - started < 2


@pytest.mark.parametrize(("data", "value"), HONEST, ids=named)
def test_honest_json_is_read_exactly(data: bytes, value: object) -> None:
    parsed = parse_json(data)
    if value is not None:
        assert parsed == value
        assert str(parsed) == str(value)


def keyed(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.text("abcdeé键 ", max_size=4)
    return st.dictionaries(keys, values, max_size=4)


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | PLAIN,
    lambda inner: st.lists(inner, max_size=4) | keyed(inner),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_what_the_standard_library_writes_is_read_back(value: object, escaped: bool) -> None:
    def plain(parsed: object) -> object:
        if isinstance(parsed, dict):
            return {key: plain(item) for key, item in parsed.items()}
        if isinstance(parsed, list):
            return [plain(item) for item in parsed]
        return int(parsed) if isinstance(parsed, Decimal) else parsed

    assert plain(parse_json(json.dumps(value, ensure_ascii=escaped).encode())) == value


@given(st.binary(max_size=40) | st.text(alphabet='{}[]":,0-9eE.u\\d8a \n', max_size=40).map(str.encode))
def test_any_bytes_are_refused_or_are_json_to_everybody(data: bytes) -> None:
    try:
        parsed = parse_json(data)
    except RefusalError as error:
        assert error.refused.refusal.code  # noqa: PT017 - whether it raises is Hypothesis's choice
    else:
        assert json.loads(data, parse_float=Decimal, parse_int=Decimal) == parsed
