"""`sources.toml`: who controls the files of a folder, how they were obtained, and when.

A file that no entry covers counts as uploaded by the borrower, the weakest voice there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from hefu.book.ids import party_id
from hefu.book.readers.files import read_bytes
from hefu.book.readers.tabular.builtin import PREFIX, builtin_mapping, builtin_names
from hefu.book.readers.tabular.mapping import Mapping, parse_mapping
from hefu.book.readers.toml import Section
from hefu.book.schema import SCHEMA
from hefu.core.dates import parse_moment
from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

MANIFEST = "sources.toml"

_CONTROLLERS = SCHEMA["sources"].column("controlled_by").codes
_CHANNELS = SCHEMA["sources"].column("channel").codes
_ZONE = Text("must be a date and time with its zone", "必须是带时区的日期时间")
_ID = Text("must be scheme:identifier, with the right check digit", "必须是“体系:标识”，且校验位正确")
_INSIDE = Text("must be a path inside the folder", "必须是文件夹内的路径")
_HEADER = Text("is no header of the mapping", "不是映射文件中的表头")
_NONE_OF = Text("is none of: {names}", "不在其中：{names}")
_WILD = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[source]]`: which files it speaks of, and what it says of them. `received_at` is in UTC."""

    files: str
    controlled_by: str
    channel: str
    controller_id: str | None = None
    received_at: datetime | None = None
    mapping_name: str | None = None
    mapping: Mapping | None = None

    def covers(self, name: str) -> bool:
        """Tell whether a path, relative to the folder and with slashes, is among `files`.

        `*` and `?` stay within one folder, `**` crosses folders.
        """
        return re.fullmatch(_pattern(self.files), name) is not None


UNCOVERED = Entry("**", "borrower", "upload")
"""What is said of a file that no entry covers."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All entries of a folder, in order; the first that covers a file speaks for it."""

    entries: tuple[Entry, ...] = ()

    def entry(self, name: str) -> Entry:
        """Return what is said of one file."""
        return next((entry for entry in self.entries if entry.covers(name)), UNCOVERED)

    @property
    def mapping_names(self) -> frozenset[str]:
        """The mapping files that entries name; they are no documents."""
        return frozenset(entry.mapping_name for entry in self.entries if entry.mapping_name)


def read_manifest(folder: Path) -> Manifest:
    """Read the folder's `sources.toml` and the mapping files it names; a folder without one has no entries.

    Raises RefusalError (CONFIG_…) where a key is unknown, missing or wrong, FILE_… where a mapping
    cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_symlink() and not path.exists():
        return Manifest()
    whole = Section.of_bytes(MANIFEST, read_bytes(path, MANIFEST))
    entries = tuple(_entry(folder, section) for section in whole.sections("source"))
    whole.close()
    return Manifest(entries)


def _entry(folder: Path, section: Section) -> Entry:
    mapping_name = section.maybe_text("mapping")
    entry = Entry(
        files=section.text("files"),
        controlled_by=section.code("controlled_by", _CONTROLLERS),
        channel=section.code("channel", _CHANNELS),
        controller_id=_controller_id(section),
        received_at=_received_at(section),
        mapping_name=mapping_name,
        mapping=_mapping(folder, section, mapping_name) if mapping_name else None,
    )
    section.close()
    return entry


def _controller_id(section: Section) -> str | None:
    written = section.maybe_text("controller_id")
    if written is None:
        return None
    scheme, colon, value = written.partition(":")
    identity = party_id([(scheme, value)], "", "")
    if not (scheme and colon and value.strip()) or "?:" in identity:
        raise section.wrong("controller_id", written, _ID)
    return identity


def _received_at(section: Section) -> datetime | None:
    value = section.raw("received_at")
    if value is None:
        return None
    try:
        moment = parse_moment(value) if isinstance(value, str) else value
    except RefusalError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise section.wrong("received_at", value, _ZONE)
    return moment.astimezone(UTC)


def _mapping(folder: Path, section: Section, name: str) -> Mapping:
    """Return a mapping with what the entry's `values` say besides: what the sheets themselves do not."""
    mapping = _named_mapping(folder, section, name)
    values = section.section("values")
    given = {}
    for key in values.keys:
        if key not in mapping.headers:
            raise values.wrong(key, key, _HEADER)
        given[key] = values.text(key)
    return replace(mapping, given=given)


def _named_mapping(folder: Path, section: Section, name: str) -> Mapping:
    if name.startswith(PREFIX):
        if name.removeprefix(PREFIX) not in builtin_names():
            words = ", ".join(PREFIX + one for one in builtin_names())
            raise section.wrong("mapping", name, Text(_NONE_OF.en.format(names=words), _NONE_OF.zh.format(names=words)))
        return builtin_mapping(name.removeprefix(PREFIX))
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or any(part in {"", ".", ".."} for part in parts):
        raise section.wrong("mapping", name, _INSIDE)
    path = folder.joinpath(*parts)
    if not path.is_file():
        raise refuse(Refusal.FILE_MISSING, path=name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise section.wrong("mapping", name, _INSIDE)
    return parse_mapping(read_bytes(path, name), name)


def _pattern(glob: str) -> str:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return "".join(_WILD.get(part) or re.escape(part) for part in parts)
