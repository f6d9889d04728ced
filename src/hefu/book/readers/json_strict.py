"""JSON as the readers take it: RFC 8259 in UTF-8, with everything refused that two programs may read differently.

Two keys that are the same after Unicode normalisation and case folding, NaN and the infinities, exponents, a
negative zero, a second document behind the first: each has its own refusal. A number stays an exact decimal
with the digits as written; no float is ever made.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import NoReturn

from hefu.core.decimals import LENGTH_MAX
from hefu.core.refusals import Refusal, refuse

DEPTH_MAX = 64
"""How many objects and lists may stand inside one another."""

Json = bool | Decimal | str | list["Json"] | dict[str, "Json"] | None
"""A JSON value; every number is a Decimal."""

_BLANKS = " \t\n\r"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_STRINGS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_NOT_BRACKETS = re.compile(r"[^\[\]{}]+")
_OPENING = frozenset("[{")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse_json(data: bytes) -> Json:
    """Return the one JSON document in `data`.

    Raises RefusalError: DOCUMENT_EMPTY, JSON_BYTE_ORDER_MARK, JSON_NOT_UTF8, JSON_TOO_DEEP, JSON_MALFORMED,
    JSON_TRAILING, JSON_KEY_REPEATED, JSON_NOT_FINITE, JSON_EXPONENT, JSON_MINUS_ZERO, NUMBER_TOO_LONG,
    JSON_LONE_SURROGATE, JSON_CONTROL_CHARACTER.
    """
    text = _decoded(data)
    _refuse_depth(text)
    start = len(text) - len(text.lstrip(_BLANKS))
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        reason = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise refuse(Refusal.JSON_MALFORMED, reason=reason) from None
    rest = text[end:].lstrip(_BLANKS)
    if rest:
        raise refuse(Refusal.JSON_TRAILING, value=rest[:40])
    # Only an escape can bring in what UTF-8 and the decoder do not let through.
    if "\\u" in text or "\x7f" in text:
        _refuse_characters(value)
    parsed: Json = value
    return parsed


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise refuse(Refusal.DOCUMENT_EMPTY)
    if data.startswith(_BOMS):
        raise refuse(Refusal.JSON_BYTE_ORDER_MARK)
    # No character of JSON is NUL, so UTF-16 and UTF-32 without a mark are told by it.
    if b"\0" in data:
        raise refuse(Refusal.JSON_NOT_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise refuse(Refusal.JSON_NOT_UTF8) from None


def _refuse_depth(text: str) -> None:
    depth = 0
    for bracket in _NOT_BRACKETS.sub("", _STRINGS.sub("", text)):
        depth += 1 if bracket in _OPENING else -1
        if depth > DEPTH_MAX:
            raise refuse(Refusal.JSON_TOO_DEEP, limit=DEPTH_MAX)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    seen: set[str] = set()
    for key, _ in pairs:
        folded = _folded(key)
        if folded in seen:
            raise refuse(Refusal.JSON_KEY_REPEATED, key=key[:60])
        seen.add(folded)
    return dict(pairs)


@lru_cache(maxsize=4096)
def _folded(key: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", key).casefold())


def _number(digits: str) -> Decimal:
    if len(digits) > LENGTH_MAX:
        raise refuse(Refusal.NUMBER_TOO_LONG, length=len(digits), limit=LENGTH_MAX)
    if "e" in digits or "E" in digits:
        raise refuse(Refusal.JSON_EXPONENT, value=digits)
    number = Decimal(digits)
    if digits[0] == "-" and not number:
        raise refuse(Refusal.JSON_MINUS_ZERO, value=digits)
    return number


def _not_finite(word: str) -> NoReturn:
    raise refuse(Refusal.JSON_NOT_FINITE, value=word)


def _refuse_characters(value: Json) -> None:
    """Refuse lone surrogates and control characters, wherever they stand."""
    if isinstance(value, str):
        if _CONTROL.search(value):
            raise refuse(Refusal.JSON_CONTROL_CHARACTER)
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise refuse(Refusal.JSON_LONE_SURROGATE)
    elif isinstance(value, dict):
        for item in chain(value, value.values()):
            _refuse_characters(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_characters(item)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_not_finite, strict=True
)
