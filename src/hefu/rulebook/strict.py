"""One table of a TOML file of the law, read strictly: every key is taken by name, one that nobody took is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from typing import Any

from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

_KINDS: dict[type, Text] = {
    str: Text("must be text in quotes", "必须是带引号的文本"),
    int: Text("must be a whole number", "必须是整数"),
    date: Text("must be a day such as 2026-11-20", "必须是日期，如 2026-11-20"),
    list: Text("must be a list", "必须是列表"),
    dict: Text("must be a table", "必须是表"),
}
_EMPTY = Text("must not be empty", "不得为空")
_CODES = Text("is none of: {codes}", "不在允许的取值之内：{codes}")


def toml_of(path: str, data: bytes) -> Strict:
    """Read a whole file; refused (LAW_UNREADABLE) where it is no TOML in UTF-8."""
    try:
        return Strict(path, "*", tomllib.loads(data.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refuse(Refusal.LAW_UNREADABLE, path=path, reason=str(error)[:200]) from None


class Strict:
    """Take the keys of one table one by one, then `close` it. `path` and `record` name it in refusals."""

    def __init__(self, path: str, record: str, values: dict[str, Any]) -> None:
        """Hold the values of one table."""
        self.path = path
        self.record = record
        self._values = dict(values)

    def has(self, key: str) -> bool:
        """Tell whether a key is there and nobody took it."""
        return key in self._values

    def text(self, key: str) -> str:
        """Take a text that is not blank."""
        value: str = self.typed(key, str)
        if not value.strip():
            raise self.wrong(key, value, _EMPTY)
        return value

    def maybe_text(self, key: str) -> str:
        """Take a text, or the empty one where the key is absent."""
        return self.text(key) if self.has(key) else ""

    def code(self, key: str, codes: Iterable[str]) -> str:
        """Take one of a list of words."""
        return self._one_of(key, self.text(key), tuple(codes))

    def codes(self, key: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Take a list of words, each of them allowed; none where the key is absent."""
        allowed = tuple(codes)
        return tuple(self._one_of(key, word, allowed) for word in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; none where the key is absent."""
        value = self.typed(key, list) if self.has(key) else []
        if not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(key, value, _KINDS[str])
        return tuple(value)

    def maybe_whole(self, key: str) -> int | None:
        """Take a whole number, or None where the key is absent."""
        return self.typed(key, int) if self.has(key) else None

    def maybe_day(self, key: str) -> date | None:
        """Take a day, or None where the key is absent."""
        return self.typed(key, date) if self.has(key) else None

    def both(self, key: str) -> Text:
        """Take a text in both languages: a table with `en` and `zh`."""
        table = self.table(key)
        text = Text(table.text("en"), table.text("zh"))
        table.close()
        return text

    def table(self, key: str) -> Strict:
        """Take a table."""
        return Strict(self.path, self.record, self.typed(key, dict))

    def tables(self, key: str) -> list[dict[str, Any]]:
        """Take a list of tables; none where the key is absent."""
        values: list[dict[str, Any]] = self.typed(key, list) if self.has(key) else []
        if not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, values, _KINDS[dict])
        return values

    def close(self) -> None:
        """Refuse (LAW_KEY_UNKNOWN) whatever nobody took: a mistyped key must not be without effect."""
        for key in self._values:
            raise refuse(Refusal.LAW_KEY_UNKNOWN, path=self.path, record=self.record, key=key)

    def wrong(self, key: str, value: object, reason: Text) -> RefusalError:
        """Build the refusal of one value."""
        shown = str(value)[:80]
        return refuse(Refusal.LAW_VALUE_WRONG, path=self.path, record=self.record, key=key, value=shown, reason=reason)

    def typed(self, key: str, kind: type) -> Any:  # noqa: ANN401 - one of TOML's types, by `kind`
        """Take a value of one of TOML's types; refused where it is missing or of another type."""
        if key not in self._values:
            raise refuse(Refusal.LAW_KEY_MISSING, path=self.path, record=self.record, key=key)
        value = self._values.pop(key)
        if type(value) is not kind:
            raise self.wrong(key, value, _KINDS[kind])
        return value

    def _one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            words = ", ".join(allowed)
            raise self.wrong(key, value, Text(_CODES.en.format(codes=words), _CODES.zh.format(codes=words)))
        return value
