"""Texts a person reads, each in Chinese and English, and how values look inside them."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

_BLANKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves a terminal's cursor, turns the direction of writing, or is half a character."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Language(enum.StrEnum):
    """The two languages of the house."""

    ZH = "zh"
    EN = "en"


@runtime_checkable
class Shown(Protocol):
    """A value of our own that knows its form in either language and in canonical JSON."""

    def shown(self, language: Language) -> str:
        """Return the form a reader of `language` expects."""
        ...

    def plain(self) -> dict[str, str | int]:
        """Return the form that canonical JSON holds."""
        ...


Value = str | int | date | Shown
"""What may stand in a text's named field. Never a float."""


@dataclass(frozen=True, slots=True)
class Text:
    """One literal in both languages, with the same named fields in each."""

    en: str
    zh: str

    def render(self, language: Language, fields: Mapping[str, Value] | None = None) -> str:
        """Return the text of one language with its fields shown in that language's forms."""
        literal = self.zh if language == Language.ZH else self.en
        return literal.format_map({name: show(value, language) for name, value in (fields or {}).items()})

    def shown(self, language: Language) -> str:
        """Return the text of one language, so that a text may stand in another text's field, braces and all."""
        return self.zh if language == Language.ZH else self.en

    def plain(self) -> dict[str, str | int]:
        """Return the form that canonical JSON holds."""
        return {"en": self.en, "zh": self.zh}


@dataclass(frozen=True, slots=True)
class Message:
    """A code and its fields; the text behind the code is found in a catalogue.

    `fields` is a tuple of pairs, sorted by name, so that a message is hashable and has one form.
    """

    code: str
    fields: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, **fields: Value) -> Message:
        """Build a message with its fields in one order."""
        return cls(code, tuple(sorted(fields.items())))

    def render(self, language: Language, catalogue: Mapping[str, Text]) -> str:
        """Return the message's text. A code without a text is a defect and raises KeyError."""
        return catalogue[self.code].render(language, dict(self.fields))


def show(value: Value, language: Language) -> str:
    """Return one value as a reader of that language expects to see it, on one line and unable to steer a screen."""
    if isinstance(value, datetime):
        return f"{show_date(value.date(), language)} {value:%H:%M}"
    if isinstance(value, date):
        return show_date(value, language)
    if isinstance(value, str):
        return _STEERING.sub("\N{REPLACEMENT CHARACTER}", _BLANKS.sub(" ", value))
    if isinstance(value, int):
        return str(value)
    return value.shown(language)


def show_date(day: date, language: Language) -> str:
    """Return `2026-11-20` in Chinese, `20 Nov 2026` in English, whatever the machine's locale."""
    if language == Language.ZH:
        return day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
