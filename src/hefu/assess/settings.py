"""Settings files, strictly: an unknown key, a missing one or a wrong type is refused by name."""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from hefu.core.refusals import Refusal, refuse
from hefu.core.texts import Text

Record = TypeVar("Record")

_KIND = Text("a {kind} belongs here", "此处应为 {kind}")
_ONE = Text("exactly one of these belongs here: {words}", "此处应为以下之一：{words}")
_KINDS = {
    str: Text("text", "文本"),
    int: Text("whole number", "整数"),
    bool: Text("yes or no", "是或否"),
    date: Text("day", "日期"),
    tuple: Text("list", "列表"),
}


def load_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file's content; refused where it is missing or no TOML."""
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=path.name)
    try:
        return tomllib.loads(path.read_bytes().decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(Refusal.CONFIG_UNREADABLE, path=path.name, reason=str(error)) from None


def record(kind: type[Record], given: Mapping[str, Any], path: str) -> Record:
    """Fill a frozen dataclass from a table of settings. Fields with a default may be left out.

    Nested dataclasses are filled from nested tables; an IntEnum from its name in lower case. Raises
    RefusalError naming the file and the key.
    """
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]  # any dataclass
    hints = typing.get_type_hints(kind)
    for key in given:
        if key not in fields:
            raise refuse(Refusal.CONFIG_KEY_UNKNOWN, path=path, key=key)
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in given:
            values[name] = _value(hints[name], given[name], path, name)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise refuse(Refusal.CONFIG_KEY_MISSING, path=path, key=name)
    try:
        return kind(**values)
    except ValueError as error:
        raise refuse(Refusal.CONFIG_VALUE_WRONG, path=path, key="*", value="", reason=str(error)) from None


def _value(hint: Any, given: Any, path: str, key: str) -> Any:  # noqa: ANN401 - TOML values have many types
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return _value(_one_of(typing.get_args(hint), given, path, key), given, path, key)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return record(hint, _typed(dict, given, path, key), f"{path}, {key}")
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        names = {member.name.lower(): member for member in hint}
        if given not in names:
            words = ", ".join(names)
            raise refuse(Refusal.CONFIG_VALUE_WRONG, path=path, key=key, value=str(given), reason=words)
        return names[given]
    if typing.get_origin(hint) is tuple:
        (inner, *_rest) = typing.get_args(hint)
        return tuple(_value(inner, item, path, key) for item in _typed(list, given, path, key))
    return _typed(hint, given, path, key)


def _one_of(hints: tuple[Any, ...], given: Any, path: str, key: str) -> Any:  # noqa: ANN401 - TOML values have many types
    """Return which of several types is meant: none, or the record whose first field stands among the keys given."""
    if given is None or not isinstance(given, dict):
        return next((hint for hint in hints if (hint is type(None)) == (given is None)), hints[0])
    firsts = {dataclasses.fields(hint)[0].name: hint for hint in hints if dataclasses.is_dataclass(hint)}
    meant = [hint for name, hint in firsts.items() if name in given]
    if len(meant) != 1:
        value, words = ", ".join(sorted(given))[:80], ", ".join(firsts)
        reason = Text(_ONE.en.format(words=words), _ONE.zh.format(words=words))
        raise refuse(Refusal.CONFIG_VALUE_WRONG, path=path, key=key, value=value, reason=reason)
    return meant[0]


def _typed(kind: type, given: Any, path: str, key: str) -> Any:  # noqa: ANN401 - TOML values have many types
    if kind is type(None) or type(given) is kind:
        return given
    word = _KINDS.get(kind, Text("table", "表"))
    reason = Text(_KIND.en.format(kind=word.en), _KIND.zh.format(kind=word.zh))
    raise refuse(Refusal.CONFIG_VALUE_WRONG, path=path, key=key, value=str(given)[:80], reason=reason)
