"""What an EPCIS 2.0 event may say: each field's kind, what is required, and what excludes what.

The tables at the end follow the JSON schema of EPCIS 2.0; XML is held to the same rules. A field is taken by a
function `(value, path, form) -> value`, which checks it and returns it in the one form the rest of Hefu knows:
vocabularies as bare words, numbers as exact decimals, times and identifiers as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hefu.book.readers.epcis.gs1 import check_identifier
from hefu.book.readers.epcis.vocabulary import URI_WANTED, is_uri, word_of
from hefu.core.decimals import LENGTH_MAX
from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

Value = Any
"""A value of an event: text, exact decimal, yes or no, or lists and dicts of them."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the document is written: the prefixes in force, and whether it is XML (every value is text there)."""

    prefixes: Mapping[str, str]
    is_xml: bool = False


Take = Callable[[Value, str, Form], Value]


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one object, those it must have, and whether extensions of the sender's may stand there too."""

    fields: Mapping[str, Take]
    required: tuple[str, ...] = ()
    is_open: bool = True
    rule: Callable[[Mapping[str, Value], str], None] = field(default=lambda _value, _path: None)


_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)",
    re.ASCII,
)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_OFFSET = re.compile(r"[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)", re.ASCII)
_HEXADECIMAL = re.compile(r"[A-Fa-f0-9]+", re.ASCII)
_UNIT = re.compile(r"[A-Z0-9]{2,3}", re.ASCII)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_MOMENT_LENGTH_MAX = 64

_TEXT = Text("a text", "文字")
_OBJECT = Text("an object", "对象")
_LIST = Text("a list", "列表")
_NUMBER = Text("a number", "数字")
_YES_NO = Text("true or false", "true 或 false")
_OFFSET_WANTED = Text("an offset such as +08:00", "时区偏移，例如 +08:00")
_HEXADECIMAL_WANTED = Text("hexadecimal digits", "十六进制数字")
_UNIT_WANTED = Text("a UN/ECE Rec. 20 code of two or three characters", "UN/ECE Rec. 20 的两位或三位代码")
_DISTINCT = Text("a list without repetition", "无重复的列表")
_ACTIONS = ("ADD", "OBSERVE", "DELETE")


def take_shape(shape: Shape, value: Value, path: str, form: Form) -> dict[str, Value]:
    """Return an object with each field checked.

    Raises RefusalError: FIELD_MISSING, FIELD_UNEXPECTED for a field that is neither the standard's nor an
    extension's, FIELD_MALFORMED, CODE_UNKNOWN, DATE_UNKNOWN and what numbers and identifiers refuse.
    """
    if not isinstance(value, dict):
        raise malformed(path, value, _OBJECT)
    found: dict[str, Value] = {}
    for name, item in value.items():
        place = f"{path}/{name}"
        if name in shape.fields:
            found[name] = shape.fields[name](item, place, form)
        elif shape.is_open and name.startswith("{"):
            found[name] = item
        else:
            raise refuse(Refusal.FIELD_UNEXPECTED, field=place[:200])
    for name in shape.required:
        if name not in found:
            raise refuse(Refusal.FIELD_MISSING, field=f"{path}/{name}")
    shape.rule(found, path)
    return found


def malformed(path: str, value: Value, wanted: Text) -> Exception:
    """Build the refusal of a value that is not what its field wants."""
    return refuse(Refusal.FIELD_MALFORMED, field=path[:200], value=str(value)[:80], wanted=wanted)


def object_of(shape: Shape) -> Take:
    """Take an object of that shape."""
    return lambda value, path, form: take_shape(shape, value, path, form)


def list_of(take: Take, *, least: int = 0, distinct: bool = False) -> Take:
    """Take a list whose members are taken by `take`."""

    def taken(value: Value, path: str, form: Form) -> list[Value]:
        if not isinstance(value, list):
            raise malformed(path, value, _LIST)
        if len(value) < least:
            raise refuse(Refusal.FIELD_EMPTY, field=path)
        if distinct and len(set(map(str, value))) < len(value):
            raise malformed(path, value, _DISTINCT)
        return [take(item, f"{path}/{n}", form) for n, item in enumerate(value, start=1)]

    return taken


