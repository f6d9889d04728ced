"""Mappings that come with Hefu, for layouts that many banks export. sources.toml names them `builtin:NAME`."""

from __future__ import annotations

from importlib import resources

from hefu.book.readers.tabular.mapping import Mapping, parse_mapping

PREFIX = "builtin:"
_FOLDER = resources.files("hefu.book.readers.tabular") / "mappings"


def builtin_names() -> tuple[str, ...]:
    """Return the names of the mappings that there are, in order."""
    return tuple(sorted(one.name.removesuffix(".toml") for one in _FOLDER.iterdir() if one.name.endswith(".toml")))


def builtin_mapping(name: str) -> Mapping:
    """Return one of them; `name` is one of `builtin_names`."""
    return parse_mapping((_FOLDER / f"{name}.toml").read_bytes(), PREFIX + name)
