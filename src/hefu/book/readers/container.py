"""Zip containers (OFD, xlsx) as strangers send them: read by our own small parser, and bounded before unpacking.

Python's `zipfile` takes most of what the list of bad inputs holds (two entries of one name, a path upwards,
entries that lie over one another) and believes the sizes it is told. Here the directory is read whole and held
against the file first; an entry is unpacked only when it is asked for, and never beyond what it declared.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hefu.core.refusals import Refusal, RefusalError, refuse
from hefu.core.texts import Text

ENTRIES_MAX = 2_000
"""An OFD invoice has about thirty entries, a workbook of many sheets a few hundred."""

TOTAL_MAX_BYTES = 128 * 1024 * 1024
"""What all entries may unpack to together."""

RATIO_MAX = 200
"""How far an entry may swell; sheets of equal cells reach about 60, a bomb of zeros 1,000."""

RATIO_FREE_BYTES = 1024 * 1024
"""Below this size an entry may swell as it likes: it harms nobody."""

NAME_MAX_BYTES = 512

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_UTF8, _SIZES_BEHIND = 0x0800, 0x0008
_SEE_ZIP64_2, _SEE_ZIP64_4 = 0xFFFF, 0xFFFFFFFF
_UNIX = 3
_PEEK_BYTES = 8
_BZIP2 = tuple(b"BZh%d1AY&" % level for level in range(1, 10))
_MAGICS: Final = (b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!\x1a", b"\xfd7zXZ", *_BZIP2)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|//")

_NO_END = Text("it does not end as a zip file does", "文件结尾不符合压缩格式")
_SPANNED = Text("it is split over several files or larger than four gigabytes", "分卷或超过 4 GB")
_DIRECTORY = Text("its directory does not fit the file", "目录与文件不符")
_LOCAL_WRONG = Text("an entry and the directory disagree", "条目与目录不一致")
_OVERLAP = Text("two entries lie over one another", "条目相互重叠")
_NAME = Text("the name of an entry cannot be read", "条目名称无法识别")
_METHOD = Text("an entry is packed in an unknown way", "条目的压缩方式未知")
_DAMAGED = Text("an entry is damaged", "条目已损坏")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    header_at: int
    is_link: bool


class Container:
    """The files of a zip container. Nothing is unpacked before `read` asks for it."""

    def __init__(self, data: bytes, entries: Mapping[str, _Entry], places: Mapping[str, int]) -> None:
        """Hold what `open_container` has checked; `places` is where each entry's packed bytes begin."""
        self._data = data
        self._entries = entries
        self._places = places

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names in the order of the directory."""
        return tuple(self._entries)

    def size_bytes(self, name: str) -> int:
        """Return what one file declares to unpack to; `read` holds it to that."""
        return self._entries[name].size_bytes

    def read(self, name: str) -> bytes:
        """Return the bytes of one file.

        Raises RefusalError: CONTAINER_ENTRY_MISSING; CONTAINER_SIZE_WRONG where it unpacks to more or less than
        it declared; CONTAINER_BROKEN where it is damaged.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise refuse(Refusal.CONTAINER_ENTRY_MISSING, name=_shown(name))
        data = self._unpacked(entry, entry.size_bytes + 1)
        if len(data) != entry.size_bytes:
            raise refuse(Refusal.CONTAINER_SIZE_WRONG, name=_shown(name), size_bytes=entry.size_bytes)
        if zlib.crc32(data) != entry.crc:
            raise _broken(_DAMAGED)
        return data

    def _unpacked(self, entry: _Entry, limit_bytes: int) -> bytes:
        """At most so many bytes of an entry: a bomb costs what it declared, never what it holds."""
        begin = self._places[entry.name]
        packed = memoryview(self._data)[begin : begin + entry.packed_bytes]
        if entry.method == _STORED:
            return bytes(packed[:limit_bytes])
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = unpacker.decompress(packed, limit_bytes)
        except zlib.error:
            raise _broken(_DAMAGED) from None
        if len(data) < limit_bytes and (not unpacker.eof or unpacker.unused_data):
            raise _broken(_DAMAGED)
        return data

    def refuse_nested(self) -> None:
        """Refuse a container within the container (CONTAINER_NESTED), told by how its first bytes begin."""
        for entry in self._entries.values():
            if entry.size_bytes and self._unpacked(entry, _PEEK_BYTES).startswith(_MAGICS):
                raise refuse(Refusal.CONTAINER_NESTED, name=_shown(entry.name))


