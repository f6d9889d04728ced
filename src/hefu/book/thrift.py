"""Thrift's compact protocol, as far as the headers inside a Parquet file need it: structs as numbered fields.

Source: the Apache Thrift compact protocol specification. Lengths and depth are bounded, for the bytes may be anybody's.
"""

from __future__ import annotations

from typing import BinaryIO

Value = bool | int | bytes | list["Value"] | dict[int, "Value"] | None
"""A field's value; a double is passed over (None)."""

Struct = dict[int, Value]
"""A struct: its fields by number."""

BYTES_MAX = 16 * 1024 * 1024
ITEMS_MAX = 100_000
DEPTH_MAX = 16

_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 12
_WHOLE = {4, 5, 6}
_VARINT_BYTES = 10
_LONG_LIST = 15


class ThriftError(ValueError):
    """Raised where bytes are no such struct."""


def read_struct(file: BinaryIO, until: int = 1 << 16, depth: int = 0) -> Struct:
    """Read one struct, or its fields as far as the number `until`. Raises ThriftError."""
    if depth > DEPTH_MAX:
        raise ThriftError("too deep")
    fields: Struct = {}
    number = 0
    while kind := (head := _byte(file)) & 0x0F:
        number = number + (head >> 4) if head >> 4 else _zigzag(_varint(file))
        fields[number] = kind == _TRUE if kind in {_TRUE, _FALSE} else _value(file, kind, depth)
        if number >= until:
            break
    return fields


def _value(file: BinaryIO, kind: int, depth: int) -> Value:
    if kind in _WHOLE:
        return _zigzag(_varint(file))
    if kind == _BINARY:
        return _bytes(file, _varint(file))
    if kind == _STRUCT:
        return read_struct(file, depth=depth + 1)
    if kind in {_LIST, _SET}:
        return _list(file, depth + 1)
    if kind in {_BYTE, _TRUE, _FALSE}:
        return _byte(file)
    if kind == _DOUBLE:
        _bytes(file, 8)
        return None
    raise ThriftError(f"a field of kind {kind}")


def _list(file: BinaryIO, depth: int) -> list[Value]:
    head = _byte(file)
    count = head >> 4 if head >> 4 < _LONG_LIST else _varint(file)
    if count > ITEMS_MAX or depth > DEPTH_MAX:
        raise ThriftError("too large")
    return [_value(file, head & 0x0F, depth) for _ in range(count)]


def _byte(file: BinaryIO) -> int:
    return _bytes(file, 1)[0]


def _bytes(file: BinaryIO, length: int) -> bytes:
    if length > BYTES_MAX:
        raise ThriftError("too large")
    data = file.read(length)
    if len(data) < length:
        raise ThriftError("it ends too early")
    return data


def _varint(file: BinaryIO) -> int:
    value = 0
    for at in range(_VARINT_BYTES):
        byte = _byte(file)
        value |= (byte & 0x7F) << (7 * at)
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that more follows
            return value
    raise ThriftError("a number too long")


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