def string(value: Value, path: str, _form: Form) -> str:
    """Take any text."""
    if not isinstance(value, str):
        raise malformed(path, value, _TEXT)
    return value


def uri(value: Value, path: str, form: Form) -> str:
    """Take an absolute URI, as written."""
    text = string(value, path, form)
    if not is_uri(text):
        raise malformed(path, text, URI_WANTED)
    return text


def identifier(value: Value, path: str, form: Form) -> str:
    """Take an identifier of goods or places; it stays as written, and its check digit is looked at."""
    text = uri(value, path, form)
    check_identifier(path, text)
    return text


def moment(value: Value, path: str, form: Form) -> str:
    """Take a moment with its zone, as written."""
    text = string(value, path, form)
    utc_of(text)
    return text


def utc_of(text: str) -> tuple[datetime, str]:
    """Return a moment in UTC to the second and the digits of its fraction. Raises RefusalError (DATE_UNKNOWN)."""
    match = _MOMENT.fullmatch(text) if len(text) <= _MOMENT_LENGTH_MAX else None
    try:
        if match is not None:
            return datetime.fromisoformat(match[1] + match[3]).astimezone(UTC), match[2] or ""
    except (ValueError, OverflowError):
        pass
    raise refuse(Refusal.DATE_UNKNOWN, value=text[:40])


def zone_offset(value: Value, path: str, form: Form) -> str:
    """Take the offset of the local time at the place of the event."""
    return _matching(_OFFSET, _OFFSET_WANTED, value, path, form)


def hexadecimal(value: Value, path: str, form: Form) -> str:
    """Take bytes in hexadecimal."""
    return _matching(_HEXADECIMAL, _HEXADECIMAL_WANTED, value, path, form)


def unit(value: Value, path: str, form: Form) -> str:
    """Take a unit of measure."""
    return _matching(_UNIT, _UNIT_WANTED, value, path, form)


def _matching(pattern: re.Pattern[str], wanted: Text, value: Value, path: str, form: Form) -> str:
    text = string(value, path, form)
    if not pattern.fullmatch(text):
        raise malformed(path, text, wanted)
    return text


def decimal(value: Value, path: str, form: Form) -> Decimal:
    """Take an exact number."""
    if form.is_xml and isinstance(value, str):
        return _from_digits(value)
    if not isinstance(value, Decimal):
        raise malformed(path, value, _NUMBER)
    return value


def _from_digits(text: str) -> Decimal:
    if len(text) > LENGTH_MAX:
        raise refuse(Refusal.NUMBER_TOO_LONG, length=len(text), limit=LENGTH_MAX)
    number = Decimal(text) if _PLAIN.fullmatch(text) else None
    # As in JSON, there is no zero below zero.
    if number is None or (not number and text.startswith("-")):
        raise refuse(Refusal.NUMBER_NOT_PLAIN, value=text)
    return number


def boolean(value: Value, path: str, form: Form) -> bool:
    """Take yes or no."""
    taken = _BOOLEANS.get(value) if form.is_xml and isinstance(value, str) else value
    if not isinstance(taken, bool):
        raise malformed(path, value, _YES_NO)
    return taken


def action(value: Value, path: str, form: Form) -> str:
    """Take ADD, OBSERVE or DELETE."""
    text = string(value, path, form)
    if text not in _ACTIONS:
        raise refuse(Refusal.CODE_UNKNOWN, field=path, value=text[:80])
    return text


def word(vocabulary: str) -> Take:
    """Take a word of a vocabulary; see `word_of`."""
    return lambda value, path, form: word_of(
        vocabulary, string(value, path, form), path, form.prefixes, bare=not form.is_xml
    )


def one_or_many(take: Take) -> Take:
    """Take one value or a list of them, as a list."""
    many = list_of(take)
    return lambda value, path, form: many(value if isinstance(value, list) else [value], path, form)