def open_container(data: bytes) -> Container:
    """Return the files of a zip container after holding its directory against the file.

    Raises RefusalError: CONTAINER_BROKEN with the reason; CONTAINER_TOO_MANY, CONTAINER_TOO_LARGE,
    CONTAINER_BOMB for what it declares; CONTAINER_ENCRYPTED, CONTAINER_PATH_UNSAFE, CONTAINER_LINK,
    CONTAINER_NAME_REPEATED, CONTAINER_NESTED with the entry's name; CONTAINER_SIZE_WRONG where directory and
    entry name different sizes.
    """
    entries = list(_directory(data))
    _refuse_sizes(entries)
    files: dict[str, _Entry] = {}
    seen: set[str] = set()
    for entry in entries:
        _refuse_entry(entry)
        # Systems that fold case or compose accents would take two such entries for one.
        folded = unicodedata.normalize("NFKC", entry.name).casefold().rstrip("/")
        if folded in seen:
            raise refuse(Refusal.CONTAINER_NAME_REPEATED, name=_shown(entry.name))
        seen.add(folded)
        if not entry.name.endswith("/"):
            files[entry.name] = entry
        elif entry.size_bytes:
            raise refuse(Refusal.CONTAINER_SIZE_WRONG, name=_shown(entry.name), size_bytes=0)
    container = Container(data, files, _places(data, entries))
    container.refuse_nested()
    return container


def _directory(data: bytes) -> Iterator[_Entry]:
    """Yield the entries of the central directory, which must fill the place the end record gives it."""
    count, begin, end = _end_record(data)
    if count > ENTRIES_MAX:
        raise refuse(Refusal.CONTAINER_TOO_MANY, found=count, limit=ENTRIES_MAX)
    at = begin
    for _ in range(count):
        if at + _CENTRAL.size > end:
            raise _broken(_DIRECTORY)
        fields = _CENTRAL.unpack_from(data, at)
        name_length, extra_length, comment_length = fields[10:13]
        if fields[0] != b"PK\1\2" or fields[13]:
            raise _broken(_DIRECTORY)
        name_at = at + _CENTRAL.size
        at = name_at + name_length + extra_length + comment_length
        if at > end or name_length > NAME_MAX_BYTES:
            raise _broken(_DIRECTORY)
        yield _entry(fields, data[name_at : name_at + name_length])
    if at != end:
        raise _broken(_DIRECTORY)


