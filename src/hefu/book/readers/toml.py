"""TOML files that people write for the readers: every key is taken by name, and a key nobody took is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

_TYPES: dict[type, Text] = {
    str: Text("must be text in quotes", "必须是带引号的文本"),
    int: Text("must be a whole number", "必须是整数"),
    bool: Text("must be true or false", "必须是 true 或 false"),
    list: Text("must be a list", "必须是列表"),
    dict: Text("must be a table", "必须是表"),
}
_CODES = Text("is none of: {codes}", "不在允许的取值之内：{codes}")


class Section:
    """One table of a TOML file. Take its keys one by one, then `close` it."""

    def __init__(self, path: str, values: dict[str, Any], within: str = "") -> None:
        """Hold the values of one table; `path` and `within` name it in refusals."""
        self.path = path
        self._values = dict(values)
        self._within = within

    @classmethod
    def of_bytes(cls, path: str, data: bytes) -> Section:
        """Read a whole file; refused (CONFIG_UNREADABLE) where it is no TOML in UTF-8."""
        try:
            return cls(path, tomllib.loads(data.decode("utf-8-sig")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise refuse(Refusal.CONFIG_UNREADABLE, path=path, reason=str(error)[:200]) from None

    @property
    def keys(self) -> list[str]:
        """The keys that nobody has taken yet, in the file's order."""
        return list(self._values)

    def named(self, key: str) -> str:
        """Return a key with the tables it stands in."""
        return f"{self._within}.{key}" if self._within else key

    def raw(self, key: str) -> Any:  # noqa: ANN401 - TOML holds any of its types
        """Take a value as it stands, or None."""
        return self._values.pop(key, None)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text that is not blank; without a default the key must be there."""
        value: str = self._typed(key, str, default)
        if default is None and not value.strip():
            raise self.wrong(key, value, Text("must not be empty", "不得为空"))
        return value

    def maybe_text(self, key: str) -> str | None:
        """Take a text, or None where the key is absent."""
        return self.text(key) if key in self._values else None

    def code(self, key: str, codes: Iterable[str], default: str | None = None) -> str:
        """Take one of a list of words."""
        value, allowed = self.text(key, default), tuple(codes)
        if value not in allowed:
            words = ", ".join(word or '""' for word in allowed)
            raise self.wrong(key, value, Text(_CODES.en.format(codes=words), _CODES.zh.format(codes=words)))
        return value

    def whole(self, key: str, default: int) -> int:
        """Take a whole number."""
        value: int = self._typed(key, int, default)
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Take true or false."""
        value: bool = self._typed(key, bool, default)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take one text, or a list of them; none where the key is absent."""
        value = self.raw(key)
        several = [value] if isinstance(value, str) else ([] if value is None else value)
        if not isinstance(several, list) or not all(isinstance(one, str) and one for one in several):
            raise self.wrong(key, value, _TYPES[str])
        return tuple(several)

    def section(self, key: str) -> Section:
        """Take a table; an absent one is empty."""
        return Section(self.path, self._typed(key, dict, {}), self.named(key))

    def sections(self, key: str) -> list[Section]:
        """Take a list of tables; an absent one is empty."""
        values = self._typed(key, list, [])
        if not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, values, _TYPES[dict])
        return [Section(self.path, value, f"{self.named(key)}[{n}]") for n, value in enumerate(values, start=1)]

    def has(self, key: str) -> bool:
        """Tell whether a key is there and nobody took it."""
        return key in self._values

    def is_table(self, key: str) -> bool:
        """Tell whether a key holds a table; it is not taken."""
        return isinstance(self._values.get(key), dict)

    def missing(self, key: str) -> RefusalError:
        """Build the refusal of a key that should be there."""
        return refuse(Refusal.CONFIG_KEY_MISSING, path=self.path, key=self.named(key))

    def close(self) -> None:
        """Refuse (CONFIG_KEY_UNKNOWN) whatever nobody took: a mistyped key must not be without effect."""
        for key in self._values:
            raise refuse(Refusal.CONFIG_KEY_UNKNOWN, path=self.path, key=self.named(key))

    def wrong(self, key: str, value: object, reason: Text) -> RefusalError:
        """Build the refusal of one value."""
        shown = str(value)[:80]
        return refuse(Refusal.CONFIG_VALUE_WRONG, path=self.path, key=self.named(key), value=shown, reason=reason)

    def _typed(self, key: str, kind: type, default: Any) -> Any:  # noqa: ANN401 - one of TOML's types, by `kind`
        value = self._values.pop(key, default)
        if value is None:
            raise self.missing(key)
        if type(value) is not kind:
            raise self.wrong(key, value, _TYPES[kind])
        return value