def _end_record(data: bytes) -> tuple[int, int, int]:
    """How many entries there are, and where their directory begins and ends."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - 0xFFFF))
    if at < 0 or at + _END.size > len(data):
        raise _broken(_NO_END)
    _, disk, first_disk, here, count, length, begin, comment_length = _END.unpack_from(data, at)
    large = count == _SEE_ZIP64_2 or _SEE_ZIP64_4 in {length, begin}
    if large or disk or first_disk or here != count:
        raise _broken(_SPANNED)
    # Whatever stands before, between or behind is read by some programs and not by others.
    if begin + length != at or at + _END.size + comment_length != len(data):
        raise _broken(_DIRECTORY)
    return count, begin, at


def _entry(fields: tuple[int, ...], raw_name: bytes) -> _Entry:
    _, made_by, _, flags, method, _, _, crc, packed, size, _, _, _, _, _, external, header_at = fields
    mode = external >> 16 if made_by >> 8 == _UNIX else 0
    return _Entry(
        name=_decoded(raw_name, flags),
        raw_name=raw_name,
        flags=flags,
        method=method,
        crc=crc,
        packed_bytes=packed,
        size_bytes=size,
        header_at=header_at,
        is_link=stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR},
    )


def _decoded(raw_name: bytes, flags: int) -> str:
    """A name in UTF-8, or, where the entry does not say so, in GB18030 as Chinese programs write it."""
    for encoding in ("utf-8",) if flags & _UTF8 else ("utf-8", "gb18030"):
        try:
            return raw_name.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _broken(_NAME)


def _refuse_sizes(entries: list[_Entry]) -> None:
    total_bytes = sum(entry.size_bytes for entry in entries)
    if total_bytes > TOTAL_MAX_BYTES:
        raise refuse(Refusal.CONTAINER_TOO_LARGE, size_bytes=total_bytes, limit_bytes=TOTAL_MAX_BYTES)
    for entry in entries:
        if entry.size_bytes > max(RATIO_FREE_BYTES, entry.packed_bytes * RATIO_MAX):
            sizes = {"packed_bytes": entry.packed_bytes, "size_bytes": entry.size_bytes}
            raise refuse(Refusal.CONTAINER_BOMB, name=_shown(entry.name), **sizes)


def _refuse_entry(entry: _Entry) -> None:
    if not entry.name or _UNSAFE.search(entry.name):
        raise refuse(Refusal.CONTAINER_PATH_UNSAFE, name=_shown(entry.name))
    if entry.is_link:
        raise refuse(Refusal.CONTAINER_LINK, name=_shown(entry.name))
    if entry.flags & _ENCRYPTED:
        raise refuse(Refusal.CONTAINER_ENCRYPTED, name=_shown(entry.name))
    if entry.method not in {_STORED, _DEFLATED}:
        raise _broken(_METHOD)
    if entry.method == _STORED and entry.packed_bytes != entry.size_bytes:
        raise refuse(Refusal.CONTAINER_SIZE_WRONG, name=_shown(entry.name), size_bytes=entry.size_bytes)


def _places(data: bytes, entries: list[_Entry]) -> dict[str, int]:
    """Where each entry's packed bytes begin; entries that lie over one another are refused."""
    _, directory_at, _ = _end_record(data)
    places: dict[str, int] = {}
    free_from = 0
    for entry in sorted(entries, key=lambda one: one.header_at):
        if entry.header_at < free_from:
            raise _broken(_OVERLAP)
        places[entry.name] = begin = _packed_at(data, entry)
        free_from = begin + entry.packed_bytes
        if free_from > directory_at:
            raise _broken(_DIRECTORY)
    return places


def _packed_at(data: bytes, entry: _Entry) -> int:
    """Where the packed bytes begin, behind a local header that must say what the directory says."""
    if entry.header_at + _LOCAL.size > len(data):
        raise _broken(_DIRECTORY)
    magic, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
        data, entry.header_at
    )
    name_at = entry.header_at + _LOCAL.size
    name = data[name_at : name_at + name_length]
    if magic != b"PK\3\4" or method != entry.method or name != entry.raw_name or flags & _ENCRYPTED:
        raise _broken(_LOCAL_WRONG)
    told = (crc, packed, size)
    behind = bool(flags & _SIZES_BEHIND) and not any(told)
    if not behind and told != (entry.crc, entry.packed_bytes, entry.size_bytes):
        raise refuse(Refusal.CONTAINER_SIZE_WRONG, name=_shown(entry.name), size_bytes=entry.size_bytes)
    return name_at + int(name_length) + int(extra_length)


def _shown(name: str) -> str:
    """A stranger's name as it may be printed: no line ends or escape codes, and not long."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:120])


def _broken(reason: Text) -> RefusalError:
    return refuse(Refusal.CONTAINER_BROKEN, reason=reason)
